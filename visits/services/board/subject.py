"""One subject over all closed years, with the statements behind its numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from visits.domain.board import Cell, Labels, needed
from visits.domain.theme import group_of
from visits.models.board import BoardPromise, BoardRow
from visits.models.promise import Promise
from visits.services.board.close import closed_by_now
from visits.services.board.heard import year_to_read
from visits.services.board.released import (
    Place,
    Released,
    list_released,
    suppressed_places,
    year_counts,
)
from visits.services.organisation import get_organisation

MANY = 25  # statements on one sheet


@dataclass(frozen=True, slots=True)
class SubjectYear:
    """In how many visits of a year a subject came up, and which of its themes."""

    year: str
    visits: Cell
    total: int
    themes: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class SubjectPage:
    """All that may be known of one subject, and the statements of one year."""

    code: str
    year: str
    smallest_group: int
    history: Sequence[SubjectYear]
    statements: Sequence[Released]
    sheet: int
    more: bool
    promises: Sequence[str]

    @property
    def years(self) -> list[str]:
        """The years that can be read, the newest first."""
        return [one.year for one in reversed(self.history)]

    @property
    def now(self) -> SubjectYear | None:
        """The year that is read; None while no year was closed."""
        return next((one for one in self.history if one.year == self.year), None)


def subject_page(
    session: Session, code: str, *, now: datetime, year: str | None = None, sheet: int = 1
) -> SubjectPage:
    """Give a subject over all closed years."""
    smallest_group = get_organisation(session).smallest_group
    periods = closed_by_now(session, now=now)
    years = [one for one in periods if "-" not in one]
    chosen = year_to_read(year, periods, years[::-1] or [""], smallest_group)
    suppressed = suppressed_places(session, years)
    counts = year_counts(session, periods, years, suppressed, smallest_group)
    part = range((sheet - 1) * MANY, sheet * MANY + 1)
    statements = list_released(session, [chosen], suppressed, subject=code, part=part)
    return SubjectPage(
        code=code,
        year=chosen,
        smallest_group=smallest_group,
        history=[
            SubjectYear(
                one,
                counts[one][code],
                periods[one].visits,
                themes_of(code, counts[one]),
            )
            for one in years
        ],
        statements=[released for _, released in statements[:MANY]],
        sheet=sheet,
        more=len(statements) > MANY,
        promises=lines_of(session, code, chosen, suppressed, smallest_group),
    )


def themes_of(code: str, counts: Mapping[str, Cell]) -> list[tuple[str, int]]:
    """List the themes of a subject that are told apart, the most heard first."""
    found = [
        (theme, cell.count)
        for theme, cell in counts.items()
        if theme != code and group_of(theme) == code and cell.count
    ]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def lines_of(
    session: Session, code: str, year: str, suppressed: set[Place], smallest_group: int
) -> list[str]:
    """List what the board may read of promises on a subject, if enough visits led to them."""
    if (year, Labels(year, code)) in suppressed:
        return []
    query = (
        select(Promise.board_line, Promise.visit_id, BoardRow.sensitive)
        .join(BoardRow, BoardRow.insight_id == Promise.insight_id)
        .join(BoardPromise, BoardPromise.promise_id == Promise.id)
        .where(
            BoardRow.closed == year,
            BoardRow.subject == code,
            BoardPromise.worded,
            Promise.board_line != "",
        )
    )
    found = session.execute(query).all()
    enough = needed(smallest_group, any(sensitive for *_, sensitive in found))
    if len({visit for _, visit, _ in found}) < enough:
        return []
    return sorted(line for line, *_ in found)
