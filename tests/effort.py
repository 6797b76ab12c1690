"""How much a run of the tests tries, and how much work a file may make.

Speed is measured in `tests/bench/`. What somebody sends us to make us slow is tried in every run:
not in seconds, which a slow or a busy machine has fewer of, but in times of a floor that is
measured beside it.
"""

from collections.abc import Callable
from time import process_time
from typing import TypeVar

from hypothesis import settings

Result = TypeVar("Result")

PART = 4
chosen = {"thorough": False}


def choose(*, thorough: bool) -> None:
    """Choose between a run for every day and a thorough one."""
    chosen["thorough"] = thorough
    name = "thorough" if thorough else "everyday"
    settings.register_profile(name, deadline=None, max_examples=tries(100))
    settings.load_profile(name)


def tries(number: int) -> int:
    """Return how many cases to generate where a thorough run generates a number of them."""
    return number if chosen["thorough"] else max(number // PART, 5)


def floor() -> float:
    """Return the seconds of processor that an ordinary small piece of work takes here and now."""
    begun = process_time()
    for number in range(20_000):
        f"{number}:{number};".split(":")
    return process_time() - begun


def floors(work: Callable[[], Result]) -> tuple[Result, float]:
    """Do some work, and return its result and how many times the floor it took."""
    before = floor()
    begun = process_time()
    result = work()
    taken = process_time() - begun
    return result, taken / max(before, floor())
