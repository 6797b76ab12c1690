"""What one answer file says, in our own words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, datetime
from itertools import islice
from urllib.parse import unquote

from visits.formats.ical.decision import FileRefused, Partstat, Reason
from visits.formats.ical.lines import Component, Property, read_file, read_property
from visits.formats.ical.series import Event
from visits.formats.ical.text import unescaped
from visits.formats.ical.zone import Zones

ANSWERS = frozenset({"REPLY", "COUNTER", "REFRESH"})
ATTENDEE_LIMIT = 500
COMMENT_LIMIT = 10
UID_LIMIT = 1000
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")
INTEGER = re.compile(r"[+-]?[0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody named in an answer."""

    address: str
    partstat: Partstat
    delegated: bool
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What one file says of its first event, and whether it has others."""

    methods: frozenset[str]
    uid: str
    has_other_uids: bool
    stamp: datetime
    sequence: int | None
    attendees: list[Attendee]
    start: datetime | None
    end: datetime | None
    original_start: datetime | None
    comment: str
    assumed_zone: bool


def read_reply(data: bytes) -> Reply:
    """Read the first event of a file; FileRefused when something it needs is unreadable."""
    calendars = read_file(data)
    events = [event for calendar in calendars for event in calendar.named("VEVENT")]
    try:
        methods = _methods(calendars)
        if not events:
            raise FileRefused(Reason.MALFORMED if methods & ANSWERS else Reason.NOT_AN_ANSWER)
        return _reply(events, methods, Zones(calendars))
    except (ValueError, OverflowError) as error:
        raise FileRefused(Reason.MALFORMED) from error


def plain(address: str) -> str:
    """Return an address as it is compared: lower case, without mailto: and brackets."""
    bare = re.sub(r"(?i)^\s*mailto:", "", address)
    return unquote(bare, errors="replace").strip(" \t\r\n<>").lower()


def addresses_of(line: Property) -> list[str]:
    """List the addresses of somebody who is invited, the first counts."""
    # Apple and Exchange may write a path or an internal name, with the address in EMAIL.
    written = [plain(address) for address in (line.value, line.parameters.get("EMAIL", ""))]
    return [address for address in written if ADDRESS.fullmatch(address)]


def _methods(calendars: Iterable[Component]) -> frozenset[str]:
    lines = {line for calendar in calendars for line in calendar.written("METHOD")[:1]}
    return frozenset(read_property(line).value.upper() for line in lines)


def _reply(events: list[Component], methods: frozenset[str], zones: Zones) -> Reply:
    component, event = events[0], Event(events[0], zones)
    uid, stamp = component.text("UID"), component.first("DTSTAMP")
    uids = (one for other in events for one in other.texts("UID"))
    lines = component.written("ATTENDEE")[: ATTENDEE_LIMIT + 1]
    # RFC 5546 3.2.1: a PUBLISH has no ATTENDEE; every answer has.
    if not uid or stamp is None or (not lines and methods & ANSWERS):
        raise ValueError("UID, DTSTAMP and ATTENDEE are what makes an answer")
    start, end = _utc(event, "DTSTART"), _utc(event, "DTEND")
    return Reply(
        methods=methods,
        uid=uid,
        # No more than needed: a file may hold thousands of events.
        has_other_uids=set(islice(uids, UID_LIMIT)) != {uid},
        # RFC 5545 3.8.7.2: DTSTAMP is in UTC, also when somebody forgets to say so.
        stamp=zones.at(stamp.value.rstrip("Zz") + "Z", None).utc,
        sequence=_integer(component.first("SEQUENCE")),
        attendees=[_attendee(read_property(line)) for line in lines],
        start=start,
        end=_proposed_end(event) if "COUNTER" in methods else end,
        original_start=_utc(event, "X-MS-OLK-ORIGINALSTART"),
        # Exchange sends a remark of only line breaks.
        comment=next(filter(None, islice(component.texts("COMMENT"), COMMENT_LIMIT)), ""),
        assumed_zone=zones.assumed,
    )


def _attendee(line: Property) -> Attendee:
    said = line.parameters
    address = next(iter(addresses_of(line)), None)
    if address is None:
        raise ValueError("an attendee without an address")
    partstat = Partstat(said.get("PARTSTAT", "").upper())
    delegates = partstat is Partstat.DELEGATED or {"DELEGATED-TO", "DELEGATED-FROM"} & said.keys()
    comment = unescaped(said.get("X-RESPONSE-COMMENT", "")).strip()
    return Attendee(address, partstat, bool(delegates), comment)


def _proposed_end(event: Event) -> datetime | None:
    """Return the end of a proposal; None when it only says when it starts."""
    start = event.start
    if start.utc.year == MAXYEAR:
        raise ValueError("what starts then ends outside the calendar")
    if not (event.has("DTEND", "DURATION") or start.is_day):
        return None
    end = event.length.end(start)
    if end <= start.utc:
        raise ValueError("it ends before it starts")
    return end


def _utc(event: Event, name: str) -> datetime | None:
    time = event.time(name)
    return time.utc if time else None


def _integer(found: Property | None) -> int | None:
    if found is None:
        return None
    # RFC 5545 3.3.8
    if not INTEGER.fullmatch(found.value) or abs(number := int(found.value)) >= 2**31:
        raise ValueError(found.value)
    return number
