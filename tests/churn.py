"""An invented association over ten years: people leave and come, a district goes, one comes."""

from math import inf, log
from random import Random

from tests.simulation import Resident, Run, play

MONTHS = 120
LEAVES = 0.005  # a month, by moving, dying or asking to be left in peace
TURN = 60  # the month in which one district is pulled down and another is built
NEW = "Nieuw", 0.06


def play_ten_years(size: int, districts: int, seed: int, *, decline: float = 0.3) -> Run:
    """Play ten years with a list of this size that changes all the time."""
    chance = Random(seed)  # noqa: S311 - a game
    return play(churned(size, districts, chance), MONTHS, decline=decline, chance=chance.random)


def churned(size: int, districts: int, chance: Random) -> list[Resident]:
    """Give everybody who is on the list at some time; each who leaves makes room for another."""
    names = [f"Wijk {number:02}" for number in range(districts)]
    # Zipf: the second district is half of the first, the third a third of it.
    weights = [1 / place for place in range(1, districts + 1)]
    gone = names[districts // 2]
    found: list[Resident] = []
    for _ in range(size):
        month = 0
        while month < MONTHS:
            stays = 1 + int(log(1 - chance.random()) / log(1 - LEAVES))
            name = district_in(month, names, weights, gone, chance)
            leaves = min(month + stays, TURN) if name == gone else month + stays
            found.append(Resident(name, enters=month, leaves=leaves if leaves < MONTHS else inf))
            month = int(leaves)
    return found


def district_in(
    month: int, names: list[str], weights: list[float], gone: str, chance: Random
) -> str:
    """Give the district of somebody who comes in a month."""
    if month >= TURN:
        # Who comes after the turn fills the new district up to its size.
        if chance.random() < NEW[1] * 4:
            return NEW[0]
        pairs = [(n, w) for n, w in zip(names, weights, strict=True) if n != gone]
        names, weights = [n for n, _ in pairs], [w for _, w in pairs]
    return chance.choices(names, weights)[0]
