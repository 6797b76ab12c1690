"""Each time that one event takes place: once, by a rule, on listed dates, and not on others."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import chain

from visits.formats.ical.lines import Component, Property, read_property
from visits.formats.ical.recurrence import (
    DAY,
    LISTED,
    Budget,
    Rule,
    RuleRefused,
    moments,
    read_rule,
)
from visits.formats.ical.zone import Written, Zones, in_utc

# A clock differs from UTC by less than a day; one more for a moment on the edge.
SLACK = timedelta(days=2)
# RFC 5545 3.8.5.3: an event should have one rule; a few programs write a second.
RULES = 10
DURATION = re.compile(
    r"([+-])?P(?=[0-9T])(?:([0-9]{1,9})W)?(?:([0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?"
)
UNTIL = re.compile(rb"(?i)\bUNTIL *= *([0-9]{8})")
Window = tuple[datetime, datetime]
Span = tuple[Written, datetime]


@dataclass(frozen=True, slots=True)
class Length:
    """Whole days as clocks count them, and time on top: a day may last 23 or 25 hours."""

    days: timedelta = timedelta(0)
    time: timedelta = timedelta(0)

    def __post_init__(self) -> None:
        if self.days + self.time < timedelta(0):
            raise ValueError("it ends before it starts")

    def end(self, start: Written) -> datetime:
        """Return in UTC when something ends that starts then."""
        return in_utc(start.local + self.days, start.zone) + self.time


@dataclass(eq=False)
class Event:
    """One VEVENT, with the zones of its file and that of its calendar for times that name none."""

    component: Component
    zones: Zones
    floating: str | None = None

    def has(self, *names: str) -> bool:
        """Return whether a property is written, readable or not."""
        return any(self.component.written(name) for name in names)

    def word(self, name: str) -> str:
        """Return a property in capitals; empty if there is none, or it is unreadable."""
        return self.component.text(name).upper()

    @cached_property
    def zone(self) -> str | None:
        """Return the name of the zone of its start, which counts for times that name none."""
        start = self.component.first("DTSTART")
        return start.parameters.get("TZID", self.floating) if start else self.floating

    def time(self, name: str) -> Written | None:
        """Return the time of a property, if there is one; ValueError when it is unreadable."""
        found = self.component.first(name)
        return self.zones.read(found, self.zone) if found else None

    @cached_property
    def start(self) -> Written:
        """Return when it starts for the first time; ValueError without one."""
        if (start := self.time("DTSTART")) is None:
            raise ValueError("an event without a start")
        return start

    @cached_property
    def length(self) -> Length:
        """Return how long it lasts each time."""
        duration = self.component.first("DURATION")
        if (end := self.time("DTEND")) is not None:
            return _between(self.start, end)
        if duration:
            return _duration(duration.value)
        return Length(DAY) if self.start.is_day else Length()

    @cached_property
    def rules(self) -> list[Rule]:
        """Return its rules; RuleRefused for one that is not expanded."""
        lines = self.component.written("RRULE")
        if len(lines) > RULES:
            raise RuleRefused
        return [read_rule(read_property(line).value) for line in dict.fromkeys(lines)]

    @cached_property
    def version(self) -> tuple[int, str]:
        """Return what is higher in the newer of two versions (RFC 5546 2.1.5)."""
        number = self.word("SEQUENCE")[:9]
        return int(number) if number.isdecimal() else 0, self.word("DTSTAMP")

    def excluded(self, budget: Budget) -> set[date]:
        """Return what its exceptions name, as `named` has it."""
        return {self.named(time) for time, _ in _listed(self, "EXDATE", budget)}

    def named(self, time: Written) -> date:
        """Return what an exception names: a moment in UTC, or a day if a whole day is meant."""
        return self.day_of(time) if time.is_day or self.start.is_day else time.utc

    def day_of(self, time: Written) -> date:
        """Return the day that a time stands for; some programs write its midnight in UTC."""
        here = time.utc.astimezone(self.zones.house)
        is_midnight = time.zone is UTC and here.time() == datetime.min.time()
        return (here if is_midnight else time.local).date()


def is_named(time: Written, names: Container[date]) -> bool:
    """Return whether a time of a series is among what exceptions name."""
    return time.local.date() in names or time.utc in names


def is_outside(event: Event, window: Window) -> bool:
    """Return whether an event plainly lies outside a window, each time that it takes place.

    It may be asked before the zones of a file are known, and so leaves days to spare.
    """
    named = event.component.written("RECURRENCE-ID")
    if event.has("RDATE") or any(b"RANGE" in line.upper() for line in named):
        return False
    times = [event.start.local, *(time.local for time in [event.time("RECURRENCE-ID")] if time)]
    last = max(times)
    for line in event.component.written("RRULE"):
        if until := UNTIL.search(line):
            last = max(last, datetime.fromisoformat(until[1].decode()))
        else:
            rule = read_rule(read_property(line).value)
            last = rule.last(event.start.local) or datetime.max  # noqa: DTZ901
    since, before = naive(window)
    after = before - min(times) < -SLACK
    return after or since - last > event.length.days + event.length.time + SLACK


def naive(window: Window) -> Window:
    """Return a window as a clock in UTC shows it."""
    start, end = (edge.astimezone(UTC).replace(tzinfo=None) for edge in window)
    return start, end


def spans(event: Event, window: Window, gone: Container[date], budget: Budget) -> Iterator[Span]:
    """List each time that an event takes place: its start as written, and its end in UTC.

    Times that cannot touch the window may be missing. ValueError for what cannot be read,
    RuleRefused for a rule that is not expanded.
    """
    start, length = event.start, event.length
    ruled = ((time, None) for rule in event.rules for time in _ruled(event, rule, window, budget))
    listed = _listed(event, "RDATE", budget)
    for time, own_length in chain(ruled if event.rules else [(start, None)], listed):
        if not is_named(time, gone):
            yield time, (own_length or length).end(time)


def periods(event: Event, line: Property, budget: Budget) -> Iterator[Span]:
    """List the periods of a FREEBUSY; ValueError for anything else."""
    for start, length in _times(event, line, budget):
        if length is None:
            raise ValueError("a period without an end")
        yield start, length.end(start)


def _ruled(event: Event, rule: Rule, window: Window, budget: Budget) -> Iterator[Written]:
    start, length, until = event.start, event.length, _until(event, rule)
    since, before = naive(window)
    # A rule may start before the window by no more than it lasts.
    since = max(start.local, since - min(since - start.local, length.days + length.time + SLACK))
    for local in moments(rule, start.local, since, before + SLACK, budget):
        time = Written(local, start.zone, start.is_day)
        if until and time.utc > until:
            return
        yield time


def _until(event: Event, rule: Rule) -> datetime | None:
    if rule.until is None:
        return None
    start, until = event.start, event.zones.at(rule.until, None)
    if until.is_day or start.is_day:
        # A day as the end means that day too, whatever the hour (libical, Google).
        midnight = datetime.combine(event.day_of(until), datetime.min.time())
        return in_utc(midnight + DAY, start.zone) - timedelta(seconds=1)
    return until.utc if until.zone is not event.zones.house else in_utc(until.local, start.zone)


def _between(start: Written, end: Written) -> Length:
    """Return how long lies between two times; ValueError when the end comes first."""
    if start.is_day and end.is_day:
        # The end is the first day that is free again; some programs write the last day instead.
        return Length(end.local - start.local or DAY)
    # RFC 5545 3.8.5.3: with a DTEND every instance has the same exact duration.
    return Length(time=end.utc - start.utc)


def _duration(value: str) -> Length:
    """Read a DURATION; ValueError when it is none, or runs backwards."""
    if not (match := DURATION.fullmatch(value.upper())):
        raise ValueError(value)
    sign = -1 if match[1] == "-" else 1
    weeks, days, hours, minutes, seconds = (sign * int(part or 0) for part in match.groups()[1:])
    return Length(
        timedelta(weeks=weeks, days=days), timedelta(hours=hours, minutes=minutes, seconds=seconds)
    )


def _listed(event: Event, name: str, budget: Budget) -> Iterator[tuple[Written, Length | None]]:
    # A line that is written twice says nothing new.
    for line in dict.fromkeys(event.component.written(name)):
        yield from _times(event, read_property(line), budget)


def _times(event: Event, line: Property, budget: Budget) -> Iterator[tuple[Written, Length | None]]:
    """List the times of a list; a PERIOD has a length of its own."""
    zone = line.parameters.get("TZID", event.zone)
    for value in dict.fromkeys(filter(None, map(str.strip, line.value.split(",")))):
        budget.spend(LISTED)
        begin, _, end = value.partition("/")
        start = event.zones.at(begin, zone)
        if not end:
            yield start, None
        elif end.upper().lstrip("+").startswith("P"):
            yield start, _duration(end)
        else:
            yield start, _between(start, event.zones.at(end, zone))
