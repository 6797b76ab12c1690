"""The letter after a visit: what was heard and promised, proposed from the note, edited by hand."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from babel.dates import format_date

from visits.config import ROOT
from visits.domain.month import today
from visits.domain.name import address_name, greeting
from visits.formats.text import fill
from visits.models.action import Action
from visits.models.insight import Insight
from visits.models.note import Note
from visits.models.visit import Visit
from visits.services.event import street_of
from visits.services.tenant import co_tenant_person, tenant_person
from visits.web.kit.organisation import organisation

TEXT = ROOT / "templates" / "letter" / "readback.txt"
TITLE = "Wat ik van u hoorde"
MOST = 4


def proposed_letter(
    note: Note, insights: Sequence[Insight], promises: Sequence[Action], *, day: date
) -> str:
    """Give the first words of a letter; whoever sends it makes them their own."""
    heard = [one.statement for one in insights][:MOST] or [note.one_line or note.wish]
    promised = [promise_line(one, day) for one in promises[:MOST]]
    return fill(
        TEXT.read_text("utf-8"),
        {
            "gehoord": "\n".join(f"- {sentence}" for sentence in heard if sentence),
            "beloofd": "\n".join(["Dit heb ik u beloofd:", *promised]) if promised else "",
            "telefoon": organisation().phone,
        },
    ).strip()


def promise_line(action: Action, day: date) -> str:
    """Give a promise in words, with the day by which the tenant hears if that is to come."""
    if action.due <= day:
        return f"- {action.what}"
    return (
        f"- {action.what} U hoort uiterlijk {format_date(action.due, 'd MMMM', locale='nl')} iets."
    )


def letter_paper(visit: Visit, text: str, *, now: datetime) -> dict[str, Any]:
    """Give the values of the letter's PDF; needs the visit's tenant."""
    tenant, chosen = visit.tenant, organisation()
    if tenant is None:
        raise ValueError("a letter needs a tenant")
    people = tenant_person(tenant), co_tenant_person(tenant)
    return {
        "title": TITLE,
        "sender": f"{chosen.name}, {chosen.sender_address}, {chosen.phone}",
        "address": [
            address_name(*people),
            street_of(tenant),
            f"{tenant.postcode} {tenant.city}",
        ],
        "dated": f"{chosen.place}, {format_date(today(now), 'd MMMM y', locale='nl')}",
        "salutation": greeting(*people),
        "parts": [part.strip() for part in text.split("\n\n") if part.strip()],
        "close": [chosen.director_name, f"{chosen.director_title} van {chosen.name}"],
    }
