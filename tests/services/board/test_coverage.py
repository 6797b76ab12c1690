"""Where we were: moves once a quarter, beside the share of each district and band."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.factories import make_tenant
from tests.services.board.said import hold_visit
from visits.domain.visit import State
from visits.services.board.close import close_due
from visits.services.board.coverage import CoveragePage, coverage_page, stepwise

CLOSED = datetime(2026, 7, 2, tzinfo=UTC)


def read(session: Session) -> CoveragePage:
    """Close what is due and give the page."""
    close_due(session, now=CLOSED)
    page = coverage_page(session)
    assert page is not None
    return page


def test_districts_stand_beside_their_share(session: Session) -> None:
    for district, tenants, visits in (("Overdie", 6, 3), ("De Mare", 2, 0)):
        for _ in range(tenants):
            make_tenant(session, district=district)
        for month in range(1, visits + 1):
            hold_visit(session, date(2026, month, 5), district=district)

    page = read(session)

    assert page.districts == [("Overdie", 6, 2.25), ("De Mare", 2, 0.75)]
    assert (page.until, page.visits) == ("2026-Q2", 3)


@pytest.mark.parametrize("visited", [("Overdie",) * 3, ("De Mare", "Overdie", "De Mare")])
def test_which_districts_were_visited_moves_nothing(
    session: Session, visited: tuple[str, ...]
) -> None:
    for district in ("Overdie", "Overdie", "De Mare"):
        make_tenant(session, district=district)
    for month, district in enumerate(visited, start=1):
        hold_visit(session, date(2026, month, 5), district=district)

    page = read(session)

    assert page.districts == [("Overdie", 2, 2.0), ("De Mare", 1, 1.0)]


def test_who_said_no_is_counted_when_enough_did(session: Session) -> None:
    shown = []
    for month, declined in ((2, 2), (5, 1), (8, 2)):
        for _ in range(3):
            hold_visit(session, date(2026, month, 5))
        for _ in range(declined):
            hold_visit(session, date(2026, month, 6)).state = State.DECLINED
        close_due(session, now=datetime(2026, month, 28, tzinfo=UTC) + timedelta(days=60))
        page = coverage_page(session)
        assert page is not None
        shown.append(page.asked)

    assert shown == [{}, {State.DECLINED: 3}, {State.DECLINED: 3}]  # five by now


def test_a_band_waits_until_enough_visits_join_it_at_once(session: Session) -> None:
    shown = []
    for month in (2, 5, 8, 11):
        for band in ("50_up", "50_up", "30_39") if month == 5 else ("50_up",):
            hold_visit(session, date(2026, month, 5), band=band)
        close_due(session, now=datetime(2026, month, 28, tzinfo=UTC) + timedelta(days=60))
        page = coverage_page(session)
        assert page is not None
        shown.append({one.name: one.visits.count for one in page.bands})

    assert shown == [
        {"50_up": None},
        {"50_up": 3, "30_39": None},
        {"50_up": 3, "30_39": None},  # four by now, but one alone would show
        {"50_up": 3, "30_39": None},
    ]


@given(st.lists(st.dictionaries(st.sampled_from("ABCD"), st.integers(0, 4))), st.integers(2, 5))
def test_a_band_never_differs_by_too_few_between_two_quarters(
    held: list[dict[str, int]], smallest_group: int
) -> None:
    visits: Counter[str] = Counter()
    shown: dict[str, int] = {}
    for quarter in held:
        visits.update(quarter)
        before, shown = shown, stepwise(shown, visits, smallest_group)

        for name, count in shown.items():
            assert count == before.get(name, 0) or count - before.get(name, 0) >= smallest_group
            assert 0 <= visits[name] - count < smallest_group


def test_a_visit_of_an_open_quarter_moves_nothing(session: Session) -> None:
    for month in (1, 2, 3):
        hold_visit(session, date(2026, month, 5))
    before = read(session)

    hold_visit(session, date(2026, 7, 1))

    assert read(session) == before


def test_bands_are_in_the_order_of_years_and_who_would_rather_not_is_counted(
    session: Session,
) -> None:
    for band in ("50_up", "to_30", "50_up", "50_up"):
        hold_visit(session, date(2026, 2, 5), band=band)
    for _ in range(3):
        hold_visit(session, date(2026, 2, 6)).state = State.DECLINED
    session.flush()

    page = read(session)

    assert [one.name for one in page.bands] == ["to_30", "50_up"]
    assert page.asked == {State.DECLINED: 3}


def test_before_the_first_quarter_is_over_there_is_no_page(session: Session) -> None:
    assert coverage_page(session) is None


def test_the_end_of_each_year_can_be_read(session: Session) -> None:
    for year, month in ((2025, 2), (2025, 8), (2026, 2)):
        hold_visit(session, date(year, month, 5))
    close_due(session, now=CLOSED)

    past, now = coverage_page(session, year="2025"), coverage_page(session, year="tien")

    assert past is not None
    assert now is not None
    # Two visits are too few: they wait for the third, and count with it.
    assert (past.until, past.visits, past.years) == ("2025-Q4", 0, ["2026", "2025"])
    assert (now.until, now.visits) == ("2026-Q2", 3)
