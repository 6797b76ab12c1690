"""When the clock of a machine is doubted, and how much one night may take away without a person.

A wrong clock can delete two years of notes in a night, and close or draw what nobody can undo.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum, auto
from typing import NamedTuple

AHEAD = timedelta(days=14)
BEHIND = timedelta(days=1)
AT_MOST = 20
PART = 10


class Why(StrEnum):
    """What makes us ask a person which day it is."""

    AHEAD = auto()
    BEHIND = auto()
    MANY = auto()


class Suspicion(NamedTuple):
    """Why a person is asked, and the last moment of which nobody doubts."""

    why: Why
    last: datetime


def suspect(moments: Iterable[datetime], now: datetime) -> Suspicion | None:
    """Say why a clock is doubted, from the moments it gave before, in the order they were written.

    A leap ahead stays doubtful, however much was written after it.
    """
    last = None
    for moment in (*moments, now):
        if last is not None and moment - last > AHEAD:
            return Suspicion(Why.AHEAD, last)
        last = max(last or moment, moment)
    if last is not None and last - now > BEHIND:
        return Suspicion(Why.BEHIND, last)
    return None


def is_much(gone: int, kept: int) -> bool:
    """Say whether one run would take away more than it may by itself: twenty, or a tenth of all."""
    return gone > max(AT_MOST, (gone + kept) // PART)
