"""The letter of invitation: a Dutch text with named holes, filled literally."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from babel.dates import format_date

from visits.config import ROOT
from visits.domain.month import today
from visits.domain.name import address_name, greeting
from visits.formats.text import fill
from visits.models.visit import Visit
from visits.services.event import street_of
from visits.services.invitation import dutch_day, dutch_time
from visits.services.tenant import co_tenant_person, tenant_person
from visits.web.kit.organisation import organisation
from visits.web.kit.show import years

TEXT = ROOT / "templates" / "letter" / "invitation.txt"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is laid out: address, place and day, subject, and its parts."""

    address: list[str]
    dated: str
    subject: str
    salutation: str
    parts: list[tuple[str, str]]
    close: list[str]


def invitation_letter(visit: Visit, *, now: datetime) -> Letter:
    """Give the invitation to a tenant; needs the visit's tenant."""
    chosen = organisation()
    tenant = visit.tenant
    if tenant is None:
        raise ValueError("a letter needs a tenant")
    name = address_name(tenant_person(tenant), co_tenant_person(tenant))
    sent_on = visit.letter_sent_on or today(now)
    values = {
        "jaren": str(years(tenant, sent_on)),
        "wanneer": when_sentence(visit.proposed_at),
        "assistent_naam": chosen.assistant_name,
        "belweek": week_of(sent_on + timedelta(days=7)),
        "telefoon": chosen.phone,
        "uren": chosen.phone_hours,
        "privacy_url": chosen.privacy_url,
        "organisatie": chosen.name,
    }
    head, *blocks = fill(Path(TEXT).read_text("utf-8"), values).strip().split("\n\n")
    return Letter(
        address=[name, street_of(tenant), f"{tenant.postcode} {tenant.city}"],
        dated=f"{chosen.place}, {format_date(sent_on, 'd MMMM y', locale='nl')}",
        subject=head,
        salutation=greeting(tenant_person(tenant), co_tenant_person(tenant)),
        parts=[part_of(block) for block in blocks],
        close=[chosen.director_name, f"{chosen.director_title} van {chosen.name}"],
    )


def part_of(block: str) -> tuple[str, str]:
    """Give a part of the letter as its heading and its text; a first line with # is a heading."""
    first, _, rest = block.partition("\n")
    return (first.removeprefix("# "), rest) if first.startswith("# ") else ("", block)


def when_sentence(proposed_at: datetime | None) -> str:
    """Say which moment we propose, or that we look for one together."""
    if proposed_at is None:
        return "Wij zoeken samen een dag die u past. Ik blijf ongeveer een uur."
    day, clock = dutch_day(proposed_at), dutch_time(proposed_at)
    return f"Ik stel voor: {day} om {clock} uur. Ik blijf ongeveer een uur."


def week_of(day: date) -> str:
    """Give the Monday of a week: "7 december"."""
    return format_date(day - timedelta(days=day.weekday()), "d MMMM", locale="nl")
