"""How long somebody rents: the start, the end and since when, out of three dates."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from visits.formats.tenant.date import Day, read_day
from visits.formats.tenant.kind import is_not_started
from visits.formats.tenant.outcome import Doubt, Fault, Skip
from visits.formats.tenant.record import Record

# Nobody rents longer than that; earlier dates are somebody's typing error.
MOST_YEARS = 100
LONG_YEARS = 80
NO_DEATH = {"n", "nee", "no", "0", "false", "onwaar"}


@dataclass(slots=True)
class Tenure:
    """What the dates of a row say; `since` is the earliest day that counts."""

    start: date | None = None
    since: date | None = None
    over: Skip | None = None
    end_before_start: bool = False
    doubts: tuple[Doubt, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_tenure(record: Record, today: date) -> Tenure:
    """Give what the dates of a contract say."""
    start, since = read_day(record.tenancy_start, today), read_day(record.tenant_since, today)
    end = read_day(record.tenancy_end, today, may_be_ahead=True)
    tenure = Tenure(over=_over(start, end, record.lease_status, today))
    if start.value and end.value and end.value < start.value:
        tenure.end_before_start = True
    if start.faulty or end.faulty:
        tenure.faults += (Fault.INVALID_DATE,)
    _count(tenure, start, since, today)
    return tenure


def is_deceased(cell: str | date | None, today: date) -> Skip | None:
    """Say whether somebody died; whatever is not plainly a no means that they did."""
    if not cell or (isinstance(cell, str) and cell.lower() in NO_DEATH):
        return None
    day = read_day(cell, today)
    return Skip.DECEASED if day.value or day.faulty else None


@lru_cache(maxsize=8)
def years_before(today: date, years: int) -> date:
    """Give the same day some years ago; 29 February becomes 28 February."""
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return date(today.year - years, today.month, day)


def is_long(since: date, today: date) -> bool:
    """Say whether a tenancy is so long that somebody had better look."""
    return since < years_before(today, LONG_YEARS)


def _over(start: Day, end: Day, status: str, today: date) -> Skip | None:
    """Say when a contract is over, is about to be, or has not begun."""
    if end.value:
        return Skip.ENDED if end.value < today else Skip.ENDING
    ahead = start.value is not None and start.value > today
    return Skip.NOT_STARTED if ahead or is_not_started(status) else None


def _count(tenure: Tenure, start: Day, since: Day, today: date) -> None:
    """Choose the days that count, and say what is doubtful or wrong about them."""
    oldest = years_before(today, MOST_YEARS)
    usable = since.value is not None and oldest <= since.value <= today
    if not usable and (since.value or since.faulty):
        tenure.doubts += (Doubt.INVALID_SINCE_IGNORED,)
    if start.value is None:
        _start_from_since(tenure, start, since, usable=usable)
        return
    if start.value < oldest:
        tenure.faults += (Fault.IMPLAUSIBLE_DATE,)
        return
    tenure.start = tenure.since = start.value
    tenure.doubts += start.doubts
    if usable and since.value:
        later = since.value > start.value
        tenure.doubts += (Doubt.SINCE_AFTER_START,) if later else since.doubts
        tenure.since = min(start.value, since.value)


def _start_from_since(tenure: Tenure, start: Day, since: Day, *, usable: bool) -> None:
    """Take the day since when somebody rents for the start of a contract without one."""
    if start.faulty:
        return
    if not usable:
        tenure.faults += (Fault.MISSING_START,)
        return
    tenure.start = tenure.since = since.value
    tenure.doubts += (Doubt.START_FROM_SINCE, *since.doubts)
