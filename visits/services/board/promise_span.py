"""Which quarters tell of their promises, and how these stood when the newest quarter closed.

A quarter whose promises are of too few visits is told with the next, so that the promises of a
year, of a quarter, and whatever one leaves of the other are nobody's, or of enough visits. What
somebody writes down later is told with the quarter that closes then.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from visits.domain.month import quarter_days
from visits.domain.promise import OPEN, board_word
from visits.models.board import BoardPromise, ClosedPeriod
from visits.models.promise import Promise

Disclosed = tuple[BoardPromise, Promise]


def close_span(session: Session, closed: ClosedPeriod, smallest_group: int) -> None:
    """Let a quarter that closes tell of every promise that waited, if they are of enough visits."""
    waiting = [
        promise
        for promise in session.scalars(
            select(Promise).where(
                Promise.promised_on <= quarter_days(closed.period)[1],
                Promise.id.not_in(select(BoardPromise.promise_id)),
            )
        )
        if board_word(promise.progress, promise.outcome) is not None
    ]
    if len({promise.visit_id for promise in waiting}) < smallest_group:
        return
    closed.promises_since = closed.period
    query = (
        select(ClosedPeriod)
        .where(ClosedPeriod.period.contains("-"), ClosedPeriod.period < closed.period)
        .order_by(ClosedPeriod.period.desc())
    )
    for earlier in session.scalars(query):
        if earlier.promises_since:
            break
        closed.promises_since = earlier.period
    for promise in waiting:
        row = BoardPromise(promise_id=promise.id, closed=closed.period)
        session.add(stand_still(row, promise, closed.period))
    session.flush()


def refresh_promises(session: Session, newest: str) -> None:
    """Fix how all promises that are told stand, until the next quarter closes."""
    for row, promise in list_disclosed(session):
        if board_word(promise.progress, promise.outcome) is None:
            session.delete(row)  # what was dropped is no promise any more
        else:
            stand_still(row, promise, newest)


def stand_still(row: BoardPromise, promise: Promise, newest: str) -> BoardPromise:
    """Fix how one promise stands.

    It can be late from the second quarter on that tells of it: in the first, whether it is would
    tell when it was made, for most are due after the same number of days.
    """
    day = quarter_days(newest)[1] + timedelta(days=1)
    shown_as = board_word(promise.progress, promise.outcome)
    assert shown_as is not None  # noqa: S101 - what was dropped has no row
    row.shown_as, row.worded = shown_as, bool(promise.board_line)
    row.answered = promise.progress not in OPEN
    row.late = not row.answered and promise.due < day and row.closed < newest
    return row


def widen_spans(session: Session, smallest_group: int) -> None:
    """Join the spans that are too small for a stricter rule with those beside them.

    What was told once is only ever joined whole: a quarter that closes later adds enough visits
    by itself, so that nobody can take what was told from what is told now.
    """
    visits: dict[str, set[int]] = {}
    for row, promise in list_disclosed(session):
        visits.setdefault(row.closed, set()).add(promise.visit_id)

    def is_enough(group: Sequence[ClosedPeriod]) -> bool:
        return len(set().union(*(visits.get(one.period, ()) for one in group))) >= smallest_group

    query = select(ClosedPeriod).where(ClosedPeriod.promises_since.is_not(None))
    groups: list[list[ClosedPeriod]] = []
    for closed in session.scalars(query.order_by(ClosedPeriod.period)):
        if groups and not is_enough(groups[-1]):
            groups[-1].append(closed)
        else:
            groups.append([closed])
    if len(groups) > 1 and not is_enough(groups[-1]):
        last = groups.pop()
        groups[-1] += last
    for group in groups:
        first = group[0].promises_since
        for closed in group:
            closed.promises_since = None
        group[-1].promises_since = first
        joined = BoardPromise.closed.in_([closed.period for closed in group])
        session.execute(update(BoardPromise).where(joined).values(closed=group[-1].period))


def list_disclosed(session: Session) -> list[Disclosed]:
    """List the promises that the board reads of, with what only the app knows of them."""
    query = select(BoardPromise, Promise).join(Promise, Promise.id == BoardPromise.promise_id)
    rows = session.execute(query.options(joinedload(Promise.team)))
    return [(row, promise) for row, promise in rows]
