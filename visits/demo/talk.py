"""Talks of the sample data: what colleagues heard on the way, and passed on in three fields."""

from collections.abc import Generator
from datetime import date, datetime, time, timedelta
from typing import Any

from visits.demo.agenda import Life
from visits.demo.scene import Scene
from visits.demo.text import read_texts
from visits.demo.workday import workday_until
from visits.domain.account import Role
from visits.domain.insight import Kind, Source
from visits.domain.month import moment
from visits.models.insight import Insight
from visits.services.journal import insight as insights
from visits.services.journal.talk import note_talk

TALKS = read_texts("talks")


def live_talks(scene: Scene) -> Life:
    """Have a colleague pass on what was heard, and the assistant give it a theme."""
    for talk in TALKS["year_before"]:
        day = date(scene.today.year - 1, talk["month"], 12)
        made = yield from pass_on(scene, day, talk, shared=True)
        now = told_at(day) + timedelta(hours=2)
        yield now
        found = insights.get_insight(scene.session, made.id)
        insights.release(scene.session, found, by=scene.director, now=now)
    for talk in TALKS["recent"]:
        day = scene.today - timedelta(days=talk["days"])
        yield from pass_on(scene, day, talk, shared=talk["shared"])


def told_at(day: date) -> datetime:
    """Give the moment at which somebody has time to write down what was heard."""
    return moment(workday_until(day), time(15, 20))


def pass_on(
    scene: Scene, day: date, talk: dict[str, Any], *, shared: bool
) -> Generator[datetime, None, Insight]:
    """Pass on one thing that was heard, and an hour later give it a theme, if it has one."""
    now = told_at(day)
    yield now
    staff = scene.people[Role.STAFF]
    statement, source = talk["statement"], Source(talk["source"])
    made = note_talk(scene.session, statement, source, shared=shared, by=staff, now=now)
    if theme := talk.get("theme"):
        fields = {"statement": statement, "kind": Kind.STORY, "themes": [theme]}
        yield (now := now + timedelta(hours=1))
        found = insights.get_insight(scene.session, made.id)
        insights.code(scene.session, found, fields, by=scene.assistant, now=now)
    return made
