"""Settings: what the association chooses, on one page."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from visits.domain.account import Right
from visits.domain.month import period_of, today
from visits.models import db
from visits.services.candidate import years_table
from visits.services.organisation import change_organisation
from visits.web.forms.organisation import OrganisationForm
from visits.web.kit.access import allow, my_id
from visits.web.kit.deed import deed, now
from visits.web.kit.organisation import organisation
from visits.web.kit.pages import form_page

bp = Blueprint("organisation", __name__, url_prefix="/instellingen")
YEARS = range(1, 61)


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
    return form_page("organisation/index.html", form)


@bp.get("/jaren")
@allow(Right.SETTINGS)
def years() -> ResponseReturnValue:
    """Show how many tenants could be drawn for each number of years; nobody by name."""
    month = period_of(today(now()))
    return render_template("organisation/years.html", years=years_table(db.session(), month, YEARS))
