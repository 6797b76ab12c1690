"""The moved clock of the sample data: many lives, each deed in the order of its moment."""

from collections.abc import Generator, Iterator
from datetime import date, datetime
from heapq import heappop, heappush
from itertools import count

# A life gives the moment of its next deed, and does that deed when it is asked to go on.
Life = Iterator[datetime]
# A part of a life, which tells on which day it ended.
Walk = Generator[datetime, None, date]


class Agenda:
    """Lets lives take turns until a moment; what would come later has not happened yet."""

    def __init__(self, until: datetime) -> None:
        self._until = until
        self._waiting: list[tuple[datetime, int, Life]] = []
        self._turns = count()

    def start(self, life: Life) -> None:
        """Let a life go on to its next deed, and wait there."""
        moment = next(life, None)
        if moment is not None and moment < self._until:
            heappush(self._waiting, (moment, next(self._turns), life))

    def run(self) -> None:
        """Do every deed before the end, the earliest first."""
        last = None
        while self._waiting:
            moment, _, life = heappop(self._waiting)
            if last is not None and moment < last:
                raise ValueError(f"{moment} comes after {last}")
            last = moment
            self.start(life)
