"""The draw: this month's result in words, who sat out, who was left out and why."""

import io
import zipfile
from pathlib import Path

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from visits.domain.account import Right
from visits.domain.eligibility import Reason
from visits.domain.month import first_day, period_of, today
from visits.domain.visit import MAY_LAPSE, OUTCOMES, Outcome, months_after
from visits.formats.holiday import workday_from
from visits.formats.pdf import make_pdf
from visits.models import db
from visits.models.draw import Draw
from visits.services import audit
from visits.services.draw import hold as draws
from visits.services.draw import lot
from visits.services.draw.due import draw_and_tell, is_by_hand
from visits.services.draw.fairness import Fairness, longest_wait, standing
from visits.services.draw.fairness import fairness as fairness_of
from visits.services.journal.promise import count_open
from visits.services.refusals import Refusal, Refused
from visits.services.tenant.record import count_tenants
from visits.web.forms.draw import LapseForm, OpenForm
from visits.web.kit.access import allow, my_id
from visits.web.kit.deed import deed, do, enact, now
from visits.web.kit.download import to_keep, to_look_at
from visits.web.kit.pages import form_page
from visits.web.kit.redirects import go_on
from visits.web.kit.values import number
from visits.words.locale import show_month
from visits.words.organisation import organisation, sender
from visits.words.statement import draw_statement, reason_against

bp = Blueprint("draw", __name__, url_prefix="/loting")
CHECKER = Path(__file__).parents[1] / "verify.py"


@bp.get("/")
@allow(Right.DRAW)
def index() -> ResponseReturnValue:
    """List the draws, and offer the months that can be drawn."""
    session = db.session()
    newest = draws.find_newest(session)
    day = today(now())
    months = open_months(newest)
    return render_template(
        "draw/index.html",
        draws=draws.list_draws(session, before=number("voor")),
        months=months,
        by_hand={month: is_by_hand(month, day) for month in months},
        **before_a_draw(newest),
    )


def before_a_draw(newest: Draw | None) -> dict[str, object]:
    """Give what somebody should know before a month is drawn."""
    session = db.session()
    tenants, waiting = count_tenants(session), count_open(session)
    pool = newest.eligible if newest else tenants
    return {
        "tenants": tenants,
        "open_promises": waiting if waiting > organisation().promise_brake else 0,
        # Counting everybody exactly is the draw itself; the last one tells enough.
        "pool": pool,
        "is_small": tenants > 0 and pool < organisation().small_pool,
    }


def open_months(newest: Draw | None) -> list[str]:
    """Give the present month and the next, as far as they were not drawn yet."""
    day = today(now())
    months = [period_of(day), period_of(months_after(day, 1))]
    return [month for month in months if newest is None or month > newest.period]


@bp.get("/<period>/openen")
@allow(Right.DRAW)
def ask(period: str) -> ResponseReturnValue:
    """Ask why a month is opened by hand."""
    checked_period(period)
    return open_page(period, OpenForm())


def open_page(period: str, form: OpenForm) -> ResponseReturnValue:
    """Show the form with which a month is opened by hand."""
    newest = draws.find_newest(db.session())
    if period not in open_months(newest):
        abort(404)
    first = workday_from(first_day(period))
    return form_page("draw/open.html", form, period=period, first=first, **before_a_draw(newest))


@bp.post("/")
@allow(Right.DRAW)
def hold() -> ResponseReturnValue:
    """Draw a month; the second time gives the same draw."""
    period = checked_period(request.form.get("period", ""))
    form = OpenForm()
    # Which month may be drawn is the deed's to say.
    asks = period in open_months(draws.find_newest(db.session()))
    if asks and is_by_hand(period, today(now())) and not form.validate_on_submit():
        return open_page(period, form)
    enact(draw_and_tell, period, reason=form.reason.data or "", sender=sender())
    said = gettext("The draw of %(month)s is done.", month=show_month(period))
    return go_on(said, "draw.show", period=period)


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
    draw = draws.get_draw(db.session(), period)
    fairness = fairness_of(draw)
    visits = lot.list_invitations(session, draw)
    record = lot.record_of(draw)
    return render_template(
        "draw/show.html",
        draw=draw,
        record=record,
        visits=visits,
        is_small=draw.eligible < organisation().small_pool,
        on_turn=bool(visits) and OUTCOMES[visits[-1].state] is Outcome.INVITED,
        fairness=fairness,
        sat_out=[row.district for row in fairness if not row.takes_part],
        taking_part=[row.district for row in fairness if row.takes_part],
        in_part=sum(row.tenants for row in fairness if row.takes_part),
        excluded=[(reason_against(reason, record), count) for reason, count in excluded(draw)],
        tight=tight(fairness),
        may_lapse=draw.lapsed_at is None and visits[-1].state in MAY_LAPSE,
        settled=draws.is_settled(session, draw),
    )


@bp.route("/<period>/vervallen", methods=["GET", "POST"])
@allow(Right.DRAW)
def lapse(period: str) -> ResponseReturnValue:
    """Let a month lapse, with a reason."""
    draw = draws.get_draw(db.session(), period)
    form = LapseForm()
    if form.validate_on_submit():
        do(draws.get_draw, period, lot.lapse_month, reason=form.reason.data or "")
        said = gettext("This month is skipped. It counts as if it never happened.")
        return go_on(said, "draw.show", period=period)
    return form_page("draw/lapse.html", form, draw=draw)


@bp.get("/<period>/verantwoording.pdf")
@allow(Right.DRAW)
def statement(period: str) -> ResponseReturnValue:
    """Give the account of a draw on paper, for the accountant: no name, and no number."""
    session = db.session()
    paper = account_of(session, draws.get_draw(session, period))
    return to_look_at(paper, f"verantwoording-{period}.pdf")


def account_of(session: Session, draw: Draw) -> bytes:
    """Give the whole account of a draw.

    The board does not read it: two months that are laid beside each other tell who was visited,
    or said no, in between.
    """
    values = draw_statement(
        draw,
        standing(draw),
        excluded(draw),
        waited=longest_wait(session, draw),
        name=organisation().name,
    )
    return make_pdf("statement", values, on=today(now()))


@bp.post("/<period>/narekenen")
@allow(Right.DRAW)
def files(period: str) -> ResponseReturnValue:
    """Give the files with which anybody can do a draw again, and the program that checks them."""
    with deed() as session:
        draw = draws.get_draw(session, period)
        if not draws.is_settled(session, draw):
            raise Refused(Refusal.DRAW_UNSETTLED)
        written = draws.export(session, draw)
        audit.record(session, "draw.export", "draw", draw.number, by=my_id(), now=now())
        written["verantwoording.pdf"] = account_of(session, draw)
    written["verify.py"] = CHECKER.read_bytes()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in sorted(written.items()):
            folder.writestr(f"loting-{period}/{name}", content)
    return to_keep(packed.getvalue(), f"loting-{period}-VERTROUWELIJK.zip")


def excluded(draw: Draw) -> list[tuple[Reason, int]]:
    """Give how many were left out for which reason, the most first."""
    counts = [(Reason[name], count) for name, count in draw.excluded.items()]
    return sorted(counts, key=lambda pair: -pair[1])


def tight(fairness: list[Fairness]) -> bool:
    """Say whether a district that is owed something had to wait for one that could not."""
    return any(row.due > 0 and not row.takes_part for row in fairness)
