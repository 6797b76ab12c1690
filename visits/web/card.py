"""Conversation cards, for everybody who comes to tenants' homes."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from visits.domain.account import Right
from visits.web.kit.access import allow

bp = Blueprint("card", __name__, url_prefix="/gesprekskaarten")


@bp.get("/")
@allow(Right.CARDS)
def index() -> ResponseReturnValue:
    """Show the cards; they print on A6."""
    return render_template("card/index.html")
