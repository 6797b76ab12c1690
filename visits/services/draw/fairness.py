"""How fair the draws are so far: what each district had, and what the board may know of it all."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from visits.domain import draw as lottery
from visits.domain import fairness as rules
from visits.domain.eligibility import ExclusionReason
from visits.domain.month import first_day, period_of, quarter_days, quarter_of
from visits.domain.visit import Outcome
from visits.models.draw import Draw, Exclusion
from visits.services.draw.hold import find_newest, list_called, lots_then
from visits.services.draw.lot import record_of
from visits.services.tenant.exclusion import in_force


@dataclass(frozen=True, slots=True)
class Fairness:
    """One district: its tenants, its visits beside its fair share, and whether it takes part."""

    district: str
    tenants: int
    visits: int
    fair: float
    due: float
    takes_part: bool

    @property
    def distance(self) -> float:
        """Give how many visits a district is off its fair share."""
        return self.visits - self.fair


def fairness(draw: Draw) -> list[Fairness]:
    """Show how a draw treats each district, the most owed first."""
    record = record_of(draw)
    share = lottery.shares(record["lots"])
    due = {name: record["balance"][name] + share[name] for name in share}
    return rows_of(record, due, record["allowed"])


def standing(draw: Draw) -> list[Fairness]:
    """Show what each district had before a draw, the most owed first."""
    record = record_of(draw)
    return rows_of(record, record["balance"], ())


def farthest(rows: Iterable[Fairness]) -> float:
    """Return the largest distance of a district from its fair share, in visits."""
    return max((abs(row.distance) for row in rows), default=0.0)


def longest_wait(session: Session, draw: Draw) -> float:
    """Return how long a district had waited at most before a draw, counted in whole quarters."""
    earlier = select(Draw).where(Draw.number < draw.number).order_by(Draw.number)
    draws = list(session.scalars(earlier))
    quarters: dict[str, list[tuple[lottery.Lots, str]]] = {}
    for one, lots, visited in zip(draws, lots_then(draws), record_of(draw)["counted"], strict=True):
        if visited is not None:
            quarters.setdefault(quarter_of(first_day(one.period)), []).append((lots, visited))
    return rules.longest_wait(quarters.values())


def opening_of(session: Session, period: str) -> Draw | None:
    """Find the first draw of the quarter of a month.

    The board reads districts as they stood then: two months that differ tell of no single visit.
    """
    first, last = (period_of(day) for day in quarter_days(quarter_of(first_day(period))))
    within = select(Draw).where(Draw.period.between(first, last))
    return session.scalars(within.order_by(Draw.number).limit(1)).first()


def rows_of(record: lottery.Record, due: lottery.Lots, allowed: Collection[str]) -> list[Fairness]:
    """Give one row for each district; what it is owed and what it had make its fair share."""
    visits = Counter(district for district in record["counted"] if district)
    rows = [
        Fairness(
            district=name,
            tenants=tenants,
            visits=visits[name],
            fair=visits[name] + record["balance"][name] / lottery.UNIT,
            due=due[name] / lottery.UNIT,
            takes_part=name in allowed,
        )
        for name, tenants in record["lots"].items()
    ]
    return sorted(rows, key=lambda row: (-row.due, row.district))


@dataclass(frozen=True, slots=True)
class Totals:
    """What anybody may know of all draws together: counts, and the codes that keep them honest."""

    draws: int
    newest: Draw | None
    outcomes: dict[Outcome, int]
    lapsed: int
    opened: int
    over_brake: int
    exclusions: int
    exclusions_now: dict[ExclusionReason, int]
    districts: list[Fairness] = field(default_factory=list)

    @property
    def invitations(self) -> int:
        """Count the tenants who were invited; a wrong pick was never asked."""
        return sum(self.outcomes.values())

    @property
    def farthest(self) -> float:
        """Give the largest distance of a district from its fair share, in visits."""
        return farthest(self.districts)


def totals(session: Session, *, day: date) -> Totals:
    """Add up all draws so far."""
    newest = find_newest(session)
    by_hand = func.count().filter(Draw.reason != "")
    counts = select(
        func.count(), func.count(Draw.lapsed_at), by_hand, func.count(Draw.open_promises)
    )
    draws, lapsed, opened, over_brake = session.execute(counts.select_from(Draw)).one()
    outcomes = Counter(went for _, went in list_called(session))
    opening = opening_of(session, newest.period) if newest else None
    now = session.execute(
        select(Exclusion.reason, func.count()).where(in_force(day)).group_by(Exclusion.reason)
    )
    return Totals(
        draws=draws,
        newest=newest,
        outcomes={outcome: outcomes[outcome] for outcome in Outcome if outcomes[outcome]},
        lapsed=lapsed,
        opened=opened,
        over_brake=over_brake,
        exclusions=session.scalar(select(func.count(Exclusion.id))) or 0,
        exclusions_now=dict(now.all()),
        districts=standing(opening) if opening else [],
    )
