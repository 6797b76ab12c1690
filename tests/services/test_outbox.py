"""Mails: made with the deed, sent afterwards, tried again when the server is away."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.services.village import DAY, SENDER, START, Office, planned
from visits.domain.outbox import BACK_OFF, Delivery, Failure, delivery
from visits.services.outbox import (
    claim,
    list_due,
    list_mails,
    message_of,
    note_sending,
    send_again,
)
from visits.services.refusals import Refused
from visits.services.visit.appointment import move


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


def test_a_mail_that_one_process_took_up_is_not_taken_up_by_another(
    session: Session, office: Office
) -> None:
    planned(session, office)
    mail = list_mails(session)[0]

    claim(session, mail, now=NOW)

    assert mail not in list_due(session, now=NOW)
    assert mail in list_due(session, now=NOW + BACK_OFF[0])  # that process ended halfway


def test_a_mail_that_is_refused_for_good_waits_no_longer(session: Session, office: Office) -> None:
    planned(session, office)
    mail = list_mails(session)[0]

    claim(session, mail, now=NOW)
    note_sending(session, mail, Failure.REFUSED, now=NOW)

    assert delivery(mail.sent_at, mail.attempts, mail.failure) is Delivery.GIVEN_UP
    assert mail not in list_due(session, now=NOW + timedelta(days=9))


def test_a_mail_sent_again_is_the_same_message_to_a_calendar(
    session: Session, office: Office
) -> None:
    planned(session, office)
    mail = list_mails(session)[0]
    claim(session, mail, now=NOW)
    note_sending(session, mail, now=NOW)

    again = send_again(session, mail, sender=SENDER, by=office.assistant.id, now=NOW)

    assert again.id != mail.id
    assert again.message_id != mail.message_id  # else a mail program hides it as a double
    assert (again.calendar, again.sequence, again.role) == (mail.calendar, 0, mail.role)
    assert again in list_due(session, now=NOW)


def test_a_mail_that_could_not_be_sent_is_tried_from_the_beginning(
    session: Session, office: Office
) -> None:
    planned(session, office)
    mail = list_mails(session)[0]
    claim(session, mail, now=NOW)
    note_sending(session, mail, Failure.REFUSED, now=NOW)

    again = send_again(session, mail, sender=SENDER, by=office.assistant.id, now=NOW)

    assert again is mail
    assert mail in list_due(session, now=NOW)


def test_a_mail_that_a_newer_one_replaced_is_not_sent_again(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)
    first = list_mails(session)[-1]
    move(session, visit, START + DAY, 60, tell_tenant=True, sender=SENDER,
         by=office.assistant.id, now=NOW + DAY)  # fmt: skip

    with pytest.raises(Refused, match="mail_replaced"):
        send_again(session, first, sender=SENDER, by=office.assistant.id, now=NOW + DAY)
