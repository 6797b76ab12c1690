"""Closing a period: its labels on the board's table are fixed once, and stand.

A quarter closes when it is over, and a year with its last quarter. What is released later joins
the period in which it is released. Whatever changes what the board may read closes first what
is due, so that nothing that was never fixed can be read before and after the change.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from visits.domain.board import Heard, Labels, board_table, disclosed_of_quarter, theme_visits
from visits.domain.insight import Stage
from visits.domain.month import quarter_of, quarters_before, quarters_of, today, year_of
from visits.domain.note import Permission, may_share_text
from visits.domain.visit import TOOK_PLACE
from visits.models.base import Json
from visits.models.board import BoardCount, BoardRow, ClosedPeriod
from visits.models.insight import Insight, InsightTheme
from visits.models.note import Note
from visits.models.tenant import Tenant
from visits.models.theme import Theme
from visits.models.visit import Visit
from visits.services import audit
from visits.services.board.coarsen import close_coarser
from visits.services.board.coverage import snapshot
from visits.services.board.promise_span import close_span, refresh_promises, widen_spans
from visits.services.clock import find_suspicion
from visits.services.journal.talk import count_apart
from visits.services.organisation import get_organisation

# What was put away is not told any more; nobody took it back, so it counts as it did, and stays
# on paper that is final.
KEPT: tuple[Stage, ...] = (Stage.RELEASED, Stage.ARCHIVED)
LAST = "-Q4"


class Closed(NamedTuple):
    """What a page needs to know of a closed period."""

    period: str
    smallest_group: int
    visits: int
    talks: Json | None = None


def closed_periods(session: Session) -> dict[str, Closed]:
    """Give every period that was closed, the oldest first."""
    query = select(*(getattr(ClosedPeriod, name) for name in Closed._fields))
    rows = session.execute(query.order_by(ClosedPeriod.period))
    return {row.period: Closed(*row) for row in rows}


def close_due(session: Session, *, now: datetime) -> list[str]:
    """Close every period that is over, the oldest first, and list what was closed.

    While the day is in doubt nothing is over.
    """
    smallest_group = get_organisation(session).smallest_group
    known = closed_periods(session)
    if not anything_due(session, known, now=now) or find_suspicion(session, now=now):
        return []
    closed = []
    for period in periods_over(first_quarter(session), now):
        if period not in known:
            close(session, period, smallest_group, now=now)
            closed.append(period)
    if coarser := session.scalars(
        select(ClosedPeriod).where(ClosedPeriod.smallest_group < smallest_group)
    ).all():
        for one in coarser:
            close_coarser(session, one, smallest_group)
        widen_spans(session, smallest_group)
    if closed:
        refresh_promises(session, max(one for one in closed if "-" in one))
    session.flush()
    return closed


def anything_due(
    session: Session, known: Mapping[str, Closed] | None = None, *, now: datetime
) -> bool:
    """Say whether a quarter is over and not closed yet, or the rule was made stricter."""
    known = closed_periods(session) if known is None else known
    newest = quarters_before(today(now), 1)[0]
    if newest not in known:
        return first_quarter(session) <= newest
    smallest_group = get_organisation(session).smallest_group
    return any(one.smallest_group < smallest_group for one in known.values())


def closed_by_now(session: Session, *, now: datetime) -> dict[str, Closed]:
    """Give every closed period, after closing what is due."""
    known = closed_periods(session)
    if anything_due(session, known, now=now):
        close_due(session, now=now)
        known = closed_periods(session)
    return known


def first_quarter(session: Session) -> str:
    """Give the quarter of the first visit that was held; one that never comes if there is none."""
    day = session.scalar(select(func.min(Visit.held_on)).where(Visit.state.in_(TOOK_PLACE)))
    return quarter_of(day) if day else "9999-Q4"


def periods_over(first: str, now: datetime) -> Iterator[str]:
    """Go through the quarters from the first to the last that is over, a year after its last."""
    newest = quarters_before(today(now), 1)[0]
    for year in range(int(year_of(first)), int(year_of(newest)) + 1):
        for quarter in quarters_of(str(year)):
            if first <= quarter <= newest:
                yield quarter
                if quarter.endswith(LAST):
                    yield str(year)


def close(session: Session, period: str, smallest_group: int, *, now: datetime) -> None:
    """Fix the labels of one period."""
    own = [period] if "-" in period else quarters_of(period)
    early = waiting_quarters(session, own[0], now=now)
    quarters = [*(early or []), *own]
    # What waited counts in the period that tells of it.
    heard = {
        number: replace(one, period=max(one.period, own[0]))
        for number, one in load_heard(session, quarters)
    }
    visits = held_in(session, quarters)
    if early is not None and len(visits) < smallest_group:
        visits, heard = set(), {}
    closed = ClosedPeriod(
        period=period, smallest_group=smallest_group, visits=len(visits), closed_at=now
    )
    session.add(closed)
    session.flush()
    if "-" in period:
        closed.coverage = snapshot(session, period, today(now), smallest_group)
        close_span(session, closed, smallest_group)
        rows = quarter_rows(session, period, heard, smallest_group)
    else:
        # A visit of which something was released only now belongs to the year that tells of it.
        closed.visits = len(visits | {one.visit for one in heard.values()})
        closed.talks = count_apart(session, quarters, smallest_group)
        rows = year_rows(session, period, heard, smallest_group)
    rank_words(session, rows)
    session.add_all(rows)
    audit.record(session, "board.close", "board", period, by=None, now=now, rows=len(rows))


def waiting_quarters(session: Session, before: str, *, now: datetime) -> list[str] | None:
    """List the first quarters of all while they wait for enough visits; None when none waits.

    Alone they would tell the month of a visit, for we began somewhere within them.
    """
    query = select(ClosedPeriod.period).where(ClosedPeriod.visits > 0)
    if session.scalar(query.where(ClosedPeriod.period < before).limit(1)):
        return None
    return [one for one in periods_over(first_quarter(session), now) if "-" in one and one < before]


def quarter_rows(
    session: Session, quarter: str, heard: dict[int, Heard], smallest_group: int
) -> list[BoardRow]:
    """Give the rows of what is told of a quarter: words, and no other label than the quarter."""
    worded = with_words(session, heard)
    chosen = set(disclosed_of_quarter((heard[number] for number in worded), smallest_group))
    table = {ref: Labels(quarter) for ref in chosen}
    return [
        row_of(number, one, table[one.ref], quarter, words=True)
        for number, one in heard.items()
        if one.ref in chosen
    ]


def year_rows(
    session: Session, year: str, heard: dict[int, Heard], smallest_group: int
) -> list[BoardRow]:
    """Give the rows of a year, and store how many visits spoke of what."""
    earlier = select(BoardRow.insight_id).where(BoardRow.closed.in_(quarters_of(year)))
    worded = with_words(session, heard) - set(session.scalars(earlier))
    heard = {
        number: one if number in worded else counted_only(one, year)
        for number, one in heard.items()
    }
    table = board_table(list(heard.values()), smallest_group)
    for code, visits in theme_visits(heard.values(), table).items():
        session.add(BoardCount(year=year, code=code, visits=visits))
    return [
        row_of(number, one, table[one.ref], year, words=number in worded)
        for number, one in heard.items()
        if one.ref in table
    ]


def counted_only(one: Heard, year: str) -> Heard:
    """Give what was heard without its words: only its theme counts.

    Anything more on a row without words would be known of words that stand elsewhere: few rows
    have none, and most of those are told with their quarter.
    """
    return Heard(one.ref, one.visit, year, one.theme, one.sensitive)


def row_of(number: int, one: Heard, labels: Labels, closed: str, *, words: bool) -> BoardRow:
    """Give a row with its labels."""
    return BoardRow(
        insight_id=number,
        closed=closed,
        subject=labels.subject,
        words=words,
        sensitive=one.sensitive,
        **labels._asdict(),
    )


def rank_words(session: Session, rows: Iterable[BoardRow]) -> None:
    """Put the words of each subject in an order that tells nothing: quotes first, by letter."""
    numbers = [row.insight_id for row in rows]
    texts = dict(
        session.execute(select(Insight.id, Insight.statement).where(Insight.id.in_(numbers))).all()
    )
    ranks: Counter[str] = Counter()
    for row in sorted(rows, key=lambda row: (not row.quote, texts[row.insight_id])):
        ranks[row.subject] += row.words
        row.rank = ranks[row.subject]


def held_in(session: Session, quarters: Sequence[str]) -> set[int]:
    """Give the director's visits that were held in some quarters."""
    held = session.execute(
        select(Visit.id, Visit.held_on).where(
            Visit.state.in_(TOOK_PLACE), Visit.held_on.is_not(None)
        )
    )
    return {number for number, day in held if day and quarter_of(day) in quarters}


def with_words(session: Session, numbers: Iterable[int]) -> set[int]:
    """Give the insights of which the tenant let the words travel."""
    query = select(Insight.id).join(Note, Note.visit_id == Insight.visit_id)
    return set(
        session.scalars(
            query.where(
                Insight.id.in_(list(numbers)),
                Insight.statement != "",
                Note.permission >= Permission.WITHOUT_NAME,
            )
        )
    )


def load_heard(session: Session, quarters: Sequence[str]) -> Iterator[tuple[int, Heard]]:
    """Go through the insights that count in some quarters, each with its number."""
    sensitive = set(
        session.scalars(
            select(InsightTheme.insight_id)
            .join(Theme, Theme.code == InsightTheme.code)
            .where(Theme.sensitive)
        )
    )
    for insight, theme, visit, neighbourhood, level in session.execute(released_in(quarters)):
        words = may_share_text(Permission(level)) and insight.id not in sensitive
        yield (
            insight.id,
            Heard(
                ref=insight.ref,
                visit=visit.id,
                period=insight.period or "",
                theme=theme,
                sensitive=insight.id in sensitive,
                district=visit.district,
                neighbourhood=neighbourhood or "",
                kind=insight.kind or "",
                quote=words and bool(insight.quote),
                important=insight.important,
            ),
        )


def released_in(quarters: Sequence[str]) -> Select[Insight, str, Visit, str | None, int]:
    """Select what may count in some quarters: released, and allowed by the tenant."""
    return (
        select(Insight, InsightTheme.code, Visit, Tenant.neighbourhood, Note.permission)
        .join(
            InsightTheme,
            (InsightTheme.insight_id == Insight.id) & (InsightTheme.position == 0),
        )
        .join(Visit, Visit.id == Insight.visit_id)
        .join(Note, Note.visit_id == Visit.id)
        .outerjoin(Tenant, Tenant.id == Visit.tenant_id)
        .where(
            Insight.period.in_(quarters),
            Insight.stage == Stage.RELEASED,
            Note.permission >= Permission.COUNTED,
        )
        .order_by(Insight.id)
    )
