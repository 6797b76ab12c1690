"""What tenants may know about their data: without signing in, in plain words."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from visits.web.kit.access import public

bp = Blueprint("privacy", __name__, url_prefix="/privacy")


@bp.get("")
@public
def index() -> ResponseReturnValue:
    """Say what we keep, why, how long, and what a tenant can ask."""
    return render_template("privacy/index.html")
