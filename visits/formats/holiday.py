"""Days on which nobody works here, and days on which one rather does not visit."""

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

SOFT_DAYS = {
    (5, 4): "remembrance_day",
    (5, 5): "liberation_day",
    (12, 5): "sinterklaas",
    (12, 31): "new_years_eve",
}
REGIONS = ("Noord", "Midden", "Zuid")


@cache
def holidays_in(year: int) -> frozenset[date]:
    """List the Dutch public holidays of a year."""
    return frozenset(country_holidays("NL", years=year))


def is_holiday(day: date) -> bool:
    """Say whether a day is a Dutch public holiday."""
    return day in holidays_in(day.year)


def is_day_off(day: date) -> bool:
    """Say whether nobody is visited on a day; Good Friday is a holiday on which people work."""
    return is_holiday(day) and not is_good_friday(day)


def is_good_friday(day: date) -> bool:
    """Say whether a day is the Friday before Easter."""
    return day.weekday() == 4 and day.month in {3, 4} and is_holiday(day + timedelta(days=2))


def soft_day(day: date, region: str = "") -> str | None:
    """Give the word for what speaks against a visit on a day; None when nothing does.

    Schools may differ from the dates of their region (Noord, Midden, Zuid), so these only warn.
    """
    if is_good_friday(day):
        return "good_friday"
    if named := SOFT_DAYS.get((day.month, day.day)):
        return named
    return "school_holiday" if region and day in school_holidays(day.year, region) else None


@cache
def school_holidays(year: int, region: str) -> frozenset[date]:
    """List the school holidays of a year in a region; none when they are not known yet."""
    found = country_holidays("NL", subdiv=region, years=year, categories=("school",))
    return frozenset(found)


def knows_school(year: int, region: str) -> bool:
    """Say whether the school holidays of a year are known; without a region nobody asks."""
    return not region or bool(school_holidays(year, region))


def is_workday(day: date) -> bool:
    """Say whether the office is open."""
    return day.weekday() < 5 and not is_holiday(day)


def workday_from(day: date) -> date:
    """Give a day itself, or the first working day after it."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day
