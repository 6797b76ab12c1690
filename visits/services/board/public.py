"""What tenants may read of the board's table: the same table, made coarser once more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from visits.domain.board import Labels, board_table, theme_visits
from visits.services.board.close import closed_by_now
from visits.services.board.coarsen import heard_again, rows_of
from visits.services.board.heard import list_groups
from visits.services.board.released import Voice, list_voices, shut_places, subject_of
from visits.services.organisation import get_organisation

EACH = 2


@dataclass(frozen=True, slots=True)
class PublicSubject:
    """One subject as tenants may read of it; without a count it came up too seldom."""

    code: str
    visits: int
    voices: Sequence[Voice]


@dataclass(frozen=True, slots=True)
class PublicPage:
    """What tenants may read of a closed year."""

    year: str
    visits: int
    smallest: int
    subjects: Sequence[PublicSubject]


def public_page(session: Session, year: str, *, now: datetime) -> PublicPage:
    """Give the subjects of a closed year that enough visits spoke of."""
    chosen = get_organisation(session)
    closed = closed_by_now(session, chosen.smallest_group, now=now)
    k = max(chosen.public_group, chosen.smallest_group)
    heard = [heard_again(row, visit) for row, visit in rows_of(session, year) if row.subject]
    table = board_table(heard, k)
    counts = theme_visits(heard, table)
    # Tenants read no finer label than the subject: only a subject can have become too small.
    shut = {one for one in shut_places(session, [year], k=k) if one[1] == subject_of(*one)}
    voices: dict[str, list[Voice]] = {}
    for _, voice in list_voices(session, [year], shut):
        voices.setdefault(voice.subject, []).append(voice)
    return PublicPage(
        year=year,
        visits=closed[year].visits,
        smallest=k,
        subjects=[
            PublicSubject(code, visits, voices.get(code, [])[:EACH])
            for code in (one.code for one in list_groups(session))
            if (visits := counts.get(code)) and (year, Labels(year, code)) not in shut
        ],
    )
