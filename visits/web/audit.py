"""The log: who did what, when; never what it said."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from visits.domain.account import Right
from visits.models import db
from visits.services import audit
from visits.web.kit.access import allow
from visits.web.kit.values import number

bp = Blueprint("audit", __name__, url_prefix="/logboek")


@bp.get("/")
@allow(Right.AUDIT)
def index() -> ResponseReturnValue:
    """List the newest deeds."""
    lines = audit.list_lines(db.session(), before=number("voor"))
    return render_template("audit/index.html", lines=lines)
