"""What the board reads: released insights, answers given, districts visited. No names, no days."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from visits.domain.action import OPEN, Word, board_word
from visits.domain.board import (
    BoardRow,
    Cell,
    Heard,
    board_rows,
    hide_small,
    theme_visits,
)
from visits.domain.insight import Stage
from visits.domain.month import quarter_of, quarters_before, today
from visits.domain.note import Permission, may_count, may_share_text
from visits.domain.theme import group_of
from visits.domain.visit import TOOK_PLACE
from visits.models.action import Action
from visits.models.draw import Draw
from visits.models.insight import Insight
from visits.models.note import Note
from visits.models.theme import Theme
from visits.models.visit import Visit
from visits.services.lot import record_of
from visits.services.organisation import get_organisation

QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Subject:
    """One group of themes as the board sees it."""

    code: str
    visits: Cell
    before: Cell
    rows: Sequence[BoardRow]


@dataclass(frozen=True, slots=True)
class HeardPage:
    """What we heard in the last four closed quarters."""

    first: str
    last: str
    visits: int
    visits_before: int
    smallest: int
    subjects: Sequence[Subject]

    @property
    def enough(self) -> bool:
        """Say whether there were enough visits to show anything at all."""
        return self.visits >= self.smallest

    @property
    def shown(self) -> list[Subject]:
        """The subjects that may be shown, the most heard first."""
        found = [one for one in self.subjects if one.visits.count]
        return sorted(found, key=lambda one: (-(one.visits.count or 0), one.code))

    @property
    def hidden(self) -> list[Subject]:
        """The subjects that came up too seldom to be shown."""
        return [one for one in self.subjects if one.visits.hidden]


def heard_page(session: Session, *, now: datetime) -> HeardPage:
    """Give what we heard, beside the year before.

    Only closed quarters count: what comes in later joins the quarter in which it is released,
    so that no page changes by a single visit.
    """
    k = get_organisation(session).smallest_group
    day = today(now)
    spans = quarters_before(day, 2 * QUARTERS)
    before, span = spans[:QUARTERS], spans[QUARTERS:]
    released = list_released(session)
    rows, rows_before = table(released, span, k), table(released, before, k)
    counts, counts_before = theme_visits(rows), theme_visits(rows_before)
    heard_now, heard_before = groups_heard(released, span), groups_heard(released, before)
    visits = visits_in(session, released, span)
    subjects = [
        Subject(
            code=code,
            visits=shown(counts.get(code), code in heard_now),
            before=shown(counts_before.get(code), code in heard_before),
            rows=[row for row in rows if row.group == code],
        )
        for code in list_group_codes(session)
    ]
    return HeardPage(span[0], span[-1], visits, visits_in(session, released, before), k, subjects)


def shown(count: int | None, heard: bool) -> Cell:
    """Give a count, a zero, or the word that it is too small to show."""
    return Cell(count or (None if heard else 0))


def table(released: Sequence[Heard], span: Sequence[str], k: int) -> list[BoardRow]:
    """Give the board's table of some quarters."""
    return board_rows([one for one in released if one.period in span], k)


def groups_heard(released: Sequence[Heard], span: Sequence[str]) -> set[str]:
    """List the groups that came up at all in some quarters."""
    return {group_of(one.theme) for one in released if one.period in span}


def list_group_codes(session: Session) -> list[str]:
    """List the codes of the groups of themes in their order."""
    query = select(Theme.code).where(Theme.parent.is_(None)).order_by(Theme.position)
    return list(session.scalars(query))


def list_released(session: Session) -> list[Heard]:
    """List the released insights that may count; words only where the tenant allowed them."""
    sensitive = set(session.scalars(select(Theme.code).where(Theme.sensitive)))
    query = (
        select(Insight, Visit.district, Note.permission)
        .join(Visit, Visit.id == Insight.visit_id)
        .join(Note, Note.visit_id == Insight.visit_id)
        .options(selectinload(Insight.themes))
        .where(Insight.stage == Stage.RELEASED)
        .order_by(Insight.released_at.desc(), Insight.id.desc())
    )
    return [
        heard_of(insight, district, Permission(level), sensitive)
        for insight, district, level in session.execute(query)
        if may_count(Permission(level)) and insight.themes
    ]


def heard_of(insight: Insight, district: str, permission: Permission, sensitive: set[str]) -> Heard:
    """Give a released insight as the board's table wants it."""
    words = may_share_text(permission)
    codes = [theme.code for theme in insight.themes]
    return Heard(
        ref=insight.ref,
        visit=insight.visit_id or 0,
        period=insight.period or "",
        district=district,
        theme=codes[0],
        sensitive=not sensitive.isdisjoint(codes),
        kind=insight.kind.value if insight.kind else "",
        feeling=insight.feeling.value if insight.feeling else "",
        statement=insight.statement if words else "",
        quote=insight.quote if words else "",
    )


def visits_in(session: Session, released: Sequence[Heard], span: Sequence[str]) -> int:
    """Count the director's visits of some quarters, with those whose insights count in them."""
    held = session.execute(
        select(Visit.id, Visit.held_on).where(
            Visit.state.in_(TOOK_PLACE), Visit.held_on.is_not(None)
        )
    )
    found = {number for number, day in held if day and quarter_of(day) in span}
    return len(found | {one.visit for one in released if one.period in span})


def export_rows(session: Session, *, now: datetime) -> list[BoardRow]:
    """Give the rows of the board's table behind the page, for a file."""
    k = get_organisation(session).smallest_group
    span = quarters_before(today(now), QUARTERS)
    return table(list_released(session), span, k)


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise as the board sees it: the line written for the board, and how it stands."""

    line: str
    word: Word
    late: bool
    told: bool


@dataclass(frozen=True, slots=True)
class DidPage:
    """What we did with what we promised."""

    made: int
    answered: int
    words: dict[Word, int]
    late: int
    median_days: int | None
    oldest_open: str | None
    promises: Sequence[Promise]
    smallest: int
    enough: bool

    @property
    def told_of(self) -> list[Promise]:
        """The promises about which somebody wrote a line for the board."""
        return [promise for promise in self.promises if promise.line]


def did_page(session: Session, *, now: datetime) -> DidPage:
    """Give what became of the promises of the last four closed quarters."""
    k = get_organisation(session).smallest_group
    day = today(now)
    span = quarters_before(day, QUARTERS)
    actions = [
        action
        for action in session.scalars(select(Action).order_by(Action.due, Action.id))
        if quarter_of(action.promised_on) in span
        and board_word(action.progress, action.outcome) is not None
    ]
    waits = [
        (action.answered_on - action.promised_on).days for action in actions if action.answered_on
    ]
    still = [action for action in actions if action.progress in OPEN]
    promises = [promise_of(action, day) for action in sorted(actions, key=is_closed)]
    return DidPage(
        made=len(actions),
        answered=len(actions) - len(still),
        words=dict(Counter(promise.word for promise in promises)),
        late=sum(promise.late for promise in promises),
        median_days=round(median(waits)) if len(waits) >= k else None,
        oldest_open=min((quarter_of(action.promised_on) for action in still), default=None),
        promises=promises,
        smallest=k,
        enough=len({action.visit_id for action in actions}) >= k,
    )


def is_closed(action: Action) -> bool:
    """Say whether nobody waits for an answer any more."""
    return action.progress not in OPEN


def promise_of(action: Action, day: date) -> Promise:
    """Give a promise as the board sees it."""
    word = board_word(action.progress, action.outcome) or Word.DONE
    waits = action.progress in OPEN
    return Promise(
        line=action.board_line,
        word=word,
        late=waits and action.due < day,
        told=not waits,
    )


@dataclass(frozen=True, slots=True)
class Place:
    """One district: how many could be visited, and how many were."""

    district: str
    tenants: int
    visits: Cell


def coverage(session: Session) -> list[Place]:
    """Give where we have been since the first draw, with small counts hidden."""
    newest = session.scalar(select(Draw).order_by(Draw.number.desc()).limit(1))
    if newest is None:
        return []
    k = get_organisation(session).smallest_group
    lots = record_of(newest)["lots"]
    held = session.scalars(select(Visit.district).where(Visit.state.in_(TOOK_PLACE)))
    counts = Counter(held)
    cells = hide_small({name: counts[name] for name in {*lots, *counts}}, k)
    return sorted(
        (Place(name, lots.get(name, 0), found) for name, found in cells.items()),
        key=lambda place: (-place.tenants, place.district),
    )
