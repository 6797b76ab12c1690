"""Calendar files: what we send, and the answers that come back (RFC 5545, RFC 5546)."""

from visits.formats.ical.answer import read_answer
from visits.formats.ical.event import Event, Guest, new_uid
from visits.formats.ical.write import write_cancel, write_feed, write_publish, write_request
from visits.formats.ical.zone import instant

__all__ = [
    "Event",
    "Guest",
    "instant",
    "new_uid",
    "read_answer",
    "write_cancel",
    "write_feed",
    "write_publish",
    "write_request",
]
