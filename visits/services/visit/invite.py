"""An appointment as a calendar or a mail may tell of it: who sees which part of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from visits.domain.account import Role
from visits.domain.name import greeting, initials_of
from visits.domain.organisation import FEED_STREET
from visits.domain.outbox import Occasion
from visits.formats import ical
from visits.formats.moment import clock_words, day_words
from visits.formats.text import mail_text, phrase
from visits.models.account import Account
from visits.models.appointment import Appointment, Guest, GuestRole
from visits.models.tenant import Tenant
from visits.models.visit import Visit
from visits.services.account import languages_of, list_holders
from visits.services.organisation import get_organisation
from visits.services.outbox import Sender, make_mail
from visits.services.tenant.record import co_tenant_person, tenant_person
from visits.services.visit.record import writer_of

# What takes an event out of a calendar: the visit is off, or somebody no longer takes part.
GOES_AWAY = frozenset({Occasion.CANCELLED, Occasion.REMOVED})


def organizer_of(session: Session, host: Account, by: int) -> str:
    """Give whose appointment it is when the app has no mailbox: the assistant's who plans it.

    Not the host's: an organizer who is the only guest is asked nothing (RFC 5546 2.1.3).
    """
    planner = session.get_one(Account, by)
    others = [one for one in [planner, *list_holders(session, Role.ASSISTANT)] if one != host]
    return (others or [host])[0].email


def guest_of(guest: Guest) -> ical.Guest:
    """Give a guest as a calendar file names one."""
    return ical.Guest(
        email=guest.email, name=guest.name, role=guest.role.value, partstat=guest.partstat.value
    )


def event_of(
    session: Session,
    appointment: Appointment,
    visit: Visit,
    role: GuestRole | None,
    sender: Sender,
    *,
    company: Sequence[str] = (),
    language: str = "nl",
) -> ical.Event:
    """Give an appointment as one reader's calendar may show it.

    A tenant sees their own address. Others see it only if the association chose so; nobody's
    calendar ever holds a tenant's name, a tenancy, a reason or a note.
    """
    organisation = get_organisation(session)
    shows = {
        GuestRole.TENANT: True,
        GuestRole.HOST: organisation.invitation_shows_address,
        GuestRole.COMPANION: organisation.invitation_shows_address,
        None: organisation.feed_shows == FEED_STREET,
    }
    summary = phrase("visit", language)
    if role is None and shows[role] and visit.tenant is not None:
        summary = f"{summary} {initials_of(tenant_person(visit.tenant))}"
    about = [company_sentence(company, language), appointment.remark, card_link(visit, sender)]
    status = "TENTATIVE" if appointment.tentative else "CONFIRMED"
    return ical.Event(
        uid=appointment.uid,
        sequence=appointment.sequence,
        start=appointment.starts_at,
        end=appointment.ends_at,
        created=appointment.created_at,
        modified=appointment.modified_at,
        summary=summary,
        location=place_of(visit.tenant) if shows[role] else "",
        # For colleagues only, with the way to the app.
        description="" if role is GuestRole.TENANT else "\n".join(filter(None, about)),
        status=status if appointment.cancelled_at is None else "CANCELLED",
        organizer_email=appointment.organizer_email or sender.email,
        organizer_name=sender.name,
    )


def card_link(visit: Visit, sender: Sender) -> str:
    """Give the address of the card that colleagues read before a visit."""
    return f"{sender.base_url}/bezoeken/{visit.id}/kaart"


def place_of(tenant: Tenant | None) -> str:
    """Give an address on one line: "Kwakelpad 12 A, 1823 AB Alkmaar"."""
    if tenant is None:
        return ""
    return f"{street_of(tenant)}, {tenant.postcode} {tenant.city}"


def street_of(tenant: Tenant) -> str:
    """Give street and number: "Kwakelpad 12 A"."""
    parts = [tenant.street, str(tenant.house_number), tenant.house_letter, tenant.house_suffix]
    return " ".join(part for part in parts if part)


def mail_values(
    session: Session,
    appointment: Appointment,
    visit: Visit,
    sender: Sender,
    *,
    before: datetime | None = None,
    company: Sequence[str] = (),
    language: str = "nl",
) -> dict[str, str]:
    """Give what a mail about an appointment may say."""
    organisation, tenant = get_organisation(session), visit.tenant
    return {
        "aanhef": greeting(tenant_person(tenant), co_tenant_person(tenant)) if tenant else "",
        "dag_datum": day_words(appointment.starts_at, language),
        "tijd": clock_words(appointment.starts_at, language),
        "oude_datum": day_words(before or appointment.starts_at, language),
        "meekomer_zin": company_sentence(company, language),
        "assistent_naam": organisation.assistant_name or phrase("us", language),
        "telefoon": organisation.phone,
        "directeur_naam": writer_of(session, visit, organisation.director_name),
        "link": card_link(visit, sender),
    }


def company_sentence(names: Sequence[str], language: str = "nl") -> str:
    """Say who comes along: "Karim el Idrissi en Ineke Blom komen mee.", or nothing."""
    if not names:
        return ""
    word = phrase("and", language)
    listed = f" {word} ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return phrase("comes_along" if len(names) == 1 else "come_along", language, namen=listed)


def tell(
    session: Session,
    appointment: Appointment,
    visit: Visit,
    occasion: Occasion,
    guests: Iterable[Guest],
    *,
    sender: Sender,
    now: datetime,
    before: datetime | None = None,
) -> None:
    """Make one mail for each of these guests, with a file in which that guest stands alone."""
    company = names_of_company(session, appointment)
    method = "CANCEL" if occasion in GOES_AWAY else "REQUEST"
    write = ical.write_cancel if occasion in GOES_AWAY else ical.write_request
    for guest, language in in_their_language(session, guests, sender):
        told: dict[str, Any] = {"company": company, "language": language}
        values = mail_values(session, appointment, visit, sender, before=before, **told)
        event = event_of(session, appointment, visit, guest.role, sender, **told)
        make_mail(
            session,
            mail_text(f"{occasion}_{guest.role}", values, language),
            to=guest.email,
            role=guest.role,
            sender=sender,
            now=now,
            appointment_id=appointment.id,
            method=method,
            calendar=write(
                event, guest_of(guest), stamp=appointment.modified_at, language=language
            ),
            sequence=appointment.sequence,
        )
        if guest.role is GuestRole.TENANT and occasion is not Occasion.REMOVED:
            note_told(appointment)


def in_their_language(
    session: Session, guests: Iterable[Guest], sender: Sender
) -> list[tuple[Guest, str]]:
    """Give each guest with the language to write in: a colleague's own choice; tenants read Dutch.

    The texts for tenants are there in plain Dutch only, as their letters are.
    """
    listed = list(guests)
    spoken = languages_of(session, {guest.account_id for guest in listed}, sender.language)
    return [
        (guest, "nl" if guest.role is GuestRole.TENANT else spoken[guest.account_id])
        for guest in listed
    ]


def note_told(appointment: Appointment) -> None:
    """Note that the tenant knows of the appointment as it stands."""
    appointment.told_sequence = appointment.sequence


def names_of_company(session: Session, appointment: Appointment) -> list[str]:
    """List the names of those who come along."""
    company = (Guest.appointment_id == appointment.id, Guest.role == GuestRole.COMPANION)
    return list(session.scalars(select(Guest.name).where(*company).order_by(Guest.id)))
