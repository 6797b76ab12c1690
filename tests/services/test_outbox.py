"""Mails: made with the deed, sent afterwards, tried again when the server is away."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.services.village import DAY, SENDER, START, Office, deeds, planned
from visits.domain.outbox import BACK_OFF, Delivery, Failure, delivery
from visits.formats.text import Text
from visits.services.outbox import (
    claim,
    list_due,
    list_mails,
    make_mail,
    message_of,
    note_sending,
    send_again,
    worth_sending,
)
from visits.services.refusals import Refused
from visits.services.visit.appointment import move

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


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


def test_mails_wait_in_the_order_in_which_they_were_made(session: Session, office: Office) -> None:
    visit = planned(session, office)
    move(session, visit, START + DAY, 60, tell_tenant=True, sender=SENDER,
         by=office.assistant.id, now=NOW + DAY)  # fmt: skip

    due = [mail.id for mail in list_due(session, now=NOW + DAY)]

    assert len(due) == 4
    assert due == sorted(due)


def test_a_newer_mail_to_somebody_else_replaces_none_and_sending_again_is_logged(
    session: Session, office: Office
) -> None:
    planned(session, office)
    tenants, directors = list_mails(session)

    again = send_again(session, directors, sender=SENDER, by=office.assistant.id, now=NOW)

    assert again is directors
    assert tenants.recipient != directors.recipient
    assert deeds(session)[-1] == "mail.again"


def test_a_mail_that_went_after_all_says_no_longer_why_it_did_not(
    session: Session, office: Office
) -> None:
    planned(session, office)
    mail = list_mails(session)[0]
    claim(session, mail, now=NOW)
    note_sending(session, mail, Failure.LATER, now=NOW)

    claim(session, mail, now=NOW + DAY)
    note_sending(session, mail, now=NOW + DAY)

    assert (mail.failure, mail.sent_at, mail.try_after) == (None, NOW + DAY, None)


@pytest.mark.parametrize(
    ("now", "about_the_visit"),
    [
        (START + DAY + HOUR - SECOND, True),
        (START + DAY + HOUR, False),  # the visit is over
    ],
)
def test_the_last_mail_to_somebody_is_worth_sending_again_until_the_visit_is_over(
    session: Session, office: Office, now: datetime, about_the_visit: bool
) -> None:
    visit = planned(session, office)
    move(session, visit, START + DAY, 60, tell_tenant=True, sender=SENDER,
         by=office.assistant.id, now=NOW + DAY)  # fmt: skip
    other = make_mail(session, Text("Loting", "Er is geloot."), to="a@waterhof.example",
                      sender=SENDER, now=NOW)  # fmt: skip
    mails = list_mails(session)

    worth = worth_sending(session, mails, now=now)

    last = {mail.id for mail in mails if mail.sequence == 1}
    assert len(last) == 2
    assert worth == ({other.id} | last if about_the_visit else {other.id})
