"""Fill a fresh database with two years of an association that does not exist.

Everything is done by the services, with a moved clock and in the order of time, so that every
step, audit line, draw and calendar file is what the running app would have made.
"""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from visits.demo.agenda import Agenda
from visits.demo.batch import import_days, live_imports
from visits.demo.calendar import read_calendar
from visits.demo.month import live_month
from visits.demo.plot import make_plots
from visits.demo.scene import ACCOUNTS, PASSWORD, set_scene
from visits.demo.talk import live_talks
from visits.demo.workday import workday_until
from visits.domain.month import moment
from visits.services import clock
from visits.services.board.close import close_due
from visits.services.organisation import mark_sample
from visits.services.outbox import Sender

__all__ = ["ACCOUNTS", "PASSWORD", "make_demo"]
END_OF_TIME, LAST_MINUTE = time(8, 0), time(7, 59)
SET_UP_BEFORE = timedelta(days=8)


def make_demo(session: Session, *, today: date, password_hash: str, sender: Sender) -> None:
    """Fill an empty, migrated database with what happened until this morning, and commit it.

    `password_hash` is the hash of `PASSWORD`, which all `ACCOUNTS` share.
    """
    # Two years pass here in a minute: the clock is looked at from today on.
    clock.begin_again(session)
    agenda = Agenda(datetime.combine(today, END_OF_TIME, UTC))
    set_up = workday_until(import_days(today)[0] - SET_UP_BEFORE)
    scene = set_scene(
        session,
        agenda,
        password_hash=password_hash,
        sender=sender,
        today=today,
        now=moment(set_up, time(9, 0)),
    )
    mark_sample(session, PASSWORD, now=moment(set_up, time(9, 0)))
    agenda.start(live_imports(scene))
    agenda.start(live_talks(scene))
    for plot in make_plots(today):
        agenda.start(live_month(scene, plot))
    agenda.run()
    end = datetime.combine(today, LAST_MINUTE, UTC)
    close_due(session, now=end)
    clock.note(session, now=end)
    read_calendar(scene)
    session.commit()
