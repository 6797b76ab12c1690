"""What the board reads of what was said and promised: closed periods, no names, no days.

Everything of what was said comes from the board's table (`board/close.py`); what was
withdrawn since has no words here, and a cell that became too small shows nothing at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from visits.domain.board import Cell, Labels
from visits.domain.month import quarters_of, today, year_of
from visits.models.board import BoardRow
from visits.models.insight import Insight
from visits.models.theme import Theme
from visits.services.board.close import Closed, closed_by_now
from visits.services.board.released import (
    LABEL_COLUMNS,
    Released,
    is_suppressed,
    list_released,
    suppressed_places,
    year_counts,
)
from visits.services.organisation import get_organisation

MOST = 4  # of each subject


@dataclass(frozen=True, slots=True)
class Subject:
    """One group of themes as the board sees it, beside the year before."""

    code: str
    visits: Cell
    before: Cell
    statements: Sequence[Released] = ()


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter alone: how many visits were held, and what is told of them together."""

    period: str
    visits: int
    statements: Sequence[Released] = ()


@dataclass(frozen=True)
class HeardPage:
    """What we heard in one year."""

    year: str
    closed: bool
    years: Sequence[str]
    visits: int
    visits_before: int
    smallest_group: int
    subjects: Sequence[Subject] = ()
    rare: Sequence[Released] = ()
    quarters: Sequence[Quarter] = ()
    groups: Sequence[Theme] = ()
    talks: int = 0
    overheard: Sequence[tuple[str, int]] = ()

    @property
    def enough(self) -> bool:
        """Say whether there were enough visits to show anything at all."""
        return self.visits >= self.smallest_group

    @property
    def before_enough(self) -> bool:
        """Say whether the year before had enough visits to stand beside this one."""
        return self.visits_before >= self.smallest_group

    @cached_property
    def shown(self) -> list[Subject]:
        """The subjects that may be shown, the most heard first."""
        found = [one for one in self.subjects if one.visits.count]
        return sorted(found, key=lambda one: (-(one.visits.count or 0), one.code))

    @property
    def hidden(self) -> list[Subject]:
        """The subjects that came up too seldom to be shown."""
        return [one for one in self.subjects if one.visits.hidden]

    @property
    def quotes(self) -> list[Released]:
        """Three quotes, each on another subject."""
        first = (next((v for v in one.statements if v.quote), None) for one in self.shown)
        return [released for released in first if released][:3]

    @property
    def first_statements(self) -> list[Released]:
        """What is told first of each subject that may be shown, the most heard first."""
        return [one.statements[0] for one in self.shown if one.statements]

    @property
    def disclosed(self) -> list[Quarter]:
        """The quarters of which something is told, the newest first."""
        return [one for one in reversed(self.quarters) if one.statements]


def heard_page(session: Session, *, now: datetime, year: str | None = None) -> HeardPage:
    """Give what we heard in a year, beside the year before; the newest year that can be told."""
    smallest_group = get_organisation(session).smallest_group
    closed = closed_by_now(session, now=now)
    years = list_years(closed, now=now)
    year = year_to_read(year, closed, years, smallest_group)
    before = str(int(year) - 1)
    suppressed = suppressed_places(session, [before, year, *quarters_of(year)])
    counts = year_counts(session, closed, (before, year), suppressed, smallest_group)
    statements = list_released(session, [year, *quarters_of(year)], suppressed, most=MOST)
    by_subject: dict[tuple[str, str], list[Released]] = {}
    for closing, released in statements:
        by_subject.setdefault((closing, released.subject), []).append(released)
    groups = list_groups(session)
    talks, overheard = talks_of(closed.get(year), smallest_group)
    return HeardPage(
        year=year,
        closed=year in closed,
        years=years,
        visits=visits_of(closed, year),
        visits_before=visits_of(closed, before),
        smallest_group=smallest_group,
        subjects=[
            Subject(
                one.code,
                visits=counts[year][one.code],
                before=counts[before][one.code],
                statements=by_subject.get((year, one.code), []),
            )
            for one in groups
            if year in closed
        ],
        rare=by_subject.get((year, ""), []),
        quarters=[
            Quarter(one, closed[one].visits, by_subject.get((one, ""), []))
            for one in quarters_of(year)
            if one in closed
        ],
        groups=groups,
        talks=talks,
        overheard=overheard,
    )


def talks_of(closed: Closed | None, smallest_group: int) -> tuple[int, list[tuple[str, int]]]:
    """Give how many talks colleagues had in a closed year, and the subjects heard in enough."""
    found = closed and closed.talks
    if not found or found["talks"] < smallest_group:
        return 0, []
    enough = [
        (code, count)
        for code, count in found["subjects"].items()
        if count and count >= smallest_group
    ]
    return found["talks"], sorted(enough, key=lambda pair: (-pair[1], pair[0]))


def list_years(closed: Iterable[str], *, now: datetime) -> list[str]:
    """List the years of which something can be read, the newest first; always at least one."""
    return sorted({year_of(one) for one in closed}, reverse=True) or [str(today(now).year)]


def year_to_read(
    asked: str | None, closed: dict[str, Closed], years: Sequence[str], smallest_group: int
) -> str:
    """Give the year that was asked for if it can be read, else the newest with enough visits."""
    if asked is not None and asked in years:
        return asked
    whole = (one for one in years if one in closed and closed[one].visits >= smallest_group)
    return next(whole, years[0])


def visits_of(closed: dict[str, Closed], year: str) -> int:
    """Count the visits of a year, or of the quarters of it that are over."""
    if year in closed:
        return closed[year].visits
    return sum(closed[one].visits for one in quarters_of(year) if one in closed)


def list_groups(session: Session) -> list[Theme]:
    """List the groups of themes, the subjects, in their order."""
    query = select(Theme).where(Theme.parent.is_(None)).order_by(Theme.position)
    return list(session.scalars(query))


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One row of the board's table as it goes to another tool; nothing in it says whose it is."""

    visit: int
    labels: Labels
    statement: str
    quote: str


def export_rows(session: Session, *, now: datetime) -> list[ExportRow]:
    """Give every row of the board's table that may be shown, in an order that tells nothing."""
    closed = list(closed_by_now(session, now=now))
    suppressed = suppressed_places(session, closed)
    statements = list_released(session, closed, suppressed)
    words = {(closing, released.ref): released for closing, released in statements}
    query = select(BoardRow.closed, Insight.ref, Insight.visit_id, *LABEL_COLUMNS).join(
        Insight, Insight.id == BoardRow.insight_id
    )
    rows = []
    for closing, ref, visit, *row in session.execute(query):
        labels = Labels(*row)
        released = words.get((closing, ref))
        if not is_suppressed(closing, labels, suppressed):
            said = (released.statement, released.quote) if released else ("", "")
            rows.append(ExportRow(visit, labels, *said))
    return sorted(rows, key=lambda row: (row.labels, row.statement, row.quote))
