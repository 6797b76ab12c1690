"""Each time that one event takes place: once, by a rule, on listed dates, and not on others."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import chain

from visits.formats.ical.duration import Length, length_of, read_duration
from visits.formats.ical.lines import Component, Property, read_property
from visits.formats.ical.recurrence import LISTED, Budget, Rule, RuleRefused, moments, read_rule
from visits.formats.ical.zone import Written, Zones, in_utc

# A clock differs from UTC by less than a day; one more for a moment on the edge.
SLACK = timedelta(days=2)
# RFC 5545 3.8.5.3: an event should have one rule; a few programs write a second.
RULES = 10
Window = tuple[datetime, datetime]
Span = tuple[Written, datetime]


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

    def time(self, name: str) -> Written | None:
        """Return the time of a property, if there is one; ValueError when it is unreadable."""
        found = self.component.first(name)
        return self.zones.read(found, self.floating) if found else None

    @cached_property
    def start(self) -> Written:
        """Return when it starts for the first time; ValueError without one."""
        if (start := self.time("DTSTART")) is None:
            raise ValueError("an event without a start")
        return start

    @cached_property
    def length(self) -> Length:
        """Return how long it lasts each time."""
        return length_of(self.start, self.time("DTEND"), self.component.first("DURATION"))

    @cached_property
    def version(self) -> tuple[int, str]:
        """Return what is higher in the newer of two versions (RFC 5546 2.1.5)."""
        number = self.word("SEQUENCE")[:9]
        return int(number) if number.isdecimal() else 0, self.word("DTSTAMP")


@dataclass(slots=True)
class Dates:
    """Moments of a series, as exceptions name them: exactly, or only by their day."""

    moments: set[datetime] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    days_of_moments: set[date] = field(default_factory=set)

    def add(self, time: Written) -> None:
        """Add a moment, or a whole day."""
        if time.is_day:
            self.days.add(time.local.date())
        else:
            self.moments.add(time.utc)
            self.days_of_moments.add(time.local.date())

    def __contains__(self, time: Written) -> bool:
        """Return whether a moment is named; of a whole day only the day counts."""
        day = time.local.date()
        if day in self.days or not self.moments:
            return day in self.days
        return day in self.days_of_moments if time.is_day else time.utc in self.moments


def spans(event: Event, window: Window, budget: Budget) -> Iterator[Span]:
    """List each time that an event takes place: its start as written, and its end in UTC.

    Times that cannot touch the window may be missing. ValueError for what cannot be read,
    RuleRefused for a rule that is not expanded.
    """
    start, length = event.start, event.length
    if not event.has("RRULE", "RDATE", "EXDATE"):
        yield start, length.end(start)
        return
    lines = event.component.written("RRULE")
    if len(lines) > RULES:
        raise RuleRefused
    budget.begin_rule()
    rules = [read_rule(read_property(line).value) for line in dict.fromkeys(lines)]
    gone = Dates()
    for time, _ in _listed(event, "EXDATE", budget):
        gone.add(time)
    ruled = ((time, None) for rule in rules for time in _ruled(event, rule, window, budget))
    listed = _listed(event, "RDATE", budget)
    for time, own_length in chain(ruled if rules else [(start, None)], listed):
        if time not in gone:
            yield time, (own_length or length).end(time)


def periods(event: Event, line: Property, budget: Budget) -> Iterator[Span]:
    """List the periods of a FREEBUSY; ValueError for anything else."""
    for start, length in _times(event, line, budget):
        if length is None:
            raise ValueError("a period without an end")
        yield start, length.end(start)


def _ruled(event: Event, rule: Rule, window: Window, budget: Budget) -> Iterator[Written]:
    start, length, until = event.start, event.length, _until(event, rule)
    since, before = (edge.astimezone(UTC).replace(tzinfo=None) for edge in window)
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
    if until.is_day:
        # A day as the end means that day too, whatever the hour (libical, Google).
        return in_utc(until.local + timedelta(days=1), start.zone) - timedelta(seconds=1)
    return until.utc if until.zone is UTC else in_utc(until.local, start.zone)


def _listed(event: Event, name: str, budget: Budget) -> Iterator[tuple[Written, Length | None]]:
    # A line that is written twice says nothing new.
    for line in dict.fromkeys(event.component.written(name)):
        yield from _times(event, read_property(line), budget)


def _times(event: Event, line: Property, budget: Budget) -> Iterator[tuple[Written, Length | None]]:
    """List the times of a list; a PERIOD has a length of its own."""
    zone = line.parameters.get("TZID", event.floating)
    for value in dict.fromkeys(filter(None, map(str.strip, line.value.split(",")))):
        budget.spend(LISTED)
        begin, _, end = value.partition("/")
        start = event.zones.at(begin, zone)
        if not end:
            yield start, None
        elif end.upper().lstrip("+").startswith("P"):
            yield start, read_duration(end)
        else:
            yield start, length_of(start, event.zones.at(end, zone), None)
