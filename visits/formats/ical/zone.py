"""Turn the times of a calendar file into UTC, whatever name its zone was given.

The name of a zone counts, not the VTIMEZONE that came with it: what others write there is often
wrong and sometimes hostile. Only a zone without a known name is read from its rules, and only
from rules that say "the last Sunday of March, every year".
"""

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from itertools import islice
from operator import itemgetter
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from visits.formats.ical.lines import Component, Property
from visits.formats.ical.recurrence import Rule, read_rule
from visits.formats.ical.text import unescaped

HOUSE = ZoneInfo("Europe/Amsterdam")
DATE = re.compile(r"[0-9]{8}")
TIME = re.compile(r"([0-9]{8}T[0-9]{4})([0-5][0-9]|60)(Z?)")
OFFSET = re.compile(r"([+-])([01][0-9]|2[0-3])([0-5][0-9])(?:[0-9]{2})?")
# How Windows shows a zone to people, and some programs to each other.
SHOWN = re.compile(r"\((?:UTC|GMT)[^)]{0,9}\) ")
ZONE_LIMIT = 300
RULE_LIMIT = 50
Change = tuple[datetime, timedelta, timedelta]


@dataclass(frozen=True, slots=True)
class Written:
    """A time as a file writes it: what the clock shows, where, and whether it is a whole day."""

    local: datetime
    zone: tzinfo
    is_day: bool

    @property
    def utc(self) -> datetime:
        """Return the same moment in UTC; ValueError when it lies outside the calendar."""
        return in_utc(self.local, self.zone)


class Zones:
    """The zones that one file may name; `assumed` tells that an unknown one was met."""

    def __init__(self, calendars: Iterable[Component], house: ZoneInfo = HOUSE) -> None:
        self.assumed = False
        self.house = house
        found = (zone for calendar in calendars for zone in calendar.named("VTIMEZONE"))
        self._own = {zone.text("TZID").strip(' "'): zone for zone in islice(found, ZONE_LIMIT)}
        self._met: dict[str, tzinfo | None] = {}

    def read(self, time: Property, floating: str | None = None) -> Written:
        """Read a DATE or DATE-TIME; one without a zone is in the floating one, else the house's."""
        return self.at(time.value, time.parameters.get("TZID", floating))

    def at(self, value: str, name: str | None) -> Written:
        """Read a DATE or DATE-TIME in the zone of a name; ValueError when it is neither."""
        local, is_utc, is_day = _local(value)
        if is_day:
            # Nobody's whole day begins in another country's night.
            return Written(local, self.house, True)
        return Written(local, UTC if is_utc else self._zone(name), False)

    def _zone(self, name: str | None) -> tzinfo:
        if name is None:
            return self.house
        if name not in self._met and len(self._met) < ZONE_LIMIT:
            self._met[name] = self._found(unescaped(name).strip(' "'))
        # Never UTC and never silently floating: the house zone, and the caller says so.
        self.assumed |= self._met.get(name) is None
        return self._met.get(name) or self.house

    def _found(self, name: str) -> tzinfo | None:
        if known := known_zone(name):
            return known
        own = self._own.get(name)
        if own is None:
            return city_zone(name)
        try:
            return RuleZone(own)
        except (ValueError, OverflowError):
            return known_zone(own.text("X-LIC-LOCATION"))


def in_utc(local: datetime, zone: tzinfo) -> datetime:
    """Return in UTC what the clocks of a zone show; ValueError outside the calendar."""
    try:
        return local.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError as error:
        raise ValueError("outside the calendar") from error


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


def city_zone(name: str) -> ZoneInfo | None:
    """Find the zone of the first city in a name like "(UTC+01:00) Amsterdam, Berlin, Bern"."""
    if not (shown := SHOWN.match(name)):
        return None
    cities = (city.strip().replace(" ", "_").lower() for city in name[shown.end() :].split(",")[:9])
    return next((ZoneInfo(_cities()[city]) for city in cities if city in _cities()), None)


@cache
def _cities() -> dict[str, str]:
    return {zone.rpartition("/")[2].lower(): zone for zone in available_timezones() if "/" in zone}


class RuleZone(tzinfo):
    """A zone without a known name, as the yearly rules of its VTIMEZONE give it."""

    def __init__(self, zone: Component) -> None:
        if not 0 < len(zone.parts) <= RULE_LIMIT:
            raise ValueError("a zone without rules, or with more than one can read")
        self._rules = [_change_rule(part) for part in zone.parts]
        self._near: dict[int, list[Change]] = {}

    def utcoffset(self, local: datetime | None) -> timedelta | None:
        """Return how far the clocks stand from UTC at a local time."""
        if local is None:
            return None
        if local.year not in self._near:
            self._near[local.year] = sorted(
                c for rule in self._rules for c in rule.near(local.year)
            )
        changes = self._near[local.year]
        place = bisect_right(changes, local.replace(tzinfo=None), key=itemgetter(0))
        if place:
            return changes[place - 1][2]
        return changes[0][1] if changes else self._rules[0].offsets[0]

    def dst(self, local: datetime | None) -> None:
        """Return None: the offset includes summer time."""

    def tzname(self, local: datetime | None) -> None:
        """Return None: nobody shows these zones."""


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """When one part of a VTIMEZONE takes over, and from which offset to which."""

    start: datetime
    offsets: tuple[timedelta, timedelta]
    yearly: tuple[int, int, int, datetime] | None

    def near(self, year: int) -> Iterator[Change]:
        """List the moments in a year and the one before it: when, from and to."""
        if self.yearly is None:
            yield self.start, *self.offsets
            return
        month, week, day, until = self.yearly
        # 1601 is Outlook's "always", and no date in its own rule.
        for each in (max(year - 1, 1), year):
            when = datetime.combine(_nth(each, month, week, day), self.start.time())
            if self.start <= when <= until:
                yield when, *self.offsets


def _change_rule(part: Component) -> ChangeRule:
    offsets = _delta(part.text("TZOFFSETFROM")), _delta(part.text("TZOFFSETTO"))
    if part.written("RDATE"):
        raise ValueError("a list of dates ends some day")
    rule = part.first("RRULE")
    yearly = _yearly(read_rule(rule.value)) if rule else None
    return ChangeRule(_local(part.text("DTSTART"))[0], offsets, yearly)


def _local(value: str) -> tuple[datetime, bool, bool]:
    """Return what the clock shows, whether it is UTC, and whether it is a whole day."""
    value = value.upper()
    if DATE.fullmatch(value):
        return datetime.fromisoformat(value), False, True
    if not (time := TIME.fullmatch(value)):
        raise ValueError(value)
    # RFC 5545 3.3.12: second 60 exists, but not in Python.
    local = datetime.fromisoformat(time[1] + min(time[2], "59"))
    return local, bool(time[3]), False


def _yearly(rule: Rule) -> tuple[int, int, int, datetime]:
    """Return month, week, day and end of a rule like "the last Sunday of March"."""
    if (rule.frequency, rule.interval, rule.count, *rule.numbers) != ("YEARLY", 1, None, "BYMONTH"):
        raise ValueError("a zone changes once a year")
    (month,), ((week, day),) = rule.numbers["BYMONTH"], rule.weekdays
    if not 1 <= abs(week) <= 5:
        raise ValueError("a month has no such week")
    return month, week, day, _local(rule.until)[0] if rule.until else datetime.max  # noqa: DTZ901


def _nth(year: int, month: int, week: int, day: int) -> date:
    """Return the first, second, ... or (-1) last such weekday of a month."""
    first, length = monthrange(year, month)
    days = range(1 + (day - first) % 7, length + 1, 7)
    return date(year, month, days[min(week, len(days)) - 1 if week > 0 else max(week, -len(days))])


def _delta(value: str) -> timedelta:
    if not (offset := OFFSET.fullmatch(value)):
        raise ValueError(value)
    size = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
    return -size if offset[1] == "-" else size
