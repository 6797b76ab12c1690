"""What we did with what we promised: counts and lines written for the board, nobody's story."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from visits.domain.month import quarters_of, year_of
from visits.domain.promise import Word, median_days
from visits.models.board import ClosedPeriod
from visits.models.promise import Promise
from visits.services.board.close import closed_by_now
from visits.services.board.heard import list_years, year_to_read
from visits.services.board.promise_span import Disclosed, list_disclosed
from visits.services.organisation import get_organisation


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One promise as the board sees it: the line written for the board, and how it stood."""

    promise: int
    line: str
    word: Word
    late: bool
    answered: bool
    owner: str


@dataclass(frozen=True, slots=True)
class KeptPage:
    """What we did with what we promised in some closed quarters."""

    period: str
    year: str
    closed: bool
    years: Sequence[str]
    visits: int
    made: int
    answered: int
    in_time: int
    words: dict[Word, int]
    late: int
    median_days: int | None
    oldest_open: str | None
    promises: Sequence[PromiseLine]
    smallest_group: int
    answers: int = 0
    since: str | None = None
    until: str | None = None

    @property
    def enough(self) -> bool:
        """Say whether enough visits led to these promises to tell of them."""
        return self.visits >= self.smallest_group

    @property
    def awaited(self) -> int:
        """How many answers were given or are late; who may still wait a while is not among them."""
        return self.answers + self.late

    @property
    def whole(self) -> bool:
        """Say whether the promises are those of its own quarter or year, no more and no fewer."""
        first, last = ("-Q1", "-Q4") if self.period == self.year else ("", "")
        return (self.since or "") >= self.period + first and self.until == self.period + last

    @property
    def disclosed(self) -> list[PromiseLine]:
        """The promises about which somebody wrote a line for the board."""
        return [promise for promise in self.promises if promise.line]

    @property
    def refused(self) -> list[PromiseLine]:
        """The promises that cannot be kept, with the line that says why."""
        return [promise for promise in self.disclosed if promise.word is Word.CANNOT]

    @property
    def outcomes(self) -> list[tuple[Word, int]]:
        """How many promises stand where, in the order of the words."""
        return [(word, self.words.get(word, 0)) for word in Word]


def kept_page(session: Session, *, now: datetime, year: str | None = None) -> KeptPage:
    """Give what became of the promises of the closed quarters of a year."""
    smallest_group = get_organisation(session).smallest_group
    closed = closed_by_now(session, now=now)
    years = list_years(closed, now=now)
    year = year_to_read(year, closed, years, smallest_group)
    return page_of(session, year, quarters_of(year), years, smallest_group, whole=year in closed)


def kept_in_quarter(session: Session, quarter: str) -> KeptPage:
    """Give what became of the promises that one closed quarter tells of."""
    smallest_group = get_organisation(session).smallest_group
    return page_of(session, quarter, [quarter], [], smallest_group, whole=True)


def page_of(
    session: Session,
    period: str,
    quarters: Sequence[str],
    years: Sequence[str],
    smallest_group: int,
    *,
    whole: bool,
) -> KeptPage:
    """Count the promises that some closed quarters tell of."""
    spans: dict[str, list[Disclosed]] = {}
    for row, promise in list_disclosed(session):
        if row.closed in quarters:
            spans.setdefault(row.closed, []).append((row, promise))
    enough = sorted(one for one, part in spans.items() if visits_in(part) >= smallest_group)
    found = [pair for one in enough for pair in spans[one]]
    answers = [promise for row, promise in found if row.answered and promise.answered_on]
    lines = sorted(map(line_of, found), key=lambda one: (one.answered, one.line.casefold()))
    return KeptPage(
        period=period,
        year=year_of(period),
        closed=whole,
        years=years,
        visits=visits_in(found),
        made=len(found),
        answered=sum(line.answered for line in lines),
        in_time=sum(bool(one.answered_on and one.answered_on <= one.due) for one in answers),
        words=dict(Counter(line.word for line in lines)),
        late=sum(line.late for line in lines),
        median_days=wait_of(answers, smallest_group),
        oldest_open=min((row.closed for row, _ in found if not row.answered), default=None),
        promises=lines,
        smallest_group=smallest_group,
        answers=len(answers),
        since=session.scalar(
            select(ClosedPeriod.promises_since).where(ClosedPeriod.period.in_(enough[:1]))
        ),
        until=enough[-1] if enough else None,
    )


def wait_of(answers: Sequence[Promise], smallest_group: int) -> int | None:
    """Give how many days half of the answers took at most, if enough visits had one."""
    if len({promise.visit_id for promise in answers}) < smallest_group:
        return None
    return median_days((one.promised_on, one.answered_on) for one in answers if one.answered_on)


def visits_in(found: Sequence[Disclosed]) -> int:
    """Count the visits at which some promises were made."""
    return len({promise.visit_id for _, promise in found})


def line_of(pair: Disclosed) -> PromiseLine:
    """Give a promise as the board sees it."""
    row, promise = pair
    return PromiseLine(
        promise=promise.id,
        line=promise.board_line if row.worded else "",
        word=row.shown_as,
        late=row.late,
        answered=row.answered,
        owner=promise.team.name if promise.team else "",
    )
