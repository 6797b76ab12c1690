"""What tenants may read of the board's table: the same table, made coarser once more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from visits.domain.board import Labels, board_table, theme_visits
from visits.services.board.close import closed_by_now
from visits.services.board.coarsen import heard_again, rows_of
from visits.services.board.heard import list_groups
from visits.services.board.released import Released, list_released, subject_of, suppressed_places
from visits.services.organisation import get_organisation

EACH = 2


@dataclass(frozen=True, slots=True)
class PublicSubject:
    """One subject as tenants may read of it; without a count it came up too seldom."""

    code: str
    visits: int
    statements: Sequence[Released]


@dataclass(frozen=True, slots=True)
class PublicPage:
    """What tenants may read of a closed year."""

    year: str
    visits: int
    smallest_group: int
    subjects: Sequence[PublicSubject]


def public_page(session: Session, year: str, *, now: datetime) -> PublicPage:
    """Give the subjects of a closed year that enough visits spoke of."""
    chosen = get_organisation(session)
    closed = closed_by_now(session, now=now)
    smallest_group = max(chosen.public_group, chosen.smallest_group)
    heard = [heard_again(row, visit) for row, visit in rows_of(session, year) if row.subject]
    table = board_table(heard, smallest_group)
    counts = theme_visits(heard, table)
    # Tenants read no finer label than the subject: only a subject can have become too small.
    suppressed = {
        one
        for one in suppressed_places(session, [year], smallest_group=smallest_group)
        if one[1] == subject_of(*one)
    }
    statements: dict[str, list[Released]] = {}
    for _, released in list_released(session, [year], suppressed):
        statements.setdefault(released.subject, []).append(released)
    return PublicPage(
        year=year,
        visits=closed[year].visits,
        smallest_group=smallest_group,
        subjects=[
            PublicSubject(code, visits, statements.get(code, [])[:EACH])
            for code in (one.code for one in list_groups(session))
            if (visits := counts.get(code)) and (year, Labels(year, code)) not in suppressed
        ],
    )
