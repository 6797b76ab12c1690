"""Calendar files (RFC 5545, 5546): what we send, the answers to it, and when who is busy."""

from visits.formats.ical.answer import Sent, decide, read_answer
from visits.formats.ical.busy import hours_of, read_busy
from visits.formats.ical.decision import CalendarRefused, Decision, Hours, Outcome, Reason, Warn
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
    "CalendarRefused",
    "Decision",
    "Event",
    "Guest",
    "Hours",
    "Outcome",
    "Reason",
    "Sent",
    "Warn",
    "decide",
    "hours_of",
    "new_uid",
    "read_answer",
    "read_busy",
    "write_cancel",
    "write_feed",
    "write_publish",
    "write_request",
]
