"""Insights: given their themes, looked over, released to the board or kept inside."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from visits.domain.account import Right
from visits.domain.insight import Kind, Stage
from visits.domain.note import may_count
from visits.domain.theme import group_of
from visits.models import db
from visits.models.insight import Insight
from visits.services import team as teams
from visits.services.board.close import KEPT
from visits.services.journal import insight as insights
from visits.services.journal import similar
from visits.services.journal import theme as themes
from visits.services.journal.insight import Wanted
from visits.services.journal.reidentify import check_insight
from visits.services.refusals import Refusal
from visits.web.forms.insight import InsightForm, ReleaseForm, SplitForm
from visits.web.kit.access import allow, i_may, my_id
from visits.web.kit.deed import deed, do, now
from visits.web.kit.pages import shown_at, wrong_fields
from visits.web.kit.redirects import go_on
from visits.web.kit.search import asked, named, plain_filter
from visits.web.kit.search import lists as search_lists
from visits.web.kit.values import is_number
from visits.words.labels import choices
from visits.words.locale import language
from visits.words.organisation import sender

bp = Blueprint("insight", __name__, url_prefix="/inzichten")


@bp.get("/")
@allow(Right.INSIGHTS)
def index() -> ResponseReturnValue:
    """List the insights that wait and those that were released last, or those looked for."""
    session = db.session()
    wanted = wanted_of_request()
    ours = [] if wanted else insights.list_insights(session, list(insights.OPEN_STAGES))
    shown = (
        {"found": insights.search(session, wanted)}
        if wanted
        else {
            "waiting": [one for one in ours if one.stage is not Stage.INTERNAL],
            "released": insights.list_insights(session, [Stage.RELEASED], limit=20),
            "inside": [one for one in ours if one.stage is Stage.INTERNAL][:20],
        }
    )
    known = themes.names(session, language())
    return render_template(
        "insight/index.html",
        wanted=wanted,
        names=known,
        themes=theme_choices(session, known),
        kinds=named(Kind),
        stages=named(Stage),
        **search_lists(session),
        **shown,
    )


def theme_choices(session: Session, known: dict[str, str]) -> list[tuple[str, str]]:
    """Give the themes with their words, each group before its parts."""
    found = []
    for group in themes.list_groups(session):
        found.append((group.theme.code, known[group.theme.code]))
        found += [(part.code, f"– {known[part.code]}") for part in group.parts]
    return found


def wanted_of_request() -> Wanted:
    """Read what somebody looks for from the address; what is no word of a list is left out."""
    given = asked()
    return Wanted(
        **plain_filter(given),
        theme=given.get("thema", ""),
        kind=Kind(given["soort"]) if given.get("soort") in set(Kind) else None,
        stage=Stage(given["stand"]) if given.get("stand") in set(Stage) else None,
    )


@bp.route("/<int:insight_id>", methods=["GET", "POST"])
@allow(Right.INSIGHTS)
def code(insight_id: int) -> ResponseReturnValue:
    """Give an insight its words, its kind and its themes."""
    insight = insights.get_insight(db.session(), insight_id)
    editable = insight.stage in insights.OPEN_STAGES and insight.merged_into is None
    if request.method == "POST":
        insights.check_open(insight)
    form = coding_form(insight if editable else None)
    if editable and form.validate_on_submit():
        fields = form.fields()
        earlier = [int(one) for one in request.form.getlist("earlier") if is_number(one)]
        with deed() as session:
            found = insights.get_insight(session, insight_id)
            insights.code(session, found, fields, by=my_id(), now=now())
            similar.tie(session, found, earlier[:20], by=my_id(), now=now())
        if i_may(Right.RELEASE):
            said = gettext("Saved. Look it over once more, and release it.")
            return go_on(said, "insight.code", insight_id=insight_id, _anchor="vrijgeven")
        flash(gettext("Saved. The director releases it."))
        return to_next(insight_id, [Stage.DRAFT])
    return coding_page(insight, form)


def refused_page(insight_id: int, **forms: Any) -> ResponseReturnValue:
    """Draw the page of an insight again, with the form in which something was not right."""
    insight = insights.get_insight(db.session(), insight_id)
    return coding_page(insight, coding_form(insight, formdata=None), 422, **forms)


def coding_form(insight: Insight | None, **given: Any) -> InsightForm:
    """Give the form in which an insight is coded."""
    form = InsightForm(data=coded_fields(insight) if insight else None, **given)
    known = themes.names(db.session(), language())
    form.themes.choices = choices(
        (one.code, known[one.code]) for one in themes.list_themes(db.session())
    )
    return form


def coding_page(
    insight: Insight, form: InsightForm, status: int = 0, **forms: Any
) -> ResponseReturnValue:
    """Draw the page of one insight, with what was found in its words."""
    session = db.session()
    permission = insights.permission_of(session, insight)
    shown = {
        "release_form": ReleaseForm(formdata=None),
        "split_form": SplitForm(formdata=None, prefix="split-"),
        **forms,
    }
    earlier = similar.list_earlier(session, insight)
    tied = {one.id for one in earlier}
    status = status or (422 if wrong_fields(form) else 200)
    return render_template(
        "insight/code.html",
        form=form,
        failed=status == 422,
        insight=insight,
        editable=insight.stage in insights.OPEN_STAGES and insight.merged_into is None,
        check=check_insight(session, insight),
        permission=permission,
        countable=may_count(permission),
        groups=themes.list_groups(session),
        names=themes.names(session, language()),
        earlier=earlier,
        alike=[one for one in similar.propose(session, insight) if one.id not in tied],
        mergeable=insights.mergeable(session, insight),
        chosen_in=chosen_in,
        coded=insight.stage is Stage.CODED,
        inside=insight.stage is Stage.INTERNAL,
        may_archive=insight.stage is Stage.RELEASED,
        may_withdraw=insight.stage in KEPT and i_may(Right.RELEASE),
        **shown,
    ), status


def chosen_in(group: themes.Group, chosen: list[str] | None) -> bool:
    """Say whether something of a group was chosen, so that it stands open."""
    return group.theme.code in {group_of(code) for code in chosen or []}


def coded_fields(insight: Insight) -> dict[str, Any]:
    """Give an insight in the words of its form."""
    return {
        "statement": insight.statement,
        "quote": insight.quote,
        "kind": insight.kind.value if insight.kind else None,
        "important": insight.important,
        "themes": [theme.code for theme in insight.themes],
    }


@bp.post("/<int:insight_id>/vrijgeven")
@allow(Right.RELEASE)
def release(insight_id: int) -> ResponseReturnValue:
    """Release an insight to the board."""
    form = ReleaseForm()
    valid = form.validate_on_submit()
    with shown_at(form.reason, Refusal.REASON_MISSING):
        with deed() as session:
            found = insights.get_insight(session, insight_id)
            reason = form.reason.data or "" if valid else ""
            insights.release(session, found, reason=reason, by=my_id(), now=now())
            teams.tell_of_compliment(session, found, sender=sender(), now=now())
        flash(gettext("Released. The board reads it once enough visits say the same."))
        return to_next(insight_id, insights.WAITING)
    return refused_page(insight_id, release_form=form)


def to_next(insight_id: int, stages: Sequence[Stage]) -> ResponseReturnValue:
    """Go on with the next insight that waits, or back to the list."""
    session = db.session()
    number = insights.next_waiting(session, insights.get_insight(session, insight_id), stages)
    if number is None:
        return redirect(url_for("insight.index"), 303)
    return redirect(url_for("insight.code", insight_id=number), 303)


@bp.post("/<int:insight_id>/splitsen")
@allow(Right.INSIGHTS)
def split(insight_id: int) -> ResponseReturnValue:
    """Make a second insight out of one in which two things are said."""
    form = SplitForm(prefix="split-")
    if not form.validate_on_submit():
        return refused_page(insight_id, split_form=form)
    words = form.statement.data or "", form.quote.data or ""
    number = do(insights.get_insight, insight_id, insights.split_off, *words).id
    return go_on(
        gettext("Now they are two. This is the new one."), "insight.code", insight_id=number
    )


@bp.post("/<int:insight_id>/samenvoegen")
@allow(Right.INSIGHTS)
def merge(insight_id: int) -> ResponseReturnValue:
    """Put another insight of the same visit together with this one."""
    other = request.form.get("other", "")
    number = int(other) if is_number(other) else 0
    with deed() as session:
        kept = insights.get_insight(session, insight_id)
        insights.merge(session, kept, insights.get_insight(session, number), by=my_id(), now=now())
    return go_on(gettext("Merged. This one stays."), "insight.code", insight_id=insight_id)


@bp.post("/<int:insight_id>/intern")
@allow(Right.INSIGHTS)
def keep_inside(insight_id: int) -> ResponseReturnValue:
    """Keep an insight inside: only director and assistant read it."""
    moved(insight_id, Stage.INTERNAL, gettext("This stays with us."))
    return to_next(insight_id, insights.WAITING)


@bp.post("/<int:insight_id>/intrekken")
@allow(Right.RELEASE)
def withdraw(insight_id: int) -> ResponseReturnValue:
    """Take an insight off every page of the board, and its words from everywhere."""
    said = gettext("Withdrawn. Its words are gone, here too.")
    return moved(insight_id, Stage.WITHDRAWN, said)


@bp.post("/<int:insight_id>/archiveren")
@allow(Right.RELEASE)
def archive(insight_id: int) -> ResponseReturnValue:
    """Put an insight away that was out for long enough."""
    return moved(insight_id, Stage.ARCHIVED, gettext("Put away. It stays findable for us."))


def moved(insight_id: int, stage: Stage, said: str) -> ResponseReturnValue:
    """Bring an insight to another stage, and say so on the list."""
    do(insights.get_insight, insight_id, insights.set_stage, stage)
    return go_on(said, "insight.index")
