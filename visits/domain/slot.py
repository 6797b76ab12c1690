"""When a visit could be: free moments within the visiting hours, and five good ones among them."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from visits.domain.month import local, moment

Interval = tuple[datetime, datetime]
Hours = tuple[time, time]
HOURS = re.compile(r"([0-9]{1,2})[.:]([0-9]{2})\s*-\s*([0-9]{1,2})[.:]([0-9]{2})")
GRID = timedelta(minutes=30)
DAY = timedelta(days=1)
OFFERED = 5
NOON = time(12, 30)


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the association visits: on which weekdays and hours, how long, with how much travel."""

    weekdays: frozenset[int]
    hours: tuple[Hours, ...]
    length: timedelta
    travel: timedelta

    def has_day(self, start: datetime) -> bool:
        """Say whether a moment falls on a day on which the association visits."""
        return local(start).weekday() in self.weekdays

    def has_hour(self, start: datetime) -> bool:
        """Say whether a moment falls in the hours in which the association visits."""
        clock = local(start).time()
        return any(begin <= clock <= end for begin, end in self.hours)


@dataclass(frozen=True, slots=True)
class Slot:
    """A moment at which the director is free, travel included; soft says what speaks against it."""

    start: datetime
    end: datetime
    soft: str | None

    @property
    def day(self) -> date:
        """The Dutch day of the visit."""
        return local(self.start).date()

    @property
    def is_morning(self) -> bool:
        """Say whether the visit is before the warm meal."""
        return local(self.start).time() < NOON


def read_hours(text: str) -> tuple[Hours, ...]:
    """Read "10.00-11.30, 14.00-15.30"; ValueError when that is not what it says."""
    hours = []
    for part in text.split(","):
        if not (match := HOURS.fullmatch(part.strip())):
            raise ValueError(part)
        begin, end = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
        if begin >= end:
            raise ValueError(part)
        hours.append((begin, end))
    return tuple(hours)


def free_slots(
    busy: Sequence[Interval],
    wishes: Wishes,
    *,
    first: date,
    last: date,
    is_day_off: Callable[[date], bool],
    soft: Callable[[date], str | None],
) -> list[Slot]:
    """List every moment of these days at which a visit and its travel fit, in order."""
    return [
        Slot(start, start + wishes.length, soft(day))
        for day in _days(first, last)
        if day.weekday() in wishes.weekdays and not is_day_off(day)
        for start in _starts(day, wishes)
        if is_free(busy, start - wishes.travel, start + wishes.length + wishes.travel)
    ]


def is_free(busy: Sequence[Interval], start: datetime, end: datetime) -> bool:
    """Say whether nothing stands between two moments."""
    return not any(begin < end and start < stop for begin, stop in busy)


def best_slots(slots: Sequence[Slot], count: int = OFFERED) -> list[Slot]:
    """Choose good moments that differ: on other days, in other weeks, mornings and afternoons.

    What a soft day speaks against comes only after all the rest; of equals the earliest.
    """
    chosen: list[Slot] = []
    left = sorted(slots, key=lambda slot: slot.start)
    while left and len(chosen) < count:
        seen: Counter[str] = Counter()
        for slot in chosen:
            seen.update(_kinds(slot))
        best = min(left, key=lambda slot: _likeness(slot, seen))
        chosen.append(best)
        left.remove(best)
    return sorted(chosen, key=lambda slot: slot.start)


def _likeness(slot: Slot, seen: Counter[str]) -> tuple[object, ...]:
    """Rank a moment by what speaks against it, and by how much it is like the chosen ones."""
    day, half, week = _kinds(slot)
    # Two moments in a week are a choice; a third one belongs in another week.
    alike = 2 * seen[half] + max(0, seen[week] - 1)
    return slot.soft is not None, seen[day], alike, slot.start


def _kinds(slot: Slot) -> tuple[str, str, str]:
    half = "morning" if slot.is_morning else "afternoon"
    return f"{slot.day}", half, f"{slot.day:%G-W%V}"


def _days(first: date, last: date) -> Iterator[date]:
    return (first + number * DAY for number in range((last - first).days + 1))


def _starts(day: date, wishes: Wishes) -> Iterator[datetime]:
    """Give the moments of a day at which a visit may start, each half hour of the hours."""
    for begin, end in wishes.hours:
        start, stop = moment(day, begin), moment(day, end)
        while start + wishes.length <= stop:
            yield start
            start += GRID
