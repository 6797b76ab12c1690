"""Settings: what the association chooses, on one page."""

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from visits.domain.account import Right
from visits.domain.month import period_of, today
from visits.formats.logo import LARGEST, LogoRefused, read_logo
from visits.models import db
from visits.services.draw.pool import years_table
from visits.services.organisation import change_logo, change_organisation, find_logo
from visits.web.forms.organisation import LogoForm, OrganisationForm
from visits.web.kit.access import allow, my_id
from visits.web.kit.deed import deed, now
from visits.web.kit.pages import form_page
from visits.web.kit.redirects import go_on
from visits.words.organisation import organisation
from visits.words.refusals import LOGOS

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
        return go_on(gettext("Saved."), "organisation.index")
    return settings_page(form, LogoForm(formdata=None), form)


@bp.get("/jaren")
@allow(Right.SETTINGS)
def years() -> ResponseReturnValue:
    """Show how many tenants could be drawn for each number of years; nobody by name."""
    month = period_of(today(now()))
    return render_template("organisation/years.html", years=years_table(db.session(), month, YEARS))


def settings_page(
    form: OrganisationForm, logo_form: LogoForm, sent: OrganisationForm | LogoForm
) -> ResponseReturnValue:
    """Draw the page; the form that was sent shows what is wrong with it."""
    return form_page(
        "organisation/index.html",
        sent,
        settings_form=form,
        logo_form=logo_form,
        logo=find_logo(db.session()),
    )


@bp.get("/logo")
@allow(Right.SETTINGS)
def logo() -> ResponseReturnValue:
    """Give the logo as it was uploaded."""
    found = find_logo(db.session())
    if found is None:
        abort(404)
    kind = "image/png" if found.kind == "png" else "image/jpeg"
    return Response(found.picture, content_type=kind)


@bp.post("/logo")
@allow(Right.SETTINGS)
def change_picture() -> ResponseReturnValue:
    """Put another logo at the head of the letters."""
    form = LogoForm()
    file = request.files.get("picture")
    try:
        picture = read_logo(file.read(LARGEST + 1) if file else b"")
    except LogoRefused as refusal:
        form.picture.errors = [str(LOGOS[refusal.code])]
        return settings_page(OrganisationForm(formdata=None, obj=organisation()), form, form)
    with deed() as session:
        change_logo(session, picture, by=my_id(), now=now())
    return go_on(gettext("This is the logo of the letters now."), "organisation.index")


@bp.post("/logo/weg")
@allow(Right.SETTINGS)
def drop_picture() -> ResponseReturnValue:
    """Take the logo off the letters."""
    with deed() as session:
        change_logo(session, None, by=my_id(), now=now())
    return go_on(gettext("The letters have no logo any more."), "organisation.index")
