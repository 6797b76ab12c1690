"""Themes: the list with which insights are coded, what is proposed, and what went together."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from visits.domain.account import Right
from visits.domain.theme import Verdict
from visits.models import db
from visits.services.journal import theme as themes
from visits.services.refusals import Refused
from visits.web.forms.theme import ProposalForm
from visits.web.kit.access import allow, my_id
from visits.web.kit.deed import deed, now
from visits.words.labels import choices
from visits.words.locale import language
from visits.words.refusals import sentence

bp = Blueprint("theme", __name__, url_prefix="/themas")


@bp.get("/")
@allow(Right.TALKS)
def index() -> ResponseReturnValue:
    """Show the groups and their themes."""
    return theme_page(proposal_form(empty=True))


def theme_page(form: ProposalForm, status: int = 200) -> ResponseReturnValue:
    """Draw the list, with the form in which a theme is proposed."""
    session = db.session()
    return render_template(
        "theme/index.html",
        groups=themes.list_groups(session),
        names=themes.names(session, language()),
        uses=themes.count_uses(session),
        proposals=themes.list_proposals(session),
        needs_work=themes.needs_work(session),
        form=form,
        failed=status == 422,
    ), status


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
        return theme_page(form, 422)
    try:
        with deed() as session:
            themes.propose(
                session,
                form.parent.data,
                form.name_nl.data or "",
                form.name_en.data or "",
                by=my_id(),
                now=now(),
            )
    except Refused as refusal:
        form.name_nl.errors = [sentence(refusal)]
        return theme_page(form, 422)
    flash(gettext("Thank you. The assistant looks at it."))
    return redirect(url_for("theme.index"), 303)


@bp.post("/voorstel/<int:proposal_id>")
@allow(Right.THEMES)
def decide(proposal_id: int) -> ResponseReturnValue:
    """Take a proposed theme into the list, or not."""
    accepted = request.form.get("besluit") == "ja"
    verdict = Verdict.ACCEPTED if accepted else Verdict.DECLINED
    with deed() as session:
        themes.decide(session, proposal_id, verdict, by=my_id(), now=now())
    flash(gettext("It is on the list.") if accepted else gettext("It is not on the list."))
    return redirect(url_for("theme.index"), 303)


@bp.post("/samenvoegen")
@allow(Right.THEMES)
def merge() -> ResponseReturnValue:
    """Put a theme together with another; what was counted follows."""
    code, into = request.form.get("thema", ""), request.form.get("bij", "")
    with deed() as session:
        count = themes.merge(session, code, into, by=my_id(), now=now())
    flash(gettext("Put together. %(count)s insights came along.", count=count))
    return redirect(url_for("theme.index"), 303)
