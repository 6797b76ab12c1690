"""How fair the draws are: what each district had, and what the board may know of them all."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from visits.domain import draw as lottery
from visits.domain import fairness as rules
from visits.domain.eligibility import ExclusionReason, Reason
from visits.domain.month import first_day, period_of, quarter_of
from visits.models.draw import Draw, Exclusion
from visits.services.draw.hold import counted, lots_then
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


# Why somebody is not in a draw, as far as it does not follow from how other draws went.
APART = (
    Reason.ENDED,
    Reason.TOO_SHORT,
    Reason.NO_START_DATE,
    Reason.OPTED_OUT,
    Reason.EXCLUDED,
)


@dataclass(frozen=True, slots=True)
class Totals:
    """What anybody may know of all draws until a day: counts, and no month or district of one."""

    draws: int
    lapsed: int
    opened: int
    over_brake: int
    even: bool
    excluded: dict[str, int]
    exclusions: int
    exclusions_now: dict[str, int]

    @property
    def left_out(self) -> list[tuple[ExclusionReason, int]]:
        """How many were left out then for which reason."""
        return [(ExclusionReason(name), count) for name, count in self.exclusions_now.items()]


def totals(session: Session, *, day: date) -> dict[str, Any]:
    """Add up all draws until a day, as `Totals` has them."""
    draws = session.scalars(
        select(Draw).where(Draw.period <= period_of(day)).order_by(Draw.number)
    ).all()
    newest = draws[-1] if draws else None
    balance = (
        lottery.balances(
            record_of(newest)["lots"],
            list(zip(lots_then(draws), counted(session, draws), strict=True)),
        )
        if newest
        else {}
    )
    now = session.execute(
        select(Exclusion.reason, func.count())
        .where(Exclusion.since <= day, in_force(day))
        .group_by(Exclusion.reason)
    )
    return {
        "draws": len(draws),
        "lapsed": sum(draw.lapsed_at is not None for draw in draws),
        "opened": sum(bool(draw.reason) for draw in draws),
        "over_brake": sum(draw.open_promises is not None for draw in draws),
        "even": all(abs(owed) < lottery.UNIT for owed in balance.values()),
        "excluded": {
            reason.name: newest.excluded[reason.name]
            for reason in APART
            if newest and reason.name in newest.excluded
        },
        "exclusions": session.scalar(
            select(func.count(Exclusion.id)).where(Exclusion.since <= day)
        ),
        "exclusions_now": {reason.value: count for reason, count in now},
    }
