"""Answers that come by mail, read from a real IMAP server."""

import shutil
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from imap_tools import AND, MailBox, MailMessageFlags
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from tests.databases import missing, started
from tests.factories import NOW
from tests.jobs.mailbox_server import PASSWORD, USER, Server, served
from tests.jobs.token_server import SECRET
from tests.services.village import SENDER, Office, add_person, count, planned
from tests.services.visit.test_answer import mail_with, reply
from visits.cli import main
from visits.config import Settings
from visits.domain.account import Role
from visits.domain.visit import State
from visits.jobs import login
from visits.jobs import mailbox as mailboxes
from visits.jobs.mailbox import read_mailbox, try_mailbox
from visits.models import db
from visits.models.answer import Answer, Mailbox
from visits.models.appointment import Appointment, Guest
from visits.models.visit import Visit


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A mailbox on this machine."""
    if shutil.which("dovecot") is None:
        missing("no dovecot on the path: install it to try the mailbox")
    with served() as found:
        yield found


@pytest.fixture
def mailbox(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """An empty mailbox, whose certificate this process trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    with server.open() as box:
        box.delete(box.uids())
    return server


@pytest.fixture
def office(session: Session) -> Office:
    """A director and an assistant."""
    return Office(add_person(session, Role.DIRECTOR), add_person(session, Role.ASSISTANT))


@pytest.fixture
def reads(settings: Settings, mailbox: Server) -> Settings:
    """The settings of an app that reads this mailbox."""
    return settings.model_copy(
        update={
            "imap_server": "localhost",
            "imap_port": mailbox.port,
            "imap_user": USER,
            "imap_password": PASSWORD,
        }
    )


def drop(server: Server, *mails: bytes) -> None:
    """Put mails in the mailbox."""
    with server.open() as box:
        for mail in mails:
            box.append(mail)


def unseen(server: Server) -> int:
    """Count the mails that nobody has seen."""
    with server.open() as box:
        return len(box.uids(AND(seen=False)))


def yes_of(session: Session, office: Office) -> bytes:
    """Give the mail with which the director says yes to a visit that is planned."""
    planned(session, office)
    appointment = session.scalars(select(Appointment)).one()
    session.commit()
    return mail_with(reply(appointment, office.director.email), office.director.email)


def letter(words: str) -> bytes:
    """Give a mail without an answer in it."""
    message = EmailMessage()
    message["From"], message["To"] = "iemand@elders.example", SENDER.email
    message.set_content(words)
    return message.as_bytes()


def test_a_yes_that_came_by_mail_confirms_the_visit_and_is_marked_seen(
    session: Session, office: Office, mailbox: Server, reads: Settings
) -> None:
    drop(mailbox, yes_of(session, office))

    read = read_mailbox(reads, now=NOW)

    assert (read, unseen(mailbox)) == (1, 0)
    assert session.scalars(select(Visit.state)).first() is State.CONFIRMED


def test_what_is_no_answer_to_us_stays_unseen_and_leaves_no_trace(
    session: Session, office: Office, mailbox: Server, reads: Settings
) -> None:
    other = (
        b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:x\r\n"
        b"DTSTAMP:20261124T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    drop(mailbox, letter("Goedemorgen"), mail_with(other, "iemand@elders.example"))

    read = read_mailbox(reads, now=NOW)

    assert (read, unseen(mailbox)) == (0, 2)
    assert count(session, Answer) == 0


def test_an_answer_to_a_visit_that_is_not_ours_stays_unseen_and_leaves_no_trace(
    session: Session, office: Office, mailbox: Server, reads: Settings
) -> None:
    visit = planned(session, office)
    appointment = session.scalars(select(Appointment)).one()
    session.commit()
    theirs = reply(appointment, office.director.email, uid="overleg-1@elders.example")
    drop(mailbox, mail_with(theirs, office.director.email))

    read = read_mailbox(reads, now=NOW)

    assert (read, unseen(mailbox)) == (0, 1)
    assert (count(session, Answer), visit.state) == (0, State.PLANNED)


def test_a_mail_that_somebody_read_before_us_is_read_all_the_same(
    session: Session, office: Office, mailbox: Server, reads: Settings
) -> None:
    drop(mailbox, yes_of(session, office))
    with mailbox.open() as box:
        box.flag(box.uids(), MailMessageFlags.SEEN, True)

    read = read_mailbox(reads, now=NOW)

    assert (read, count(session, Answer)) == (1, 1)
    assert session.scalars(select(Visit.state)).first() is State.CONFIRMED


def test_of_a_mail_of_a_guest_that_is_too_large_only_the_header_is_read_and_a_person_is_told(
    session: Session,
    office: Office,
    mailbox: Server,
    reads: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mail = yes_of(session, office)
    monkeypatch.setattr(mailboxes, "LARGEST", len(mail) - 1)
    drop(mailbox, mail)

    read_mailbox(reads, now=NOW)

    answer = session.scalars(select(Answer)).one()
    assert (answer.reason, answer.waiting) == ("no_calendar", True)
    assert answer.sender == office.director.email


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the server is asked for, mail by mail."""
    found: list[str] = []
    ask = mailboxes.fetched

    def listen(box: MailBox, uid: str, what: str) -> tuple[bytes, bytes]:
        found.append(what)
        return ask(box, uid, what)

    monkeypatch.setattr(mailboxes, "fetched", listen)
    return found


def test_of_newsletters_only_the_headers_are_read_and_the_second_time_nothing(
    session: Session, office: Office, mailbox: Server, reads: Settings, asked: list[str]
) -> None:
    answer = yes_of(session, office)
    drop(mailbox, *(letter(f"Nieuws {number}") for number in range(3)))
    read_mailbox(reads, now=NOW)
    headers = list(asked)

    drop(mailbox, answer)
    read_mailbox(reads, now=NOW)

    assert len(headers) == 3
    assert not any("BODY.PEEK[]" in what for what in headers)
    assert asked[3:] == [headers[0], "BODY.PEEK[]"]


def test_a_mailbox_that_was_made_anew_is_read_anew_and_makes_no_second_line(
    session: Session, office: Office, mailbox: Server, reads: Settings
) -> None:
    mail, elsewhere = yes_of(session, office), reads.model_copy(update={"imap_folder": "Bezoek"})
    for _ in range(2):
        with mailbox.open() as box:
            box.folder.create("Bezoek")
            box.append(mail, "Bezoek")
        assert read_mailbox(elsewhere, now=NOW) == 1
        with mailbox.open() as box:
            box.folder.delete("Bezoek")

    assert count(session, Answer) == 1
    assert count(session, Mailbox) == 2


def test_an_answer_that_fails_is_put_aside_and_the_next_one_is_read(
    session: Session, office: Office, mailbox: Server, reads: Settings
) -> None:
    good = yes_of(session, office)
    appointment = session.scalars(select(Appointment)).one()
    no = reply(appointment, office.director.email, "DECLINED")
    stuck = mail_with(no.replace(b"UID:", b"COMMENT:gif\r\nUID:"), office.director.email)

    @event.listens_for(session, "before_flush")
    def fail(session: Session, *_: object) -> None:
        if any(isinstance(one, Answer) and one.comment == "gif" for one in session.new):
            session.execute(text("SELECT nothing FROM nowhere"))  # a database that says no

    drop(mailbox, stuck, good)

    read = read_mailbox(reads, now=NOW)

    aside, applied = session.scalars(select(Answer).order_by(Answer.id)).all()
    assert read == 2
    assert (aside.outcome, aside.reason, aside.waiting) == ("reject", "failed", True)
    assert (applied.outcome, applied.partstat) == ("apply", "ACCEPTED")
    assert session.scalars(select(Visit.state)).first() is State.CONFIRMED


def from_director(office: Office, **headers: str) -> bytes:
    """Give a mail of the director without a calendar answer."""
    message = EmailMessage()
    message["From"], message["To"] = office.director.email, SENDER.email
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Ik kan toch niet.")
    return message.as_bytes()


def test_a_plain_mail_of_a_guest_is_named_and_an_out_of_office_changes_nothing(
    session: Session, office: Office, mailbox: Server, reads: Settings
) -> None:
    yes_of(session, office)
    drop(
        mailbox,
        from_director(office),
        from_director(office, Auto_Submitted="auto-replied"),
    )

    read_mailbox(reads, now=NOW)

    answer = session.scalars(select(Answer)).one()
    assert (answer.outcome, answer.reason, answer.waiting) == ("review", "no_calendar", True)
    assert answer.appointment_id is not None


def test_a_mail_that_came_back_marks_its_guest(
    session: Session, office: Office, mailbox: Server, reads: Settings, data: Path
) -> None:
    yes_of(session, office)
    bounce = (data / "calendar/cases/answers/bounced-invitation.eml").read_bytes()
    drop(mailbox, bounce.replace(b"q.dros@post.example", office.director.email.encode()), bounce)

    read = read_mailbox(reads, now=NOW)

    answer = session.scalars(select(Answer)).one()  # the other is about nobody we invited
    assert (read, answer.reason, answer.waiting) == (1, "not_delivered", True)
    reached = select(Guest.unreached_at).where(Guest.email == office.director.email)
    assert session.scalars(reached).one() == NOW


def test_an_answer_to_us_is_read_beside_mails_that_are_none(
    session: Session, office: Office, mailbox: Server, reads: Settings
) -> None:
    drop(mailbox, letter("Goedemorgen"), yes_of(session, office), letter("Goedemiddag"))

    read = read_mailbox(reads, now=NOW)

    assert (read, unseen(mailbox)) == (1, 2)
    assert session.scalars(select(Visit.state)).first() is State.CONFIRMED


def test_a_mail_that_was_stored_but_not_marked_is_not_read_twice(
    session: Session, office: Office, mailbox: Server, reads: Settings
) -> None:
    mail = yes_of(session, office)
    for _ in range(2):
        drop(mailbox, mail)

        read_mailbox(reads, now=NOW)

    assert unseen(mailbox) == 0
    assert count(session, Answer) == 1


def test_a_doubtful_mail_waits_for_a_person_and_is_marked_seen(
    session: Session, office: Office, mailbox: Server, reads: Settings
) -> None:
    yes = yes_of(session, office).replace(
        f"From: {office.director.email}".encode(), b"From: iemand@elders.example"
    )
    drop(mailbox, yes)

    read_mailbox(reads, now=NOW)

    answer = session.scalars(select(Answer)).one()
    assert (answer.reason, answer.waiting, unseen(mailbox)) == ("sender_is_not_attendee", True, 0)


@pytest.mark.parametrize("changes", [{"imap_password": "fout"}, {"imap_port": 1}])
def test_a_mailbox_that_lets_nobody_in_is_told_without_an_address(
    app: Flask, reads: Settings, changes: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    with app.app_context():
        read = try_mailbox(reads.model_copy(update=changes), now=NOW)

    assert read is None
    assert USER not in caplog.text
    assert "the mailbox was not read" in caplog.text


@pytest.fixture
def reads_with_token(reads: Settings, mailbox: Server) -> Settings:
    """The settings of an app that has no password, and gets tokens."""
    login.kept.clear()
    mailbox.tokens.nonsense = None
    mailbox.tokens.given.clear()
    return reads.model_copy(update={"imap_password": ""} | mailbox.tokens.settings)


def test_a_mailbox_is_opened_with_a_token_that_is_fetched_once(
    session: Session, office: Office, mailbox: Server, reads_with_token: Settings
) -> None:
    drop(mailbox, yes_of(session, office))

    read = [read_mailbox(reads_with_token, now=NOW) for _ in range(2)]

    assert (read, len(mailbox.tokens.given)) == ([1, 0], 1)
    assert session.scalars(select(Visit.state)).first() is State.CONFIRMED


def test_a_token_that_a_mailbox_refuses_is_told_without_it_and_the_next_time_is_another(
    app: Flask, mailbox: Server, reads_with_token: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with app.app_context():
        first = try_mailbox(reads_with_token, now=NOW)
        mailbox.tokens.good.clear()
        refused = try_mailbox(reads_with_token, now=NOW)
        again = try_mailbox(reads_with_token, now=NOW)

    assert (first, refused, again) == (0, None, 0)
    assert "the mailbox was not read" in caplog.text
    assert not any(one in caplog.text for one in (USER, SECRET, *mailbox.tokens.given))


def test_without_a_token_the_mailbox_is_not_read_and_nothing_of_the_endpoint_is_told(
    app: Flask, mailbox: Server, reads_with_token: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox.tokens.nonsense = 400, b'{"error_description": "visits-app is not known"}'

    with app.app_context():
        read = try_mailbox(reads_with_token, now=NOW)

    assert read is None
    assert caplog.messages == ["the mailbox was not read: TokenRefused"]


# imaplib leaves the socket of a refused certificate to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_server_with_a_certificate_that_nobody_vouches_for_is_not_spoken_to(
    app: Flask, reads: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")

    with app.app_context():
        assert try_mailbox(reads, now=NOW) is None


def test_without_a_server_no_mail_is_read(app: Flask, settings: Settings) -> None:
    with app.app_context():
        assert try_mailbox(settings, now=NOW) == 0


def test_the_command_reads_the_mailbox_once(
    mailbox: Server,
    reads: Settings,
    tmp_path: Path,
    empty_database: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in reads.model_dump().items():
        if name.startswith("imap_"):
            monkeypatch.setenv(f"VISITS_{name.upper()}", str(value))
    monkeypatch.setenv("VISITS_INSTANCE", str(tmp_path))
    app = started(empty_database, tmp_path)
    with app.app_context():
        office = Office(
            add_person(db.session(), Role.DIRECTOR), add_person(db.session(), Role.ASSISTANT)
        )
        drop(mailbox, yes_of(db.session(), office))

    result = CliRunner().invoke(main, ["mailbox"])

    assert (result.exit_code, result.output) == (0, "answers: 1\n")
