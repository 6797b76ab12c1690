"""Where we were: the districts and the years of renting that we visited, beside their share."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from visits.domain.board import Cell, hide_small
from visits.domain.draw import UNKNOWN_DISTRICT
from visits.domain.eligibility import years_on
from visits.domain.month import quarter_of, today
from visits.domain.visit import NEXT_LOT, TOOK_PLACE, Band, State, band
from visits.models.board import ClosedPeriod
from visits.models.tenant import Tenant
from visits.models.visit import Visit
from visits.services.organisation import get_organisation
from visits.services.tenant import since_of


@dataclass(frozen=True, slots=True)
class Place:
    """One district or band: how many could be visited, how many were, and what its share is."""

    name: str
    tenants: int
    visits: Cell
    share: float


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """Where we had been when the newest quarter closed."""

    until: str
    visits: int
    districts: list[Place]
    bands: list[Place]
    asked: dict[State, Cell]
    smallest: int

    @property
    def missed(self) -> list[Place]:
        """The districts that were owed a whole visit by now and had none."""
        return [one for one in self.districts if one.visits.count == 0 and one.share >= 1]


def snapshot(session: Session, quarter: str, day: date) -> dict[str, Any]:
    """Count who could be visited, who was, and who would rather not, up to a quarter."""
    years = get_organisation(session).minimum_years
    tenants = [
        (one.district or UNKNOWN_DISTRICT, band(stayed).value)
        for one in session.execute(
            select(Tenant.district, Tenant.tenancy_start, Tenant.tenant_since).where(
                Tenant.missing_since.is_(None)
            )
        )
        if (since := since_of(one)) and (stayed := years_on(since, day)) >= years
    ]
    visits = [one for one in session.scalars(select(Visit)) if quarter_before(one) <= quarter]
    held = [one for one in visits if one.state in TOOK_PLACE]
    return {
        "districts": pairs(Counter(d for d, _ in tenants), Counter(v.district for v in held)),
        "bands": pairs(Counter(b for _, b in tenants), Counter(v.tenure_band for v in held)),
        "asked": dict(Counter(one.state.value for one in visits if one.state in NEXT_LOT)),
    }


def quarter_before(visit: Visit) -> str:
    """Give the quarter in which a visit was held, or came to where it stands."""
    return quarter_of(visit.held_on or today(visit.state_since))


def pairs(tenants: Mapping[str, int], visits: Mapping[str, int]) -> dict[str, list[int]]:
    """Put tenants and visits side by side, by name."""
    return {name: [tenants.get(name, 0), visits.get(name, 0)] for name in {*tenants, *visits}}


def coverage_page(session: Session) -> CoveragePage | None:
    """Give where we had been when the newest quarter closed; None before the first."""
    closed = session.scalar(
        select(ClosedPeriod)
        .where(ClosedPeriod.period.contains("-"))
        .order_by(ClosedPeriod.period.desc())
        .limit(1)
    )
    if closed is None or closed.coverage is None:
        return None
    k, found = get_organisation(session).smallest_group, closed.coverage
    bands = {place.name: place for place in places(found["bands"], k)}
    return CoveragePage(
        until=closed.period,
        visits=sum(visits for _, visits in found["districts"].values()),
        districts=places(found["districts"], k),
        bands=[bands[one.value] for one in Band if one.value in bands],
        asked={State(name): cell for name, cell in hide_small(found["asked"], k).items()},
        smallest=k,
    )


def widest(found: Iterable[Place]) -> float:
    """Give the largest number in a picture of visits beside their share."""
    return max([1.0, *(max(one.share, one.visits.count or 0) for one in found)])


def places(counts: Mapping[str, list[int]], k: int) -> list[Place]:
    """Give each part with its tenants, its visits and the visits that are its fair share."""
    cells = hide_small({name: visits for name, (_, visits) in counts.items()}, k)
    tenants = sum(number for number, _ in counts.values()) or 1
    visits = sum(number for _, number in counts.values())
    found = [
        Place(name, number, cells[name], visits * number / tenants)
        for name, (number, _) in counts.items()
    ]
    return sorted(found, key=lambda place: (-place.tenants, place.name))
