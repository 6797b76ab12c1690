"""An appointment as a calendar or a mail may tell of it: who sees which part of it."""

from collections.abc import Sequence
from datetime import datetime

from visits.domain.name import greeting
from visits.domain.organisation import Organisation
from visits.formats import ical
from visits.models.appointment import Appointment, Guest, GuestRole
from visits.models.tenant import Tenant
from visits.models.visit import Visit
from visits.services.invitation import Sender, dutch_day, dutch_time
from visits.services.tenant import co_tenant_person, tenant_person

SUMMARY = "Huurdersbezoek"


def guest_of(guest: Guest) -> ical.Guest:
    """Give a guest as a calendar file names one."""
    return ical.Guest(
        email=guest.email, name=guest.name, role=guest.role.value, partstat=guest.partstat.value
    )


def event_of(
    appointment: Appointment,
    visit: Visit,
    role: GuestRole | None,
    organisation: Organisation,
    sender: Sender,
) -> ical.Event:
    """Give an appointment as one reader's calendar may show it.

    A tenant sees their own address. Others see it only if the association chose so; nobody's
    calendar ever holds a name, a tenancy, a reason or a note.
    """
    shows = {
        GuestRole.TENANT: True,
        GuestRole.HOST: organisation.invitation_shows_address,
        GuestRole.COMPANION: organisation.invitation_shows_address,
        None: organisation.feed_shows_address,
    }
    description = "" if role is GuestRole.TENANT else f"{sender.base_url}/bezoeken/{visit.id}/kaart"
    return ical.Event(
        uid=appointment.uid,
        sequence=appointment.sequence,
        start=appointment.starts_at,
        end=appointment.ends_at,
        created=appointment.created_at,
        modified=appointment.modified_at,
        summary=SUMMARY,
        location=place_of(visit.tenant) if shows[role] else "",
        description=description,
        status=status_of(appointment),
        organizer_email=sender.email,
        organizer_name=sender.name,
    )


def status_of(appointment: Appointment) -> str:
    """Give the status of an appointment in a calendar's words."""
    if appointment.cancelled_at is not None:
        return "CANCELLED"
    return "TENTATIVE" if appointment.tentative else "CONFIRMED"


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
    appointment: Appointment,
    visit: Visit,
    organisation: Organisation,
    sender: Sender,
    *,
    before: datetime | None = None,
    companions: Sequence[str] = (),
) -> dict[str, str]:
    """Give what a mail about an appointment may say."""
    tenant = visit.tenant
    aanhef = greeting(tenant_person(tenant), co_tenant_person(tenant)) if tenant else ""
    return {
        "aanhef": aanhef,
        "dag_datum": dutch_day(appointment.starts_at),
        "tijd": dutch_time(appointment.starts_at),
        "oude_datum": dutch_day(before or appointment.starts_at),
        "meekomer_zin": f"{' en '.join(companions)} komt mee." if companions else "",
        "assistent_naam": organisation.assistant_name or "ons",
        "telefoon": organisation.phone,
        "directeur_naam": organisation.director_name,
        "link": f"{sender.base_url}/bezoeken/{visit.id}/kaart",
    }
