"""How fair the draws were, looking back: the longest wait of a district."""

from collections import Counter
from collections.abc import Iterable, Sequence

from visits.domain.draw import UNIT, Lots, shares


def longest_wait(quarters: Iterable[Sequence[tuple[Lots, str]]]) -> float:
    """Return how long a district waited at most, as a multiple of what is fair for it.

    A quarter holds the lots of each draw that led to a visit, and the district visited. A wait is
    the share that gathers in a district while whole quarters pass without a visit, so that it
    tells nobody in which month of a quarter a visit was.
    """
    waiting: Counter[str] = Counter()
    longest = 0
    for quarter in quarters:
        for lots, _ in quarter:
            waiting.update(shares(lots))
        waiting.update({visited: -waiting[visited] for _, visited in quarter})
        longest = max([longest, *waiting.values()])
    return longest / UNIT
