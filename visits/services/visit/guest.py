"""Who is invited to an appointment: the director, the company, and the tenant who uses e-mail."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from visits.domain.name import address_name
from visits.domain.outbox import Failure, Occasion
from visits.models.account import Account
from visits.models.appointment import Appointment, Guest, GuestRole
from visits.models.outbox import Mail
from visits.models.visit import Visit
from visits.services.outbox import Sender
from visits.services.tenant.record import tenant_person
from visits.services.visit.invite import tell
from visits.services.visit.record import host_of


@dataclass(frozen=True, slots=True)
class Turnover:
    """Who is new to an appointment, whether the company came to be another, and as of when."""

    added: frozenset[str]
    company: bool
    stamp: datetime


def list_guests(session: Session, appointment: Appointment) -> list[Guest]:
    """List who is invited to an appointment."""
    return list_guests_of(session, [appointment.id])


def list_guests_of(session: Session, appointments: Collection[int | None]) -> list[Guest]:
    """List who is invited to some appointments."""
    query = select(Guest).where(Guest.appointment_id.in_(appointments)).order_by(Guest.id)
    return list(session.scalars(query))


def list_unmailed(guests: Iterable[Guest], mails: Iterable[Mail]) -> list[Guest]:
    """List the guests to whom none of these mails went out about their appointment."""
    went = {
        (one.appointment_id, one.recipient)
        for one in mails
        if one.sent_at is not None or one.failure is Failure.SET_ASIDE
    }
    return [guest for guest in guests if (guest.appointment_id, guest.email) not in went]


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
        name = address_name(tenant_person(tenant))[:120]
        wanted.append((tenant.email.lower(), name, GuestRole.TENANT, None))
    unique = {email: (email, name, role, number) for email, name, role, number in reversed(wanted)}
    return [
        Guest(appointment_id=appointment.id, email=email, name=name, role=role, account_id=number)
        for email, name, role, number in reversed(unique.values())
    ]


def change_guests(
    session: Session,
    appointment: Appointment,
    visit: Visit,
    companions: Collection[Account] | None,
    tell_tenant: bool,
    *,
    sender: Sender,
    now: datetime,
) -> Turnover:
    """Take guests off (they alone get a cancellation) and add others; give who came and went.

    Nobody else is told: that is for the deed that knows what else changed.
    """
    stamp = later(appointment.modified_at, now)
    present = {guest.email: guest for guest in list_guests(session, appointment)}
    if companions is None:
        ids = [one.account_id for one in present.values() if one.role is GuestRole.COMPANION]
        same = select(Account).where(Account.id.in_(ids)).order_by(Account.id)
        companions = session.scalars(same).all()
    host = host_of(session, visit)
    wanted = {
        guest.email: guest
        for guest in wanted_guests(appointment, visit, host, companions, tell_tenant)
    }
    # A tenant who was told before must hear of a change, whatever was ticked now; only another
    # address of the same tenant takes the place of the old one.
    replaced = any(guest.role is GuestRole.TENANT for guest in wanted.values())
    gone = {
        email
        for email, guest in present.items()
        if email not in wanted and (guest.role is not GuestRole.TENANT or replaced)
    }
    added = wanted.keys() - present.keys()
    for email in wanted.keys() & present.keys():
        present[email].role = wanted[email].role  # who came along may be the director now
    if gone or added:
        # RFC 5546 2.1.5: with the same SEQUENCE the newer DTSTAMP is the one that counts.
        appointment.modified_at = stamp
    leaving = [present[email] for email in sorted(gone)]
    coming = [guest for email, guest in wanted.items() if email in added]
    tell(session, appointment, visit, Occasion.REMOVED, leaving, sender=sender, now=now)
    for guest in leaving:
        session.delete(guest)
    session.add_all(coming)
    session.flush()
    company = any(guest.role is not GuestRole.TENANT for guest in [*leaving, *coming])
    return Turnover(frozenset(added), company, stamp)


def parted(
    session: Session, appointment: Appointment, turnover: Turnover
) -> tuple[list[Guest], list[Guest]]:
    """Give the guests who are new to an appointment, and those who knew of it."""
    guests = list_guests(session, appointment)
    new = [guest for guest in guests if guest.email in turnover.added]
    return new, [guest for guest in guests if guest not in new]


def tell_turnover(
    session: Session,
    appointment: Appointment,
    visit: Visit,
    turnover: Turnover,
    *,
    reworded: bool = False,
    tell_tenant: bool = False,
    sender: Sender,
    now: datetime,
) -> None:
    """Invite who is new, and tell the others if their own calendar says something else now.

    The day stays, so SEQUENCE stays; RFC 5546 2.1.5: the newer DTSTAMP is the one that counts.
    """
    new, known = parted(session, appointment, turnover)
    renewed = reworded or turnover.company
    others = [one for one in known if (tell_tenant if one.role is GuestRole.TENANT else renewed)]
    tell(session, appointment, visit, Occasion.ADDED, new, sender=sender, now=now)
    tell(session, appointment, visit, Occasion.CHANGED, others, sender=sender, now=now)


def later(before: datetime, now: datetime) -> datetime:
    """Give a stamp that is never older than the one before it."""
    return max(now, before + timedelta(seconds=1))
