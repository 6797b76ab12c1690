"""When somebody is busy, out of a calendar file; never why: no title leaves this module."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import islice
from operator import attrgetter
from typing import Any

from visits.formats.ical.decision import CalendarRefused, Decision, Hours, Interval, Outcome, Warn
from visits.formats.ical.lines import Component, read_busy_file, read_property
from visits.formats.ical.recurrence import FOUND, Budget, RuleRefused
from visits.formats.ical.reply import ATTENDEE_LIMIT, addresses_of, plain
from visits.formats.ical.series import Event, Span, Window, is_named, is_outside, periods, spans
from visits.formats.ical.text import unwrapped
from visits.formats.ical.zone import HOUSE, Written, Zones, known_zone

# More than anybody has within half a year; reading more takes longer than a page may.
EVENT_LIMIT = 5_000
LEAVES_ROOM = {"FREE", "WORKINGELSEWHERE"}
COMES = {"ACCEPTED", "TENTATIVE"}
# When the instance that a change is about was to begin.
MOMENT = attrgetter("instance.utc")


def read_busy(
    data: bytes,
    *,
    window: tuple[datetime, datetime],
    zone: str,
    owner: str | None = None,
    own: Collection[str] = (),
    also: Collection[str] = (),
) -> dict[str, Any]:
    """Read when the owner of a calendar is busy within a window; no bytes make it raise.

    The owner may have been invited under other addresses `also`.
    """
    try:
        return hours_of(data, window, zone, [owner or "", *also], own).as_dict()
    except CalendarRefused as refusal:
        return Decision(Outcome.REJECT, refusal.reason).as_dict()


def hours_of(
    data: bytes, window: Window, zone: str, owners: Iterable[str], own: Collection[str]
) -> Hours:
    """Read when the owner of a calendar is busy within a window, or raise CalendarRefused."""
    house = known_zone(zone) or HOUSE
    loose = Zones([], house)

    def matters(component: Component) -> bool:
        with suppress(ValueError, OverflowError):
            return not is_outside(Event(component, loose), window)
        return True

    calendars = read_busy_file(data, matters)
    zones = Zones(calendars, house)
    diary = Diary(window, frozenset(map(plain, owners)), frozenset(uid.strip() for uid in own))
    for calendar in calendars:
        diary.open(calendar, zones)
    diary.read()
    if zones.assumed:
        diary.warned[Warn.ASSUMED_ZONE] = 0
    return Hours(
        busy=merged(diary.busy, window),
        tentative=merged(diary.tentative, window),
        left_out={word: diary.warned[word] for word in Warn if word in diary.warned},
        read=diary.count,
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

    owners: frozenset[str] = frozenset()

    @cached_property
    def counts(self) -> bool:
        """Return whether it takes the owner's time."""
        return not (
            self.word("TRANSP") == "TRANSPARENT"
            or self.word("X-MICROSOFT-CDO-BUSYSTATUS") in LEAVES_ROOM
            or self.word("STATUS") == "CANCELLED"
            or ("DECLINED" in self.answered and not self.answered & COMES)
        )

    @cached_property
    def is_tentative(self) -> bool:
        """Return whether it takes that time only perhaps."""
        said = {self.word("X-MICROSOFT-CDO-BUSYSTATUS"), self.word("STATUS")}
        return "TENTATIVE" in said | self.answered

    @cached_property
    def answered(self) -> set[str]:
        """Return what the owner answered to an invitation, under each address that was invited."""
        found = set()
        needles = [owner.encode() for owner in self.owners if "@" in owner]
        lines = self.component.written("ATTENDEE")
        named = (line for line in lines if any(needle in line.lower() for needle in needles))
        for line in islice(named, ATTENDEE_LIMIT):
            with suppress(ValueError):
                attendee = read_property(line)
                if self.owners.intersection(addresses_of(attendee)):
                    found.add(attendee.parameters.get("PARTSTAT", "").upper())
        return found


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
    owners: frozenset[str]
    own: frozenset[str]
    budget: Budget = field(default_factory=Budget)
    busy: list[Interval] = field(default_factory=list)
    tentative: list[Interval] = field(default_factory=list)
    warned: Counter[Warn] = field(default_factory=Counter)
    events: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    count: int = 0

    def open(self, calendar: Component, zones: Zones) -> None:
        """Collect the events of one VCALENDAR; they wait until all versions of each are known."""
        floating = calendar.text("X-WR-TIMEZONE") or None
        # Google gives a calendar the address of its owner as its name.
        owners = self.owners | {plain(calendar.text("X-WR-CALNAME"))}
        for component in calendar.parts:
            uid = component.text("UID")
            if component.name == "VTIMEZONE" or not self.own.isdisjoint({uid, unwrapped(uid)}):
                continue
            self.count += 1
            if self.count > EVENT_LIMIT:
                self.warned[Warn.SKIPPED_EVENTS] += 1
            elif component.name == "VEVENT":
                event = Entry(component, zones, floating, owners)
                self.events[uid or f"\n{self.count}"].append(event)
            else:
                periods_of = Event(component, zones, floating)
                for line in dict.fromkeys(component.written("FREEBUSY")):
                    self._try(self._add_periods, periods_of, line)

    def read(self) -> None:
        """Read every event, in its newest version."""
        for events in self.events.values():
            changes: dict[datetime, Change] = {}
            for event in events:
                for line in event.component.written("RECURRENCE-ID")[:1]:
                    self._try(self._learn, event, line, changes)
            masters = [event for event in events if not event.has("RECURRENCE-ID")]
            # Two of the same SEQUENCE are two events: some programs give them all one UID.
            newest = max((event.version[0] for event in masters), default=0)
            for event in masters:
                if event.version[0] == newest:
                    self._try(self._add, event, changes)
            for change in changes.values():
                self._try(self._keep, change.event, change.span)

    def _try(self, read: Callable[..., None], *given: Any) -> None:
        try:
            read(*given)
        except RuleRefused:
            self.warned[Warn.RULE_REFUSED] += 1
        except (ValueError, OverflowError):
            self.warned[Warn.SKIPPED_EVENTS] += 1

    def _learn(self, event: Entry, line: bytes, changes: dict[datetime, Change]) -> None:
        named = read_property(line)
        instance = event.zones.read(named, event.zone)
        # RFC 5545 3.2.13: without a RANGE it is about the one instance.
        goes_on = named.parameters.get("RANGE", "").upper() == "THISANDFUTURE"
        span = (event.start, event.length.end(event.start)) if event.counts else None
        known = changes.get(instance.utc)
        if known is None or known.event.version <= event.version:
            changes[instance.utc] = Change(event, instance, goes_on, span)

    def _add(self, event: Entry, changes: dict[datetime, Change]) -> None:
        self.budget.begin_rule()
        gone = event.excluded(self.budget)
        for moment, change in list(changes.items()):
            # An instance that was moved, and deleted afterwards.
            if event.version > change.event.version and event.named(change.instance) in gone:
                del changes[moment]
        if not event.counts:
            return
        found = list(spans(event, self.window, gone, self.budget))
        changed = {event.named(change.instance) for change in changes.values()}
        left = [span for span in found if not is_named(span[0], changed)]
        later = sorted((change for change in changes.values() if change.goes_on), key=MOMENT)
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
