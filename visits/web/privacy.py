"""What everybody may know: how tenants' data are treated, and for whom this works."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from visits.web.kit.access import public

bp = Blueprint("privacy", __name__, url_prefix="/privacy")


@bp.get("")
@public
def index() -> ResponseReturnValue:
    """Say what we keep, why, how long, and what a tenant can ask."""
    return render_template("privacy/index.html")


@bp.get("/toegankelijkheid")
@public
def accessibility() -> ResponseReturnValue:
    """Say which rules for accessibility the app follows, and whom to tell when it does not."""
    return render_template("privacy/accessibility.html")
