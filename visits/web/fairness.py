"""How we draw: what anybody may know of all draws, and the code that belongs in the minutes."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from visits.domain.account import Right
from visits.domain.draw import CHAIN_LENGTH
from visits.domain.month import today
from visits.formats.pdf import make_pdf
from visits.models import db
from visits.services.board.coverage import coverage_page
from visits.services.draw.hold import get_chain, list_draws
from visits.web.kit.access import allow
from visits.web.kit.download import to_look_at
from visits.web.kit.values import number
from visits.words.organisation import organisation
from visits.words.statement import anchor_statement

bp = Blueprint("fairness", __name__, url_prefix="/hoe-wij-loten")


@bp.get("/")
@allow(Right.BOARD)
def index() -> ResponseReturnValue:
    """Account for the draws as they stood when the quarter began: nobody, no month, no district."""
    session = db.session()
    return render_template(
        "fairness/index.html",
        page=coverage_page(session),
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
    """Give that code on paper, with the control codes of the draws so far."""
    session = db.session()
    chain, draws = get_chain(session), list_draws(session, limit=CHAIN_LENGTH)
    values = anchor_statement(chain, draws, name=organisation().name)
    made = make_pdf("statement", values, on=today(chain.made_at))
    return to_look_at(made, "controlecode-loting.pdf")
