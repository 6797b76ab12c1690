"""Themes: the list with which insights are coded."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from visits.domain.account import Right
from visits.models import db
from visits.services import theme as themes
from visits.web.kit.access import allow
from visits.web.kit.language import language

bp = Blueprint("theme", __name__, url_prefix="/themas")


@bp.get("/")
@allow(Right.INSIGHTS)
def index() -> ResponseReturnValue:
    """Show the groups and their themes."""
    session = db.session()
    return render_template(
        "theme/index.html",
        groups=themes.list_groups(session),
        names=themes.names(session, language()),
    )
