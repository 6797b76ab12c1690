"""Which moments to offer for a visit, and how the director's week looks around them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy.orm import Session

from visits.domain.month import moment, today
from visits.domain.organisation import Organisation
from visits.domain.slot import Interval, Slot, Wishes, best_slots, free_slots, is_free, read_hours
from visits.domain.week import Row, week_rows
from visits.formats.holiday import is_day_off, knows_school, soft_day
from visits.models.visit import Visit
from visits.services.organisation import get_organisation
from visits.services.visit.busy import busy_hours

WEEKS = 9


@dataclass(frozen=True, slots=True)
class Offer:
    """Five moments for a visit, and when the director is busy in the weeks they lie in."""

    slots: list[Slot]
    busy: list[Interval]


def wishes_of(organisation: Organisation) -> Wishes:
    """Give how the association visits."""
    return Wishes(
        weekdays=frozenset(int(number) for number in organisation.visiting_days),
        hours=read_hours(organisation.visiting_hours),
        length=timedelta(minutes=organisation.visit_minutes),
        travel=timedelta(minutes=organisation.travel_minutes),
    )


def offer(session: Session, visit: Visit, *, now: datetime) -> Offer:
    """Give five good moments for a visit, after the days that a letter needs."""
    organisation = get_organisation(session)
    first = today(now) + timedelta(days=organisation.notice_days)
    last = first + timedelta(weeks=WEEKS)
    begin, end = moment(today(now), time()), moment(last + timedelta(days=7), time())
    busy = busy_hours(session, visit.host_id, begin, end, besides=visit)
    slots = free_slots(
        busy,
        wishes_of(organisation),
        first=first,
        last=last,
        is_day_off=is_day_off,
        soft=partial(soft_day, region=organisation.school_region),
    )
    return Offer(best_slots(slots), busy)


def week_of(offered: Offer, monday: date) -> list[Row]:
    """Give a week of the director as rows of hours: free, busy, or one of the moments."""
    return week_rows(offered.busy, monday, [slot.start for slot in offered.slots])


def against(session: Session, start: datetime, minutes: int, busy: Sequence[Interval]) -> list[str]:
    """List in codes what speaks against a moment that somebody chose."""
    organisation = get_organisation(session)
    travel = timedelta(minutes=organisation.travel_minutes)
    end = start + timedelta(minutes=minutes)
    soft = soft_day(today(start), organisation.school_region)
    taken = not is_free(busy, start - travel, end + travel)
    wishes = wishes_of(organisation)
    speaks = {
        "other_day": not wishes.has_day(start),
        "other_hour": not wishes.has_hour(start),
        "busy": taken,
        soft: soft,
        "school_unknown": unknown_years(session, [today(start)]),
    }
    return [code for code, holds in speaks.items() if code and holds]


def unknown_years(session: Session, days: Iterable[date]) -> list[int]:
    """List the years of some days of which the school holidays are not known yet."""
    region = get_organisation(session).school_region
    years = sorted({day.year for day in days})
    return [year for year in years if not knows_school(year, region)]
