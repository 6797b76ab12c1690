"""How the draws went, line by line: written with each outcome, never changed afterwards."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from visits.domain.outcome import Entry, Line, detail_code, line_code
from visits.models.draw import OutcomeLine


def add_line(
    session: Session,
    draw_number: int,
    lot: int,
    entry: Entry,
    *,
    by: int | None,
    now: datetime,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write what happened to a lot, or to a month, under the line before it."""
    last = session.scalar(select(OutcomeLine).order_by(OutcomeLine.number.desc()).limit(1))
    previous = last.code if last else ""
    row = OutcomeLine(
        number=last.number + 1 if last else 1,
        draw_number=draw_number,
        lot=lot,
        entry=entry,
        at=now,
        account_number=by,
        detail=detail_code(previous, detail or {}),
    )
    row.code = line_code(previous, line_of(row))
    session.add(row)
    session.flush()


def list_lines(session: Session) -> list[OutcomeLine]:
    """List every line, oldest first."""
    return list(session.scalars(select(OutcomeLine).order_by(OutcomeLine.number)))


def line_of(row: OutcomeLine) -> Line:
    """Give a stored line as it is sealed."""
    return Line(
        row.number, row.draw_number, row.lot, row.entry, row.at, row.account_number, row.detail
    )
