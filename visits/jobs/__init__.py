"""What `visits serve` does by itself: it draws, sends and reads mails, clears what is old."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import wraps

from flask import Flask

from visits.domain.draw import DrawRefused
from visits.formats import fetch
from visits.jobs.mailbox import try_mailbox
from visits.jobs.outbox import send_mails
from visits.models import db, store
from visits.models.account import Account
from visits.models.database import deed
from visits.models.trouble import trouble_of
from visits.services import clock, withdrawal
from visits.services.board.close import anything_due, close_due
from visits.services.draw.due import draw_and_tell, draw_is_due, draw_waits, tell_waiting
from visits.services.journal import reminder
from visits.services.refusals import Refusal, Refused
from visits.services.tenant.batch import drop_stale
from visits.services.upkeep import backup, retention
from visits.services.upkeep.readiness import is_due, note_run
from visits.services.visit import busy
from visits.words.organisation import sender, settings

log = logging.getLogger(__name__)
Job = Callable[..., object]
PAUSE = 60.0
TRACES = timedelta(days=1)


def start(app: Flask) -> Callable[[float], None]:
    """Run the jobs in the background; what is given back stops them.

    It waits as many seconds as it is given for a job that runs.
    """
    stop = threading.Event()

    def loop() -> None:
        while not stop.wait(PAUSE):
            try:
                run_due(app, now=datetime.now(UTC))
            except Exception:
                log.exception("the jobs did not run")

    thread = threading.Thread(target=loop, name="jobs", daemon=True)
    thread.start()

    def halt(patience: float) -> None:
        stop.set()
        thread.join(patience)

    return halt


def run_due(app: Flask, *, now: datetime) -> None:
    """Run every job whose time has come, unless another process of the app is at it."""
    with app.app_context(), store.first_come("jobs") as mine:
        if not mine:
            return
        due = [job for job, pause in JOBS.items() if is_due(db.session(), job.__name__, pause, now)]
        db.session.remove()
        run(app, *due, now=now)


def run(app: Flask, *jobs: Job, now: datetime) -> None:
    """Run some jobs once; a fault in one is logged and stops none of the others."""
    for job in jobs:
        try:
            with noted(app, job, now=now):
                job(now=now)
        except Refused as refusal:
            log.debug("job %s was refused: %s", job.__name__, refusal.code)
        except Exception as fault:
            if trouble := trouble_of(fault):
                log.error("job %s waits: %s", job.__name__, trouble.value)
            else:
                log.exception("job %s failed", job.__name__)


@contextmanager
def noted(app: Flask, job: Job, *, now: datetime) -> Iterator[None]:
    """Give a job its app, and write down that it ran and whether it went well."""
    good = False
    try:
        with app.app_context():
            yield
        good = True
    finally:
        with app.app_context(), deed() as session:
            note_run(session, job.__name__, good=good, now=now)


def on_a_sure_day(job: Job) -> Job:
    """Refuse a job while the day is in doubt; the start page says so."""

    @wraps(job)
    def sure(*, now: datetime) -> object:
        clock.trust(db.session(), now=now)
        return job(now=now)

    return sure


def note_the_day(*, now: datetime) -> None:
    """Leave a line in the log once a week, so that a leap of the clock is seen."""
    if clock.is_to_note(db.session(), now=now):
        with deed() as session:
            clock.note(session, now=now)


@on_a_sure_day
def draw_when_due(*, now: datetime) -> None:
    """Draw the month on its first working day if everything is ready, else tell the assistant."""
    if waits := draw_waits(db.session(), now=now):
        with deed() as session:
            tell_waiting(session, waits, sender=sender(), now=now)
    period = draw_is_due(db.session(), now=now)
    if period is not None:
        with suppress(DrawRefused), deed() as session:
            draw_and_tell(session, period, sender=sender(), by=None, now=now)


@on_a_sure_day
def remind_weekly(*, now: datetime) -> None:
    """Make the mails about promises that wait, once a week."""
    if reminder.is_due(db.session(), now=now):
        with deed() as session:
            reminder.remind(session, sender=sender(), now=now)


@on_a_sure_day
def close_periods(*, now: datetime) -> None:
    """Fix the labels of a period for the board as soon as it is over."""
    if anything_due(db.session(), now=now):
        with deed() as session:
            close_due(session, now=now)


def let_lists_go(*, now: datetime) -> None:
    """Keep no list of tenants in the tables for longer than its preview waits."""
    with deed() as session:
        drop_stale(session, now=now)


def clear_old(*, now: datetime) -> None:
    """Take away what has been kept for long enough; a person is asked when it is very much."""
    clear(now=now)


def clear(*, now: datetime) -> dict[str, int]:
    """Take away what has been kept for long enough; what waits for a person is said at the start.

    Raises Refused when it waits.
    """
    try:
        with deed() as session:
            return retention.clear(session, now=now)
    except Refused as refusal:
        if refusal.code is Refusal.CLEARS_MANY:
            with deed() as session:
                retention.wait(session, now=now)
        raise


def keep_copy(*, now: datetime) -> None:
    """Copy the database once a night, and drop the copies that were kept for long enough."""
    if settings().backups and backup.is_due(now=now):
        backup.keep(now=now)
        backup.drop_old(now)
    withdrawal.keep_beside(db.session(), now=now)


def leave_no_trace(*, now: datetime) -> None:
    """Write the tables anew after something was erased, so that no file holds it still."""
    if withdrawal.is_any_since(db.session(), now - TRACES):
        db.session.remove()
        store.tidy()


def fetch_calendars(*, now: datetime) -> None:
    """Fetch the calendars of the directors from the addresses that they gave."""
    allowed = busy.allowed_hosts(db.session())
    own = busy.list_own(db.session())
    listed = busy.list_fetched(db.session())
    known = [(calendar, account.id, account.email) for calendar, account in listed]
    db.session.expunge_all()
    db.session.rollback()  # no transaction stays open while a server is spoken to
    agent = settings().calendar_agent
    for calendar, number, owner in known:
        try:
            reading, etag = busy.fetched(
                calendar, owner, own, allowed, agent=agent, seconds=fetch.NIGHT, now=now
            )
            with deed() as session:
                whose = session.get_one(Account, number)
                busy.store(session, whose, reading, etag=etag, by=None, now=now)
        except Exception:
            log.exception("the calendar of account %s was not read", number)


def read_answers(*, now: datetime) -> None:
    """Read the answers that came by mail; Refused when the mailbox is shut, which it said."""
    if try_mailbox(settings(), now=now) is None:
        raise Refused(Refusal.MAILBOX_SHUT)


MINUTE, MAIL, NIGHT = timedelta(seconds=50), timedelta(minutes=10), timedelta(hours=6)
# Each job, and how long it rests after it ran.
JOBS: dict[Job, timedelta] = {
    note_the_day: MINUTE,
    let_lists_go: MINUTE,
    close_periods: MINUTE,
    draw_when_due: MINUTE,
    remind_weekly: MINUTE,
    send_mails: MINUTE,
    read_answers: MAIL,
    keep_copy: NIGHT,
    clear_old: NIGHT,
    leave_no_trace: NIGHT,
    fetch_calendars: NIGHT,
}
