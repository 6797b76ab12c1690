"""One appointment from invitation to the answer that came too late, on the database."""

from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.services.village import DAY, SENDER, START, Office, add_person, planned
from tests.services.visit.test_answer import reply
from visits.domain.account import Role
from visits.domain.visit import State
from visits.models.answer import Answer
from visits.models.appointment import Appointment, Guest, Partstat
from visits.models.outbox import Mail
from visits.models.visit import Visit
from visits.services.visit import answer as answers
from visits.services.visit import appointment as appointments
from visits.services.visit import question as questions

TENANT = "huurder@thuis.example"
HOUR = timedelta(hours=1)


def sent(session: Session) -> list[tuple[Any, ...]]:
    """List what went out: to whom, method, SEQUENCE, DTSTAMP and start; UID is one for all."""
    found = []
    for mail in session.scalars(select(Mail).where(Mail.calendar.is_not(None)).order_by(Mail.id)):
        calendar = Calendar.from_ical(mail.calendar or b"")
        event = calendar.walk("VEVENT")[0]
        found.append(
            (
                str(event["UID"]),
                mail.recipient,
                str(calendar["METHOD"]),
                event["SEQUENCE"],
                event.decoded("DTSTAMP"),
                event.decoded("DTSTART"),
            )
        )
    return found


def received(session: Session, data: bytes, now: datetime) -> Answer:
    """Drop an answer on the page."""
    return answers.receive(session, data, by=None, now=now)


def partstats(session: Session) -> dict[str, Partstat]:
    """Give what each guest answered."""
    return {guest.email: guest.partstat for guest in session.scalars(select(Guest))}


def stands(session: Session, visit: Visit) -> tuple[object, ...]:
    """Give where a visit and its appointment stand."""
    appointment = session.scalars(select(Appointment)).one()
    return visit.state, appointment.sequence, appointment.starts_at


def test_an_appointment_lives_from_invitation_to_the_answer_that_came_too_late(
    session: Session, office: Office
) -> None:
    by, host = office.assistant.id, office.director.email
    given: dict[str, Any] = {"sender": SENDER, "by": by}
    visit = planned(session, office)
    appointment = appointments.get_appointment(session, visit)
    assert stands(session, visit) == (State.PLANNED, 0, START)

    # The director says yes; the tenant proposes the next day, and that is accepted.
    received(session, reply(appointment, host, stamp=NOW + HOUR), NOW + HOUR)
    assert stands(session, visit) == (State.CONFIRMED, 0, START)
    assert partstats(session) == {host: Partstat.ACCEPTED, TENANT: Partstat.NEEDS_ACTION}

    wish = reply(appointment, TENANT, "TENTATIVE", method="COUNTER", start=START + DAY)
    counter = received(session, wish, NOW + 2 * HOUR)
    assert (counter.outcome, counter.waiting) == ("counter", True)
    assert stands(session, visit) == (State.CONFIRMED, 0, START)

    questions.accept_proposal(session, counter, now=NOW + 3 * HOUR, **given)
    assert stands(session, visit) == (State.PLANNED, 1, START + DAY)
    assert set(partstats(session).values()) == {Partstat.NEEDS_ACTION}

    # Moved once more; a late yes to the first date changes nothing.
    appointments.move(
        session, visit, START + 2 * DAY, 60, tell_tenant=True, now=NOW + 4 * HOUR, **given
    )
    assert stands(session, visit) == (State.PLANNED, 2, START + 2 * DAY)
    late = reply(appointment, host, sequence=0, start=START, stamp=NOW + 5 * HOUR)
    assert received(session, late, NOW + 5 * HOUR).outcome == "stale"
    assert stands(session, visit) == (State.PLANNED, 2, START + 2 * DAY)
    assert partstats(session)[host] is Partstat.NEEDS_ACTION

    # Cancelled; a yes after that changes nothing either.
    now = NOW + 6 * HOUR
    appointments.cancel(session, visit, State.CANCELLED_BY_TENANT, now=now, **given)
    assert stands(session, visit) == (State.CANCELLED_BY_TENANT, 3, START + 2 * DAY)
    after = reply(appointment, host, sequence=3, stamp=NOW + 7 * HOUR)
    assert received(session, after, NOW + 7 * HOUR).outcome == "visit_cancelled"
    assert stands(session, visit) == (State.CANCELLED_BY_TENANT, 3, START + 2 * DAY)

    steps = [
        ("REQUEST", 0, NOW, START),
        ("REQUEST", 1, NOW + 3 * HOUR, START + DAY),
        ("REQUEST", 2, NOW + 4 * HOUR, START + 2 * DAY),
        ("CANCEL", 3, NOW + 6 * HOUR, START + 2 * DAY),
    ]
    assert sent(session) == [
        (appointment.uid, to, *step) for step in steps for to in (host, TENANT)
    ]


def test_company_comes_and_goes_and_every_file_is_newer_but_of_the_same_sequence(
    session: Session, office: Office
) -> None:
    host = office.director.email
    karim = add_person(session, Role.STAFF, name="Karim", email="karim@waterhof.example")
    ineke = add_person(session, Role.STAFF, name="Ineke", email="ineke@waterhof.example")
    visit = planned(session, office)
    uid = appointments.get_appointment(session, visit).uid

    for hour, company in enumerate(([karim, ineke], [ineke], [karim, ineke]), 1):
        appointments.change_details(
            session, visit, companions=company, remark="", tell_tenant=False,
            sender=SENDER, by=office.assistant.id, now=NOW + hour * HOUR,
        )  # fmt: skip

    steps = [
        (host, "REQUEST", 0), (TENANT, "REQUEST", 0),
        (karim.email, "REQUEST", 1), (ineke.email, "REQUEST", 1), (host, "REQUEST", 1),
        (karim.email, "CANCEL", 2), (host, "REQUEST", 2), (ineke.email, "REQUEST", 2),
        (karim.email, "REQUEST", 3), (host, "REQUEST", 3), (ineke.email, "REQUEST", 3),
    ]  # fmt: skip
    assert sent(session) == [
        (uid, to, method, 0, NOW + hour * HOUR, START) for to, method, hour in steps
    ]
