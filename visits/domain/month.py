"""Months, quarters and working hours of the calendar that everybody here lives by."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")
PERIOD = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


def local(moment: datetime) -> datetime:
    """Give a moment as the clock on the kitchen wall shows it."""
    return moment.astimezone(ZONE)


def moment(day: date, clock: time) -> datetime:
    """Give the moment (UTC) at which a Dutch clock shows this day and time.

    In the hour that comes twice the first is meant; an hour that does not exist moves on.
    """
    return datetime.combine(day, clock, ZONE).astimezone(UTC)


def today(now: datetime) -> date:
    """Give the day it is in the Netherlands."""
    return local(now).date()


def period_of(day: date) -> str:
    """Give the month of a day as YYYY-MM."""
    return f"{day:%Y-%m}"


def first_day(period: str) -> date:
    """Give the first day of a month written as YYYY-MM; ValueError if it is not one."""
    match = PERIOD.fullmatch(period)
    if match is None:
        raise ValueError(period)
    return date(int(match[1]), int(match[2]), 1)


def same_day(day: date, years: int) -> date:
    """Give the same day so many years on, or before; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def quarter_of(day: date) -> str:
    """Give the quarter of a day as YYYY-Qn."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def quarter_days(quarter: str) -> tuple[date, date]:
    """Give the first and the last day of a quarter."""
    year, number = int(quarter[:4]), int(quarter[-1])
    after = date(year + number // 4, number % 4 * 3 + 1, 1)
    return date(year, number * 3 - 2, 1), after - timedelta(days=1)


def quarters_before(day: date, count: int) -> list[str]:
    """List the last so many closed quarters before a day, oldest first."""
    index = day.year * 4 + (day.month - 1) // 3
    return [f"{n // 4}-Q{n % 4 + 1}" for n in range(index - count, index)]


def half_of(period: str) -> str:
    """Give the half-year of a quarter as YYYY-Hn; a half-year is its own, a year has none."""
    year, _, number = period.partition("-Q")
    if number:
        return f"{year}-H{(int(number) + 1) // 2}"
    return period if "-H" in period else ""


def year_of(period: str) -> str:
    """Give the year of a quarter or a half-year as YYYY."""
    return period[:4]


def quarters_of(year: str) -> list[str]:
    """List the quarters of a year, in order."""
    return [f"{year}-Q{number}" for number in range(1, 5)]
