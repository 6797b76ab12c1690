"""Calendar files (RFC 5545, 5546): what we send, the answers to it, and when who is busy."""

from visits.formats.ical.answer import read_answer
from visits.formats.ical.busy import read_busy
from visits.formats.ical.write import (
    Event,
    Guest,
    new_uid,
    write_cancel,
    write_feed,
    write_publish,
    write_request,
)

__all__ = [
    "Event",
    "Guest",
    "new_uid",
    "read_answer",
    "read_busy",
    "write_cancel",
    "write_feed",
    "write_publish",
    "write_request",
]
