"""The Monday reminder: who waits hears of it once a week, without a name in the mail."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.services.village import AFTER, SENDER, Office, held, write_note
from visits.domain.month import moment
from visits.domain.promise import AnswerChannel, Progress, TenantAnswer
from visits.models.account import Team
from visits.models.outbox import Mail
from visits.models.promise import Promise
from visits.services.journal import promise as promises
from visits.services.journal import reminder
from visits.services.journal.note import NewPromise

LATER = AFTER + timedelta(days=30)


def promised(session: Session, office: Office) -> list[Promise]:
    """Give two promises: the director's own, and one of a team with a mailbox."""
    team = session.scalars(select(Team).order_by(Team.id)).first()
    assert team is not None
    team.email = "wijkteam@waterhof.example"
    visit = held(session, office)
    several = [
        NewPromise("Lamp maken", date(2026, 12, 20), owner_id=office.director.id),
        NewPromise("Haag snoeien", date(2027, 1, 10), team_id=team.id),
    ]
    write_note(session, visit, office, promises=several)
    return promises.list_of_visit(session, visit)


def mails(session: Session) -> list[Mail]:
    """List the mails of the reminder."""
    session.flush()
    return list(session.scalars(select(Mail).where(Mail.subject.contains("belofte"))))


def test_owners_team_mailboxes_and_assistants_hear_once_a_week(
    session: Session, office: Office
) -> None:
    promised(session, office)

    first = reminder.remind(session, sender=SENDER, now=LATER)
    again = reminder.remind(session, sender=SENDER, now=LATER + timedelta(hours=5))
    next_week = reminder.remind(session, sender=SENDER, now=LATER + timedelta(days=7))

    assert (first, again, next_week) == (3, 0, 3)
    assert {one.recipient for one in mails(session)} == {
        office.director.email,
        office.assistant.email,
        "wijkteam@waterhof.example",
    }


def test_everybody_reads_the_mail_in_the_language_of_their_own(
    session: Session, office: Office
) -> None:
    promised(session, office)
    office.director.language = "en"

    reminder.remind(session, sender=SENDER, now=LATER)

    by_language = {
        mail.recipient: mail.language
        for mail in session.scalars(select(Mail).where(Mail.body.contains("/beloften/")))
    }
    assert by_language == {
        office.director.email: "en",
        office.assistant.email: "nl",
        "wijkteam@waterhof.example": "nl",
    }


def test_the_mail_says_how_many_and_where_and_names_nobody(
    session: Session, office: Office
) -> None:
    (one, _) = promised(session, office)

    reminder.remind(session, sender=SENDER, now=LATER)

    visit_names = [
        name for mail in mails(session) for name in ("Meer", one.what) if name in mail.body
    ]
    assert visit_names == []
    assert all(f"{SENDER.base_url}/beloften/" in mail.body for mail in mails(session))


def test_everybody_is_sent_to_the_promises_that_wait_this_week(
    session: Session, office: Office
) -> None:
    promised(session, office)

    reminder.remind(session, sender=SENDER, now=LATER)

    told = {mail.recipient: f"{mail.subject} {mail.body}" for mail in mails(session)}
    assert all("/beloften/?stand=deze-week" in text for text in told.values())
    assert "Eén belofte wacht op u" in told[office.director.email]
    assert "2 beloften wachten op u" in told[office.assistant.email]


def test_a_week_in_which_nobody_waits_makes_no_mail(session: Session, office: Office) -> None:
    assert reminder.remind(session, sender=SENDER, now=LATER) == 0
    assert mails(session) == []


def test_what_is_done_but_not_told_stays_on_the_list(session: Session, office: Office) -> None:
    (one, other) = promised(session, office)
    by = office.assistant.id
    promises.end(session, other, Progress.DONE, "", by=by, now=AFTER)

    assert reminder.list_waiting(session, now=AFTER + timedelta(days=12)) == [one, other]


@pytest.mark.parametrize(
    ("day", "asks"),
    [
        (date(2026, 12, 12), False),  # eight days before
        (date(2026, 12, 13), True),  # on the seventh day before, the reminder
        (date(2026, 12, 20), True),  # the day itself
        (date(2026, 12, 21), True),
    ],
)
def test_a_promise_is_remembered_seven_days_before_its_day_and_from_then_on(
    session: Session, office: Office, day: date, asks: bool
) -> None:
    (one, _) = promised(session, office)

    waits = reminder.list_waiting(session, now=moment(day, time(9)))

    assert (one in waits) is asks


def test_a_promise_that_was_answered_is_remembered_no_more(
    session: Session, office: Office
) -> None:
    (one, other) = promised(session, office)
    by = office.assistant.id
    promises.end(session, one, Progress.DONE, "", by=by, now=AFTER)
    promises.answer(session, one, TenantAnswer(one.promised_on, AnswerChannel.PHONE, "Klaar."),
                   by=by, now=AFTER)  # fmt: skip

    waits = reminder.list_waiting(session, now=AFTER + timedelta(days=60))

    assert waits == [other]


def test_a_week_begins_on_monday_and_each_has_its_mails(session: Session, office: Office) -> None:
    promised(session, office)
    sunday = datetime(2027, 1, 3, 12, tzinfo=UTC)
    reminder.remind(session, sender=SENDER, now=sunday)

    due = [reminder.is_due(session, now=sunday + timedelta(hours=n)) for n in (0, 10, 11, 12)]

    # Midnight of Monday is at eleven in the evening in UTC.
    assert due == [False, False, True, True]


def test_who_left_gets_no_mail_about_what_they_promised(session: Session, office: Office) -> None:
    promised(session, office)
    office.director.active = False

    reminder.remind(session, sender=SENDER, now=LATER)

    assert {one.recipient for one in mails(session)} == {
        office.assistant.email,
        "wijkteam@waterhof.example",
    }


def test_a_hand_over_names_the_party_and_keeps_somebody_watching(
    session: Session, office: Office
) -> None:
    (one, _) = promised(session, office)

    promises.end(
        session,
        one,
        Progress.HANDED_OVER,
        "De gemeente doet het.",
        handed_to=" Gemeente Alkmaar ",
        by=office.assistant.id,
        now=AFTER,
    )

    assert (one.handed_to, one.watch_id) == ("Gemeente Alkmaar", office.assistant.id)
