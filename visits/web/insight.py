"""Insights: given their themes, looked over, released to the board or kept inside."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from visits.domain.account import Right
from visits.domain.insight import Stage
from visits.domain.note import may_count
from visits.models import db
from visits.models.insight import Insight
from visits.services import insight as insights
from visits.services import theme as themes
from visits.web.forms.insight import InsightForm
from visits.web.kit.access import allow, my_id
from visits.web.kit.deed import deed, now
from visits.web.kit.language import language
from visits.web.kit.pages import form_page
from visits.web.kit.words import choices

bp = Blueprint("insight", __name__, url_prefix="/inzichten")
EDITABLE = {Stage.DRAFT, Stage.CODED, Stage.INTERNAL}


@bp.get("/")
@allow(Right.INSIGHTS)
def index() -> ResponseReturnValue:
    """List the insights that wait, and those that were released last."""
    session = db.session()
    return render_template(
        "insight/index.html",
        waiting=insights.list_insights(session, insights.WAITING),
        released=insights.list_insights(session, [Stage.RELEASED], limit=20),
        inside=insights.list_insights(session, [Stage.INTERNAL], limit=20),
        names=themes.names(session, language()),
    )


@bp.route("/<int:insight_id>", methods=["GET", "POST"])
@allow(Right.INSIGHTS)
def code(insight_id: int) -> ResponseReturnValue:
    """Give an insight its words, its kind and its themes."""
    insight = insights.get_insight(db.session(), insight_id)
    form = InsightForm(obj=None if insight.stage not in EDITABLE else Coded(insight))
    known = themes.names(db.session(), language())
    form.themes.choices = choices(
        (one.code, known[one.code]) for one in themes.list_themes(db.session())
    )
    if insight.stage in EDITABLE and form.validate_on_submit():
        fields = form.fields()
        with deed() as session:
            found = insights.get_insight(session, insight_id)
            insights.code(session, found, fields, by=my_id(), now=now())
        flash(gettext("Kept. Look it over once more, and release it."))
        return redirect(url_for("insight.code", insight_id=insight_id), 303)
    return form_page(
        "insight/code.html",
        form,
        insight=insight,
        editable=insight.stage in EDITABLE,
        signs=insights.signs_of(insight),
        permission=insights.permission_of(db.session(), insight),
        countable=may_count(insights.permission_of(db.session(), insight)),
        groups=themes.list_groups(db.session()),
        names=known,
        chosen_in=chosen_in,
        Stage=Stage,
    )


def chosen_in(group: themes.Group, chosen: list[str] | None) -> bool:
    """Say whether something of a group was chosen, so that it stands open."""
    return not {group.theme.code, *(part.code for part in group.parts)}.isdisjoint(chosen or [])


class Coded:
    """An insight in the words of its form."""

    def __init__(self, insight: Insight) -> None:
        self.statement = insight.statement
        self.quote = insight.quote
        self.kind = insight.kind.value if insight.kind else None
        self.feeling = insight.feeling.value if insight.feeling else None
        self.scope = insight.scope.value if insight.scope else None
        self.influence = insight.influence.value if insight.influence else None
        self.important = insight.important
        self.themes = [theme.code for theme in insight.themes]


@bp.post("/<int:insight_id>/vrijgeven")
@allow(Right.RELEASE)
def release(insight_id: int) -> ResponseReturnValue:
    """Release an insight to the board."""
    with deed() as session:
        found = insights.get_insight(session, insight_id)
        insights.release(session, found, by=my_id(), now=now())
    flash(gettext("Released. The board reads it once enough visits say the same."))
    return redirect(url_for("insight.index"), 303)


@bp.post("/<int:insight_id>/intern")
@allow(Right.INSIGHTS)
def keep_inside(insight_id: int) -> ResponseReturnValue:
    """Keep an insight inside: only director and assistant read it."""
    with deed() as session:
        found = insights.get_insight(session, insight_id)
        insights.set_stage(session, found, Stage.INTERNAL, by=my_id(), now=now())
    flash(gettext("This stays with us."))
    return redirect(url_for("insight.index"), 303)


@bp.post("/<int:insight_id>/intrekken")
@allow(Right.RELEASE)
def withdraw(insight_id: int) -> ResponseReturnValue:
    """Take an insight off every page of the board."""
    with deed() as session:
        found = insights.get_insight(session, insight_id)
        insights.set_stage(session, found, Stage.WITHDRAWN, by=my_id(), now=now())
    flash(gettext("Withdrawn. The board does not see it any more."))
    return redirect(url_for("insight.index"), 303)
