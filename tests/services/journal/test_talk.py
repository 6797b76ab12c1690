"""Talks: what colleagues heard, counted apart under the rule of the board."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from tests.factories import set_up
from tests.services.board.said import Said, a_year
from tests.services.village import AFTER, Office, add_person
from visits.domain.account import Role
from visits.domain.insight import Source, Stage
from visits.domain.note import Permission
from visits.models.insight import Insight, InsightTheme
from visits.services.board import heard as hearings
from visits.services.board.close import close_due
from visits.services.journal import talk
from visits.services.refusals import Refused

READ_ON = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
PLAIN, SENSITIVE = "WON.vocht", "OUD.langer"


def hear(session: Session, office: Office, times: int, code: str) -> list[Insight]:
    """Release what colleagues heard in some talks about one theme."""
    a_year(session, 3, Said("BUU.hulp"))
    made = []
    for number in range(times):
        heard = talk.note_talk(
            session,
            f"Gehoord op trap {number}.",
            Source.REPAIR,
            shared=True,
            by=office.assistant.id,
            now=AFTER,
        )
        session.add(InsightTheme(insight_id=heard.id, position=0, code=code))
        heard.stage, heard.period = Stage.RELEASED, "2026-Q4"
        made.append(heard)
    session.flush()
    return made


@pytest.mark.parametrize(
    ("code", "talks", "told"),
    [
        (PLAIN, 3, [("WON", 3)]),
        (SENSITIVE, 4, []),
        (SENSITIVE, 5, [("OUD", 5)]),
    ],
)
def test_a_sensitive_subject_needs_two_talks_more_than_others(
    session: Session, office: Office, code: str, talks: int, told: list[tuple[str, int]]
) -> None:
    hear(session, office, talks, code)

    page = hearings.heard_page(session, now=READ_ON)

    assert (page.talks, page.overheard) == (talks, told)


@pytest.mark.parametrize(("talks", "told"), [(5, []), (6, [("WON", 6)])])
def test_after_a_stricter_rule_every_subject_of_talks_needs_two_more(
    session: Session, office: Office, talks: int, told: list[tuple[str, int]]
) -> None:
    hear(session, office, talks, PLAIN)
    close_due(session, now=READ_ON)

    set_up(session, smallest_group=4)

    assert hearings.heard_page(session, now=READ_ON).overheard == told


@pytest.mark.parametrize(
    ("stage", "period"),
    [
        (Stage.CODED, "2026-Q4"),
        (Stage.WITHDRAWN, "2026-Q4"),
        (Stage.RELEASED, "2027-Q1"),  # it joins the next year
    ],
)
def test_only_what_was_released_in_its_year_is_counted(
    session: Session, office: Office, stage: Stage, period: str
) -> None:
    made = hear(session, office, 4, PLAIN)
    made[0].stage, made[0].period = stage, period

    page = hearings.heard_page(session, now=READ_ON)

    assert (page.talks, page.overheard) == (3, [("WON", 3)])


def test_what_stands_beside_the_main_theme_is_not_counted(session: Session, office: Office) -> None:
    for heard in hear(session, office, 3, PLAIN):
        session.add(InsightTheme(insight_id=heard.id, position=1, code="VEI.gevoel"))

    page = hearings.heard_page(session, now=READ_ON)

    assert page.overheard == [("WON", 3)]


@pytest.mark.parametrize(
    ("shared", "level"), [(True, Permission.WITHOUT_NAME), (False, Permission.COUNTED)]
)
def test_words_travel_only_when_the_colleague_asked(
    session: Session, office: Office, shared: bool, level: Permission
) -> None:
    talk.note_talk(
        session, " Fijn. ", Source.SOCIAL, shared=shared, by=office.assistant.id, now=AFTER
    )

    (own,) = talk.list_own(session, office.assistant.id)
    assert own.talk is not None
    assert (own.statement, own.talk.permission, own.talk.on) == ("Fijn.", level, AFTER.date())


def test_a_talk_has_words(session: Session, office: Office) -> None:
    by = office.assistant.id

    with pytest.raises(Refused, match="statement_missing"):
        talk.note_talk(session, "  ", Source.REPAIR, shared=True, by=by, now=AFTER)


def test_everybody_sees_the_talks_of_their_own_the_newest_first(
    session: Session, office: Office
) -> None:
    colleague = add_person(session, Role.STAFF)
    for words, by in (("Een", colleague), ("Ander", office.assistant), ("Twee", colleague)):
        talk.note_talk(session, words, Source.OTHER, shared=True, by=by.id, now=AFTER)

    assert [one.statement for one in talk.list_own(session, colleague.id)] == ["Twee", "Een"]
