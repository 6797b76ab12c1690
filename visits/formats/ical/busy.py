"""When somebody is busy, out of a calendar file; never why: no title leaves this module."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any

from visits.formats.ical.lines import (
    BUSY_LINE_LIMIT,
    Component,
    FileRefused,
    read_file,
    read_property,
)
from visits.formats.ical.recurrence import FOUND, Budget, RuleRefused
from visits.formats.ical.reply import ATTENDEE_LIMIT, addresses_of, plain
from visits.formats.ical.series import Dates, Event, Span, Window, periods, spans, word_of
from visits.formats.ical.zone import HOUSE, Written, Zones, instant, known_zone

Interval = tuple[datetime, datetime]
# More than a file of this size holds of real events; reading more takes longer than a page may.
EVENT_LIMIT = 5_000
LEAVES_ROOM = {"FREE", "WORKINGELSEWHERE"}
WARNINGS = ("assumed_zone", "rule_refused", "skipped_events")


def read_busy(
    data: bytes,
    *,
    window: tuple[datetime, datetime],
    zone: str,
    owner: str | None = None,
    own: Collection[str] = (),
) -> dict[str, Any]:
    """Give when the owner of a calendar is busy within a window; no bytes make it raise."""
    try:
        calendars = read_file(data, line_limit=BUSY_LINE_LIMIT)
    except FileRefused as refusal:
        return {"outcome": "reject", "reason": refusal.reason}
    zones = Zones(calendars, known_zone(zone) or HOUSE)
    diary = Diary(window, plain(owner or ""), frozenset(uid.strip() for uid in own))
    for calendar in calendars:
        diary.open(calendar, zones)
    diary.read()
    warned = diary.warned | ({"assumed_zone"} if zones.assumed else set())
    return {
        "outcome": "read",
        "busy": merged(diary.busy, window),
        "tentative": merged(diary.tentative, window),
        "warn": [word for word in WARNINGS if word in warned],
    }


def merged(intervals: Iterable[Interval], window: Window) -> list[list[str]]:
    """Cut intervals to a window, sort them, and join what overlaps or touches."""
    joined: list[Interval] = []
    cut = ((max(start, window[0]), min(end, window[1])) for start, end in intervals)
    for start, end in sorted(one for one in cut if one[0] < one[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return [[instant(start), instant(end)] for start, end in joined]


class Entry(Event):
    """An event, and what it means for the time of the calendar's owner."""

    def __init__(
        self, component: Component, zones: Zones, floating: str | None, owner: str
    ) -> None:
        super().__init__(component, zones, floating)
        self.owner = owner

    @cached_property
    def counts(self) -> bool:
        """Whether it takes the owner's time."""
        return not (
            self.word("TRANSP") == "TRANSPARENT"
            or self.word("X-MICROSOFT-CDO-BUSYSTATUS") in LEAVES_ROOM
            or self.word("STATUS") == "CANCELLED"
            or self.answered == "DECLINED"
        )

    @cached_property
    def is_tentative(self) -> bool:
        """Whether it takes that time only perhaps."""
        said = {self.word("X-MICROSOFT-CDO-BUSYSTATUS"), self.word("STATUS")}
        return "TENTATIVE" in said | {self.answered}

    @cached_property
    def answered(self) -> str:
        """What the owner answered to an invitation; empty when they were not invited."""
        for line in islice(self._named(), ATTENDEE_LIMIT):
            with suppress(ValueError):
                attendee = read_property(line)
                if self.owner in addresses_of(attendee):
                    return attendee.parameters.get("PARTSTAT", "").upper()
        return ""

    def _named(self) -> Iterator[bytes]:
        """Give the attendees that may be the owner: the address ends the line, or is in EMAIL."""
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

    def applied(self, time: Written, instance: Written) -> Span:
        """Give another instance as the change has it, given the changed one as it was."""
        start = self.event.start
        shifted = time.local + (start.local - instance.local)
        moved = Written(shifted, start.zone, start.is_day)
        return moved, self.event.length.end(moved)


def change_of(event: Entry, instance: Written) -> Change:
    """Give what an event changes in its series; ValueError when it cannot be read."""
    line = event.component.first("RECURRENCE-ID")
    # RFC 5545 3.2.13: without a RANGE it is about the one instance.
    goes_on = line is not None and line.parameters.get("RANGE", "").upper() == "THISANDFUTURE"
    return Change(event, instance, goes_on)


class Changes:
    """Every change of one series."""

    def __init__(self, changes: list[Change]) -> None:
        self.all = changes
        self.gone, self.gone_days = Dates(), Dates()
        for change in changes:
            self.gone.add(change.instance, whole_days=False)
            self.gone_days.add(change.instance, whole_days=True)
        going = (change for change in changes if change.goes_on)
        self.later = sorted(going, key=lambda change: change.instance.utc)

    def newest_before(self, moment: datetime) -> Change | None:
        """Give the last change that goes on until after a moment, if there is one."""
        place = bisect_left(self.later, moment, key=lambda change: change.instance.utc)
        return self.later[place - 1] if place else None


def newest_of(masters: list[Entry]) -> list[Entry]:
    """Give the newest of several versions of one event; two that are equally new both count."""
    if len(masters) < 2:
        return masters
    newest = max(one.version for one in masters)
    return [one for one in masters if one.version == newest]


@dataclass(slots=True)
class Diary:
    """Turns the events of one file into intervals, each by itself: a bad one spoils no other."""

    window: Window
    owner: str
    own: frozenset[str]
    budget: Budget = field(default_factory=Budget)
    busy: list[Interval] = field(default_factory=list)
    tentative: list[Interval] = field(default_factory=list)
    warned: set[str] = field(default_factory=set)
    events: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))

    def open(self, calendar: Component, zones: Zones) -> None:
        """Look into one VCALENDAR; its events wait until all versions of each are known."""
        floating = word_of(calendar, "X-WR-TIMEZONE") or None
        events = list(calendar.named("VEVENT"))
        if len(events) > EVENT_LIMIT:
            self.warned.add("skipped_events")
        for number, component in enumerate(events[:EVENT_LIMIT]):
            uid = word_of(component, "UID")
            if uid not in self.own:
                unnamed = f"\n{id(calendar)} {number}"
                self.events[uid or unnamed].append(Entry(component, zones, floating, self.owner))
        for component in islice(calendar.named("VFREEBUSY"), EVENT_LIMIT):
            if word_of(component, "UID") not in self.own:
                event = Event(component, zones, floating)
                for line in dict.fromkeys(component.written("FREEBUSY")):
                    self._try(self._add_periods, event, line)

    def read(self) -> None:
        """Read every event, in its newest version."""
        for events in self.events.values():
            changes: dict[datetime, Change] = {}
            for event in events:
                if event.has("RECURRENCE-ID"):
                    self._try(self._learn, event, changes)
            masters = [event for event in events if not event.has("RECURRENCE-ID")]
            known = Changes(list(changes.values()))
            for event in newest_of(masters):
                self._try(self._add, event, known)
            for change in changes.values():
                self._try(self._add_once, change.event)

    def _try(self, read: Callable[..., None], *given: Any) -> None:
        try:
            read(*given)
        except RuleRefused:
            self.warned.add("rule_refused")
        except (ValueError, OverflowError):
            self.warned.add("skipped_events")

    def _learn(self, event: Entry, changes: dict[datetime, Change]) -> None:
        instance = event.time("RECURRENCE-ID")
        if instance is None or (event.counts and not event.length):
            return
        known = changes.get(instance.utc)
        if known is None or known.event.version <= event.version:
            changes[instance.utc] = change_of(event, instance)

    def _add(self, event: Entry, changes: Changes) -> None:
        if not event.counts:
            return
        found = list(spans(event, self.window, self.budget))
        if changes.all:
            found = self._changed(event, found, changes)
        for span in found:
            self._keep(event, span)

    def _changed(self, event: Entry, found: list[Span], changes: Changes) -> list[Span]:
        """Give what is left of a series, and keep what goes on otherwise."""
        gone = changes.gone_days if event.start.is_day else changes.gone
        left = [span for span in found if span[0] not in gone]
        if not changes.later:
            return left
        self.budget.spend(FOUND * len(left))
        # The instance as the series has it: a RECURRENCE-ID may name it in another zone.
        known = {time.utc: time for time, _ in found}
        for time, _ in left:
            newest = changes.newest_before(time.utc)
            if newest and newest.event.counts:
                instance = known.get(newest.instance.utc, newest.instance)
                self._keep(newest.event, newest.applied(time, instance))
        return [span for span in left if span[0].utc < changes.later[0].instance.utc]

    def _add_once(self, event: Entry) -> None:
        if event.counts:
            self._keep(event, (event.start, event.length.end(event.start)))

    def _keep(self, event: Entry, span: Span) -> None:
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
