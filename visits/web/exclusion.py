"""Exclusions: who is left out of the draw for a while, by whom and until when."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from visits.domain.account import Right
from visits.domain.eligibility import ExclusionReason
from visits.domain.month import today
from visits.models import db
from visits.services.tenant import exclusion as exclusions
from visits.services.tenant import record as tenants
from visits.web.forms.draw import ExclusionForm
from visits.web.kit.access import allow
from visits.web.kit.deed import do, now
from visits.web.kit.pages import form_page, shown_at
from visits.web.kit.redirects import go_on

bp = Blueprint("exclusion", __name__, url_prefix="/loting/uitzonderingen")


@bp.get("/")
@allow(Right.DRAW)
def index() -> ResponseReturnValue:
    """List who is left out of the draw now."""
    return render_template(
        "exclusion/index.html",
        exclusions=exclusions.list_exclusions(db.session(), day=today(now())),
    )


@bp.route("/huurder/<int:tenant_id>", methods=["GET", "POST"])
@allow(Right.DRAW)
def make(tenant_id: int) -> ResponseReturnValue:
    """Leave a tenant out of the draw for a while."""
    form = ExclusionForm()
    if form.validate_on_submit() and form.until.data:
        with shown_at(form.until):
            reason, until = ExclusionReason(form.reason.data), form.until.data
            do(tenants.get_tenant, tenant_id, exclusions.exclude_tenant, reason, until=until)
            said = gettext("This tenant is left out of the draw until that day.")
            return go_on(said, "exclusion.index")
    return form_page(
        "exclusion/make.html", form, tenant=tenants.get_tenant(db.session(), tenant_id)
    )


@bp.post("/<int:exclusion_id>/beeindigen")
@allow(Right.DRAW)
def end(exclusion_id: int) -> ResponseReturnValue:
    """Let a tenant take part again."""
    do(exclusions.get_exclusion, exclusion_id, exclusions.end_exclusion)
    return go_on(gettext("This tenant takes part in the draw again."), "exclusion.index")
