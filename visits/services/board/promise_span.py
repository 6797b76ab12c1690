"""Which quarters tell of their promises: each with those before it that were too few alone.

So the promises of a year, of a quarter, and whatever one leaves of the other are nobody's, or of
enough visits. The spans are fixed when a quarter closes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from visits.domain.month import quarter_days, quarter_of
from visits.domain.promise import board_word
from visits.models.board import ClosedPeriod
from visits.models.promise import Promise


@dataclass(frozen=True, slots=True)
class Span:
    """Some quarters in a row of which the promises are told together."""

    first: str
    last: str

    def holds(self, promise: Promise) -> bool:
        """Say whether a promise was made in these quarters."""
        return self.first <= quarter_of(promise.promised_on) <= self.last


def close_span(session: Session, closed: ClosedPeriod, smallest_group: int) -> None:
    """Let a quarter that closes tell of its promises, and of what waited, if they are enough."""
    query = (
        select(ClosedPeriod)
        .where(ClosedPeriod.period.contains("-"), ClosedPeriod.period < closed.period)
        .order_by(ClosedPeriod.period.desc())
    )
    first = closed.period
    for earlier in session.scalars(query):
        if earlier.promises_since:
            break
        first = earlier.period
    if any(disclosed_together(session, [Span(first, closed.period)], smallest_group)):
        closed.promises_since = first


def widen_spans(session: Session, smallest_group: int) -> None:
    """Join the spans that are too small for a stricter rule with those beside them.

    What was told once is only ever joined whole: a quarter that closes later adds enough visits
    by itself, so that nobody can take what was told from what is told now.
    """
    query = select(ClosedPeriod).where(ClosedPeriod.promises_since.is_not(None))
    groups: list[list[ClosedPeriod]] = []
    for closed in session.scalars(query.order_by(ClosedPeriod.period)):
        if groups and not is_enough(session, groups[-1], smallest_group):
            groups[-1].append(closed)
        else:
            groups.append([closed])
    if len(groups) > 1 and not is_enough(session, groups[-1], smallest_group):
        last = groups.pop()
        groups[-1] += last
    for group in groups:
        first = group[0].promises_since
        for closed in group:
            closed.promises_since = None
        group[-1].promises_since = first


def is_enough(session: Session, group: Sequence[ClosedPeriod], smallest_group: int) -> bool:
    """Say whether the promises of some spans in a row are of enough visits together."""
    first = group[0].promises_since or group[0].period
    return any(disclosed_together(session, [Span(first, group[-1].period)], smallest_group))


def disclosed_together(
    session: Session, spans: Sequence[Span], smallest_group: int
) -> list[list[Promise]]:
    """List the promises of each span, by their due day; none of a span of too few visits."""
    if not spans:
        return []
    promises = list_promised(session, Span(spans[0].first, spans[-1].last))
    found = [[one for one in promises if span.holds(one)] for span in spans]
    return [part if len({one.visit_id for one in part}) >= smallest_group else [] for part in found]


def list_promised(session: Session, span: Span) -> list[Promise]:
    """List the promises that were made in some quarters and were not dropped."""
    begin, end = quarter_days(span.first)[0], quarter_days(span.last)[1]
    query = select(Promise).where(Promise.promised_on.between(begin, end))
    query = query.options(joinedload(Promise.team))
    return [
        promise
        for promise in session.scalars(query.order_by(Promise.due, Promise.id))
        if board_word(promise.progress, promise.outcome) is not None
    ]


def list_spans(session: Session, quarters: Sequence[str]) -> list[Span]:
    """List what some quarters tell of, the oldest first."""
    query = select(ClosedPeriod.promises_since, ClosedPeriod.period)
    found = session.execute(
        query.where(ClosedPeriod.period.in_(quarters)).order_by(ClosedPeriod.period)
    )
    return [Span(first, last) for first, last in found if first]
