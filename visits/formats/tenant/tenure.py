"""How long somebody rents: the start, the end and since when, out of three dates."""

from datetime import date
from typing import NamedTuple

from visits.domain.month import same_day
from visits.formats.tenant.date import Day, read_day
from visits.formats.tenant.outcome import Code, Doubt, Fault, Skip
from visits.formats.tenant.record import Record
from visits.formats.tenant.text import words_of

# Nobody rents longer than that; earlier dates are somebody's typing error.
MOST_YEARS = 100
LONG_YEARS = 80
# VERA: contracts that are still being made.
NOT_STARTED = (["voo"], ["goe"])


class Tenure(NamedTuple):
    """What the dates of a row say; `since` is the earliest day that counts."""

    start: date | None
    since: date | None
    over: Skip | None
    ends_before_start: bool
    codes: tuple[Code, ...]


def read_tenure(record: Record, today: date) -> Tenure:
    """Return what the dates of a contract say."""
    start, since = read_day(record.tenancy_start, today), read_day(record.tenant_since, today)
    end = read_day(record.tenancy_end, today, may_be_ahead=True)
    backwards = bool(start.value and end.value and end.value < start.value)
    over = None
    if end.value:
        over = Skip.ENDED if end.value < today else Skip.ENDING
    elif (start.value and start.value > today) or words_of(record.lease_status)[:1] in NOT_STARTED:
        over = Skip.NOT_STARTED
    first, earliest, codes = _days_that_count(start, since, today)
    if start.faulty or end.faulty:
        codes = (*codes, Fault.INVALID_DATE)
    return Tenure(first, earliest, over, backwards, codes)


def _days_that_count(
    start: Day, since: Day, today: date
) -> tuple[date | None, date | None, tuple[Code, ...]]:
    """Return the start and the earliest day, with what is doubtful or wrong about them."""
    oldest = same_day(today, -MOST_YEARS)
    usable = since.value if since.value and oldest <= since.value <= today else None
    ignored = (Doubt.INVALID_SINCE_IGNORED,) if not usable and (since.value or since.faulty) else ()
    if start.faulty:
        return None, None, ignored
    if not start.value:
        if not usable:
            return None, None, (*ignored, Fault.MISSING_START)
        return usable, usable, (Doubt.START_FROM_SINCE, *since.doubts)
    if start.value < oldest:
        return None, None, (*ignored, Fault.IMPLAUSIBLE_DATE)
    if not usable:
        return start.value, start.value, (*ignored, *start.doubts)
    said = (Doubt.SINCE_AFTER_START,) if usable > start.value else since.doubts
    return start.value, min(start.value, usable), (*start.doubts, *said)
