"""Appointments: planned, moved, cancelled; everybody's calendar is told in the same deed."""

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from visits.domain.month import today
from visits.domain.name import address_name
from visits.domain.visit import FIXED, LONGEST, SHORTEST, State, StepNotAllowed, check_step
from visits.formats import ical
from visits.formats.holiday import is_day_off
from visits.formats.text import mail_text
from visits.models.account import Account
from visits.models.appointment import Appointment, Guest, GuestRole, Partstat
from visits.models.visit import Visit
from visits.services import audit
from visits.services.event import event_of, guest_of, mail_values
from visits.services.invitation import Sender, make_mail
from visits.services.organisation import get_organisation
from visits.services.refusals import Refused
from visits.services.step import set_state, write_step
from visits.services.tenant import tenant_person
from visits.services.visit import check_peace, get_visit, host_of


def find_appointment(session: Session, visit: Visit) -> Appointment | None:
    """Find the appointment of a visit that holds now."""
    return session.scalar(
        select(Appointment).where(
            Appointment.visit_id == visit.id, Appointment.cancelled_at.is_(None)
        )
    )


def get_appointment(session: Session, visit: Visit) -> Appointment:
    """Get the appointment of a visit that holds now; Refused if there is none."""
    appointment = find_appointment(session, visit)
    if appointment is None:
        raise Refused("no_appointment")
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


def list_guests(session: Session, appointment: Appointment) -> list[Guest]:
    """List who is invited to an appointment."""
    query = select(Guest).where(Guest.appointment_id == appointment.id).order_by(Guest.id)
    return list(session.scalars(query))


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
        uid=ical.new_uid(secrets.token_hex(16), sender.host),
        starts_at=starts_at,
        ends_at=ends_at,
        tentative=visit.said_yes_at is None,
        created_at=now,
        modified_at=now,
    )
    session.add(appointment)
    session.flush()
    for guest in wanted_guests(appointment, visit, host, companions, tell_tenant):
        session.add(guest)
    session.flush()
    write_step(session, visit, State.PLANNED, by=by, now=now)
    tell(session, appointment, visit, "planned", sender=sender, now=now)
    return appointment


def checked_end(starts_at: datetime, minutes: int, *, now: datetime) -> datetime:
    """Give the end of a visit; Refused for a moment that passed, a holiday or an odd length."""
    length = timedelta(minutes=minutes)
    if starts_at <= now:
        raise Refused("in_the_past")
    if is_day_off(today(starts_at)):
        raise Refused("public_holiday")
    if not SHORTEST <= length <= LONGEST:
        raise Refused("too_short_or_long")
    return starts_at + length


def wanted_guests(
    appointment: Appointment,
    visit: Visit,
    host: Account,
    companions: Iterable[Account],
    tell_tenant: bool,
) -> list[Guest]:
    """Give the guests of an appointment: each address once, the director first."""
    tenant = visit.tenant
    wanted: list[tuple[str, str, GuestRole, int | None]] = [
        (host.email, host.name, GuestRole.HOST, host.id)
    ]
    wanted += [(one.email, one.name, GuestRole.COMPANION, one.id) for one in companions]
    if tell_tenant and tenant is not None and tenant.email:
        name = address_name(tenant_person(tenant))
        wanted.append((tenant.email.lower(), name, GuestRole.TENANT, None))
    unique = {email: (email, name, role, number) for email, name, role, number in reversed(wanted)}
    return [
        Guest(appointment_id=appointment.id, email=email, name=name, role=role, account_id=number)
        for email, name, role, number in reversed(unique.values())
    ]


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
    added = change_guests(
        session, appointment, visit, companions, tell_tenant, sender=sender, now=now
    )
    audit.record(session, "appointment.move", "visit", visit.id, by=by, now=now, moved=moved)
    if not moved:
        tell(session, appointment, visit, "planned", sender=sender, now=now, only=added)
        return appointment
    appointment.starts_at, appointment.ends_at = starts_at, ends_at
    appointment.sequence += 1
    appointment.modified_at = later(appointment.modified_at, now)
    for guest in list_guests(session, appointment):
        guest.partstat = Partstat.NEEDS_ACTION
    if visit.state is State.CONFIRMED:
        write_step(session, visit, State.PLANNED, by=by, now=now)
    tell(session, appointment, visit, "moved", sender=sender, now=now, before=before)
    return appointment


def change_guests(
    session: Session,
    appointment: Appointment,
    visit: Visit,
    companions: Collection[Account] | None,
    tell_tenant: bool,
    *,
    sender: Sender,
    now: datetime,
) -> set[str]:
    """Take guests off (they alone get a cancellation) and add others; give who was added."""
    present = {guest.email: guest for guest in list_guests(session, appointment)}
    if companions is None:
        ids = [g.account_id for g in present.values() if g.role is GuestRole.COMPANION]
        companions = list(session.scalars(select(Account).where(Account.id.in_(ids))))
    host = host_of(session, visit)
    wanted = {
        guest.email: guest
        for guest in wanted_guests(appointment, visit, host, companions, tell_tenant)
    }
    # A tenant who was told before must hear of a change, whatever was ticked now.
    gone = {
        email
        for email, guest in present.items()
        if email not in wanted and guest.role is not GuestRole.TENANT
    }
    added = wanted.keys() - present.keys()
    if gone or added:
        # RFC 5546 2.1.5: with the same SEQUENCE the newer DTSTAMP is the one that counts.
        appointment.modified_at = later(appointment.modified_at, now)
    tell(session, appointment, visit, "cancelled", sender=sender, now=now, only=gone)
    for email in gone:
        session.delete(present[email])
    session.add_all(wanted[email] for email in added)
    session.flush()
    return set(added)


def later(before: datetime, now: datetime) -> datetime:
    """Give a stamp that is never older than the one before it."""
    return max(now, before + timedelta(seconds=1))


def cancel(
    session: Session,
    visit: Visit,
    state: State,
    *,
    sender: Sender,
    by: int,
    now: datetime,
) -> None:
    """Cancel the appointment of a visit; every calendar that had it is told.

    Nobody being home is written down after the moment, so no cancellation goes out.
    """
    check_step(visit.state, state)
    appointment = get_appointment(session, visit)
    if state is State.NOT_HOME and appointment.starts_at > now:
        raise Refused("not_yet")
    appointment.modified_at = later(appointment.modified_at, now)
    appointment.sequence += 1
    if state is not State.NOT_HOME:
        tell(session, appointment, visit, "cancelled", sender=sender, now=now)
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


def tell(
    session: Session,
    appointment: Appointment,
    visit: Visit,
    deed: str,
    *,
    sender: Sender,
    now: datetime,
    before: datetime | None = None,
    only: Collection[str] | None = None,
) -> None:
    """Make one mail for each guest, with a file in which that guest stands alone."""
    organisation = get_organisation(session)
    method = "CANCEL" if deed == "cancelled" else "REQUEST"
    guests = list_guests(session, appointment)
    companions = [guest.name for guest in guests if guest.role is GuestRole.COMPANION]
    for guest in guests:
        if only is not None and guest.email not in only:
            continue
        event = event_of(appointment, visit, guest.role, organisation, sender)
        write = ical.write_cancel if method == "CANCEL" else ical.write_request
        values = mail_values(
            appointment, visit, organisation, sender, before=before, companions=companions
        )
        make_mail(
            session,
            mail_text(f"{deed}_{guest.role}", values),
            to=guest.email,
            sender=sender,
            now=now,
            appointment_id=appointment.id,
            method=method,
            calendar=write(event, guest_of(guest), stamp=appointment.modified_at),
            sequence=appointment.sequence,
        )


def visit_of(session: Session, appointment: Appointment) -> Visit:
    """Give the visit of an appointment, with its tenant."""
    return get_visit(session, appointment.visit_id)
