"""What we did with what we promised: counts and lines written for the board, nobody's story."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from visits.domain.action import OPEN, Word, board_word
from visits.domain.month import quarter_of, quarters_of, today
from visits.models.action import Action
from visits.services.board import default_year, list_years
from visits.services.closing import closed_by_now
from visits.services.organisation import get_organisation


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise as the board sees it: the line written for the board, and how it stands."""

    action: int
    line: str
    word: Word
    late: bool
    told: bool
    quarter: str
    owner: str


@dataclass(frozen=True, slots=True)
class DidPage:
    """What we did with what we promised in some closed quarters."""

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
    promises: Sequence[Promise]
    smallest: int

    @property
    def enough(self) -> bool:
        """Say whether enough visits led to these promises to tell of them."""
        return self.visits >= self.smallest

    @property
    def told_of(self) -> list[Promise]:
        """The promises about which somebody wrote a line for the board."""
        return [promise for promise in self.promises if promise.line]

    @property
    def outcomes(self) -> list[tuple[Word, int]]:
        """How many promises stand where, in the order of the words."""
        return [(word, self.words.get(word, 0)) for word in Word]


def did_page(session: Session, *, now: datetime, year: str | None = None) -> DidPage:
    """Give what became of the promises of the closed quarters of a year."""
    k = get_organisation(session).smallest_group
    closed = closed_by_now(session, k, now=now)
    years = list_years(closed, now=now)
    year = year if year in years else default_year(closed, years, k)
    span = [one for one in quarters_of(year) if one in closed]
    return page_of(session, year, span, years, k, whole=year in closed, day=today(now))


def did_in_quarter(session: Session, quarter: str, *, now: datetime) -> DidPage:
    """Give what became of the promises of one closed quarter."""
    k = get_organisation(session).smallest_group
    return page_of(session, quarter[:4], [quarter], [], k, whole=True, day=today(now))


def page_of(
    session: Session,
    year: str,
    span: Sequence[str],
    years: Sequence[str],
    k: int,
    *,
    whole: bool,
    day: date,
) -> DidPage:
    """Count the promises that were made in some quarters."""
    actions = list_made_in(session, int(year), span)
    waits = [
        (action.answered_on - action.promised_on).days for action in actions if action.answered_on
    ]
    still = [action for action in actions if action.progress in OPEN]
    promises = [promise_of(action, day) for action in sorted(actions, key=is_closed)]
    return DidPage(
        year=year,
        closed=whole,
        years=years,
        visits=len({action.visit_id for action in actions}),
        made=len(actions),
        answered=len(actions) - len(still),
        in_time=sum(bool(a.answered_on and a.answered_on <= a.due) for a in actions),
        words=dict(Counter(promise.word for promise in promises)),
        late=sum(promise.late for promise in promises),
        median_days=round(median(waits)) if len(waits) >= k else None,
        oldest_open=min((quarter_of(action.promised_on) for action in still), default=None),
        promises=promises,
        smallest=k,
    )


def list_made_in(session: Session, year: int, span: Sequence[str]) -> list[Action]:
    """List the promises of some quarters of a year that were not dropped, by their day."""
    query = (
        select(Action)
        .options(joinedload(Action.team))
        .where(Action.promised_on.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(Action.due, Action.id)
    )
    return [
        action
        for action in session.scalars(query)
        if quarter_of(action.promised_on) in span
        and board_word(action.progress, action.outcome) is not None
    ]


def is_closed(action: Action) -> bool:
    """Say whether nobody waits for an answer any more."""
    return action.progress not in OPEN


def promise_of(action: Action, day: date) -> Promise:
    """Give a promise as the board sees it."""
    waits = action.progress in OPEN
    return Promise(
        action=action.id,
        line=action.board_line,
        word=board_word(action.progress, action.outcome) or Word.DONE,
        late=waits and action.due < day,
        told=not waits,
        quarter=quarter_of(action.promised_on),
        owner=action.team.name if action.team else "",
    )
