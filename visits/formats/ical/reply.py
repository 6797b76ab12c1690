"""What one answer file says, in our own words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from urllib.parse import unquote

from icalendar import vDuration

from visits.formats.ical.lines import Component, FileRefused, Property, read_file, read_property
from visits.formats.ical.text import unescaped
from visits.formats.ical.zone import Zones

ANSWERS = frozenset({"REPLY", "COUNTER", "REFRESH"})
PARTSTATS = {"NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"}
ATTENDEE_LIMIT = 500
COMMENT_LIMIT = 10
EVENT_LIMIT = 1000
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")
INTEGER = re.compile(r"[+-]?[0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody named in an answer."""

    address: str
    partstat: str
    delegated: bool
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What one file says."""

    methods: frozenset[str]
    uids: list[str]
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
            raise FileRefused("malformed" if methods & ANSWERS else "not_an_answer")
        return _reply(events, methods, Zones(calendars))
    except (ValueError, OverflowError) as error:
        raise FileRefused("malformed") from error


def plain(address: str) -> str:
    """Give an address as it is compared: lower case, without mailto: and brackets."""
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
    event = events[0]
    uids = _uids(events)
    stamp = event.first("DTSTAMP")
    attendees = [_attendee(one) for one in event.all("ATTENDEE", ATTENDEE_LIMIT + 1)]
    # RFC 5546 3.2.1: a PUBLISH has no ATTENDEE; every answer has.
    if not uids or stamp is None or (not attendees and methods & ANSWERS):
        raise ValueError("UID, DTSTAMP and ATTENDEE are what makes an answer")
    start, end = _time(event, "DTSTART", zones), _time(event, "DTEND", zones)
    if "COUNTER" in methods:
        end = _proposed_end(event, start, end)
    return Reply(
        methods=methods,
        uids=uids,
        # RFC 5545 3.8.7.2: DTSTAMP is in UTC, also when somebody forgets to say so.
        stamp=zones.utc(Property({}, stamp.value.rstrip("Zz") + "Z")),
        sequence=_integer(event.first("SEQUENCE")),
        attendees=attendees,
        start=start,
        end=end,
        original_start=_time(event, "X-MS-OLK-ORIGINALSTART", zones),
        comment=_comment(event),
        assumed_zone=zones.assumed,
    )


def _uids(events: list[Component]) -> list[str]:
    """Give the UID of the first event, and another one if there is."""
    first = events[0].first("UID")
    if first is None or not (uid := _text(first.value)):
        return []
    # The same line is read once, and no more than needed: a file may hold thousands of events.
    lines = dict.fromkeys(line for event in events for line in event.written("UID"))
    values = (_text(read_property(line).value) for line in islice(lines, EVENT_LIMIT))
    return [uid, *islice((other for other in values if other != uid), 1)]


def _attendee(line: Property) -> Attendee:
    said = line.parameters
    address = next(iter(addresses_of(line)), None)
    if address is None:
        raise ValueError("an attendee without an address")
    partstat = said.get("PARTSTAT", "").upper()
    return Attendee(
        address=address,
        # RFC 5545 3.2.12: a word we do not know counts as no answer yet.
        partstat=partstat if partstat in PARTSTATS else "NEEDS-ACTION",
        delegated=partstat == "DELEGATED" or bool({"DELEGATED-TO", "DELEGATED-FROM"} & said.keys()),
        comment=_text(said.get("X-RESPONSE-COMMENT", "")),
    )


def _proposed_end(
    event: Component, start: datetime | None, end: datetime | None
) -> datetime | None:
    """Give the end of a proposal; None when it only says when it starts."""
    if start is None:
        raise ValueError("a proposal without a time")
    duration, written = event.first("DURATION"), event.first("DTSTART")
    if end is None and duration:
        end = start + vDuration.from_ical(duration.value)  # type: ignore[no-untyped-call]
    elif end is None and written and "T" not in written.value:
        # RFC 5545 3.6.1: a DATE without an end lasts that one day.
        end = start + timedelta(days=1)
    if end and end <= start:
        raise ValueError("it ends before it starts")
    return end


def _time(event: Component, name: str, zones: Zones) -> datetime | None:
    found = event.first(name)
    return zones.utc(found) if found else None


def _integer(found: Property | None) -> int | None:
    if found is None:
        return None
    # RFC 5545 3.3.8
    if not INTEGER.fullmatch(found.value) or abs(number := int(found.value)) >= 2**31:
        raise ValueError(found.value)
    return number


def _comment(event: Component) -> str:
    """Give the first remark with words in it; Exchange sends one of only line breaks."""
    for line in event.written("COMMENT")[:COMMENT_LIMIT]:
        try:
            text = _text(read_property(line).value)
        except ValueError:
            # An unreadable remark does not make the answer unreadable.
            continue
        if text:
            return text
    return ""


def _text(value: str) -> str:
    return unescaped(value).strip()
