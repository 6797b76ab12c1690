"""Mails: made with the deed, sent afterwards, tried again when the server is away."""

from datetime import timedelta

from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.services.village import SENDER, Office, planned
from visits.domain.invitation import BACK_OFF, Failure
from visits.services.invitation import (
    claim,
    list_due,
    list_mails,
    message_of,
    note_sending,
)


def test_a_mail_that_was_sent_is_not_sent_again(session: Session, office: Office) -> None:
    planned(session, office)
    due = list_due(session, now=NOW)

    for mail in due:
        claim(session, mail, now=NOW)
        note_sending(session, mail, now=NOW)

    assert {mail.recipient for mail in due} == {office.director.email, "huurder@thuis.example"}
    assert list_due(session, now=NOW + timedelta(days=9)) == []


def test_a_mail_that_fails_is_tried_again_later_and_not_for_ever(
    session: Session, office: Office
) -> None:
    planned(session, office)
    mail = list_mails(session)[0]
    now = NOW
    waits: list[timedelta] = []

    while mail in list_due(session, now=now) and len(waits) < 9:
        claim(session, mail, now=now)
        note_sending(session, mail, Failure.LATER, now=now)
        assert mail.try_after is not None
        assert mail not in list_due(session, now=mail.try_after - timedelta(seconds=1))
        waits.append(mail.try_after - now)
        now = mail.try_after

    assert waits == [*BACK_OFF, BACK_OFF[-1]]
    assert mail.sent_at is None


def test_a_mail_is_the_same_however_often_it_is_made(session: Session, office: Office) -> None:
    planned(session, office)
    mail = list_mails(session)[0]

    first, second = (message_of(mail, SENDER) for _ in range(2))

    assert first["Message-ID"] == second["Message-ID"] == mail.message_id
    assert (first["To"], first["Date"]) == (second["To"], second["Date"])
