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


def test_an_hour_is_free_when_something_ends_or_begins_at_its_edge() -> None:
    rows = week_rows([(utc(15, 8), utc(15, 9)), (utc(15, 10), utc(15, 11))], MONDAY, [])

    tuesday = {row.hour: row.cells[1].is_busy for row in rows}
    assert [hour for hour, busy in tuesday.items() if busy] == [9, 11]


def test_the_hours_of_a_week_are_those_of_an_office() -> None:
    assert [row.hour for row in week_rows([], MONDAY, [])] == [9, 10, 11, 12, 13, 14, 15, 16]


def test_a_moment_on_the_hour_stands_in_that_hour_alone() -> None:
    rows = week_rows([], MONDAY, [utc(16, 9)])

    offered = [(row.hour, day) for row in rows for day, cell in enumerate(row.cells) if cell.choice]
    assert offered == [(10, 2)]


def test_a_moment_that_is_offered_carries_its_number() -> None:
    rows = week_rows([], MONDAY, [utc(17, 9, 30), utc(16, 13)])

    found = {cell.choice: (row.hour, day) for row in rows for day, cell in enumerate(row.cells)}
    assert found[1] == (10, 3)
    assert found[2] == (14, 2)


def test_a_week_runs_from_monday_to_friday() -> None:
    assert monday_of(date(2026, 12, 20)) == MONDAY
    assert workdays(MONDAY)[-1] == date(2026, 12, 18)
