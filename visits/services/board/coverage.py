"""Where we were: the districts and the years of renting that we visited, beside their share."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from visits.domain.board import Cell
from visits.domain.draw import UNKNOWN_DISTRICT
from visits.domain.eligibility import years_on
from visits.domain.month import quarter_of, today, year_of
from visits.domain.visit import NEXT_LOT, TOOK_PLACE, Band, State, band
from visits.models.board import ClosedPeriod
from visits.models.tenant import Tenant, since_in
from visits.models.visit import Visit
from visits.services.organisation import get_organisation


@dataclass(frozen=True, slots=True)
class Place:
    """One district or band: how many could be visited, how many were, and what its share is."""

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
    districts: list[Place]
    bands: list[Place]
    asked: dict[State, int]
    smallest_group: int

    @property
    def year(self) -> str:
        """The year at the end of which this is how it stood, or stands."""
        return year_of(self.until)

    @property
    def missed(self) -> list[Place]:
        """The districts that were owed a whole visit by now and had none."""
        return [one for one in self.districts if one.visits.count == 0 and one.share >= 1]


def snapshot(session: Session, quarter: str, day: date, smallest_group: int) -> dict[str, Any]:
    """Count who could be visited, who was, and who would rather not, up to a quarter."""
    years = get_organisation(session).minimum_years
    listed = select(Tenant.district, since_in(Tenant)).where(Tenant.missing_since.is_(None))
    tenants = [
        (district or UNKNOWN_DISTRICT, band(stayed).value)
        for district, since in session.execute(listed)
        if since and (stayed := years_on(since, day)) >= years
    ]
    visits = [one for one in session.scalars(select(Visit)) if quarter_before(one) <= quarter]
    held = [one for one in visits if one.state in TOOK_PLACE]
    before = find_coverage(session, quarter)
    bands = stepwise(
        before[1]["bands"] if before else {}, Counter(v.tenure_band for v in held), smallest_group
    )
    return {
        "districts": pairs(Counter(d for d, _ in tenants), Counter(v.district for v in held)),
        "bands": pairs(Counter(b for _, b in tenants), bands),
        "asked": dict(Counter(one.state.value for one in visits if one.state in NEXT_LOT)),
    }


def quarter_before(visit: Visit) -> str:
    """Give the quarter in which a visit was held, or came to where it stands."""
    return quarter_of(visit.held_on or today(visit.state_since))


def stepwise(
    before: Mapping[str, list[int]], visits: Mapping[str, int], smallest_group: int
) -> dict[str, int]:
    """Give the visits of each band as they may be shown: a count waits until enough join it.

    So no two pages of this kind, of two quarters or years, differ by too few visits.
    """
    shown = {name: count for name, (_, count) in before.items()}
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

    None before the first. The visits of each district are public by the draw, as are those who
    said no; how long people rent from us is not.
    """
    quarters = session.scalars(select(ClosedPeriod.period).where(counted())).all()
    years = sorted({year_of(one) for one in quarters}, reverse=True)
    found = find_coverage(session, f"{year if year in years else 9}-Z")
    if found is None:
        return None
    until, counts = found
    smallest_group = get_organisation(session).smallest_group
    bands = {place.name: place for place in places(counts["bands"], smallest_group)}
    return CoveragePage(
        until=until,
        years=years,
        visits=sum(visits for _, visits in counts["districts"].values()),
        districts=places(counts["districts"]),
        bands=[bands[one.value] for one in Band if one.value in bands],
        asked={State(name): count for name, count in counts["asked"].items()},
        smallest_group=smallest_group,
    )


def widest(found: Iterable[Place]) -> float:
    """Give the largest number in a picture of visits beside their share."""
    return max([1.0, *(max(one.share, one.visits.count or 0) for one in found)])


def places(counts: Mapping[str, list[int]], smallest_group: int = 0) -> list[Place]:
    """Give each part with its tenants, its visits and the visits that are its fair share.

    A count below the smallest group, nobody or too few, is hidden; without one all are public.
    """
    tenants = sum(number for number, _ in counts.values()) or 1
    visits = sum(number for _, number in counts.values())
    found = [
        Place(
            name,
            number,
            Cell(count if count >= smallest_group else None),
            visits * number / tenants,
        )
        for name, (number, count) in counts.items()
    ]
    return sorted(found, key=lambda place: (-place.tenants, place.name))
