"""What the board's table tells after a withdrawal: what became too small is told nowhere."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from tests.services.board.said import Said, a_year
from tests.services.village import Office
from visits.domain.insight import Stage
from visits.domain.note import Permission
from visits.models.visit import Visit
from visits.services.board import heard
from visits.services.board.close import close_due
from visits.services.board.public import public_page
from visits.services.board.subject import subject_page
from visits.services.journal import insight as insights
from visits.services.journal import note as notes

READ_ON = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
PLAIN, SENSITIVE = Said("WON.vocht"), Said("OUD.langer")
# One visit is taken back: of a sensitive subject two more must be left than of another.
ENOUGH_FOR_THE_BOARD = [
    (PLAIN, 4, True),
    (PLAIN, 3, False),
    (SENSITIVE, 6, True),
    (SENSITIVE, 5, False),
]
ENOUGH_FOR_TENANTS = [
    (PLAIN, 6, True),
    (PLAIN, 5, False),
    (SENSITIVE, 8, True),
    (SENSITIVE, 7, False),
]


def withdraw(session: Session, office: Office, visit: Visit) -> None:
    """Close the year, and write that a tenant allows nothing to be counted any more."""
    close_due(session, now=READ_ON)
    note = notes.find_note(session, visit)
    assert note is not None
    notes.set_permission(session, note, Permission.INTERNAL, by=office.director.id, now=READ_ON)


@pytest.mark.parametrize(("told", "visits", "shown"), ENOUGH_FOR_THE_BOARD)
def test_after_a_withdrawal_a_sensitive_subject_needs_two_visits_more_for_the_board(
    session: Session, office: Office, told: Said, visits: int, shown: bool
) -> None:
    made = a_year(session, visits, told)

    withdraw(session, office, made[0])

    page = heard.heard_page(session, now=READ_ON)
    code = told.theme.partition(".")[0]
    alone = subject_page(session, code, now=READ_ON).now
    assert [one.code for one in page.shown] == [code] * shown
    assert alone is not None
    assert alone.visits.hidden is not shown
    assert bool(alone.themes) is shown
    assert bool(heard.export_rows(session, now=READ_ON)) is shown


@pytest.mark.parametrize(("told", "visits", "shown"), ENOUGH_FOR_TENANTS)
def test_after_a_withdrawal_a_sensitive_subject_needs_two_visits_more_for_tenants(
    session: Session, office: Office, told: Said, visits: int, shown: bool
) -> None:
    made = a_year(session, visits, told)

    withdraw(session, office, made[0])

    assert bool(public_page(session, "2026", now=READ_ON).subjects) is shown


def test_an_insight_that_is_withdrawn_hides_what_became_too_small(
    session: Session, office: Office
) -> None:
    made = a_year(session, 3, PLAIN)
    close_due(session, now=READ_ON)
    (insight,) = insights.list_of_visit(session, made[0])

    insights.set_stage(session, insight, Stage.WITHDRAWN, by=office.director.id, now=READ_ON)

    assert heard.heard_page(session, now=READ_ON).shown == []


def test_words_come_in_the_order_that_was_fixed_and_no_more_of_them_than_asked(
    session: Session,
) -> None:
    a_year(session, 12, PLAIN, PLAIN)

    page = heard.heard_page(session, now=READ_ON)

    (subject,) = page.shown
    alone = subject_page(session, "WON", now=READ_ON)
    assert len(subject.statements) == heard.MOST
    assert list(subject.statements) == list(alone.statements)[: heard.MOST]
    assert len(alone.statements) > heard.MOST
