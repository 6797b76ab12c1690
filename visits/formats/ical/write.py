"""Write calendar files that Outlook, Google, Apple and the others read alike.

Not `Calendar.new`, `Event.new` or `add_missing_timezones`: these put the clock, a new UID and a
wrong summer time in the file (icalendar 7.3).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, vCalAddress, vDuration
from icalendar import Event as Component

from visits.formats.ical.text import Text, plain_address, plain_name, plain_text

PRODID = "-//Visits//Huurdersbezoek//NL"
ZONE = "Europe/Amsterdam"
POLL = timedelta(hours=1)
REMIND = timedelta(days=-1)
END = b"END:VCALENDAR\r\n"

# Constant, with rules instead of dates: Outlook does not read RDATE lists. Always both parts, in
# winter too: with one part missing Outlook guesses.
VTIMEZONE = b"""\
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
X-LIC-LOCATION:Europe/Amsterdam
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
""".replace(b"\n", b"\r\n")


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is invited (host, companion or tenant), and what they answered so far."""

    email: str
    name: str
    role: str
    partstat: str = "NEEDS-ACTION"


@dataclass(frozen=True, slots=True)
class Event:
    """One appointment as the calendars of others may see it; all times are UTC.

    The status is TENTATIVE, CONFIRMED or CANCELLED (RFC 5545 3.8.1.11).
    """

    uid: str
    sequence: int
    start: datetime
    end: datetime
    created: datetime
    modified: datetime
    summary: str
    location: str
    description: str
    status: str
    organizer_email: str
    organizer_name: str

    def __post_init__(self) -> None:
        times = (self.start, self.end, self.created, self.modified)
        if any(time.tzinfo is None for time in times):
            raise ValueError("a time without a zone means another hour to every reader")
        if self.end <= self.start:
            raise ValueError("an appointment ends after it starts")


def new_uid(random_hex: str, host: str) -> str:
    """Make the UID an appointment keeps for life; it says nothing about anybody."""
    return f"bezoek-{random_hex}@{host}"


def write_request(event: Event, guest: Guest, *, stamp: datetime, language: str = "nl") -> bytes:
    """Write the invitation of one person, new or changed; the others are not named in it."""
    component = _core(event, stamp, language)
    _details(component, event, language)
    attendee = _attendee(guest)
    attendee.params["RSVP"] = "TRUE"
    component.add("attendee", attendee)
    if guest.role != "tenant":
        component.add_component(_reminder(event))
    return _file("REQUEST", [component])


def write_cancel(event: Event, guest: Guest, *, stamp: datetime, language: str = "nl") -> bytes:
    """Write the cancellation for one person: the same UID, the SEQUENCE already raised."""
    # RFC 5546 3.2.5: STATUS is CANCELLED and a VALARM is forbidden.
    component = _core(event, stamp, language)
    component.add("status", "CANCELLED")
    component.add("x-microsoft-cdo-busystatus", "FREE")
    component.add("attendee", _attendee(guest))
    return _file("CANCEL", [component])


def write_publish(event: Event, *, stamp: datetime) -> bytes:
    """Write the file for the download button, which anybody may open."""
    # Outlook blocks a REQUEST opened by somebody who is not in ATTENDEE; RFC 5546 3.2.1 has none.
    return _file("PUBLISH", [_published(event, stamp)])


def write_feed(events: Iterable[Event], *, name: str) -> bytes:
    """Write the calendar somebody subscribes to; unchanged data give the same bytes."""
    head = Calendar()
    # RFC 7986 5.1 and 5.7; the X- names are what Outlook and Google look at.
    for field in ("name", "x-wr-calname"):
        head[field] = _text(name)
    head.add("x-wr-timezone", ZONE)
    head.add("refresh-interval", vDuration(POLL), parameters={"VALUE": "DURATION"})
    head.add("x-published-ttl", vDuration(POLL))
    listed = sorted(events, key=lambda event: (event.start, event.uid))
    return _file("PUBLISH", [_published(event, event.modified) for event in listed], head)


def _file(method: str, components: list[Component], head: Calendar | None = None) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.update(head or {})
    # Spliced, because icalendar would write the parts of the rules in another order.
    events = b"".join(component.to_ical(sorted=False) for component in components)
    whole: bytes = calendar.to_ical(sorted=False)
    return whole.removesuffix(END) + VTIMEZONE + events + END


def _core(event: Event, stamp: datetime, language: str | None = None) -> Component:
    """Return what every method carries: which event, when, by whom, and its title."""
    component = Component()
    component.add("uid", event.uid)
    component.add("sequence", event.sequence)
    component.add("dtstamp", stamp.astimezone(UTC))
    component.add("created", event.created.astimezone(UTC))
    component.add("last-modified", event.modified.astimezone(UTC))
    component.add("dtstart", event.start.astimezone(ZoneInfo(ZONE)))
    component.add("dtend", event.end.astimezone(ZoneInfo(ZONE)))
    component.add("organizer", _address(event.organizer_email, event.organizer_name))
    component["summary"] = _text(event.summary, language)
    return component


def _details(component: Component, event: Event, language: str | None = None) -> None:
    cancelled = event.status == "CANCELLED"
    if event.location:
        component["location"] = _text(event.location)
    if event.description:
        component["description"] = _text(event.description, language)
    component.add("status", event.status)
    component.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    component.add("class", "PRIVATE")
    for name in ("x-microsoft-cdo-busystatus", "x-microsoft-cdo-intendedstatus"):
        component.add(name, "FREE" if cancelled else "BUSY")


def _published(event: Event, stamp: datetime) -> Component:
    component = _core(event, stamp)
    _details(component, event)
    return component


def _reminder(event: Event) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm["description"] = _text(event.summary)
    alarm.add("trigger", REMIND)
    return alarm


def _attendee(guest: Guest) -> vCalAddress:
    attendee = _address(guest.email, guest.name)
    attendee.params["CUTYPE"] = "INDIVIDUAL"
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = guest.partstat
    return attendee


def _address(email: str, name: str) -> vCalAddress:
    return vCalAddress.new(plain_address(email), cn=plain_name(name) or None)


def _text(text: str, language: str | None = None) -> Text:
    return Text(plain_text(text), params={"LANGUAGE": language} if language else None)
