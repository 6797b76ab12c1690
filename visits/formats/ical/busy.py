"""When somebody is busy, out of a calendar file; never why: no title leaves this module."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from visits.formats.ical.raw import (
    BUSY_LINE_LIMIT,
    Component,
    FileRefused,
    read_file,
    read_property,
)
from visits.formats.ical.recurrence import Budget, RuleRefused
from visits.formats.ical.reply import addresses_of, plain
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


@dataclass(frozen=True, slots=True)
class Change:
    """One instance of a series that was changed, or every one from there on."""

    event: Event
    instance: Written
    goes_on: bool

    def applied(self, time: Written, instance: Written) -> Span:
        """Give another instance as the change has it, given the changed one as it was."""
        start = self.event.start
        shifted = time.local + (start.local - instance.local)
        moved = Written(shifted, start.zone, start.is_day)
        return moved, self.event.length.end(moved)


def change_of(event: Event, instance: Written) -> Change:
    """Give what an event changes in its series; ValueError when it cannot be read."""
    line = event.component.first("RECURRENCE-ID")
    # RFC 5545 3.2.13: without a RANGE it is about the one instance.
    goes_on = line is not None and line.parameters.get("RANGE", "").upper() == "THISANDFUTURE"
    return Change(event, instance, goes_on)


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
    events: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))

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
                self.events[uid or unnamed].append(Event(component, zones, floating))
        for component in calendar.named("VFREEBUSY"):
            if word_of(component, "UID") not in self.own:
                event = Event(component, zones, floating)
                for line in component.written("FREEBUSY"):
                    self._try(self._add_periods, event, line)

    def read(self) -> None:
        """Read every event, in its newest version."""
        for events in self.events.values():
            changes: dict[datetime, Change] = {}
            for event in events:
                if event.has("RECURRENCE-ID"):
                    self._try(self._learn, event, changes)
            masters = [event for event in events if not event.has("RECURRENCE-ID")]
            newest = max((one.version for one in masters), default=None)
            for event in masters:
                if event.version == newest:
                    self._try(self._add, event, list(changes.values()))
            for change in changes.values():
                self._try(self._add_once, change.event)

    def _try(self, read: Callable[..., None], *given: Any) -> None:
        try:
            read(*given)
        except RuleRefused:
            self.warned.add("rule_refused")
        except (ValueError, OverflowError):
            self.warned.add("skipped_events")

    def _learn(self, event: Event, changes: dict[datetime, Change]) -> None:
        instance = event.time("RECURRENCE-ID")
        if instance is None or (self._counts(event) and not event.length):
            return
        known = changes.get(instance.utc)
        if known is None or known.event.version <= event.version:
            changes[instance.utc] = change_of(event, instance)

    def _add(self, event: Event, changes: list[Change]) -> None:
        if not self._counts(event):
            return
        found = list(spans(event, self.window, self.budget))
        if changes:
            found = self._changed(event, found, changes)
        for span in found:
            self._keep(event, span)

    def _changed(self, event: Event, found: list[Span], changes: list[Change]) -> list[Span]:
        """Give what is left of a series, and keep what goes on otherwise."""
        gone = Dates()
        for change in changes:
            gone.add(change.instance, whole_days=event.start.is_day)
        left = [span for span in found if span[0] not in gone]
        later = sorted((one for one in changes if one.goes_on), key=lambda one: one.instance.utc)
        # The instance as the series has it: a RECURRENCE-ID may name it in another zone.
        known = {time.utc: time for time, _ in found if later}
        for time, _ in left if later else []:
            newest = next((one for one in reversed(later) if one.instance.utc < time.utc), None)
            if newest and self._counts(newest.event):
                instance = known.get(newest.instance.utc, newest.instance)
                self._keep(newest.event, newest.applied(time, instance))
        return [span for span in left if not later or span[0].utc < later[0].instance.utc]

    def _add_once(self, event: Event) -> None:
        if self._counts(event):
            self._keep(event, (event.start, event.length.end(event.start)))

    def _keep(self, event: Event, span: Span) -> None:
        interval = span[0].utc, span[1]
        self.busy.append(interval)
        if self._is_tentative(event):
            self.tentative.append(interval)

    def _counts(self, event: Event) -> bool:
        """Say whether an event takes the owner's time."""
        return not (
            event.word("TRANSP") == "TRANSPARENT"
            or event.word("X-MICROSOFT-CDO-BUSYSTATUS") in LEAVES_ROOM
            or event.word("STATUS") == "CANCELLED"
            or self._answered(event) == "DECLINED"
        )

    def _is_tentative(self, event: Event) -> bool:
        said = {event.word("X-MICROSOFT-CDO-BUSYSTATUS"), event.word("STATUS")}
        return "TENTATIVE" in said | {self._answered(event)}

    def _answered(self, event: Event) -> str:
        """Give what the owner answered to an invitation; empty when they were not invited."""
        if not self.owner:
            return ""
        needle = self.owner.encode()
        for line in event.component.written("ATTENDEE"):
            if needle in line.lower():
                with suppress(ValueError):
                    attendee = read_property(line)
                    if self.owner in addresses_of(attendee):
                        return attendee.parameters.get("PARTSTAT", "").upper()
        return ""

    def _add_periods(self, event: Event, line: bytes) -> None:
        written = read_property(line)
        kind = written.parameters.get("FBTYPE", "BUSY").upper()
        if kind == "FREE":
            return
        found = [(start.utc, end) for start, end in periods(event, written)]
        self.busy += found
        if kind == "BUSY-TENTATIVE":
            self.tentative += found
