"""A promise of the sample data: taken up, brought to an end, answered, and told to the board."""

from datetime import date, datetime, time, timedelta

from visits.demo.agenda import Life
from visits.demo.scene import Scene
from visits.demo.story import Story, StoryPromise
from visits.demo.workday import workday_until, workdays_after
from visits.domain.month import moment
from visits.domain.note import Permission, may_count
from visits.domain.promise import AnswerChannel, Progress, TenantAnswer
from visits.formats.holiday import workday_from
from visits.models.promise import Promise
from visits.services.journal import promise as promises

OVERDUE = timedelta(days=9)


def told_on(plan: StoryPromise, day: date) -> date | None:
    """Give the day on which a tenant hears what became of a promise, if that day was told."""
    if plan.answered_after is None:
        return None
    return max(workday_from(day + timedelta(days=plan.answered_after)), workdays_after(day, 1))


def live_promise(scene: Scene, number: int, plan: StoryPromise, story: Story, day: date) -> Life:
    """Bring a promise as far as its story tells."""
    keeper = scene.keeper(plan.owner)
    if plan.outcome == "new":
        return
    yield (now := moment(workdays_after(day, 1), time(9, 20)))
    promises.take_up(scene.session, action_of(scene, number), by=keeper, now=now)
    told = told_on(plan, day)
    if told is None:
        yield from keep_running(scene, number, plan, story, day)
        return
    yield (now := moment(told, time(10, 50)))
    outcome = Progress(plan.outcome)
    promises.end(
        scene.session, action_of(scene, number), outcome, plan.outcome_text, by=keeper, now=now
    )
    yield (now := moment(told, time(15, 5)))
    answer = TenantAnswer(told, AnswerChannel(plan.answer_channel), plan.answer_text)
    promises.answer(scene.session, action_of(scene, number), answer, by=keeper, now=now)
    yield (now := moment(workdays_after(told, 1), time(9, 35)))
    tell(scene, number, plan, story, now)


def keep_running(scene: Scene, number: int, plan: StoryPromise, story: Story, day: date) -> Life:
    """Tell the board that it runs; what takes longer than promised gets one other day."""
    yield (now := moment(workdays_after(day, 8), time(9, 35)))
    tell(scene, number, plan, story, now)
    due = action_of(scene, number).due
    other = workday_until(scene.today - OVERDUE)
    if due >= other:
        return
    yield (now := moment(workday_until(due - timedelta(days=1)), time(13, 40)))
    promise = action_of(scene, number)
    promises.assign(
        scene.session,
        promise,
        owner_id=promise.owner_id,
        team_id=promise.team_id,
        due=other,
        by=scene.assistant,
        now=now,
    )


def tell(scene: Scene, number: int, plan: StoryPromise, story: Story, now: datetime) -> None:
    """Write the line for the board, if the tenant agreed that anything goes there."""
    if plan.board_line and may_count(Permission(story.permission)):
        promise = action_of(scene, number)
        promises.tell_board(scene.session, promise, plan.board_line, by=scene.assistant, now=now)


def action_of(scene: Scene, number: int) -> Promise:
    """Give a promise as it stands."""
    return scene.session.get_one(Promise, number)
