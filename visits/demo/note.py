"""What follows a visit of the sample data: the note, the insights, and the end of it all."""

from datetime import date, datetime, time, timedelta

from visits.demo.agenda import Life
from visits.demo.plot import Plot
from visits.demo.promise import live_promise, told_on
from visits.demo.scene import Scene
from visits.demo.story import Insight, Story, StoryPromise
from visits.demo.workday import workdays_after
from visits.domain.insight import Kind, Stage
from visits.domain.month import local, moment
from visits.domain.note import NAMES, Felt, Permission, ReadBack, may_count
from visits.formats.holiday import workday_from
from visits.services.journal import insight as insights
from visits.services.journal import note as notes
from visits.services.journal.promise import list_of_visit
from visits.services.visit import record as visits
from visits.services.visit import step as steps

TO_THE_RELEASE = timedelta(days=7)


def live_note(scene: Scene, plot: Plot, visit_id: int, ended: datetime) -> Life:
    """Write down a visit within two hours; its insights and promises go their own ways."""
    if plot.unwritten:
        return
    story, day = plot.story, local(ended).date()
    yield (now := ended + timedelta(minutes=60 + 7 * (visit_id % 8)))
    visit = visits.get_visit(scene.session, visit_id)
    if story.permission == Permission.NOTHING:
        steps.wish_no_note(scene.session, visit, by=scene.director, now=now)
    else:
        written = written_of(scene, plot, day)
        notes.finish(scene.session, visit, written, by=scene.director, now=now)
    scene.agenda.start(live_insights(scene, plot, visit_id, day))
    # The promises are listed by their day, the promises of a story are not.
    by_words = {plan.what: plan for plan in story.promises}
    for promise in list_of_visit(scene.session, visit):
        scene.agenda.start(live_promise(scene, promise.id, by_words[promise.what], story, day))
    scene.agenda.start(live_end(scene, story, visit_id, day))


def written_of(scene: Scene, plot: Plot, day: date) -> notes.Written:
    """Give a story as the director fills in the form."""
    story = plot.story
    bare = len(story.insights) - 1 if plot.fresh else len(story.insights)
    texts = {name: getattr(story, name) for name in NAMES}
    return notes.Written(
        permission=Permission(story.permission),
        texts=texts | {"home_words": ", ".join(story.home_words)},
        read_back=ReadBack(story.read_back),
        felt=Felt(story.how_was_it),
        insights=[new_insight(one, place < bare) for place, one in enumerate(story.insights)],
        promises=[new_promise(scene, one, day) for one in story.promises],
    )


def new_insight(insight: Insight, coded: bool) -> notes.NewInsight:
    """Give an insight as the director writes it down, with or without its main theme."""
    if not coded:
        return notes.NewInsight(insight.statement, insight.quote)
    return notes.NewInsight(
        insight.statement, insight.quote, Kind(insight.kind), insight.themes[:1]
    )


def new_promise(scene: Scene, plan: StoryPromise, day: date) -> notes.NewPromise:
    """Give a promise as the director makes it."""
    own = plan.owner == "director"
    return notes.NewPromise(
        plan.what,
        due=workday_from(day + timedelta(days=plan.days)),
        owner_id=scene.director if own else None,
        team_id=None if own else scene.teams[plan.owner],
    )


def live_insights(scene: Scene, plot: Plot, visit_id: int, day: date) -> Life:
    """Have insights coded by the assistant and, a week after the visit, seen by the director."""
    told = list(plot.story.insights)
    visit = visits.get_visit(scene.session, visit_id)
    numbers = [one.id for one in insights.list_of_visit(scene.session, visit)]
    if plot.fresh:
        told = told[:-1]
    now = moment(workdays_after(day, 2), time(9, 50))
    for insight, number in zip(told, numbers, strict=False):
        yield (now := now + timedelta(minutes=3))
        code(scene, number, insight, now)
    if plot.fresh:
        told = told[:-1]
    now = moment(workday_from(day + TO_THE_RELEASE), time(16, 5))
    for _, number in zip(told, numbers, strict=False):
        yield (now := now + timedelta(minutes=2))
        judge(scene, plot.story, number, now)


def code(scene: Scene, number: int, insight: Insight, now: datetime) -> None:
    """Code one insight as the assistant does."""
    fields = {
        "statement": insight.statement,
        "quote": insight.quote,
        "kind": Kind(insight.kind),
        "themes": insight.themes,
        "important": insight.important,
    }
    found = insights.get_insight(scene.session, number)
    insights.code(scene.session, found, fields, by=scene.assistant, now=now)


def judge(scene: Scene, story: Story, number: int, now: datetime) -> None:
    """Release an insight if the tenant agreed, or keep it inside."""
    found = insights.get_insight(scene.session, number)
    if may_count(Permission(story.permission)):
        insights.release(scene.session, found, by=scene.director, now=now)
    else:
        insights.set_stage(scene.session, found, Stage.INTERNAL, by=scene.director, now=now)


def live_end(scene: Scene, story: Story, visit_id: int, day: date) -> Life:
    """Close a visit when the last tenant's question was answered."""
    told = [told_on(plan, day) for plan in story.promises]
    days = [one for one in told if one is not None]
    if len(days) < len(told):
        return
    last = max(workday_from(day + TO_THE_RELEASE), *days, day)
    yield (now := moment(workdays_after(last, 1), time(16, 40)))
    visit = visits.get_visit(scene.session, visit_id)
    steps.close(scene.session, visit, by=scene.assistant, now=now)
