"""The draw: this month's result in words, who sat out, who was left out and why."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from visits.domain.account import Right
from visits.domain.eligibility import Reason
from visits.domain.month import first_day, period_of, today
from visits.domain.visit import months_after
from visits.models import db
from visits.models.draw import Draw
from visits.services import draw as draws
from visits.services import lot
from visits.services.action import count_open
from visits.services.fairness import Fairness
from visits.services.fairness import fairness as fairness_of
from visits.services.tenant import count_tenants
from visits.web.kit.access import allow, my_id
from visits.web.kit.deed import deed, now
from visits.web.kit.language import show_month

bp = Blueprint("draw", __name__, url_prefix="/loting")


@bp.get("/")
@allow(Right.DRAW)
def index() -> ResponseReturnValue:
    """List the draws, and offer the months that can be drawn."""
    session = db.session()
    held = draws.list_draws(session)
    return render_template(
        "draw/index.html",
        draws=held,
        months=open_months(held),
        open_promises=count_open(session),
        tenants=count_tenants(session),
    )


def open_months(held: list[Draw]) -> list[str]:
    """Give the present month and the next, as far as they were not drawn yet."""
    day = today(now())
    months = [period_of(day), period_of(months_after(day, 1))]
    newest = held[0].period if held else ""
    return [month for month in months if month > newest]


@bp.post("/")
@allow(Right.DRAW)
def hold() -> ResponseReturnValue:
    """Draw a month; the second time gives the same draw."""
    period = checked_period(request.form.get("period", ""))
    ahead = period > period_of(months_after(today(now()), 1))
    if ahead:
        abort(400)
    with deed() as session:
        draws.hold_draw(session, period, by=my_id(), now=now())
    flash(gettext("The draw of %(month)s is done.", month=show_month(period)))
    return redirect(url_for("draw.show", period=period), 303)


def checked_period(period: str) -> str:
    """Give a month as it was asked for; 400 for what is no month."""
    try:
        first_day(period)
    except ValueError:
        abort(400)
    return period


@bp.get("/<period>")
@allow(Right.DRAW)
def show(period: str) -> ResponseReturnValue:
    """Show the draw of a month; no later lot is in it."""
    session = db.session()
    draw = draws.find_draw(session, period)
    if draw is None:
        abort(404)
    record = lot.record_of(draw)
    fairness = fairness_of(draw)
    return render_template(
        "draw/show.html",
        draw=draw,
        record=record,
        visits=lot.list_invitations(session, draw),
        fairness=fairness,
        sat_out=[row.district for row in fairness if not row.takes_part],
        taking_part=[row.district for row in fairness if row.takes_part],
        in_part=sum(row.tenants for row in fairness if row.takes_part),
        excluded=excluded(draw),
        tight=tight(fairness),
    )


def excluded(draw: Draw) -> list[tuple[Reason, int]]:
    """Give how many were left out for which reason, the most first."""
    found = [(Reason[name], count) for name, count in draw.excluded.items()]
    return sorted(found, key=lambda pair: -pair[1])


def tight(fairness: list[Fairness]) -> bool:
    """Say whether a district that is owed something had to wait for one that could not."""
    return any(row.due > 0 and not row.takes_part for row in fairness)
