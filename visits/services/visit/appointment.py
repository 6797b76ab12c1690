"""Appointments: planned, moved, cancelled; everybody's calendar is told in the same deed."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from visits.domain.account import Role
from visits.domain.month import today
from visits.domain.outbox import Occasion
from visits.domain.visit import (
    FIXED,
    LONGEST,
    OVER,
    SHORTEST,
    TOOK_PLACE,
    Channel,
    State,
    StepNotAllowed,
    check_step,
)
from visits.formats import ical
from visits.formats.holiday import is_day_off
from visits.models.account import Account
from visits.models.appointment import Appointment, GuestRole, Partstat
from visits.models.note import Note
from visits.models.visit import Visit
from visits.services import audit
from visits.services.outbox import Sender
from visits.services.refusals import Refusal, Refused
from visits.services.visit.guest import (
    change_guests,
    later,
    list_guests,
    parted,
    tell_turnover,
    wanted_guests,
)
from visits.services.visit.invite import note_told, organizer_of, tell
from visits.services.visit.record import host_of
from visits.services.visit.state import set_state, write_step
from visits.services.visit.step import check_peace, note_contact


def find_appointment(session: Session, visit: Visit) -> Appointment | None:
    """Find the appointment of a visit that holds now."""
    return appointments_of(session, [visit]).get(visit.id)


def get_appointment(session: Session, visit: Visit) -> Appointment:
    """Get the appointment of a visit that holds now; Refused if there is none."""
    appointment = find_appointment(session, visit)
    if appointment is None:
        raise Refused(Refusal.NO_APPOINTMENT)
    return appointment


def list_appointments(session: Session, visit: Visit) -> list[Appointment]:
    """List every appointment that a visit ever had, oldest first."""
    query = select(Appointment).where(Appointment.visit_id == visit.id).order_by(Appointment.id)
    return list(session.scalars(query))


def appointments_of(session: Session, visits: Collection[Visit]) -> dict[int, Appointment]:
    """Give the appointment that holds now of several visits, by visit."""
    query = select(Appointment).where(
        Appointment.visit_id.in_([visit.id for visit in visits]),
        Appointment.cancelled_at.is_(None),
    )
    return {appointment.visit_id: appointment for appointment in session.scalars(query)}


def plan(
    session: Session,
    visit: Visit,
    starts_at: datetime,
    minutes: int,
    *,
    companions: Collection[Account] = (),
    tell_tenant: bool,
    sender: Sender,
    by: int,
    now: datetime,
) -> Appointment:
    """Plan a visit and invite everybody; a visit that fell through gets a new event."""
    check_step(visit.state, State.PLANNED)
    if visit.state in FIXED:
        raise StepNotAllowed(visit.state, State.PLANNED)
    check_peace(visit)
    ends_at = checked_end(starts_at, minutes, now=now)
    host = host_of(session, visit)
    appointment = Appointment(
        visit_id=visit.id,
        organizer_email=sender.email or organizer_of(session, host, by),
        uid=ical.new_uid(secrets.token_hex(16), sender.host),
        starts_at=starts_at,
        ends_at=ends_at,
        tentative=visit.said_yes_at is None,
        created_at=now,
        modified_at=now,
    )
    session.add(appointment)
    session.flush()
    session.add_all(wanted_guests(appointment, visit, host, companions, tell_tenant))
    session.flush()
    write_step(session, visit, State.PLANNED, by=by, now=now)
    guests = list_guests(session, appointment)
    tell(session, appointment, visit, Occasion.PLANNED, guests, sender=sender, now=now)
    return appointment


def checked_end(starts_at: datetime, minutes: int, *, now: datetime) -> datetime:
    """Give the end of a visit; Refused for a moment that passed, a holiday or an odd length."""
    length = timedelta(minutes=minutes)
    if starts_at <= now:
        raise Refused(Refusal.IN_THE_PAST)
    if is_day_off(today(starts_at)):
        raise Refused(Refusal.PUBLIC_HOLIDAY)
    if not SHORTEST <= length <= LONGEST:
        raise Refused(Refusal.TOO_SHORT_OR_LONG)
    return starts_at + length


def move(
    session: Session,
    visit: Visit,
    starts_at: datetime,
    minutes: int,
    *,
    companions: Collection[Account] | None = None,
    tell_tenant: bool,
    sender: Sender,
    by: int,
    now: datetime,
) -> Appointment:
    """Move a planned visit: same event, next sequence, everybody asked again."""
    if visit.state not in FIXED:
        raise StepNotAllowed(visit.state, State.PLANNED)
    ends_at = checked_end(starts_at, minutes, now=now)
    appointment = get_appointment(session, visit)
    before = appointment.starts_at
    moved = (before, appointment.ends_at) != (starts_at, ends_at)
    turnover = change_guests(
        session, appointment, visit, companions, tell_tenant, sender=sender, now=now
    )
    audit.record(session, "appointment.move", "visit", visit.id, by=by, now=now, moved=moved)
    if not moved:
        tells = tell_tenant and turnover.company
        tell_turnover(
            session, appointment, visit, turnover, tell_tenant=tells, sender=sender, now=now
        )
        return appointment
    if appointment.told_sequence == appointment.sequence:
        appointment.known_at = before
    appointment.starts_at, appointment.ends_at = starts_at, ends_at
    appointment.sequence += 1
    appointment.modified_at = turnover.stamp
    # What they accepted is no longer so.
    for guest in list_guests(session, appointment):
        guest.partstat = Partstat.NEEDS_ACTION
    unconfirm(session, visit, by=by, now=now)
    # Who is new never knew another day, and is told of this one only.
    new, known = parted(session, appointment, turnover)
    tell(session, appointment, visit, Occasion.ADDED, new, sender=sender, now=now)
    tell(session, appointment, visit, Occasion.MOVED, known, sender=sender, now=now, before=before)
    return appointment


def change_details(
    session: Session,
    visit: Visit,
    *,
    companions: Collection[Account],
    remark: str,
    tell_tenant: bool,
    resend: bool = False,
    sender: Sender,
    by: int,
    now: datetime,
) -> Appointment:
    """Change who comes along and what the calendars say; the time and SEQUENCE stay.

    Whoever is new is invited, whoever leaves gets a cancellation. The others hear of what is
    new in their own calendar (`resend`: the address was corrected), and keep their answer.
    """
    if visit.state not in FIXED:
        raise StepNotAllowed(visit.state, State.PLANNED)
    appointment = get_appointment(session, visit)
    guests = list_guests(session, appointment)
    tells = tell_tenant or any(guest.role is GuestRole.TENANT for guest in guests)
    turnover = change_guests(session, appointment, visit, companions, tells, sender=sender, now=now)
    reworded = resend or appointment.remark != remark
    if reworded or tell_tenant:
        appointment.remark, appointment.modified_at = remark, turnover.stamp
    tell_turnover(
        session,
        appointment,
        visit,
        turnover,
        reworded=reworded,
        tell_tenant=tell_tenant,
        sender=sender,
        now=now,
    )
    audit.record(session, "appointment.details", "visit", visit.id, by=by, now=now)
    return appointment


def choose_host(
    session: Session, visit: Visit, host: Account, *, sender: Sender, by: int, now: datetime
) -> None:
    """Choose which director makes a visit; a planned visit leaves the calendar of the other.

    Of a visit that was made another may write the note, as long as there is none.
    """
    if Role.DIRECTOR not in host.role_names or not host.active:
        raise Refused(Refusal.NO_HOST)
    if visit.state in OVER or (visit.state in TOOK_PLACE and has_note(session, visit)):
        raise StepNotAllowed(visit.state, State.PLANNED)
    changes = visit.host_id != host.id and visit.state not in TOOK_PLACE
    visit.host_id = host.id
    audit.record(session, "visit.host", "visit", visit.id, by=by, now=now)
    appointment = find_appointment(session, visit)
    if changes and appointment is not None:
        turnover = change_guests(session, appointment, visit, None, False, sender=sender, now=now)
        tell_turnover(session, appointment, visit, turnover, sender=sender, now=now)
        unconfirm(session, visit, by=by, now=now)
    session.flush()


def has_note(session: Session, visit: Visit) -> bool:
    """Say whether the note of a visit was written."""
    return session.scalar(select(Note.id).where(Note.visit_id == visit.id)) is not None


def cancel(
    session: Session,
    visit: Visit,
    state: State,
    *,
    sender: Sender,
    by: int | None,
    now: datetime,
) -> None:
    """Cancel the appointment of a visit; every calendar that had it is told.

    Nobody being home is written down after the moment, so no cancellation goes out.
    """
    check_step(visit.state, state)
    appointment = get_appointment(session, visit)
    if state is State.NOT_HOME and appointment.starts_at > now:
        raise Refused(Refusal.NOT_YET)
    appointment.modified_at = later(appointment.modified_at, now)
    appointment.sequence += 1
    if state is not State.NOT_HOME:
        guests = list_guests(session, appointment)
        tell(session, appointment, visit, Occasion.CANCELLED, guests, sender=sender, now=now)
    appointment.cancelled_at = now
    write_step(session, visit, state, by=by, now=now)


def confirm(session: Session, visit: Visit, *, by: int | None, now: datetime) -> None:
    """Confirm a planned visit, by hand or because the director accepted; nothing is sent."""
    write_step(session, visit, State.CONFIRMED, by=by, now=now)
    appointment = get_appointment(session, visit)
    appointment.tentative = False
    appointment.modified_at = later(appointment.modified_at, now)
    session.flush()


def unconfirm(session: Session, visit: Visit, *, by: int | None, now: datetime) -> None:
    """Take a confirmation back because somebody declined; the visit itself stays where it is."""
    if visit.state is State.CONFIRMED:
        set_state(session, visit, State.PLANNED, by=by, now=now)


def tell_by_phone(session: Session, visit: Visit, *, by: int, now: datetime) -> None:
    """Note that the tenant heard of the last change by telephone."""
    appointment = list_appointments(session, visit)[-1:]
    if not appointment:
        raise Refused(Refusal.NO_APPOINTMENT)
    note_told(appointment[0])
    note_contact(session, visit, Channel.PHONE, by=by, now=now)
    audit.record(session, "visit.told", "visit", visit.id, by=by, now=now)


def seen_as(appointment: Appointment | None) -> str:
    """Give which appointment somebody sees and which version of it, for `check_seen`."""
    return f"{appointment.id}.{appointment.sequence}" if appointment else ""


def check_seen(session: Session, visit: Visit, seen: str | None) -> None:
    """Raise Refused when the appointment is no longer the one that somebody decided about."""
    if seen is not None and seen != seen_as(find_appointment(session, visit)):
        raise Refused(Refusal.APPOINTMENT_CHANGED)
