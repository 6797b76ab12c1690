"""Themes: the list with which insights are coded, what is proposed, and what went together."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from visits.domain.account import Right
from visits.domain.theme import Verdict
from visits.models import db
from visits.services.journal import theme as themes
from visits.web.forms.theme import ProposalForm
from visits.web.kit.access import allow
from visits.web.kit.deed import enact
from visits.web.kit.pages import form_page, shown_at
from visits.web.kit.redirects import go_on
from visits.words.labels import choices
from visits.words.locale import language

bp = Blueprint("theme", __name__, url_prefix="/themas")


@bp.get("/")
@allow(Right.TALKS)
def index() -> ResponseReturnValue:
    """Show the groups and their themes."""
    return theme_page(proposal_form(empty=True))


def theme_page(form: ProposalForm) -> ResponseReturnValue:
    """Draw the list, with the form in which a theme is proposed."""
    session = db.session()
    return form_page(
        "theme/index.html",
        form,
        groups=themes.list_groups(session),
        names=themes.names(session, language()),
        uses=themes.count_uses(session),
        proposals=themes.list_proposals(session),
        needs_work=themes.needs_work(session),
    )


def proposal_form(*, empty: bool = False) -> ProposalForm:
    """Give the form in which a theme is proposed."""
    form = ProposalForm(formdata=None) if empty else ProposalForm()
    known = themes.names(db.session(), language())
    groups = themes.list_groups(db.session())
    form.parent.choices = choices((one.theme.code, known[one.theme.code]) for one in groups)
    return form


@bp.post("/voorstel")
@allow(Right.TALKS)
def propose() -> ResponseReturnValue:
    """Propose a theme that is missing."""
    form = proposal_form()
    if not form.validate_on_submit():
        return theme_page(form)
    names = form.name_nl.data or "", form.name_en.data or ""
    with shown_at(form.name_nl):
        enact(themes.propose, form.parent.data, *names)
        return go_on(gettext("Thank you. The assistant looks at it."), "theme.index")
    return theme_page(form)


@bp.post("/voorstel/<int:proposal_id>")
@allow(Right.THEMES)
def decide(proposal_id: int) -> ResponseReturnValue:
    """Take a proposed theme into the list, or not."""
    accepted = request.form.get("besluit") == "ja"
    verdict = Verdict.ACCEPTED if accepted else Verdict.DECLINED
    enact(themes.decide, proposal_id, verdict)
    said = gettext("It is on the list.") if accepted else gettext("It is not on the list.")
    return go_on(said, "theme.index")


@bp.post("/samenvoegen")
@allow(Right.THEMES)
def merge() -> ResponseReturnValue:
    """Put a theme together with another; what was counted follows."""
    code, into = request.form.get("thema", ""), request.form.get("bij", "")
    count = enact(themes.merge, code, into)
    said = gettext("Merged. %(count)s insights came along.", count=count)
    return go_on(said, "theme.index")
