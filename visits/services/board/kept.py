"""What we did with what we promised: counts and lines written for the board, nobody's story."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from visits.domain.month import quarter_of, quarters_of, today, year_of
from visits.domain.promise import OPEN, Word, board_word, median_days
from visits.models.promise import Promise
from visits.services.board.close import closed_by_now
from visits.services.board.heard import list_years, year_to_read
from visits.services.board.promise_span import Span, disclosed_together, list_spans
from visits.services.organisation import get_organisation


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One promise as the board sees it: the line written for the board, and how it stands."""

    promise: int
    line: str
    word: Word
    late: bool
    answered: bool
    quarter: str
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


def kept_page(
    session: Session, *, now: datetime, year: str | None = None, smallest_group: int | None = None
) -> KeptPage:
    """Give what became of the promises of the closed quarters of a year."""
    smallest_group = smallest_group or get_organisation(session).smallest_group
    closed = closed_by_now(session, smallest_group, now=now)
    years = list_years(closed, now=now)
    year = year_to_read(year, closed, years, smallest_group)
    spans = list_spans(session, quarters_of(year))
    return page_of(
        session, year, spans, years, smallest_group, whole=year in closed, day=today(now)
    )


def kept_in_quarter(session: Session, quarter: str, *, now: datetime) -> KeptPage:
    """Give what became of the promises that one closed quarter tells of."""
    smallest_group = get_organisation(session).smallest_group
    spans = list_spans(session, [quarter])
    return page_of(session, quarter, spans, [], smallest_group, whole=True, day=today(now))


def page_of(
    session: Session,
    period: str,
    spans: Sequence[Span],
    years: Sequence[str],
    smallest_group: int,
    *,
    whole: bool,
    day: date,
) -> KeptPage:
    """Count the promises that some closed quarters tell of."""
    parts = disclosed_together(session, spans, smallest_group)
    found = [span for span, part in zip(spans, parts, strict=True) if part]
    promises = [promise for part in parts for promise in part]
    still = [promise for promise in promises if promise.progress in OPEN]
    lines = [line_of(promise, day) for promise in sorted(promises, key=is_closed)]
    return KeptPage(
        period=period,
        year=year_of(period),
        closed=whole,
        years=years,
        visits=len({promise.visit_id for promise in promises}),
        made=len(promises),
        answered=len(promises) - len(still),
        in_time=sum(bool(a.answered_on and a.answered_on <= a.due) for a in promises),
        words=dict(Counter(line.word for line in lines)),
        late=sum(line.late for line in lines),
        median_days=wait_of(promises, smallest_group),
        oldest_open=min((quarter_of(promise.promised_on) for promise in still), default=None),
        promises=lines,
        smallest_group=smallest_group,
        answers=sum(promise.answered_on is not None for promise in promises),
        since=min((quarter_of(promise.promised_on) for promise in promises), default=None),
        until=found[-1].last if found else None,
    )


def wait_of(promises: Sequence[Promise], smallest_group: int) -> int | None:
    """Give how many days half of the answers took at most, if enough visits had one."""
    answered = [promise for promise in promises if promise.answered_on]
    if len({promise.visit_id for promise in answered}) < smallest_group:
        return None
    return median_days((one.promised_on, one.answered_on) for one in answered if one.answered_on)


def is_closed(promise: Promise) -> bool:
    """Say whether nobody waits for an answer any more."""
    return promise.progress not in OPEN


def line_of(promise: Promise, day: date) -> PromiseLine:
    """Give a promise as the board sees it."""
    waits = promise.progress in OPEN
    return PromiseLine(
        promise=promise.id,
        line=promise.board_line,
        word=board_word(promise.progress, promise.outcome) or Word.DONE,
        late=waits and promise.due < day,
        answered=not waits,
        quarter=quarter_of(promise.promised_on),
        owner=promise.team.name if promise.team else "",
    )
