"""Days on which an association works, and the moments of a visit."""

from datetime import date, datetime, time, timedelta

from visits.domain.month import moment
from visits.formats.holiday import is_workday, workday_from

VISITING_DAYS = (1, 2, 3)  # Tuesday to Thursday
CLOCKS = (time(10, 0), time(14, 0), time(10, 30), time(13, 30))


def workday_until(day: date) -> date:
    """Give a day itself, or the last working day before it."""
    while not is_workday(day):
        day -= timedelta(days=1)
    return day


def workdays_after(day: date, number: int) -> date:
    """Give the day that is so many working days after another."""
    for _ in range(number):
        day = workday_from(day + timedelta(days=1))
    return day


def visiting_time(day: date, turn: int) -> datetime:
    """Give a moment for a visit, on a day or soon after it."""
    while not (is_workday(day) and day.weekday() in VISITING_DAYS):
        day += timedelta(days=1)
    return moment(day, CLOCKS[turn % len(CLOCKS)])
