"""What libical (Evolution, KDE and GNOME) reads in a calendar file, through its C library."""

import ctypes
import ctypes.util
from datetime import UTC, datetime
from functools import cache
from typing import Any

from tests.databases import missing

VEVENT = 4  # ICAL_VEVENT_COMPONENT
TEXTS = ("uid", "summary", "location", "description")


class Time(ctypes.Structure):
    """A moment as libical 3 passes it: struct icaltimetype."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    )


@cache
def library() -> Any:
    """Give the C library of this machine."""
    name = ctypes.util.find_library("ical")
    if name is None:
        missing("no libical on this machine: install libical3 to try it")
    found = ctypes.CDLL(name)
    pointer = ctypes.c_void_p
    for function in (
        "icalparser_parse_string icalcomponent_get_first_component icalproperty_get_value_as_string"
        " icalcomponent_get_first_property icalproperty_as_ical_string icalproperty_get_organizer"
    ).split():
        getattr(found, function).restype = pointer
    for name in TEXTS:
        getattr(found, f"icalcomponent_get_{name}").restype = ctypes.c_char_p
    for name in ("dtstart", "dtend"):
        getattr(found, f"icalcomponent_get_{name}").restype = Time
    found.icaltime_as_timet_with_zone.argtypes = [Time, pointer]
    found.icaltime_as_timet_with_zone.restype = ctypes.c_long
    found.icalproperty_string_to_kind.argtypes = [ctypes.c_char_p]
    found.icalproperty_get_value_as_string.restype = ctypes.c_char_p
    found.icalcomponent_get_next_property.restype = pointer
    return found


def read(data: bytes) -> dict[str, Any]:
    """Say what libical reads of the one event in a file, and how many faults it sees."""
    ical = library()
    whole = ctypes.c_void_p(ical.icalparser_parse_string(ctypes.c_char_p(data)))
    event = ctypes.c_void_p(ical.icalcomponent_get_first_component(whole, VEVENT))
    try:
        found: dict[str, Any] = {
            name: (getattr(ical, f"icalcomponent_get_{name}")(event) or b"").decode()
            for name in TEXTS
        }
        for name, key in (("dtstart", "start"), ("dtend", "end")):
            time = getattr(ical, f"icalcomponent_get_{name}")(event)
            seconds = ical.icaltime_as_timet_with_zone(time, time.zone)
            found[key] = datetime.fromtimestamp(seconds, UTC)
        found["sequence"] = ical.icalcomponent_get_sequence(event)
        found["status"] = (values(ical, event, b"STATUS") or [""])[0]
        found["organizer"] = (values(ical, event, b"ORGANIZER") or [""])[0]
        found["attendees"] = values(ical, event, b"ATTENDEE")
        ical.icalrestriction_check(whole)
        found["faults"] = ical.icalcomponent_count_errors(whole)
        return found
    finally:
        ical.icalcomponent_free(whole)


def values(ical: Any, event: Any, name: bytes) -> list[str]:
    """List the values of a property."""
    kind = ical.icalproperty_string_to_kind(name)
    found = []
    one = ical.icalcomponent_get_first_property(event, kind)
    while one:
        found.append(ical.icalproperty_get_value_as_string(ctypes.c_void_p(one)).decode())
        one = ical.icalcomponent_get_next_property(event, kind)
    return found
