"""How far the visits lie from the fair share of each district, in one figure for an accountant."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

OFTEN = 0.95


@dataclass(frozen=True, slots=True)
class Spread:
    """Pearson's chi-square, its degrees of freedom, and what pure chance passes 1 time in 20."""

    value: float
    freedom: int
    limit: float


def spread(seen: Sequence[int], fair: Sequence[float]) -> Spread | None:
    """Compare counts with what is fair; None with nothing to compare."""
    pairs = [(count, share) for count, share in zip(seen, fair, strict=True) if share > 0]
    freedom = len(pairs) - 1
    if freedom < 1:
        return None
    return Spread(sum((n - share) ** 2 / share for n, share in pairs), freedom, limit(freedom))


def limit(freedom: int) -> float:
    """Give what chi-square stays under in 95 of 100 cases (Wilson and Hilferty 1931)."""
    part = 2 / (9 * freedom)
    return float(freedom * (1 - part + NormalDist().inv_cdf(OFTEN) * part**0.5) ** 3)
