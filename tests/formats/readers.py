"""Four calendar programs read the same file: each says what it sees, in the same words."""

from typing import Any

import vobject
from ical.calendar_stream import IcsCalendarStream

from tests.formats import libical
from tests.formats.calendar_cases import read_event


def as_icalendar(data: bytes) -> dict[str, Any]:
    """Say what icalendar reads."""
    event = read_event(data)
    return {
        "uid": str(event["uid"]),
        "start": event["dtstart"].dt,
        "end": event["dtend"].dt,
        "sequence": int(event["sequence"]),
        "status": str(event["status"]),
        "summary": str(event["summary"]),
        "location": str(event.get("location", "")),
        "description": str(event.get("description", "")),
        "organizer": str(event["organizer"]),
        "attendees": [str(event["attendee"])] if "attendee" in event else [],
    }


def as_vobject(data: bytes) -> dict[str, Any]:
    """Say what vobject (Radicale's reader) reads."""
    event = vobject.readOne(data.decode()).vevent
    fields = {line.name.lower(): line.value for line in event.lines()}
    return {
        "uid": fields["uid"],
        "start": fields["dtstart"],
        "end": fields["dtend"],
        "sequence": int(fields["sequence"]),
        "status": fields["status"],
        "summary": fields["summary"],
        "location": fields.get("location", ""),
        "description": fields.get("description", ""),
        "organizer": fields["organizer"],
        "attendees": [line.value for line in event.contents.get("attendee", [])],
    }


def as_home_assistant(data: bytes) -> dict[str, Any]:
    """Say what ical (Home Assistant's reader) reads."""
    (event,) = IcsCalendarStream.calendar_from_ics(data.decode()).events
    assert event.status
    assert event.organizer
    return {
        "uid": event.uid,
        "start": event.dtstart,
        "end": event.dtend,
        "sequence": event.sequence,
        "status": event.status.value,
        "summary": event.summary,
        "location": event.location or "",
        "description": event.description or "",
        "organizer": str(event.organizer.uri),
        "attendees": [str(one.uri) for one in event.attendees],
    }


def as_libical(data: bytes) -> dict[str, Any]:
    """Say what libical (Evolution's and KDE's reader) reads."""
    read = libical.read(data)
    assert read.pop("faults") == 0  # its own table of RFC 5546 is silent
    return read


# libical takes an empty text for a fault, and has its own way with odd characters.
TOLERANT = (as_icalendar, as_vobject, as_home_assistant)
READERS = (*TOLERANT, as_libical)
