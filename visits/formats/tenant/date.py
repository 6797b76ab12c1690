"""Dates as people and programs write them, with what is said about each."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from visits.formats.tenant.outcome import Doubt
from visits.formats.tenant.text import is_blank

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january", "feb febr februari february", "mrt maart mar march",
            "apr april", "mei may", "jun juni june", "jul juli july",
            "aug augustus august", "sep sept september", "okt oktober oct october",
            "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
# Blanks in disguise: Dynamics NAV, Access and ODBC, Dynamics AX, .NET, and "no end" everywhere.
DISGUISED = {
    date(1753, 1, 1), date(1899, 12, 30), date(1900, 1, 1), date(1, 1, 1),
    date(2999, 12, 31), date(9999, 12, 31),
}  # fmt: skip
EXCEL_DAY_0 = date(1899, 12, 30)
# 1924 to 2099: no number outside it is a day on which somebody rented a home.
SERIALS = range(9_000, 73_051)
NO_END = {2999, 9999, *((date(year, 12, 31) - EXCEL_DAY_0).days for year in (2999, 9999))}
YEARS = range(1900, 2100)
# In small letters, as the text is by then.
TIME = r"(?:[t ]\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?:z|[+-]\d\d:?\d\d)?)?"
SEPARATOR = r"\s?[-/. ]\s?"
PATTERNS = [
    re.compile(pattern)
    for pattern in (
        rf"(?P<day>\d{{1,2}}){SEPARATOR}(?P<month>\d{{1,2}}){SEPARATOR}(?P<year>\d{{4}}|\d\d){TIME}",
        rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){TIME}",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        r"(?:(?P<day>\d{1,2})e?[-\s./]*)?(?P<month>[a-z]{3,9})\.?[-\s./,]*(?P<year>\d{4}|\d\d)",
        r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})",
        r"(?P<year>\d{4})[-/](?P<month>\d{1,2})",
    )
]
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-"))
# "maandag 7 mei 1984", "7-5-'84"
UNUSED = re.compile(
    r"^(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag|ma|di|wo|do|vr|za|zo)[.,]?\s+|'(?=\d\d$)"
)
NUMBER = re.compile(r"(\d{4,7})(?:[.,]\d+)?")
ZEROS = re.compile(r"[0\s./:t-]+")


class Day(NamedTuple):
    """A date that was read, what is doubtful about it, and whether it could not be read."""

    value: date | None = None
    doubts: tuple[Doubt, ...] = ()
    faulty: bool = False


BLANK = Day()
FAULTY = Day(faulty=True)


def read_day(cell: str | date | None, today: date, *, may_be_ahead: bool = False) -> Day:
    """Give the day in a cell; two digits of a year are in the past unless it may lie ahead."""
    if not cell:
        return BLANK
    if isinstance(cell, str):
        return _read_text(cell.lower(), today, may_be_ahead)
    # 24-05-1905 is the year 1971 typed into a column of dates.
    number = (cell - EXCEL_DAY_0).days
    if number in YEARS:
        return Day(date(number, 1, 1), (Doubt.DATE_YEAR_ONLY,))
    return BLANK if cell in DISGUISED else Day(cell)


# Dates only, no names: many tenants share one.
@lru_cache(maxsize=20_000)
def _read_text(text: str, today: date, may_be_ahead: bool) -> Day:
    """Return the day in a text."""
    if is_blank(text) or ZEROS.fullmatch(text):
        return BLANK
    try:
        day = _parse(UNUSED.sub("", text.translate(DASHES)), today, may_be_ahead)
    except ValueError:
        return FAULTY
    return BLANK if day.value in DISGUISED else day


def _parse(text: str, today: date, may_be_ahead: bool) -> Day:
    """Return the day in a text; ValueError if there is no such day."""
    for pattern in PATTERNS:
        if match := pattern.fullmatch(text):
            found = match.groupdict()
            month = MONTHS.get(found["month"]) or int(found["month"])
            day = int(found.get("day") or 0)
            return _dated(found["year"], month, day, today, may_be_ahead)
    return _number(text)


def _dated(year: str, month: int, day: int, today: date, may_be_ahead: bool) -> Day:
    """Give a day of which the year may have two digits and the day may be missing."""
    doubts = () if day else (Doubt.DATE_DAY_MISSING,)
    if len(year) == 4:
        return Day(date(int(year), month, day or 1), doubts)
    # Dynamics: 30-99 is 19yy and 00-29 is 20yy; a tenancy that starts ahead is 19yy after all.
    short = int(year)
    full = short + (1900 if short >= 30 else 2000)
    if full == 2000 + short and not may_be_ahead and (full, month, day or 1) > (
        today.year, today.month, today.day,
    ):  # fmt: skip
        full -= 100
    return Day(date(full, month, day or 1), (*doubts, Doubt.DATE_TWO_DIGIT_YEAR))


def _number(text: str) -> Day:
    """Give the day of a bare number: 1971 is a year, 25993 a day of Excel."""
    match = NUMBER.fullmatch(text)
    if not match:
        raise ValueError
    number = int(match[1])
    if number in NO_END:
        return BLANK
    if number in YEARS:
        return Day(date(number, 1, 1), (Doubt.DATE_YEAR_ONLY,))
    if number in SERIALS:
        return Day(EXCEL_DAY_0 + timedelta(days=number), (Doubt.DATE_FROM_SERIAL,))
    raise ValueError
