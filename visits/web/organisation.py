"""Settings: what the association chooses, on one page."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from visits.domain.account import Right
from visits.domain.month import period_of, today
from visits.models import db
from visits.services.candidate import years_table
from visits.services.home import ready_list
from visits.services.organisation import change_organisation
from visits.web.forms.organisation import OrganisationForm
from visits.web.kit.access import allow, my_id
from visits.web.kit.deed import deed, now
from visits.web.kit.organisation import organisation
from visits.web.kit.pages import form_page

bp = Blueprint("organisation", __name__, url_prefix="/instellingen")
YEARS = (10, 15, 20, 25, 30, 35, 40)


@bp.route("/", methods=["GET", "POST"])
@allow(Right.SETTINGS)
def index() -> ResponseReturnValue:
    """Show and change what the association chooses."""
    form = OrganisationForm(obj=organisation())
    if form.validate_on_submit():
        with deed() as session:
            change_organisation(session, form.chosen(), by=my_id(), now=now())
        flash(gettext("Saved."))
        return redirect(url_for("organisation.index"), 303)
    session = db.session()
    month = period_of(today(now()))
    years = sorted({*YEARS, organisation().minimum_years})
    return form_page(
        "organisation/index.html",
        form,
        ready=ready_list(session),
        years=years_table(session, month, years),
    )
