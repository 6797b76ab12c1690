"""What a calendar file says: one appointment, and somebody who is invited to it."""

from dataclasses import dataclass
from datetime import datetime


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
