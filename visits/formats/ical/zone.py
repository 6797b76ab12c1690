"""Turn the times of a calendar file into UTC, whatever name its zone was given.

The name of a zone counts, not the VTIMEZONE that came with it: what others write there is often
wrong and sometimes hostile. Only a zone without a known name is read from its rules, and only
from rules that say "the last Sunday of March, every year".
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from itertools import chain, islice
from operator import itemgetter
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from visits.formats.ical.lines import Component, Property
from visits.formats.ical.recurrence import Budget, Rule, moments, read_rule
from visits.formats.ical.text import unescaped

HOUSE = ZoneInfo("Europe/Amsterdam")
DATE = re.compile(r"[0-9]{8}")
TIME = re.compile(r"([0-9]{8}T[0-9]{4})([0-5][0-9]|60)(Z|[+-][0-9]{4})?")
# +0100 as the RFC has it, and 0100, +1:00, UTC+01:00 and (GMT-5) as others write it.
OFFSET = re.compile(
    r"(?i)\(?(UTC|GMT)? ?([+-]?)([01]?[0-9]|2[0-3])?[:.]?([0-5][0-9])?(?:[0-5][0-9])?(?=\W|\Z)"
)
# How Windows shows a zone to people, and some programs to each other.
SHOWN = re.compile(r"\((?:UTC|GMT)[^)]{0,9}\) *", re.IGNORECASE)
SEASON = re.compile(r" (?:standard |daylight )?time\b.*")
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
        self._budget = Budget()

    def read(self, time: Property, floating: str | None = None) -> Written:
        """Read a DATE or DATE-TIME; one without a zone is in the floating one, else the house's."""
        return self.at(time.value, time.parameters.get("TZID", floating))

    def at(self, value: str, name: str | None) -> Written:
        """Read a DATE or DATE-TIME in the zone of a name; ValueError when it is neither."""
        local, zone, is_day = _local(value)
        if is_day:
            # Nobody's whole day begins in another country's night.
            return Written(local, self.house, True)
        return Written(local, zone or self._zone(name), False)

    def _zone(self, name: str | None) -> tzinfo:
        if name is None:
            return self.house
        if name not in self._met and len(self._met) < ZONE_LIMIT:
            self._met[name] = self._found(unescaped(name).strip(' "'))
        # Never UTC and never silently floating: the house zone, and the caller says so.
        self.assumed |= self._met.get(name) is None
        return self._met.get(name) or self.house

    def _found(self, name: str) -> tzinfo | None:
        """Find a zone: by its name, by its own rules, by how Windows shows it, by its offset."""
        if (known := known_zone(name)) or (own := self._own.get(name)) is None:
            return known or shown_zone(name)
        try:
            return RuleZone(own, self._budget)
        except (ValueError, OverflowError):
            return known_zone(own.text("X-LIC-LOCATION")) or shown_zone(name)


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


def shown_zone(name: str) -> tzinfo | None:
    """Find the zone of "(UTC+01:00) Amsterdam, Berlin, Bern", "Eastern Time" or "GMT+1"."""
    for part in re.split(r"[,/:;]", SHOWN.sub("", name).lower())[:9]:
        place = SEASON.sub("", part).strip()
        windows = _names().get(f"{place} standard time")
        if found := windows or _cities().get(place.replace(" ", "_")):
            return ZoneInfo(found)
    said = OFFSET.match(name)
    if said and (said[1] or said[2]):
        return timezone(_delta(said))
    return known_zone(re.sub(r"[-_]", "/", name, count=1))  # Europe_Amsterdam, US-Eastern


@cache
def _cities() -> dict[str, str]:
    zones = sorted(available_timezones())
    return {zone.rpartition("/")[2].lower(): zone for zone in zones if "/" in zone}


class RuleZone(tzinfo):
    """A zone without a known name, as the yearly rules of its VTIMEZONE give it."""

    def __init__(self, zone: Component, budget: Budget) -> None:
        if not 0 < len(zone.parts) <= RULE_LIMIT:
            raise ValueError("a zone without rules, or with more than one can read")
        self._budget = budget
        self._rules = [_change_rule(part) for part in zone.parts]
        self._near: dict[int, list[Change]] = {}

    def utcoffset(self, local: datetime | None) -> timedelta | None:
        """Return how far the clocks stand from UTC at a local time."""
        if local is None:
            return None
        if local.year not in self._near:
            near = (rule.near(local.year, self._budget) for rule in self._rules)
            self._near[local.year] = sorted(chain.from_iterable(near))
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
    rule: Rule | None = None
    until: datetime = datetime.max  # noqa: DTZ901

    def near(self, year: int, budget: Budget) -> Iterator[Change]:
        """List the moments in a year and the one before it: when, from and to."""
        if self.rule is None:
            yield self.start, *self.offsets
            return
        year = min(year, self.until.year)  # of a rule that ended, its last change goes on
        since, before = datetime(max(year - 1, 1), 1, 1), datetime(year, 12, 31)  # noqa: DTZ001
        for when in moments(self.rule, self.start, since, before, budget):
            if when <= self.until:
                yield when, *self.offsets


def _change_rule(part: Component) -> ChangeRule:
    # Outlook for Mac leaves TZOFFSETFROM out where there is no summer time.
    after = part.text("TZOFFSETTO")
    offsets = _offset(part.text("TZOFFSETFROM") or after), _offset(after)
    if part.written("RDATE"):
        raise ValueError("a list of dates ends some day")
    start, line = _local(part.text("DTSTART"))[0], part.first("RRULE")
    if line is None:
        return ChangeRule(start, offsets)
    rule = read_rule(line.value)
    if (rule.frequency, rule.interval, rule.count) != ("YEARLY", 1, None):
        raise ValueError("a zone changes once a year")
    if rule.until is None:
        return ChangeRule(start, offsets, rule)
    until, zone, _ = _local(rule.until)
    return ChangeRule(start, offsets, rule, until + offsets[0] if zone else until)


def _local(value: str) -> tuple[datetime, tzinfo | None, bool]:
    """Return what the clock shows, its zone if the value says it, and whether it is a whole day."""
    value = value.upper()
    if DATE.fullmatch(value):
        return datetime.fromisoformat(value), None, True
    if not (time := TIME.fullmatch(value)):
        raise ValueError(value)
    # RFC 5545 3.3.12: second 60 exists, but not in Python.
    local = datetime.fromisoformat(time[1] + min(time[2], "59"))
    if time[3] in {None, "Z"}:
        return local, UTC if time[3] else None, False
    return local, timezone(_offset(time[3])), False


def _offset(value: str) -> timedelta:
    if not (said := OFFSET.fullmatch(value)) or not said[3]:
        raise ValueError(value)
    return _delta(said)


def _delta(said: re.Match[str]) -> timedelta:
    size = timedelta(hours=int(said[3] or 0), minutes=int(said[4] or 0))
    return -size if said[2] == "-" else size
