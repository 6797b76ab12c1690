"""Where we were: moves once a quarter, beside the share of each district and band."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from tests.factories import make_tenant
from tests.services.told import hold_visit
from visits.domain.visit import State
from visits.services.closing import close_due
from visits.services.coverage import CoveragePage, coverage_page

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

    found = [(one.name, one.tenants, one.visits.count, one.share) for one in page.districts]
    assert found == [("Overdie", 6, 3, 2.25), ("De Mare", 2, 0, 0.75)]
    assert (page.until, page.visits, page.missed) == ("2026-Q2", 3, [])


def test_a_small_count_is_hidden_and_so_is_what_would_tell_it(session: Session) -> None:
    for district, visits in (("Overdie", 4), ("De Mare", 3), ("Huiswaard", 2)):
        for month in range(1, visits + 1):
            hold_visit(session, date(2026, month, 5), district=district)

    page = read(session)

    assert {one.name for one in page.districts if one.visits.hidden} == {"De Mare", "Huiswaard"}


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
    assert {state: cell.count for state, cell in page.asked.items()} == {State.DECLINED: 3}


def test_before_the_first_quarter_is_over_there_is_no_page(session: Session) -> None:
    assert coverage_page(session) is None
