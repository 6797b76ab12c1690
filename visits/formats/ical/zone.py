"""Turn the times of a calendar file into UTC, whatever name its zone was given.

The name of a zone counts, not the VTIMEZONE that came with it: what others write there is often
wrong and sometimes hostile. Only a zone without a known name is read from its rules, and only
from rules that say "the last Sunday of March, every year".
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from visits.formats.ical.raw import Component, Property
from visits.formats.ical.text import unescaped

HOUSE = ZoneInfo("Europe/Amsterdam")
DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
TIME = re.compile(DATE.pattern + r"T([0-9]{2})([0-9]{2})([0-9]{2})(Z?)")
OFFSET = re.compile(r"([+-])([0-9]{2})([0-9]{2})(?:[0-9]{2})?")
YEARLY = re.compile(r"([+-]?[1-5])(MO|TU|WE|TH|FR|SA|SU)")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ZONE_LIMIT = 300
RULE_PARTS = {"FREQ", "INTERVAL", "BYMONTH", "BYDAY", "UNTIL", "WKST"}


def instant(time: datetime) -> str:
    """Write a time as the reader's vocabulary does: in UTC, to the second."""
    return time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


class Zones:
    """The zones one file may name; `assumed` tells that an unknown one was met."""

    def __init__(self, calendars: Iterable[Component]) -> None:
        self.assumed = False
        found = (zone for calendar in calendars for zone in calendar.named("VTIMEZONE"))
        self._own = list(islice(found, ZONE_LIMIT))

    def utc(self, time: Property) -> datetime:
        """Read a DATE or DATE-TIME as UTC; ValueError when it is neither."""
        try:
            local, is_utc = _local(time.value)
            zone = UTC if is_utc else self._zone(time.parameters.get("TZID"), local)
            return local.replace(tzinfo=zone).astimezone(UTC)
        except OverflowError as error:
            raise ValueError("outside the calendar") from error

    def _zone(self, name: str | None, local: datetime) -> tzinfo:
        if name is None:
            return HOUSE
        name = unescaped(name).strip(' "')
        if known := known_zone(name):
            return known
        own = next((zone for zone in self._own if _is_named(zone, name)), None)
        if own and (offset := _offset(own, local)) is not None:
            return timezone(offset)
        # Never UTC and never silently floating: the house zone, and the caller says so.
        self.assumed = True
        return HOUSE


def known_zone(name: str) -> ZoneInfo | None:
    """Find the zone with this name: IANA, Windows, with a vendor before it or " 1" after it."""
    names = _names()
    stem = re.sub(r" [0-9]+$", "", name.strip("/").lower())
    # RFC 5545 3.2.19: /vendor/Europe/Amsterdam; the longest end that is a zone wins.
    steps = stem.split("/")[:10]
    ends = ("/".join(steps[start:]) for start in range(len(steps)))
    return next((ZoneInfo(names[end]) for end in ends if end in names), None)


@cache
def _names() -> dict[str, str]:
    windows = {name.lower(): zone for name, zone in WINDOWS_TO_OLSON.items()}
    return windows | {name.lower(): name for name in available_timezones()}


def _is_named(zone: Component, name: str) -> bool:
    with suppress(ValueError):
        return unescaped(_value(zone, "TZID")) == name
    return False


def _local(value: str) -> tuple[datetime, bool]:
    if day := DATE.fullmatch(value):
        year, month, number = map(int, day.groups())
        return datetime(year, month, number), False  # noqa: DTZ001
    if not (time := TIME.fullmatch(value)):
        raise ValueError(value)
    year, month, number, hour, minute, second = map(int, time.groups()[:6])
    # RFC 5545 3.3.12: second 60 exists, but not in Python.
    local = datetime(year, month, number, hour, minute, min(second, 59))  # noqa: DTZ001
    return local, bool(time[7])


def _offset(zone: Component, local: datetime) -> timedelta | None:
    """Give the offset a VTIMEZONE has at a local time, if its rules have the known shape."""
    try:
        changes = [
            change for part in zone.parts[:ZONE_LIMIT] for change in _changes(part, local.year)
        ]
        if not changes:
            return None
        before = [change for change in changes if change[0] <= local]
        return max(before)[2] if before else min(changes)[1]
    except (ValueError, OverflowError):
        return None


def _changes(part: Component, year: int) -> Iterator[tuple[datetime, timedelta, timedelta]]:
    """List the moments near a year at which one part takes over: when, from and to."""
    start, _ = _local(_value(part, "DTSTART"))
    offsets = _delta(_value(part, "TZOFFSETFROM")), _delta(_value(part, "TZOFFSETTO"))
    rule = part.first("RRULE")
    if part.written("RDATE"):
        raise ValueError("a list of dates ends some day")
    if rule is None:
        yield start, *offsets
        return
    month, week, day, until = _rule(rule.value)
    # 1601 is Outlook's "always", and no date in its own rule.
    for each in (year - 1, year):
        when = datetime.combine(_nth(each, month, week, day), start.time())
        if start <= when <= until:
            yield when, *offsets


def _rule(value: str) -> tuple[int, int, int, datetime]:
    parts = dict(part.split("=", 1) for part in value.upper().split(";"))
    day = YEARLY.fullmatch(parts.get("BYDAY", ""))
    yearly = parts.get("FREQ") == "YEARLY" and parts.get("INTERVAL", "1") == "1"
    if not yearly or day is None or parts.keys() - RULE_PARTS or "BYMONTH" not in parts:
        raise ValueError(value)
    until = _local(parts["UNTIL"])[0] if "UNTIL" in parts else datetime.max  # noqa: DTZ901
    return int(parts["BYMONTH"][:3]), int(day[1]), DAYS.index(day[2]), until


def _nth(year: int, month: int, week: int, day: int) -> datetime:
    """Give the first, second, ... or (-1) last such weekday of a month."""
    if week > 0:
        first = datetime(year, month, 1)  # noqa: DTZ001
        return first + timedelta(days=(day - first.weekday()) % 7 + 7 * (week - 1))
    last = datetime(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)  # noqa: DTZ001
    return last - timedelta(days=(last.weekday() - day) % 7 + 7 * (-week - 1))


def _value(part: Component, name: str) -> str:
    found = part.first(name)
    if found is None:
        raise ValueError(name)
    return found.value


def _delta(value: str) -> timedelta:
    if not (offset := OFFSET.fullmatch(value)):
        raise ValueError(value)
    size = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
    if size >= timedelta(days=1):
        raise ValueError(value)
    return -size if offset[1] == "-" else size
