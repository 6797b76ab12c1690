"""Settings: what the association chooses, on three pages."""

from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from visits.domain.account import Right
from visits.domain.month import period_of, today
from visits.formats.logo import LARGEST, LogoRefused, read_logo
from visits.models import db
from visits.services.draw.pool import years_table
from visits.services.organisation import change_logo, change_organisation, find_logo
from visits.web.forms.organisation import (
    LetterForm,
    LogoForm,
    PrivacyForm,
    RulesForm,
    SettingsForm,
)
from visits.web.kit.access import allow
from visits.web.kit.deed import enact, now
from visits.web.kit.pages import form_page
from visits.web.kit.redirects import go_on
from visits.words.organisation import organisation
from visits.words.refusals import LOGOS

bp = Blueprint("organisation", __name__, url_prefix="/instellingen")
YEARS = range(1, 61)
PAGES = (
    ("organisation.index", lazy_gettext("The letter")),
    ("organisation.rules", lazy_gettext("The rules")),
    ("organisation.privacy", lazy_gettext("Privacy")),
)


@bp.route("/", methods=["GET", "POST"])
@allow(Right.SETTINGS)
def index() -> ResponseReturnValue:
    """Show and change what letters and papers say."""
    return settings_page(LetterForm, "organisation.index", logo_form=LogoForm(formdata=None))


@bp.route("/regels", methods=["GET", "POST"])
@allow(Right.SETTINGS)
def rules() -> ResponseReturnValue:
    """Show and change the rules of drawing and planning."""
    return settings_page(RulesForm, "organisation.rules")


@bp.route("/privacy", methods=["GET", "POST"])
@allow(Right.SETTINGS)
def privacy() -> ResponseReturnValue:
    """Show and change who sees what, and how long a list is kept."""
    return settings_page(PrivacyForm, "organisation.privacy")


def settings_page(kind: type[SettingsForm], endpoint: str, **values: Any) -> ResponseReturnValue:
    """Draw a page of the settings, and keep what was sent from it."""
    form = kind(obj=organisation())
    if form.validate_on_submit():
        enact(change_organisation, form.chosen())
        return go_on(gettext("Saved."), endpoint)
    return form_page(f"{endpoint.replace('.', '/')}.html", form, **page_values(), **values)


def page_values() -> dict[str, Any]:
    """Give what every page of the settings shows."""
    return {"pages": PAGES, "logo": find_logo(db.session())}


@bp.get("/jaren")
@allow(Right.SETTINGS)
def years() -> ResponseReturnValue:
    """Show how many tenants could be drawn for each number of years; nobody by name."""
    month = period_of(today(now()))
    return render_template("organisation/years.html", years=years_table(db.session(), month, YEARS))


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
        letter = LetterForm(formdata=None, obj=organisation())
        return form_page(
            "organisation/index.html", form, **page_values(), logo_form=form, letter_form=letter
        )
    enact(change_logo, picture)
    return go_on(gettext("This is the logo of the letters now."), "organisation.index")


@bp.post("/logo/weg")
@allow(Right.SETTINGS)
def drop_picture() -> ResponseReturnValue:
    """Take the logo off the letters."""
    enact(change_logo, None)
    return go_on(gettext("The letters have no logo any more."), "organisation.index")
