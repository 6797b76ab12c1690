"""Dates as people and programs write them, with what is said about each."""

import re
from datetime import date, datetime, timedelta
from enum import StrEnum, auto
from functools import lru_cache
from typing import NamedTuple

from visits.domain.month import ZONE
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
# Workbooks that began on a Mac count from 1904.
MAC_DAY_0 = date(1904, 1, 1)
# 1924 to 2099: no number outside it is a day on which somebody rented a home.
SERIALS = range(9_000, 73_051)
NO_END = {2999, 9999, *((date(year, 12, 31) - EXCEL_DAY_0).days for year in (2999, 9999))}
YEARS = range(1900, 2100)
# In small letters, as the text is by then.
TIME = (
    r"(?:[t ](?P<time>\d{1,2}:\d\d)(?::\d\d(?:[.,]\d+)?)?"
    r" ?(?P<zone>z|utc|gmt|[+-]\d\d(?::?\d\d)?)?)?"
)
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
NUMBERS = re.compile(rf"(\d{{1,2}})({SEPARATOR})(\d{{1,2}})(?={SEPARATOR}(?:\d{{4}}|\d\d)(?!\d))")
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-"))
# "maandag 7 mei 1984", "7-5-'84"
UNUSED = re.compile(
    r"^(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag|ma|di|wo|do|vr|za|zo)[.,]?\s+|'(?=\d\d$)"
)
NUMBER = re.compile(r"(\d{4,7})(?:[.,]\d+)?")
ZEROS = re.compile(r"[0\s./:t-]+")


class Order(StrEnum):
    """How a list writes days: 31-5-1984, or 5/31/1984."""

    DAY_FIRST = auto()
    MONTH_FIRST = auto()


class Day(NamedTuple):
    """A date that was read, what is doubtful about it, and whether it could not be read."""

    value: date | None = None
    doubts: tuple[Doubt, ...] = ()
    faulty: bool = False


BLANK = Day()
FAULTY = Day(faulty=True)


@lru_cache(maxsize=20_000)
def proven_order(text: str) -> Order | None:
    """Return which of the first two numbers of a date is its month, if only one of them can be."""
    if not (match := NUMBERS.match(text)) or (int(match[1]) > 12) == (int(match[3]) > 12):
        return None
    return Order.DAY_FIRST if int(match[1]) > 12 else Order.MONTH_FIRST


def day_first(cell: str | date) -> str | date:
    """Return a date of a list that has the month first as one with the day first."""
    return NUMBERS.sub(r"\3\2\1", cell, count=1) if isinstance(cell, str) else cell


def from_1900(cell: str | date) -> str | date:
    """Return a date of a workbook that counts days from 1904 as one that counts from 1900."""
    number = NUMBER.fullmatch(cell) if isinstance(cell, str) else None
    days = int(number[1]) if number else (cell - MAC_DAY_0).days if isinstance(cell, date) else 0
    shifted = days + (MAC_DAY_0 - EXCEL_DAY_0).days
    if days in YEARS:
        return str(days)
    return str(shifted) if number and shifted in SERIALS else cell


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
            written = _dated(found["year"], month, day, today, may_be_ahead)
            return _here(written, found["time"], found["zone"]) if found.get("zone") else written
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


def _here(day: Day, time: str, zone: str) -> Day:
    """Return the day on which a moment fell here: 31 May 22:00 UTC is the first of June."""
    if day.value is None or day.value in DISGUISED:
        return day
    offset = zone.replace(":", "").ljust(5, "0") if zone[0] in "+-" else "+0000"
    moment = datetime.strptime(f"{day.value} {time} {offset}", "%Y-%m-%d %H:%M %z")
    return day._replace(value=moment.astimezone(ZONE).date())


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
