"""How long an event lasts: by its end, by a duration, or by nothing at all (RFC 5545 3.6.1)."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from visits.formats.ical.lines import Property
from visits.formats.ical.recurrence import DAY
from visits.formats.ical.zone import Written, in_utc

DURATION = re.compile(
    r"([+-])?P(?=[0-9T])(?:([0-9]{1,9})W)?(?:([0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?"
)


@dataclass(frozen=True, slots=True)
class Length:
    """Whole days as clocks count them, and time on top: a day may last 23 or 25 hours."""

    days: timedelta = timedelta(0)
    time: timedelta = timedelta(0)

    def __post_init__(self) -> None:
        if self.days + self.time < timedelta(0):
            raise ValueError("it ends before it starts")

    def end(self, start: Written) -> datetime:
        """Return in UTC when something ends that starts then."""
        return in_utc(start.local + self.days, start.zone) + self.time


def read_duration(value: str) -> Length:
    """Read a DURATION; ValueError when it is none, or runs backwards."""
    if not (match := DURATION.fullmatch(value.upper())):
        raise ValueError(value)
    sign = -1 if match[1] == "-" else 1
    weeks, days, hours, minutes, seconds = (sign * int(part or 0) for part in match.groups()[1:])
    return Length(
        timedelta(weeks=weeks, days=days), timedelta(hours=hours, minutes=minutes, seconds=seconds)
    )


def length_of(start: Written, end: Written | None, duration: Property | None) -> Length:
    """Return how long an event lasts; ValueError when it ends before it starts."""
    if end is None:
        if duration:
            return read_duration(duration.value)
        return Length(DAY) if start.is_day else Length()
    if start.is_day and end.is_day:
        # The end is the first day that is free again; some programs write the last day instead.
        return Length(end.local - start.local or DAY)
    # RFC 5545 3.8.5.3: with a DTEND every instance has the same exact duration.
    return Length(time=end.utc - start.utc)
