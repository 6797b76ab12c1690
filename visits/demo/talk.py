"""Talks of the sample data: what colleagues heard on the way, and passed on in three fields."""

from datetime import datetime, time, timedelta

from visits.demo.agenda import Life
from visits.demo.scene import Scene
from visits.demo.workday import workday_until
from visits.domain.account import Role
from visits.domain.insight import Feeling, Kind, Source
from visits.domain.month import moment
from visits.services import insight as insights
from visits.services.talk import note_talk

# How long ago, where, what, and whether it may be used; the last one still waits for its theme.
TALKS = (
    (96, Source.REPAIR, "Wie belooft te bellen en dat doet, krijgt koffie.", True, "DVL.afspraken"),
    (61, Source.HANDOVER, "Een nieuwe bewoner zoekt de vuilcontainer het langst.", True, "DVL"),
    (33, Source.SOCIAL, "De nieuwe lampen op het achterpad worden geprezen.", False, "VEI.donker"),
    (6, Source.REPAIR, "Een kraan die niet drupt, valt niemand op. Behalve ’s nachts.", True, ""),
)


def live_talks(scene: Scene) -> Life:
    """Have a colleague pass on what was heard, and the assistant give it a theme."""
    for days, source, statement, shared, theme in TALKS:
        now: datetime = moment(workday_until(scene.today - timedelta(days=days)), time(15, 20))
        yield now
        staff = scene.people[Role.STAFF]
        made = note_talk(scene.session, statement, source, shared=shared, by=staff, now=now)
        if theme:
            fields = {
                "statement": statement,
                "kind": Kind.STORY,
                "feeling": Feeling.NEUTRAL,
                "themes": [theme],
            }
            yield (now := now + timedelta(hours=1))
            found = insights.get_insight(scene.session, made.id)
            insights.code(scene.session, found, fields, by=scene.assistant, now=now)
