"""A working week as a table of hours: free, busy, or a moment that is offered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from visits.domain.month import moment
from visits.domain.slot import Interval, is_free

HOURS = range(9, 17)
WORKDAYS = range(5)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of one day; `choice` is the number of the moment that is offered in it."""

    is_busy: bool
    choice: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One hour, from Monday to Friday."""

    hour: int
    cells: list[Cell]


def monday_of(day: date) -> date:
    """Give the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def workdays(monday: date) -> list[date]:
    """List the days from Monday to Friday."""
    return [monday + timedelta(days=number) for number in WORKDAYS]


def week_rows(busy: Sequence[Interval], monday: date, offered: Sequence[datetime]) -> list[Row]:
    """Give the hours of a week; never why somebody is busy, because that is not known here."""
    return [
        Row(hour, [_cell(busy, moment(day, time(hour)), offered) for day in workdays(monday)])
        for hour in HOURS
    ]


def _cell(busy: Sequence[Interval], start: datetime, offered: Sequence[datetime]) -> Cell:
    end = start + HOUR
    numbers = (number for number, one in enumerate(offered, 1) if start <= one < end)
    return Cell(not is_free(busy, start, end), next(numbers, None))
