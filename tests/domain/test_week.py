"""A week as a table of hours."""

from datetime import UTC, date, datetime

from visits.domain.week import monday_of, week_rows, workdays

MONDAY = date(2026, 12, 14)


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    """Give a moment of that December; Dutch clocks are an hour ahead."""
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC)


def test_an_hour_is_busy_as_soon_as_a_minute_of_it_is() -> None:
    rows = week_rows([(utc(15, 9, 59), utc(15, 11))], MONDAY, [])

    busy = [(row.hour, day) for row in rows for day, cell in enumerate(row.cells) if cell.is_busy]
    assert busy == [(10, 1), (11, 1)]


def test_a_moment_that_is_offered_carries_its_number() -> None:
    rows = week_rows([], MONDAY, [utc(17, 9, 30), utc(16, 13)])

    found = {cell.choice: (row.hour, day) for row in rows for day, cell in enumerate(row.cells)}
    assert found[1] == (10, 3)
    assert found[2] == (14, 2)


def test_a_week_runs_from_monday_to_friday() -> None:
    assert monday_of(date(2026, 12, 20)) == MONDAY
    assert workdays(MONDAY)[-1] == date(2026, 12, 18)
