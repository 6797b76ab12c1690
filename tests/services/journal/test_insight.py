"""Insights: coded by a person, released by a person, and only when the tenant allowed it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, make_tenant
from tests.services.board.said import Said, hold_visit
from tests.services.village import (
    AFTER,
    Office,
    coded_insight,
    deeds,
    held,
    write_note,
)
from visits.domain.insight import Kind, Source, Stage, StageNotAllowed
from visits.domain.note import Permission
from visits.domain.privacy import Sign
from visits.models.account import Team
from visits.models.audit import AuditLine
from visits.models.board import ClosedPeriod
from visits.models.insight import Insight, InsightTheme
from visits.models.visit import Visit
from visits.services.journal import insight as insights
from visits.services.journal import similar
from visits.services.journal.insight import Wanted
from visits.services.journal.note import NewInsight
from visits.services.journal.reidentify import check_insight
from visits.services.journal.talk import note_talk
from visits.services.refusals import NotFound, Refused
from visits.services.search import reindex
from visits.services.upkeep.ready import tally_of


def given(
    session: Session,
    office: Office,
    permission: Permission = Permission.WITHOUT_NAME,
    *,
    statement: str = "De lift is te klein.",
    **fields: Any,
) -> Insight:
    """Give a coded insight of a visit, as a screen loads it."""
    visit = held(session, office, **fields)
    coded_insight(session, visit, office, permission, statement=statement)
    (insight,) = insights.list_of_visit(session, visit)
    return insights.get_insight(session, insight.id)


@pytest.mark.parametrize(
    ("permission", "released"),
    [
        (Permission.INTERNAL, False),
        (Permission.COUNTED, True),
        (Permission.WITHOUT_NAME, True),
        (Permission.WITH_NAME, True),
    ],
)
def test_an_insight_is_released_when_the_tenant_allowed_it(
    session: Session, office: Office, permission: Permission, released: bool
) -> None:
    insight = given(session, office, permission)

    if released:
        insights.release(session, insight, by=office.director.id, now=AFTER)
    else:
        with pytest.raises(Refused, match="permission_low"):
            insights.release(session, insight, by=office.director.id, now=AFTER)

    assert (insight.stage is Stage.RELEASED) is released


def praised(session: Session, office: Office, level: Permission) -> tuple[Team, Insight]:
    """Give a team, and a compliment for it that was released."""
    team = session.scalars(select(Team).order_by(Team.id)).first()
    assert team is not None
    visit = held(session, office)
    praise = NewInsight("Netjes.", kind=Kind.COMPLIMENT, themes=["OND.vakman"], team_id=team.id)
    write_note(session, visit, office, level, insights=[praise])
    (found,) = insights.list_of_visit(session, visit)
    insight = insights.get_insight(session, found.id)
    insights.release(session, insight, by=office.director.id, now=AFTER)
    return team, insight


@pytest.mark.parametrize(
    ("level", "shown"),
    [
        (Permission.COUNTED, False),
        (Permission.WITHOUT_NAME, True),
        (Permission.WITH_NAME, True),
    ],
)
def test_a_compliment_of_which_only_the_theme_may_be_counted_is_shown_to_nobody(
    session: Session, office: Office, level: Permission, shown: bool
) -> None:
    team, praise = praised(session, office, level)

    assert insights.compliments_for(session, team.id) == ([praise] if shown else [])


def test_a_compliment_is_shown_to_its_own_team_only(session: Session, office: Office) -> None:
    team, _ = praised(session, office, Permission.WITHOUT_NAME)

    assert insights.compliments_for(session, team.id + 1) == []
    assert insights.compliments_for(session, None) == []


def test_a_compliment_is_shown_as_long_as_it_is_released(session: Session, office: Office) -> None:
    team, praise = praised(session, office, Permission.WITHOUT_NAME)

    insights.set_stage(session, praise, Stage.WITHDRAWN, by=office.director.id, now=AFTER)

    assert insights.compliments_for(session, team.id) == []


def test_an_insight_without_a_theme_is_not_released(session: Session, office: Office) -> None:
    insight = given(session, office)
    insight.themes.clear()

    with pytest.raises(Refused, match="theme_missing"):
        insights.release(session, insight, by=office.director.id, now=AFTER)


@pytest.mark.parametrize(
    ("now", "period"),
    [
        (AFTER, "2026-Q4"),  # the quarter of the visit
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), "2026-Q4"),
        (datetime(2026, 12, 31, 23, 1, tzinfo=UTC), "2027-Q1"),  # closed: it joins the next
        (datetime(2027, 8, 1, 9, 0, tzinfo=UTC), "2027-Q3"),
    ],
)
def test_an_insight_counts_in_a_quarter_that_is_not_closed(
    session: Session, office: Office, now: datetime, period: str
) -> None:
    insight = given(session, office)

    insights.release(session, insight, by=office.director.id, now=now)

    assert (insight.period, insight.released_by) == (period, office.director.id)


def test_a_release_logs_what_the_check_found_and_not_the_words(
    session: Session, office: Office
) -> None:
    insight = given(
        session,
        office,
        surname="Çelik",
        street="Kwakelpad",
        statement="Celik van het Kwakelpad is de oudste.",
    )

    with pytest.raises(Refused, match="reason_missing"):
        insights.release(session, insight, by=office.director.id, now=AFTER)
    insights.release(session, insight, reason="Mag", by=office.director.id, now=AFTER)

    line = session.scalars(select(AuditLine).where(AuditLine.deed == "insight.release")).one()
    assert set(line.detail["signs"]) == {Sign.NAME, Sign.STREET, Sign.ONLY}
    assert "elik" not in str(line.detail)
    assert insight.release_reason == "Mag"


def test_a_release_keeps_a_reason_only_where_one_was_needed(
    session: Session, office: Office
) -> None:
    insight = given(session, office)

    insights.release(session, insight, reason="Mag", by=office.director.id, now=AFTER)

    assert insight.release_reason == ""


def test_periods_that_are_over_are_closed_before_words_are_taken_back(
    session: Session, office: Office
) -> None:
    _, insight = told_at(session, 1)

    insights.set_stage(session, insight, Stage.WITHDRAWN, by=office.director.id, now=AFTER)

    assert session.get(ClosedPeriod, "2026-Q1") is not None


def test_what_was_withdrawn_says_nothing_of_the_list_of_themes(
    session: Session, office: Office
) -> None:
    visit = held(session, office)
    new = [
        NewInsight("Rest", kind=Kind.IDEA, themes=["OVG"]),
        NewInsight("Zin", kind=Kind.IDEA, themes=["WON"]),
    ]
    write_note(session, visit, office, insights=new)
    before = insights.rest_share(session)

    insights.list_of_visit(session, visit)[0].stage = Stage.WITHDRAWN

    assert (before, insights.rest_share(session)) == (0.5, 0.0)


def test_what_was_released_is_not_released_again_nor_written_over(
    session: Session, office: Office
) -> None:
    insight = given(session, office)
    insights.release(session, insight, by=office.director.id, now=AFTER)
    fields = {"statement": "Anders", "themes": ["WON"]}

    with pytest.raises(StageNotAllowed):
        insights.release(session, insight, by=office.director.id, now=AFTER)
    with pytest.raises(StageNotAllowed):
        insights.code(session, insight, fields, by=office.assistant.id, now=AFTER)

    assert insight.statement == "De lift is te klein."


def test_coding_gives_an_insight_its_words_and_its_themes(session: Session, office: Office) -> None:
    visit = held(session, office)
    write_note(session, visit, office, insights=[NewInsight("Ruw")])
    insight = insights.get_insight(session, insights.list_of_visit(session, visit)[0].id)
    fields = {
        "statement": " De hal is licht. ",
        "kind": Kind.COMPLIMENT,
        "themes": ["OMG.algemeen", "WON", "OMG.algemeen", "BUU", "VEI"],
    }

    insights.code(session, insight, fields, by=office.assistant.id, now=AFTER)

    session.expire_all()
    coded = insights.get_insight(session, insight.id)
    assert (coded.statement, coded.stage) == ("De hal is licht.", Stage.CODED)
    assert [theme.code for theme in coded.themes] == ["OMG.algemeen", "WON", "BUU"]
    assert deeds(session)[-1] == "insight.code"


def test_coding_again_puts_other_themes_in_place(session: Session, office: Office) -> None:
    insight = given(session, office)
    fields = {"statement": "Zin", "themes": ["WON", "WON.comfort"]}

    insights.code(session, insight, fields, by=office.assistant.id, now=AFTER)

    codes = session.scalars(select(InsightTheme.code).order_by(InsightTheme.position)).all()
    assert codes == ["WON", "WON.comfort"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"statement": "  ", "themes": ["WON"]}, "statement_missing"),
        ({"statement": "Zin", "themes": []}, "theme_missing"),
        ({"statement": "Zin", "themes": ["ZIEKTE"]}, "unknown_theme"),
    ],
)
def test_coding_that_says_too_little_is_refused(
    session: Session, office: Office, fields: dict[str, Any], code: str
) -> None:
    insight = given(session, office)

    with pytest.raises(Refused, match=code):
        insights.code(session, insight, fields, by=office.assistant.id, now=AFTER)


def test_what_is_kept_inside_is_off_the_list(session: Session, office: Office) -> None:
    insight = given(session, office)
    before = tally_of(session).coded

    insights.set_stage(session, insight, Stage.INTERNAL, by=office.assistant.id, now=AFTER)

    assert (before, tally_of(session).coded) == (1, 0)


def test_nothing_is_released_past_the_check_of_the_permission(
    session: Session, office: Office
) -> None:
    insight = given(session, office, Permission.INTERNAL)

    with pytest.raises(Refused, match="permission_low"):
        insights.set_stage(session, insight, Stage.RELEASED, by=office.director.id, now=AFTER)

    assert insight.stage is Stage.CODED


def test_an_insight_that_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        insights.get_insight(session, 404)


def test_any_tenant_of_the_database_is_known_by_name(session: Session, office: Office) -> None:
    make_tenant(session, prefix="van", surname="Zwanenburg")
    insight = given(session, office, statement="Zwanenburgs hond blaft.")

    check = check_insight(session, insight)

    assert [one.kind for one in check.statement] == [Sign.NAME]


def test_a_subject_of_too_few_visits_is_called_small(session: Session, office: Office) -> None:
    insight = given(session, office)

    assert check_insight(session, insight).small


def test_an_insight_is_split_off_and_put_together_again(session: Session, office: Office) -> None:
    insight = given(session, office)
    part = insights.split_off(
        session, insight, "De hal is donker.", by=office.assistant.id, now=AFTER
    )
    there = insights.list_of_visit(session, insight.visit) if insight.visit else []

    other = insights.get_insight(session, part.id)
    insights.merge(session, insight, other, by=office.assistant.id, now=AFTER)

    left = insights.list_of_visit(session, insight.visit) if insight.visit else []
    assert {one.id for one in there} == {insight.id, part.id}
    assert [one.id for one in left] == [insight.id]
    assert (other.merged_into, other.stage) == (insight.id, Stage.WITHDRAWN)


def test_what_is_put_together_keeps_what_either_had(session: Session, office: Office) -> None:
    visit, by = held(session, office), office.assistant.id
    new = [
        NewInsight("Een.", kind=Kind.IDEA, themes=["WON", "BUU"]),
        NewInsight("Twee.", "Te klein!", Kind.IDEA, ["BUU", "VEI", "OMG"]),
    ]
    write_note(session, visit, office, insights=new)
    kept, other = (
        insights.get_insight(session, one.id) for one in insights.list_of_visit(session, visit)
    )
    other.important = True

    insights.merge(session, kept, other, by=by, now=AFTER)

    assert (kept.statement, kept.quote, kept.important) == ("Een.", "Te klein!", True)
    assert [theme.code for theme in kept.themes] == ["WON", "BUU", "VEI"]


def test_what_was_released_is_neither_split_nor_put_together(
    session: Session, office: Office
) -> None:
    insight, by = given(session, office), office.director.id
    part = insights.split_off(session, insight, "De hal is donker.", by=by, now=AFTER)
    other = insights.get_insight(session, part.id)
    insights.release(session, insight, by=by, now=AFTER)

    with pytest.raises(StageNotAllowed):
        insights.split_off(session, insight, "De hal is licht.", by=by, now=AFTER)
    with pytest.raises(StageNotAllowed):
        insights.merge(session, other, insight, by=by, now=AFTER)
    with pytest.raises(StageNotAllowed):
        insights.merge(session, insight, other, by=by, now=AFTER)


def test_both_halves_of_a_talk_are_of_that_talk(session: Session, office: Office) -> None:
    by = office.assistant.id
    talk = note_talk(session, "Licht en schoon.", Source.REPAIR, shared=True, by=by, now=AFTER)

    part = insights.split_off(session, talk, " Schoon. ", by=by, now=AFTER)

    assert (part.talk_id, part.statement, part.stage) == (talk.talk_id, "Schoon.", Stage.DRAFT)


def test_only_what_stands_open_of_the_same_visit_is_offered_to_be_put_together(
    session: Session, office: Office
) -> None:
    visit, by = held(session, office), office.assistant.id
    new = [NewInsight(f"Zin {n}", kind=Kind.IDEA, themes=["WON"]) for n in range(3)]
    write_note(session, visit, office, insights=new)
    first, second, third = insights.list_of_visit(session, visit)
    insights.release(
        session, insights.get_insight(session, third.id), by=office.director.id, now=AFTER
    )
    talks = [
        note_talk(session, words, Source.REPAIR, shared=True, by=by, now=AFTER)
        for words in ("Een", "Twee")
    ]

    assert insights.mergeable(session, first) == [second]
    assert insights.mergeable(session, talks[0]) == []


def test_the_next_that_waits_is_the_one_below_and_after_the_last_the_first(
    session: Session, office: Office
) -> None:
    by = office.assistant.id
    last, middle, first = (
        note_talk(session, words, Source.REPAIR, shared=True, by=by, now=AFTER)
        for words in ("Een", "Twee", "Drie")
    )
    stages = insights.WAITING

    assert insights.list_insights(session, stages) == [first, middle, last]
    assert insights.next_waiting(session, first, stages) == middle.id
    assert insights.next_waiting(session, middle, stages) == last.id
    assert insights.next_waiting(session, last, stages) == first.id
    first.stage = middle.stage = Stage.INTERNAL
    assert insights.next_waiting(session, last, stages) is None


def test_insights_of_two_visits_are_never_put_together(session: Session, office: Office) -> None:
    insight = given(session, office)
    talk = note_talk(
        session, "De lift hapert.", Source.REPAIR, shared=True, by=office.assistant.id, now=AFTER
    )

    with pytest.raises(Refused, match="other_visit"):
        insights.merge(
            session,
            insight,
            insights.get_insight(session, talk.id),
            by=office.assistant.id,
            now=AFTER,
        )


def test_what_sounds_alike_is_proposed_and_only_a_person_ties_it(
    session: Session, office: Office
) -> None:
    earlier = note_talk(
        session, "Liften zijn te klein.", Source.OTHER, shared=True, by=office.director.id, now=NOW
    )
    insight = given(session, office, statement="De lift is klein voor een rolcontainer.")

    proposed = similar.propose(session, insight)
    untied = similar.list_earlier(session, insight)
    similar.tie(session, insight, [earlier.id], by=office.assistant.id, now=AFTER)

    assert proposed == [earlier]
    assert untied == []
    assert similar.list_earlier(session, insight) == [earlier]


def test_a_talk_gives_an_insight_under_the_same_rules(session: Session, office: Office) -> None:
    talk = note_talk(
        session, "De hal is licht.", Source.REPAIR, shared=False, by=office.assistant.id, now=AFTER
    )
    insight = insights.get_insight(session, talk.id)
    fields = {"statement": insight.statement, "kind": Kind.COMPLIMENT, "themes": ["WON"]}
    insights.code(session, insight, fields, by=office.assistant.id, now=AFTER)

    insights.release(session, insight, by=office.director.id, now=AFTER)

    assert insights.permission_of(session, insight) is Permission.COUNTED
    assert insight.stage is Stage.RELEASED


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(words="liften"), True),  # another form of the word
        (Wanted(words="klein LIFT"), True),
        (Wanted(words="lift trap"), False),  # every word must occur
        (Wanted(words="kleìn"), True),
        (Wanted(theme="WON"), True),  # the group of its theme
        (Wanted(theme="WON.comfort"), True),
        (Wanted(theme="BUU"), False),
        (Wanted(kind=Kind.CONCERN, stage=Stage.CODED), True),
        (Wanted(kind=Kind.IDEA), False),
        (Wanted(district="Overdie", period="2026-Q4"), True),
        (Wanted(district="Huiswaard"), False),
        (Wanted(period="2026-Q3"), False),
        (Wanted(words="100%_"), False),
    ],
)
def test_an_insight_is_found_by_its_words_and_its_labels(
    session: Session, office: Office, wanted: Wanted, found: bool
) -> None:
    insight = given(session, office)

    assert insights.search(session, wanted) == ([insight] if found else [])


def test_the_words_by_which_things_are_found_are_never_behind(
    session: Session, office: Office
) -> None:
    insight = given(session, office)
    fields = {"statement": "De hal is donker.", "themes": ["WON"]}
    insights.code(session, insight, fields, by=office.assistant.id, now=AFTER)

    assert reindex(session) == {"note": 0, "insight": 0, "promise": 0}


def test_the_log_says_into_which_insight_another_was_put(session: Session, office: Office) -> None:
    insight = given(session, office)
    part = insights.split_off(session, insight, "Zin.", by=office.assistant.id, now=AFTER)
    part = insights.get_insight(session, part.id)

    insights.merge(session, insight, part, by=office.assistant.id, now=AFTER)

    line = session.scalars(select(AuditLine).order_by(AuditLine.id.desc())).first()
    assert line is not None
    assert (line.deed, line.subject_id, line.detail) == (
        "insight.merge",
        str(part.id),
        {"into": insight.id},
    )


def test_what_is_kept_inside_can_still_be_taken_apart(session: Session, office: Office) -> None:
    insight = given(session, office)
    insights.set_stage(session, insight, Stage.INTERNAL, by=office.assistant.id, now=AFTER)

    part = insights.split_off(session, insight, "Zin.", by=office.assistant.id, now=AFTER)

    assert part.visit_id == insight.visit_id


def told_at(session: Session, month: int, **fields: Any) -> tuple[Visit, Insight]:
    """Give a visit to Overdie, or elsewhere, and what was released of it."""
    visit = hold_visit(session, date(2026, month, 5), Said(), **fields)
    return visit, insights.list_of_visit(session, visit)[0]


def test_of_a_district_the_important_comes_first_and_then_the_newest(session: Session) -> None:
    (_, first), (_, second), (_, third), (visit, _) = (told_at(session, n) for n in (1, 2, 3, 4))
    first.important = True

    found = insights.list_of_district(session, visit)

    assert found == [first, third, second]
    assert insights.list_of_district(session, visit, limit=2) == [first, third]


@pytest.mark.parametrize(
    ("level", "district", "told"),
    [
        (Permission.WITHOUT_NAME, "Overdie", True),
        (Permission.COUNTED, "Overdie", False),  # only its theme counts
        (Permission.WITHOUT_NAME, "Huiswaard", False),
    ],
)
def test_of_a_district_only_words_that_may_be_told_are_read(
    session: Session, level: Permission, district: str, told: bool
) -> None:
    _, insight = told_at(session, 1, permission=level, district=district)
    visit, _ = told_at(session, 2)

    assert insights.list_of_district(session, visit) == ([insight] if told else [])


@pytest.mark.parametrize("stage", [one for one in Stage if one is not Stage.RELEASED])
def test_of_a_district_only_what_was_released_is_read(session: Session, stage: Stage) -> None:
    told_at(session, 1)[1].stage = stage
    visit, _ = told_at(session, 2)

    assert insights.list_of_district(session, visit) == []
