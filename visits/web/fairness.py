"""How we draw: what anybody may know of all draws, and the code that belongs in the minutes."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from visits.domain.account import Right
from visits.domain.month import today
from visits.formats.pdf import make_pdf
from visits.models import db
from visits.services.draw.fairness import totals
from visits.services.draw.hold import get_chain, list_draws
from visits.web.kit.access import allow
from visits.web.kit.deed import now
from visits.web.kit.download import to_look_at
from visits.web.kit.values import number
from visits.words.organisation import organisation
from visits.words.statement import anchor_statement

bp = Blueprint("fairness", __name__, url_prefix="/hoe-wij-loten")


@bp.get("/")
@allow(Right.BOARD)
def index() -> ResponseReturnValue:
    """Account for all draws in counts: no name, and no month of a single visit."""
    session = db.session()
    return render_template(
        "fairness/index.html",
        totals=totals(session, day=today(now())),
        draws=list_draws(session, before=number("voor")),
    )


@bp.get("/controle")
@allow(Right.BOARD)
def anchor() -> ResponseReturnValue:
    """Show the code that belongs in the minutes before the first draw."""
    return render_template("fairness/anchor.html", chain=get_chain(db.session()))


@bp.get("/controle.pdf")
@allow(Right.BOARD)
def paper() -> ResponseReturnValue:
    """Give that code on one page of paper."""
    values = anchor_statement(get_chain(db.session()), name=organisation().name)
    return to_look_at(make_pdf("statement", values, on=today(now())), "controlecode-loting.pdf")
