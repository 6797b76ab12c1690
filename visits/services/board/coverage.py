"""Where we were: the districts and the years of renting that we visited, beside their share."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from visits.domain.board import Cell
from visits.domain.draw import UNKNOWN_DISTRICT
from visits.domain.eligibility import years_on
from visits.domain.month import quarter_days, quarter_of, today, year_of
from visits.domain.visit import NEXT_LOT, TOOK_PLACE, Band, State, band
from visits.models.board import ClosedPeriod
from visits.models.tenant import Tenant, since_in
from visits.models.visit import Visit
from visits.services.draw.fairness import Totals, totals
from visits.services.organisation import get_organisation


class District(NamedTuple):
    """One district: how many could be visited, and what its fair share of the visits is.

    Not how many were: who knows that, and the rule of the draw, can count back in which month a
    district was visited.
    """

    name: str
    tenants: int
    share: float


class Place(NamedTuple):
    """One band: how many could be visited, how many were, and what its share is."""

    name: str
    tenants: int
    visits: Cell
    share: float


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """Where we had been when a quarter closed."""

    until: str
    years: list[str]
    visits: int
    districts: list[District]
    bands: list[Place]
    asked: dict[State, int]
    draws: Totals
    smallest_group: int

    @property
    def enough(self) -> bool:
        """Say whether there were enough visits to show anything at all."""
        return self.visits >= self.smallest_group

    @property
    def year(self) -> str:
        """The year at the end of which this is how it stood, or stands."""
        return year_of(self.until)


def snapshot(session: Session, quarter: str, day: date, smallest_group: int) -> dict[str, Any]:
    """Count who could be visited, who was, who would rather not, and the draws, up to a quarter."""
    years = get_organisation(session).minimum_years
    listed = select(Tenant.district, since_in(Tenant)).where(Tenant.missing_since.is_(None))
    tenants = [
        (district or UNKNOWN_DISTRICT, band(stayed).value)
        for district, since in session.execute(listed)
        if since and (stayed := years_on(since, day)) >= years
    ]
    visits = [one for one in session.scalars(select(Visit)) if quarter_before(one) <= quarter]
    held = [one for one in visits if one.state in TOOK_PLACE]
    found = find_coverage(session, quarter)
    before = found[1] if found else {"bands": {}, "asked": {}}
    shown = {name: count for name, (_, count) in before["bands"].items()}
    bands = stepwise(shown, Counter(v.tenure_band for v in held), smallest_group)
    asked = Counter(one.state.value for one in visits if one.state in NEXT_LOT)
    return {
        "districts": dict(Counter(district for district, _ in tenants)),
        "bands": pairs(Counter(b for _, b in tenants), bands),
        "asked": stepwise(before["asked"], asked, smallest_group),
        "draws": totals(session, day=quarter_days(quarter)[1]),
    }


def quarter_before(visit: Visit) -> str:
    """Give the quarter in which a visit was held, or came to where it stands."""
    return quarter_of(visit.held_on or today(visit.state_since))


def stepwise(
    shown: Mapping[str, int], visits: Mapping[str, int], smallest_group: int
) -> dict[str, int]:
    """Give counts as they may be shown: each waits until enough join it at once.

    So no two pages of this kind, of two quarters or years, differ by too few visits.
    """
    return {
        name: count if count - shown.get(name, 0) >= smallest_group else shown.get(name, 0)
        for name, count in visits.items()
    }


def pairs(tenants: Mapping[str, int], visits: Mapping[str, int]) -> dict[str, list[int]]:
    """Put tenants and visits side by side, by name."""
    return {name: [tenants.get(name, 0), visits.get(name, 0)] for name in {*tenants, *visits}}


def find_coverage(session: Session, before: str = "9") -> tuple[str, dict[str, Any]] | None:
    """Find the newest closed quarter, or the last before another, and what was counted then."""
    query = select(ClosedPeriod.period, ClosedPeriod.coverage).where(
        counted(), ClosedPeriod.period < before
    )
    found = session.execute(query.order_by(ClosedPeriod.period.desc()).limit(1)).one_or_none()
    return (found.period, found.coverage) if found else None


def counted() -> ColumnElement[bool]:
    """Choose the closed quarters at whose end somebody counted."""
    return and_(ClosedPeriod.period.contains("-"), ClosedPeriod.coverage.is_not(None))


def coverage_page(session: Session, *, year: str | None = None) -> CoveragePage | None:
    """Give where we had been at the end of a year, or when the newest quarter closed.

    None before the first.
    """
    told = select(ClosedPeriod.period, ClosedPeriod.visits).where(counted())
    quarters = dict(session.execute(told).all())
    years = sorted({year_of(one) for one in quarters}, reverse=True)
    found = find_coverage(session, f"{year if year in years else 9}-Z")
    if found is None:
        return None
    until, counts = found
    smallest_group = get_organisation(session).smallest_group
    visits = sum(count for quarter, count in quarters.items() if quarter <= until)
    tenants = sum(counts["districts"].values())
    districts = [
        District(name, number, visits * number / tenants)
        for name, number in counts["districts"].items()
    ]
    bands = {one.name: one for one in places(counts["bands"], smallest_group)}
    asked = {State(name): count for name, count in counts["asked"].items()}
    return CoveragePage(
        until=until,
        years=years,
        visits=visits,
        districts=sorted(districts, key=lambda one: (-one.tenants, one.name)),
        bands=[bands[one.value] for one in Band if one.value in bands],
        asked={state: count for state, count in asked.items() if count >= smallest_group},
        draws=Totals(**counts["draws"]),
        smallest_group=smallest_group,
    )


def widest(found: Iterable[Place]) -> float:
    """Give the largest number in a picture of visits beside their share."""
    return max([1.0, *(max(one.share, one.visits.count or 0) for one in found)])


def places(counts: Mapping[str, list[int]], smallest_group: int) -> list[Place]:
    """Give each band with its tenants, the visits it had, and those that are its fair share."""
    tenants = sum(number for number, _ in counts.values()) or 1
    visits = sum(number for _, number in counts.values())
    return [
        Place(name, of, Cell(had if had >= smallest_group else None), visits * of / tenants)
        for name, (of, had) in counts.items()
    ]
