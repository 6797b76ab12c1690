"""What `visits serve` does by itself: mails really go over the wire, a month is drawn when due."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.databases import started
from tests.factories import NOW, make_account, make_tenant, set_up, tenant_record
from tests.loopback import MailServer
from tests.services.village import stage_file
from visits import jobs
from visits.domain.account import Role
from visits.domain.outbox import BACK_OFF, Failure
from visits.formats.text import Text
from visits.jobs.outbox import send_mails
from visits.models import db, store
from visits.models.answer import Answer
from visits.models.draw import Draw
from visits.models.job import JobRun
from visits.models.outbox import Mail
from visits.models.tenant import Batch, BatchState
from visits.services.organisation import mark_sample
from visits.services.outbox import Sender, make_mail
from visits.services.upkeep import backup

SENDER = Sender("bezoek@waterhof.example", "Waterhof", "http://localhost")
AppWith = Callable[..., Flask]


class Postbox:
    """A mail server's handler that keeps what it gets, or refuses it."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], bytes]] = []
        self.shut = False

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Take one mail."""
        if self.shut:
            return "451 later"
        self.letters.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, int]]:
    """A real mail server on this machine, and its port."""
    box = Postbox()
    controller = MailServer(box)
    controller.start()
    yield box, controller.port
    controller.stop()


@pytest.fixture
def app_with(tmp_path: Path, empty_database: Path) -> AppWith:
    """Make an app with some settings."""

    def make(**settings: Any) -> Flask:
        return started(empty_database, tmp_path, mail_from=SENDER.email, mail_tls=False, **settings)

    return make


def put_in_queue() -> None:
    """Put one mail in the queue."""
    text = Text("Huurdersbezoek", "Tot donderdag.\n")
    make_mail(db.session(), text, to="directeur@waterhof.example", sender=SENDER, now=NOW)
    db.session.commit()


def test_a_mail_that_waits_goes_over_the_wire_once(
    app_with: AppWith, postbox: tuple[Postbox, int]
) -> None:
    box, port = postbox
    app = app_with(mail_server="127.0.0.1", mail_port=port)
    with app.app_context():
        put_in_queue()

        send_mails(now=NOW)
        send_mails(now=NOW)

        sent = db.session.scalars(select(Mail)).one().sent_at
    assert sent == NOW
    [(recipients, content)] = box.letters
    message = message_from_bytes(content, policy=policy.default)
    assert recipients == ["directeur@waterhof.example"]
    assert message["Subject"] == "Huurdersbezoek"


def test_a_mail_that_is_refused_is_tried_again_later_and_not_at_once(
    app_with: AppWith, postbox: tuple[Postbox, int]
) -> None:
    box, port = postbox
    app = app_with(mail_server="127.0.0.1", mail_port=port)
    with app.app_context():
        put_in_queue()
        box.shut = True
        send_mails(now=NOW)
        box.shut = False

        send_mails(now=NOW + timedelta(minutes=1))
        early = len(box.letters)
        send_mails(now=NOW + timedelta(minutes=10))

    assert (early, len(box.letters)) == (0, 1)


def test_a_mail_that_waits_outlives_the_app_that_made_it(
    app_with: AppWith, postbox: tuple[Postbox, int]
) -> None:
    box, port = postbox
    before = app_with()
    with before.app_context():
        put_in_queue()
        db.engine.dispose()

    after = app_with(mail_server="127.0.0.1", mail_port=port)
    with after.app_context():
        send_mails(now=NOW)

    assert len(box.letters) == 1


def test_nothing_is_ever_sent_from_sample_data(
    app_with: AppWith, postbox: tuple[Postbox, int]
) -> None:
    box, port = postbox
    app = app_with(mail_server="127.0.0.1", mail_port=port)
    with app.app_context():
        mark_sample(db.session(), "geheim", now=NOW)
        put_in_queue()

        send_mails(now=NOW)

        assert db.session.scalars(select(Mail)).one().attempts == 0
    assert box.letters == []


def test_a_mail_that_cannot_go_says_why_and_waits_longer_each_time(app_with: AppWith) -> None:
    app = app_with(mail_server="127.0.0.1", mail_port=1)
    with app.app_context():
        put_in_queue()
        now, waits = NOW, []

        for _ in range(9):
            send_mails(now=now)
            mail = db.session.scalars(select(Mail)).one()
            waits.append((mail.try_after or now) - now)
            now = mail.try_after or now

        assert (mail.failure, mail.attempts) == (Failure.UNREACHABLE, len(BACK_OFF) + 1)
        assert waits[: len(BACK_OFF)] == list(BACK_OFF)


def ready_to_draw(days_old: int) -> None:
    """Set up an association whose list of tenants is so many days old."""
    set_up(db.session())
    make_account(db.session(), Role.ASSISTANT)
    make_tenant(db.session())
    stored = NOW - timedelta(days=days_old)
    db.session.add(Batch(file_name="x", state=BatchState.STORED, made_at=stored, stored_at=stored))
    db.session.commit()


@pytest.mark.parametrize(
    ("days_old", "drawn", "mail"),
    [
        (5, True, "Loting november 2026: er is een kandidaat"),  # a fresh list
        (36, False, "Loting november 2026: de app wacht op u"),  # too old: the assistant decides
    ],
)
def test_a_month_is_drawn_by_itself_only_from_a_fresh_list_and_the_assistant_hears_it_once(
    app_with: AppWith, days_old: int, drawn: bool, mail: str
) -> None:
    app = app_with()
    with app.app_context():
        ready_to_draw(days_old)

        jobs.draw_when_due(now=NOW)
        jobs.draw_when_due(now=NOW + timedelta(days=1))

        draws = db.session.scalars(select(Draw)).all()
        mails = db.session.scalars(select(Mail.subject)).all()
    assert bool(draws) is drawn
    assert mails == [mail]


def test_nothing_is_drawn_before_the_first_working_day(app_with: AppWith) -> None:
    app = app_with()
    with app.app_context():
        ready_to_draw(5)
        for days in range(0, 35, 7):  # the jobs run every day
            jobs.note_the_day(now=NOW + timedelta(days=days))

        jobs.draw_when_due(now=datetime(2027, 1, 1, 9, tzinfo=UTC))

        assert not db.session.scalars(select(Draw)).all()


def test_without_a_mailbox_the_job_that_reads_answers_does_nothing(app_with: AppWith) -> None:
    app = app_with()

    jobs.run(app, jobs.read_answers, now=NOW)

    with app.app_context():
        assert not db.session.scalars(select(Answer)).all()


def test_a_list_for_which_nobody_said_yes_is_gone_after_two_hours(app_with: AppWith) -> None:
    app = app_with()
    with app.app_context():
        batch = stage_file(db.session(), [tenant_record()])
        db.session.commit()
        left = []

        for minutes in (119, 120):
            jobs.let_lists_go(now=NOW + timedelta(minutes=minutes))
            left.append(batch.state)

    assert left == [BatchState.STAGED, BatchState.CANCELLED]


def test_one_copy_is_made_each_night_unless_that_is_switched_off(
    app_with: AppWith, tmp_path: Path
) -> None:
    made = []
    for switch in (True, False):
        with app_with(backups=switch).app_context():
            for hours in (0, 6, 12, 24):
                jobs.keep_copy(now=NOW + timedelta(hours=hours))
            made.append(len(backup.list_copies()))

    assert made == [2, 2]


def test_each_job_runs_when_its_time_has_come_and_in_one_process_only(app_with: AppWith) -> None:
    app = app_with()

    def ran() -> dict[str, datetime]:
        with app.app_context():
            return {run.name: run.ran_at for run in db.session.scalars(select(JobRun))}

    with app.app_context(), store.first_come("jobs") as mine:
        jobs.run_due(app, now=NOW)  # another process is at it
    elsewhere = ran()
    jobs.run_due(app, now=NOW)
    jobs.run_due(app, now=NOW + timedelta(minutes=1))

    assert mine
    assert elsewhere == {}
    assert ran() == {
        job.__name__: NOW + timedelta(minutes=1 if pause < timedelta(minutes=1) else 0)
        for job, pause in jobs.JOBS.items()
    }
