"""A closed period made coarser: by a stricter rule, by a merge of themes, for who may know less."""

from collections.abc import Mapping

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from visits.domain.board import Heard, Labels, board_table, needed, theme_visits
from visits.domain.theme import group_of
from visits.models.board import BoardCount, BoardRow, ClosedPeriod
from visits.models.insight import Insight
from visits.models.visit import Visit


def close_coarser(session: Session, closed: ClosedPeriod, smallest_group: int) -> None:
    """Make the labels of a closed period coarser after the rule was made stricter."""
    rows = rows_of(session, closed.period)
    if "-" in closed.period:
        kept = (
            {row.id for row, _ in rows}
            if len({visit for _, visit in rows}) >= smallest_group
            else set()
        )
    else:
        heard = {row.id: heard_again(row, visit) for row, visit in rows}
        table = board_table(list(heard.values()), smallest_group)
        counts = theme_visits(heard.values(), table)
        for count in session.scalars(select(BoardCount).where(BoardCount.year == closed.period)):
            if count.visits is not None and count.visits != counts.get(count.code):
                count.visits = None
        kept = {number for number, one in heard.items() if one.ref in table}
        for row, _ in rows:
            if row.id in kept:
                relabel(row, table[str(row.id)])
    session.execute(
        delete(BoardRow).where(BoardRow.closed == closed.period, BoardRow.id.not_in(kept))
    )
    session.execute(
        delete(BoardCount).where(
            BoardCount.year == closed.period,
            BoardCount.visits.is_(None),
            BoardCount.code.contains("."),
        )
    )
    if closed.talks:
        closed.talks = {
            **closed.talks,
            "subjects": still_disclosed(closed.talks["subjects"], smallest_group),
        }
    closed.smallest_group = smallest_group


def still_disclosed(counts: Mapping[str, int | None], smallest_group: int) -> dict[str, int | None]:
    """Hide the counts of talks that are too small for a stricter rule, sensitive or not."""
    return {
        code: count
        if count is not None and count >= needed(smallest_group, sensitive=True)
        else None
        for code, count in counts.items()
    }


def follow_merge(session: Session, code: str, into: str) -> None:
    """Let closed years count a theme under the one it went to, if both are of one subject.

    Another subject stays as it was closed: with what came along, its count would tell how many
    visits spoke of both.
    """
    if group_of(code) != group_of(into):
        return
    session.execute(update(BoardRow).where(BoardRow.theme == code).values(theme=into))
    for gone in session.scalars(select(BoardCount).where(BoardCount.code == code)).all():
        if "." in into:
            count = session.get(BoardCount, (gone.year, into))
            if count is None:
                count = BoardCount(year=gone.year, code=into)
                session.add(count)
            count.visits = session.scalar(spoke_of(gone.year, into))
        session.delete(gone)
    session.flush()


def spoke_of(year: str, theme: str) -> Select[int]:
    """Select in how many visits of a closed year a theme that is told came up."""
    return (
        select(func.count(Insight.visit_id.distinct()))
        .join(BoardRow, BoardRow.insight_id == Insight.id)
        .where(BoardRow.closed == year, BoardRow.theme == theme)
    )


def relabel(row: BoardRow, labels: Labels) -> None:
    """Put other labels on a row."""
    row.subject = labels.subject
    for name, value in labels._asdict().items():
        setattr(row, name, value)


def rows_of(session: Session, closed: str) -> list[tuple[BoardRow, int]]:
    """List the rows of a closed period, each with the visit that only the app knows."""
    query = select(BoardRow, Visit.id).join(Insight, Insight.id == BoardRow.insight_id)
    query = query.join(Visit, Visit.id == Insight.visit_id).where(BoardRow.closed == closed)
    return [(row, visit) for row, visit in session.execute(query)]


def heard_again(row: BoardRow, visit: int) -> Heard:
    """Give a row as what was heard, as far as its labels tell it."""
    return Heard(
        ref=str(row.id),
        visit=visit,
        period=row.period,
        theme=row.theme,
        sensitive=row.sensitive,
        district=row.place,
        kind=row.kind,
        quote=row.quote,
    )
