"""A closed period made coarser: after the rule became stricter, and for who may know less."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from visits.domain.board import Heard, Labels, board_table, theme_visits
from visits.models.board import BoardCount, BoardRow, ClosedPeriod
from visits.models.insight import Insight
from visits.models.visit import Visit


def close_coarser(session: Session, closed: ClosedPeriod, k: int) -> None:
    """Make the labels of a closed period coarser after the rule was made stricter."""
    rows = rows_of(session, closed.period)
    if "-" in closed.period:
        kept = {row.id for row, _ in rows} if len({visit for _, visit in rows}) >= k else set()
    else:
        heard = {row.id: heard_again(row, visit) for row, visit in rows}
        table = board_table(list(heard.values()), k)
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
    closed.k = k


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
        feeling=row.feeling,
        scope=row.scope,
        influence=row.influence,
        band=row.band,
        quote=row.quote,
    )
