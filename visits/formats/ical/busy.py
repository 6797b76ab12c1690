"""When somebody is busy, out of a calendar file; never why: no title leaves this module."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import islice
from operator import attrgetter
from typing import Any

from visits.formats.ical.decision import Decision, FileRefused, Hours, Interval, Outcome, Warn
from visits.formats.ical.lines import BUSY_LINE_LIMIT, Component, read_file, read_property
from visits.formats.ical.recurrence import FOUND, Budget, RuleRefused
from visits.formats.ical.reply import ATTENDEE_LIMIT, addresses_of, plain
from visits.formats.ical.series import Dates, Event, Span, Window, periods, spans
from visits.formats.ical.zone import HOUSE, Written, Zones, known_zone

# More than a file of this size holds of real events; reading more takes longer than a page may.
EVENT_LIMIT = 5_000
LEAVES_ROOM = {"FREE", "WORKINGELSEWHERE"}
# When the instance that a change is about was to begin.
MOMENT = attrgetter("instance.utc")


def read_busy(
    data: bytes,
    *,
    window: tuple[datetime, datetime],
    zone: str,
    owner: str | None = None,
    own: Collection[str] = (),
) -> dict[str, Any]:
    """Read when the owner of a calendar is busy within a window; no bytes make it raise."""
    try:
        return hours_of(data, window, zone, owner or "", own).as_dict()
    except FileRefused as refusal:
        return Decision(Outcome.REJECT, refusal.reason).as_dict()


def hours_of(data: bytes, window: Window, zone: str, owner: str, own: Collection[str]) -> Hours:
    """Read when the owner of a calendar is busy within a window, or raise FileRefused."""
    calendars = read_file(data, line_limit=BUSY_LINE_LIMIT)
    zones = Zones(calendars, known_zone(zone) or HOUSE)
    diary = Diary(window, plain(owner), frozenset(uid.strip() for uid in own))
    for calendar in calendars:
        diary.open(calendar, zones)
    diary.read()
    if zones.assumed:
        diary.warned.add(Warn.ASSUMED_ZONE)
    return Hours(
        busy=merged(diary.busy, window),
        tentative=merged(diary.tentative, window),
        warn=tuple(word for word in Warn if word in diary.warned),
    )


def merged(intervals: Iterable[Interval], window: Window) -> tuple[Interval, ...]:
    """Cut intervals to a window, sort them, and join what overlaps or touches."""
    joined: list[Interval] = []
    cut = ((max(start, window[0]), min(end, window[1])) for start, end in intervals)
    for start, end in sorted(one for one in cut if one[0] < one[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)


@dataclass(eq=False)
class Entry(Event):
    """An event, and what it means for the time of the calendar's owner."""

    owner: str = ""

    @cached_property
    def counts(self) -> bool:
        """Return whether it takes the owner's time."""
        return not (
            self.word("TRANSP") == "TRANSPARENT"
            or self.word("X-MICROSOFT-CDO-BUSYSTATUS") in LEAVES_ROOM
            or self.word("STATUS") == "CANCELLED"
            or self.answered == "DECLINED"
        )

    @cached_property
    def is_tentative(self) -> bool:
        """Return whether it takes that time only perhaps."""
        said = {self.word("X-MICROSOFT-CDO-BUSYSTATUS"), self.word("STATUS")}
        return "TENTATIVE" in said | {self.answered}

    @cached_property
    def answered(self) -> str:
        """Return what the owner answered to an invitation; empty when they were not invited."""
        for line in islice(self._named(), ATTENDEE_LIMIT):
            with suppress(ValueError):
                attendee = read_property(line)
                if self.owner in addresses_of(attendee):
                    return attendee.parameters.get("PARTSTAT", "").upper()
        return ""

    def _named(self) -> Iterator[bytes]:
        """List the attendees that may be the owner: the address ends the line, or is in EMAIL."""
        needle = self.owner.encode()
        for line in self.component.written("ATTENDEE") if needle else []:
            low = line.lower()
            if needle in low and (low.rstrip(b"> \t").endswith(needle) or b"email=" in low):
                yield line


@dataclass(frozen=True, slots=True)
class Change:
    """One instance of a series that was changed, or every one from there on."""

    event: Entry
    instance: Written
    goes_on: bool
    # When it takes place instead; None when it no longer takes time.
    span: Span | None

    def applied(self, time: Written, instance: Written) -> Span:
        """Return another instance as the change has it, given the changed one as it was."""
        start = self.event.start
        shifted = time.local + (start.local - instance.local)
        moved = Written(shifted, start.zone, start.is_day)
        return moved, self.event.length.end(moved)


@dataclass(slots=True)
class Diary:
    """Turn the events of one file into intervals, each by itself: a bad one spoils no other."""

    window: Window
    owner: str
    own: frozenset[str]
    budget: Budget = field(default_factory=Budget)
    busy: list[Interval] = field(default_factory=list)
    tentative: list[Interval] = field(default_factory=list)
    warned: set[Warn] = field(default_factory=set)
    events: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))

    def open(self, calendar: Component, zones: Zones) -> None:
        """Collect the events of one VCALENDAR; they wait until all versions of each are known."""
        floating = calendar.text("X-WR-TIMEZONE") or None
        events = list(calendar.named("VEVENT"))
        if len(events) > EVENT_LIMIT:
            self.warned.add(Warn.SKIPPED_EVENTS)
        for number, component in enumerate(events[:EVENT_LIMIT]):
            uid = component.text("UID")
            if uid not in self.own:
                unnamed = f"\n{id(calendar)} {number}"
                self.events[uid or unnamed].append(Entry(component, zones, floating, self.owner))
        for component in islice(calendar.named("VFREEBUSY"), EVENT_LIMIT):
            if component.text("UID") not in self.own:
                event = Event(component, zones, floating)
                for line in dict.fromkeys(component.written("FREEBUSY")):
                    self._try(self._add_periods, event, line)

    def read(self) -> None:
        """Read every event, in its newest version."""
        for events in self.events.values():
            changes: dict[datetime, Change] = {}
            for event in events:
                for line in event.component.written("RECURRENCE-ID")[:1]:
                    self._try(self._learn, event, line, changes)
            masters = [event for event in events if not event.has("RECURRENCE-ID")]
            if len(masters) > 1:  # two that are equally new both count
                newest = max(event.version for event in masters)
                masters = [event for event in masters if event.version == newest]
            gone = Dates()
            for change in changes.values():
                gone.add(change.instance)
            later = sorted((one for one in changes.values() if one.goes_on), key=MOMENT)
            for event in masters:
                self._try(self._add, event, gone, later)
            for change in changes.values():
                self._try(self._keep, change.event, change.span)

    def _try(self, read: Callable[..., None], *given: Any) -> None:
        try:
            read(*given)
        except RuleRefused:
            self.warned.add(Warn.RULE_REFUSED)
        except (ValueError, OverflowError):
            self.warned.add(Warn.SKIPPED_EVENTS)

    def _learn(self, event: Entry, line: bytes, changes: dict[datetime, Change]) -> None:
        named = read_property(line)
        instance = event.zones.read(named, event.floating)
        # RFC 5545 3.2.13: without a RANGE it is about the one instance.
        goes_on = named.parameters.get("RANGE", "").upper() == "THISANDFUTURE"
        span = (event.start, event.length.end(event.start)) if event.counts else None
        known = changes.get(instance.utc)
        if known is None or known.event.version <= event.version:
            changes[instance.utc] = Change(event, instance, goes_on, span)

    def _add(self, event: Entry, gone: Dates, later: list[Change]) -> None:
        if not event.counts:
            return
        found = list(spans(event, self.window, self.budget))
        left = [span for span in found if span[0] not in gone]
        if later:
            self._go_on(found, left, later)
            left = [span for span in left if span[0].utc < MOMENT(later[0])]
        for span in left:
            self._keep(event, span)

    def _go_on(self, found: list[Span], left: list[Span], later: list[Change]) -> None:
        """Keep what is left of a series as the last change before each instance has it."""
        self.budget.spend(FOUND * len(left))
        # The instance as the series has it: a RECURRENCE-ID may name it in another zone.
        known = {time.utc: time for time, _ in found}
        for time, _ in left:
            place = bisect_left(later, time.utc, key=MOMENT)
            if place and (newest := later[place - 1]).span:
                instance = known.get(newest.instance.utc, newest.instance)
                self._keep(newest.event, newest.applied(time, instance))

    def _keep(self, event: Entry, span: Span | None) -> None:
        if span is None:
            return
        interval = span[0].utc, span[1]
        self.busy.append(interval)
        if event.is_tentative:
            self.tentative.append(interval)

    def _add_periods(self, event: Event, line: bytes) -> None:
        written = read_property(line)
        kind = written.parameters.get("FBTYPE", "BUSY").upper()
        if kind == "FREE":
            return
        self.budget.begin_rule()
        found = [(start.utc, end) for start, end in periods(event, written, self.budget)]
        self.busy += found
        if kind == "BUSY-TENTATIVE":
            self.tentative += found
