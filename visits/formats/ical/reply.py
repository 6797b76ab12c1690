"""What one answer file says, in our own words."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import MAXYEAR, datetime
from itertools import chain, islice
from urllib.parse import unquote

from visits.formats.ical.decision import CalendarRefused, Partstat, Reason
from visits.formats.ical.lines import Component, Property, read_answer_file, read_property
from visits.formats.ical.series import Event
from visits.formats.ical.text import CONTROL, unescaped, unwrapped
from visits.formats.ical.zone import Zones

ANSWERS = frozenset({"REPLY", "COUNTER", "REFRESH"})
ATTENDEE_LIMIT = 500
COMMENT_LIMIT = 10
UID_LIMIT = 1000
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")
INTEGER = re.compile(r"[+-]?[0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody named in an answer; the address is empty where none was written."""

    address: str
    partstat: Partstat
    delegated: bool
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What one file says of its first event."""

    methods: frozenset[str]
    uid: str
    stamp: datetime
    sequence: int | None
    attendees: list[Attendee]
    start: datetime | None
    end: datetime | None
    original_start: datetime | None
    comment: str
    assumed_zone: bool


def read_reply(data: bytes, mime_method: str | None) -> Reply:
    """Read the first event of an answer; CalendarRefused tells the first check that fails.

    The method of the mail counts where the file has none (RFC 6047 2.4).
    """
    calendars = read_answer_file(data)
    # The request may be quoted beside its answer.
    answers = [calendar for calendar in calendars if _method(calendar) in ANSWERS] or calendars
    said = {mime_method.strip().upper()} if mime_method else set()
    methods = frozenset(filter(None, map(_method, answers))) or frozenset(said)
    events = [event for calendar in answers for event in calendar.named("VEVENT")]
    uid = unwrapped(events[0].text("UID")) if events else ""
    try:
        if not events:
            raise CalendarRefused(Reason.MALFORMED if methods & ANSWERS else Reason.NOT_AN_ANSWER)
        reply = _reply(events[0], uid, methods, Zones(calendars))
    except (ValueError, OverflowError) as error:
        raise CalendarRefused(Reason.MALFORMED, uid) from error
    # No more than needed: a file may hold thousands of events.
    uids = {unwrapped(one) for one in islice(chain(*(e.texts("UID") for e in events)), UID_LIMIT)}
    faults = {
        Reason.TOO_MANY_ATTENDEES: len(reply.attendees) > ATTENDEE_LIMIT,
        Reason.NOT_AN_ANSWER: not methods or methods - ANSWERS,
        Reason.METHOD_MISMATCH: len(methods | said) > 1,
        Reason.SEVERAL_UIDS: uids != {uid},
    }
    for reason, is_so in faults.items():
        if is_so:
            raise CalendarRefused(reason, uid)
    return reply


def uid_of(data: bytes) -> str:
    """Return the UID of the first event of a file; empty when it cannot be read."""
    with suppress(CalendarRefused):
        for calendar in read_answer_file(data):
            for event in calendar.named("VEVENT"):
                return unwrapped(event.text("UID"))
    return ""


def plain(address: str) -> str:
    """Return an address as it is compared: lower case, without mailto: and brackets."""
    bare = re.sub(r"(?i)^\s*mailto:", "", address)
    return CONTROL.sub("", unquote(bare, errors="replace")).strip(" <>").lower()


def addresses_of(line: Property) -> list[str]:
    """List the addresses of somebody who is invited, the first counts."""
    # Apple and Exchange may write a path or an internal name, with the address in EMAIL.
    written = [plain(address) for address in (line.value, line.parameters.get("EMAIL", ""))]
    return [address for address in written if ADDRESS.fullmatch(address)]


def _method(calendar: Component) -> str:
    return calendar.text("METHOD").upper()


def _reply(component: Component, uid: str, methods: frozenset[str], zones: Zones) -> Reply:
    event, stamp = Event(component, zones), component.first("DTSTAMP")
    lines = component.written("ATTENDEE")[: ATTENDEE_LIMIT + 1]
    # RFC 5546 3.2.1: a PUBLISH has no ATTENDEE; every answer has.
    if not uid or stamp is None or (not lines and methods & ANSWERS):
        raise ValueError("UID, DTSTAMP and ATTENDEE are what makes an answer")
    start, end = _utc(event, "DTSTART"), _utc(event, "DTEND")
    return Reply(
        methods=methods,
        uid=uid,
        # RFC 5545 3.8.7.2: DTSTAMP is in UTC, also when somebody forgets to say so.
        stamp=zones.at(stamp.value, "UTC").utc,
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
    # Exchange and Outlook may write a path, or "invalid:nomail".
    address = next(iter(addresses_of(line)), "")
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
