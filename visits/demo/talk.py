"""Talks of the sample data: what colleagues heard on the way, and passed on in three fields."""

from collections.abc import Generator
from datetime import date, datetime, time, timedelta

from visits.demo.agenda import Life
from visits.demo.scene import Scene
from visits.demo.workday import workday_until
from visits.domain.account import Role
from visits.domain.insight import Kind, Source
from visits.domain.month import moment
from visits.models.insight import Insight
from visits.services import insight as insights
from visits.services.talk import note_talk

# How long ago, where, what, and whether it may be used; the last one still waits for its theme.
TALKS = (
    (96, Source.REPAIR, "Wie belooft te bellen en dat doet, krijgt koffie.", True, "DVL.afspraken"),
    (61, Source.HANDOVER, "Een nieuwe bewoner zoekt de vuilcontainer het langst.", True, "DVL"),
    (33, Source.SOCIAL, "De nieuwe lampen op het achterpad worden geprezen.", False, "VEI.donker"),
    (6, Source.REPAIR, "Een kraan die niet drupt, valt niemand op. Behalve ’s nachts.", True, ""),
)
# In which month of the year before, where, what and about what: these were released.
YEAR_BEFORE = (
    (
        3,
        Source.REPAIR,
        "Een appje dat de monteur onderweg is, scheelt een ochtend.",
        "DVL.afspraken",
    ),
    (5, Source.HANDOVER, "De map met uitleg ligt nog jaren in de la.", "DVL.informatie"),
    (9, Source.SOCIAL, "Wie drie keer is doorverbonden, belt niet meer.", "DVL.bereik"),
    (11, Source.REPAIR, "Een kierende deur is met één schroef weer stil.", "OND.kwaliteit"),
)


def live_talks(scene: Scene) -> Life:
    """Have a colleague pass on what was heard, and the assistant give it a theme."""
    for month, source, statement, theme in YEAR_BEFORE:
        day = date(scene.today.year - 1, month, 12)
        made = yield from pass_on(scene, day, source, statement, theme, shared=True)
        now = told_at(day) + timedelta(hours=2)
        yield now
        found = insights.get_insight(scene.session, made.id)
        insights.release(scene.session, found, by=scene.director, now=now)
    for days, source, statement, shared, theme in TALKS:
        day = scene.today - timedelta(days=days)
        yield from pass_on(scene, day, source, statement, theme, shared=shared)


def told_at(day: date) -> datetime:
    """Give the moment at which somebody has time to write down what was heard."""
    return moment(workday_until(day), time(15, 20))


def pass_on(
    scene: Scene, day: date, source: Source, statement: str, theme: str, *, shared: bool
) -> Generator[datetime, None, Insight]:
    """Pass on one thing that was heard, and an hour later give it a theme, if it has one."""
    now = told_at(day)
    yield now
    staff = scene.people[Role.STAFF]
    made = note_talk(scene.session, statement, source, shared=shared, by=staff, now=now)
    if theme:
        fields = {"statement": statement, "kind": Kind.STORY, "themes": [theme]}
        yield (now := now + timedelta(hours=1))
        found = insights.get_insight(scene.session, made.id)
        insights.code(scene.session, found, fields, by=scene.assistant, now=now)
    return made
