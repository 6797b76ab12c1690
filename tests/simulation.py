"""Play months by the rule of the draw, with chance in place of the seeds.

Within one list every lot has the same chance, so a tenant is picked by chance here; which
districts take part is the rule itself. Chance comes in as a function that gives numbers from 0
up to 1.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from visits.domain.draw import UNIT, Lots, allowed_districts, shares

Chance = Callable[[], float]
WAITS_FROM = 2  # expected visits; below that a wait says little


@dataclass(frozen=True, slots=True)
class Resident:
    """A household that can be drawn from one month until another."""

    district: str
    band: str = ""
    enters: int = 0
    leaves: float = inf


@dataclass(slots=True)
class Run:
    """How the months of one run went."""

    visits: Counter[str] = field(default_factory=Counter)
    bands: Counter[str] = field(default_factory=Counter)
    fair: Counter[str] = field(default_factory=Counter)
    waiting: Counter[str] = field(default_factory=Counter)
    waited: dict[str, int] = field(default_factory=dict)
    visited: list[int] = field(default_factory=list)
    invitations: int = 0
    farthest: float = 0.0
    held: int = 0

    @property
    def longest_wait(self) -> float:
        """Give the longest wait of a district, as a multiple of what is fair for it.

        A wait is the share that gathered in it: it is one when a visit comes just in time.
        """
        waits = [
            max(self.waited.get(district, 0), self.waiting[district]) / UNIT
            for district, fair in self.fair.items()
            if fair >= WAITS_FROM * UNIT
        ]
        return max(waits, default=0.0)


class Pool:
    """Who can be drawn this month, by district; anybody can be taken out at once."""

    def __init__(self) -> None:
        self.of: dict[str, list[int]] = {}
        self.place: dict[int, tuple[str, int]] = {}

    def add(self, number: int, district: str) -> None:
        """Let a household take part."""
        line = self.of.setdefault(district, [])
        self.place[number] = (district, len(line))
        line.append(number)

    def take(self, number: int) -> None:
        """Take a household out; nothing happens if it is not there."""
        if number not in self.place:
            return
        district, place = self.place.pop(number)
        line = self.of[district]
        last = line.pop()
        if last != number:
            line[place] = last
            self.place[last] = (district, place)
        if not line:
            del self.of[district]

    def lots(self) -> dict[str, int]:
        """Count the lots of each district."""
        return {district: len(line) for district, line in self.of.items()}

    def pick(self, allowed: Iterable[str], chance: Chance) -> int:
        """Pick somebody of the districts that take part; when they are empty, of the others."""
        districts = [name for name in allowed if name in self.of] or sorted(self.of)
        turn = int(chance() * sum(len(self.of[name]) for name in districts))
        for name in districts:
            if turn < len(self.of[name]):
                return self.of[name][turn]
            turn -= len(self.of[name])
        raise AssertionError("chance gave a number outside its range")


def play(
    residents: Sequence[Resident],
    months: int,
    *,
    decline: float,
    chance: Chance,
    balance: Mapping[str, int] | None = None,
) -> Run:
    """Play some months; a no is final, and who was visited is not visited again."""
    run, pool = Run(), Pool()
    owed = Counter(balance or {})
    coming, going = by_month(residents)
    for month in range(months):
        for number in coming.get(month, []):
            pool.add(number, residents[number].district)
        for number in going.get(month, []):
            pool.take(number)
        lots = pool.lots()
        if not lots:
            continue
        visited = invite(pool, lots, owed, run, decline=decline, chance=chance)
        if visited is not None:
            note(run, owed, lots, residents[visited], visited)
    return run


def by_month(
    residents: Sequence[Resident],
) -> tuple[dict[int, list[int]], dict[float, list[int]]]:
    """Give who comes and who goes in each month."""
    coming: dict[int, list[int]] = {}
    going: dict[float, list[int]] = {}
    for number, resident in enumerate(residents):
        coming.setdefault(max(0, resident.enters), []).append(number)
        going.setdefault(resident.leaves, []).append(number)
    return coming, going


def invite(
    pool: Pool, lots: Lots, owed: Mapping[str, int], run: Run, *, decline: float, chance: Chance
) -> int | None:
    """Invite lot after lot until somebody says yes, or nobody is left."""
    allowed = allowed_districts(lots, {name: owed.get(name, 0) for name in lots})
    while pool.of:
        number = pool.pick(allowed, chance)
        pool.take(number)
        run.invitations += 1
        if chance() >= decline:
            return number
    return None


def note(run: Run, owed: Counter[str], lots: Lots, visited: Resident, number: int) -> None:
    """Note a visit, and what every district is owed after it."""
    share = shares(lots)
    for name in lots:
        owed[name] += share[name]
        run.fair[name] += share[name]
        run.waiting[name] += share[name]
    there = visited.district
    owed[there] -= UNIT
    run.waited[there] = max(run.waited.get(there, 0), run.waiting[there])
    run.waiting[there] = 0
    run.held += 1
    run.visits[there] += 1
    run.bands[visited.band] += 1
    run.visited.append(number)
    run.farthest = max(run.farthest, *(abs(owed[name]) / UNIT for name in lots))
