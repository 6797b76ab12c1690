"""Calendar files (RFC 5545, 5546): what we send, the answers to it, and when who is busy."""

from visits.formats.ical.answer import read_answer
from visits.formats.ical.busy import read_busy
from visits.formats.ical.event import Event, Guest, new_uid
from visits.formats.ical.write import write_cancel, write_feed, write_publish, write_request
from visits.formats.ical.zone import instant

__all__ = [
    "Event",
    "Guest",
    "instant",
    "new_uid",
    "read_answer",
    "read_busy",
    "write_cancel",
    "write_feed",
    "write_publish",
    "write_request",
]
