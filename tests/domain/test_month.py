"""Months, quarters and the Dutch clock."""

from datetime import UTC, date, datetime, time

import pytest

from visits.domain.month import (
    first_day,
    half_of,
    moment,
    period_of,
    quarter_days,
    quarter_of,
    quarters_before,
    quarters_of,
    same_day,
    today,
    year_of,
)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),  # winter: an hour ahead
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),  # summer: two hours
    ],
)
def test_a_day_begins_when_it_does_in_the_netherlands(now: datetime, day: date) -> None:
    assert today(now) == day


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        (date(2026, 1, 15), time(14), datetime(2026, 1, 15, 13, tzinfo=UTC)),
        (date(2026, 7, 15), time(14), datetime(2026, 7, 15, 12, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # twice
        (date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # never
    ],
)
def test_a_dutch_clock_shows_one_moment(day: date, clock: time, expected: datetime) -> None:
    assert moment(day, clock) == expected


def test_a_month_is_found_back_from_its_days() -> None:
    assert period_of(date(2026, 3, 31)) == "2026-03"
    assert first_day("2026-03") == date(2026, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2026-13",
        "2026-00",
        "2026-1",
        "26-01",
        "2026-01-01",
        "2026-01\n",
        "２０２６-01",  # digits, but not ours
        "",
    ],
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        first_day(text)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 1, 1), "2026-Q1"),
        (date(2026, 3, 31), "2026-Q1"),
        (date(2026, 4, 1), "2026-Q2"),
        (date(2026, 9, 30), "2026-Q3"),
        (date(2026, 12, 31), "2026-Q4"),
    ],
)
def test_a_day_falls_in_its_quarter(day: date, quarter: str) -> None:
    assert quarter_of(day) == quarter


@pytest.mark.parametrize(
    ("day", "quarters"),
    [
        (date(2026, 12, 31), ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]),
        (date(2027, 1, 1), ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),  # the next day
        (date(2026, 2, 10), ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]),
    ],
)
def test_only_closed_quarters_come_before_a_day(day: date, quarters: list[str]) -> None:
    assert quarters_before(day, 4) == quarters


@pytest.mark.parametrize(
    ("day", "years", "then"),
    [
        (date(2026, 3, 1), 1, date(2027, 3, 1)),
        (date(2028, 2, 29), -2, date(2026, 2, 28)),  # that year has no such day
    ],
)
def test_the_same_day_of_another_year(day: date, years: int, then: date) -> None:
    assert same_day(day, years) == then


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_quarter_runs_from_its_first_day_to_its_last(
    quarter: str, first: date, last: date
) -> None:
    assert quarter_days(quarter) == (first, last)
    assert quarter_of(first) == quarter_of(last) == quarter


@pytest.mark.parametrize(
    ("period", "half"),
    [
        ("2026-Q1", "2026-H1"),
        ("2026-Q2", "2026-H1"),
        ("2026-Q3", "2026-H2"),
        ("2026-Q4", "2026-H2"),
        ("2026-H2", "2026-H2"),  # its own
        ("2026", ""),  # a year has none
    ],
)
def test_a_quarter_falls_in_its_half_year(period: str, half: str) -> None:
    assert half_of(period) == half


@pytest.mark.parametrize("period", ["2026-Q3", "2026-H2", "2026"])
def test_every_period_has_its_year(period: str) -> None:
    assert year_of(period) == "2026"


def test_a_year_has_four_quarters() -> None:
    assert quarters_of("2026") == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
