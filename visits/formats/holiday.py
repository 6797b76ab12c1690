"""Days on which nobody works here: weekends and the Dutch public holidays."""

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays


@cache
def holidays_in(year: int) -> frozenset[date]:
    """List the Dutch public holidays of a year."""
    return frozenset(country_holidays("NL", years=year))


def is_holiday(day: date) -> bool:
    """Say whether a day is a Dutch public holiday."""
    return day in holidays_in(day.year)


def is_workday(day: date) -> bool:
    """Say whether the office is open."""
    return day.weekday() < 5 and not is_holiday(day)


def workday_from(day: date) -> date:
    """Give a day itself, or the first working day after it."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day
