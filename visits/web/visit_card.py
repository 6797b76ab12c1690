"""The card that the director takes along to a visit: on a phone, and as an A5."""

from typing import Any

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from visits.domain.account import Right
from visits.domain.month import today
from visits.formats.pdf import make_pdf
from visits.models import db
from visits.models.visit import Visit
from visits.services.journal import insight as insights
from visits.services.journal import note as notes
from visits.services.journal import promise as promises
from visits.services.visit import appointment as appointments
from visits.services.visit import record as visits
from visits.services.visit.invite import street_of
from visits.web.kit.access import allow, my_id
from visits.web.kit.deed import now
from visits.web.kit.download import to_look_at
from visits.words.cards import openers
from visits.words.locale import capital, language, show_clock, show_day, show_month, show_time
from visits.words.organisation import organisation
from visits.words.people import visit_code, whole_name, years

bp = Blueprint("visit_card", __name__, url_prefix="/bezoeken")


@bp.get("/<int:visit_id>/kaart")
@allow(Right.VISITS)
def show(visit_id: int) -> ResponseReturnValue:
    """Show the card that the director takes along."""
    visit = visits.get_visit(db.session(), visit_id)
    return render_template("visit/card.html", **card_of(visit), moment=now())


@bp.get("/<int:visit_id>/kaart.pdf")
@allow(Right.VISITS)
def paper(visit_id: int) -> ResponseReturnValue:
    """Give the card as an A5, front and back."""
    visit = visits.get_visit(db.session(), visit_id)
    if visit.tenant is None:
        abort(404)
    values = paper_of(card_of(visit))
    return to_look_at(make_pdf("visit_card", values, on=today(now())), "bezoekkaart.pdf")


def card_of(visit: Visit) -> dict[str, Any]:
    """Give what stands on the card of a visit."""
    session = db.session()
    return {
        "visit": visit,
        "appointment": appointments.find_appointment(session, visit),
        "can_write": visit.host_id == my_id() and notes.is_writable(session, visit, now=now()),
        "openers": openers(visit.id),
        "before": insights.list_of_district(session, visit),
        "promises": promises.list_of_district(session, visit),
        "facts": facts_of(visit),
        "begin": gettext(
            "Nothing is wrong. I come to listen, and you can stop at any time. Is it all right if "
            "I write down a few things afterwards?"
        ),
        "close": [
            gettext("Sum up in two sentences. Ask: is that right?"),
            gettext("Say of each question what you will do, or that you cannot promise it."),
            gettext("Say when the tenant hears something."),
            gettext("Ask what you may do with the story:"),
        ],
        "ladder": ladder(),
    }


def facts_of(visit: Visit) -> list[tuple[str, str]]:
    """Give what is good to know at the door: what to do, never what somebody has."""
    tenant, found = visit.tenant, []
    since = tenant.since if tenant else None
    if tenant and since:
        lived = gettext(
            "%(years)s years, since %(month)s.",
            years=years(tenant, now()),
            month=show_month(since),
        )
        found.append((gettext("Rents from us"), lived))
    found += [
        (gettext("Good to know"), visit.door),
        (gettext("Why this tenant"), gettext("Drawn by lot among everybody who rents for long.")),
    ]
    if organisation().assistant_name:
        help_from = f"{organisation().assistant_name}, {organisation().phone}"
        found.append((gettext("Need help?"), help_from))
    return [(name, text) for name, text in found if text]


def ladder() -> list[tuple[str, str]]:
    """Give the permission ladder in plain words, as it is asked at the table."""
    return [
        (gettext("Nothing."), gettext("We only write down that you were there.")),
        (gettext("Only for us."), gettext("The director and the assistant read it.")),
        (gettext("The subject counts."), gettext("Not what you said, but what it was about.")),
        (gettext("Without a name in the report."), gettext("Your own words too.")),
    ]


def paper_of(card: dict[str, Any]) -> dict[str, Any]:
    """Give the values of the card's PDF; needs the visit's tenant."""
    visit, appointment = card["visit"], card["appointment"]
    tenant = visit.tenant
    where = [f"{street_of(tenant)}, {tenant.postcode} {tenant.city}"]
    if appointment:
        span = gettext(
            "%(start)s to %(end)s",
            start=show_clock(appointment.starts_at),
            end=show_time(appointment.ends_at),
        )
        where.insert(0, f"{capital(show_day(appointment.starts_at))}, {span}")
    heard = [one.statement for one in card["before"]]
    front = [
        part(gettext("At the door"), facts=card["facts"]),
        part(gettext("How you begin"), said=card["begin"]),
        part(
            gettext("Choose one question, or follow the story"),
            points=[str(one.question) for one in card["openers"]],
            voiced=True,
        ),
    ]
    if heard:
        front.append(part(gettext("What this district told us before"), points=heard))
    if card["promises"]:
        points = [one.what for one in card["promises"]]
        front.append(part(gettext("What we still owe this district"), points=points))
    return {
        "lang": language(),
        "title": f"{gettext('Visit card')} {visit_code(visit)}",
        "name": whole_name(tenant),
        "kind": gettext("Visit card"),
        "where": where,
        "front": front,
        "own": gettext("For yourself"),
        "back": [
            part(gettext("How you close"), points=card["close"]),
            part(gettext("What may we do with what you told?"), facts=card["ladder"]),
        ],
        "promised": gettext("Promised"),
    }


def part(
    title: str,
    *,
    facts: list[tuple[str, str]] | None = None,
    said: str = "",
    points: list[str] | None = None,
    voiced: bool = False,
) -> dict[str, Any]:
    """Give one part of the card as its template wants it."""
    given = {"facts": facts or [], "said": said, "points": points or [], "voiced": voiced}
    return {"title": title, **given}
