"""What the board reads of what was said and promised: closed periods, no names, no days.

Everything of what was said comes from the board's table (`services/closing.py`); what was
withdrawn since has no words here, and a cell that became too small shows nothing at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial

from sqlalchemy import CompoundSelect, func, select
from sqlalchemy.orm import Session

from visits.domain.board import Cell, Labels, needed
from visits.domain.insight import Stage
from visits.domain.month import quarters_of, today, year_of
from visits.domain.note import Permission
from visits.domain.theme import group_of
from visits.models.action import Action
from visits.models.board import BoardCount, BoardRow
from visits.models.insight import Insight
from visits.models.note import Note
from visits.models.theme import Theme
from visits.services.closing import LIVE, Closed, closed_by_now
from visits.services.organisation import get_organisation

VOICES = 4  # of each subject on the page that lists them all
MANY = 60  # on the page of one subject; the file has them all
LABEL_COLUMNS = [getattr(BoardRow, name) for name in Labels._fields]
Place = tuple[str, Labels]
Counts = defaultdict[str, Cell]
SILENT, HIDDEN = partial(Cell, 0), partial(Cell, None)


@dataclass(frozen=True, slots=True)
class Voice:
    """One released insight as the board may know it; the ref is for withdrawing it, not shown."""

    ref: str
    labels: Labels
    statement: str
    quote: str

    @property
    def subject(self) -> str:
        """The group of themes it is told under."""
        return self.labels.subject


@dataclass(frozen=True, slots=True)
class Subject:
    """One group of themes as the board sees it, beside the year before."""

    code: str
    visits: Cell
    before: Cell
    voices: Sequence[Voice] = ()


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter alone: how many visits were held, and what is told of them together."""

    period: str
    visits: int
    voices: Sequence[Voice] = ()


@dataclass(frozen=True)
class HeardPage:
    """What we heard in one year."""

    year: str
    closed: bool
    years: Sequence[str]
    visits: int
    visits_before: int
    smallest: int
    subjects: Sequence[Subject] = ()
    rare: Sequence[Voice] = ()
    quarters: Sequence[Quarter] = ()

    @property
    def enough(self) -> bool:
        """Say whether there were enough visits to show anything at all."""
        return self.visits >= self.smallest

    @property
    def before_enough(self) -> bool:
        """Say whether the year before had enough visits to stand beside this one."""
        return self.visits_before >= self.smallest

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
    def quotes(self) -> list[Voice]:
        """Three quotes, each on another subject."""
        first = (next((v for v in one.voices if v.quote), None) for one in self.shown)
        return [voice for voice in first if voice][:3]

    @property
    def told(self) -> list[Quarter]:
        """The quarters of which something is told, the newest first."""
        return [one for one in reversed(self.quarters) if one.voices]


def heard_page(session: Session, *, now: datetime, year: str | None = None) -> HeardPage:
    """Give what we heard in a year, beside the year before; the newest year that can be told."""
    k = get_organisation(session).smallest_group
    closed = closed_by_now(session, k, now=now)
    years = list_years(closed, now=now)
    year = year if year in years else default_year(closed, years, k)
    before = str(int(year) - 1)
    shut = shut_places(session, [before, year, *quarters_of(year)])
    counts = year_counts(session, closed, (before, year), shut, k)
    voices = list_voices(session, [year, *quarters_of(year)], shut)
    by_subject: dict[tuple[str, str], list[Voice]] = {}
    for closing, voice in voices:
        by_subject.setdefault((closing, voice.subject), []).append(voice)
    return HeardPage(
        year=year,
        closed=year in closed,
        years=years,
        visits=visits_of(closed, year),
        visits_before=visits_of(closed, before),
        smallest=k,
        subjects=[
            Subject(
                code,
                visits=counts[year][code],
                before=counts[before][code],
                voices=by_subject.get((year, code), []),
            )
            for code in list_group_codes(session)
            if year in closed
        ],
        rare=by_subject.get((year, ""), []),
        quarters=[
            Quarter(one, closed[one].visits, by_subject.get((one, ""), []))
            for one in quarters_of(year)
            if one in closed
        ],
    )


def list_years(closed: Iterable[str], *, now: datetime) -> list[str]:
    """List the years of which something can be read, the newest first; always at least one."""
    return sorted({year_of(one) for one in closed}, reverse=True) or [str(today(now).year)]


def default_year(closed: dict[str, Closed], years: Sequence[str], k: int) -> str:
    """Give the newest closed year with enough visits, else the newest year."""
    whole = (one for one in years if one in closed and closed[one].visits >= k)
    return next(whole, years[0])


def visits_of(closed: dict[str, Closed], year: str) -> int:
    """Count the visits of a year, or of the quarters of it that are over."""
    if year in closed:
        return closed[year].visits
    return sum(closed[one].visits for one in quarters_of(year) if one in closed)


def list_group_codes(session: Session) -> list[str]:
    """List the codes of the groups of themes in their order."""
    query = select(Theme.code).where(Theme.parent.is_(None)).order_by(Theme.position)
    return list(session.scalars(query))


def year_counts(
    session: Session,
    closed: dict[str, Closed],
    years: Sequence[str],
    shut: set[Place],
    k: int,
) -> dict[str, Counts]:
    """Give the counts of some years, by year and by code of a subject or a theme.

    Of a year with too few visits nothing is told, not even that a subject was not mentioned.
    """
    told = {year: year in closed and closed[year].visits >= k for year in years}
    found = {year: Counts(SILENT if told[year] else HIDDEN) for year in years}
    query = select(BoardCount.year, BoardCount.code, BoardCount.visits)
    for year, code, visits in session.execute(query.where(BoardCount.year.in_(years))):
        gone = (year, Labels(year, group_of(code))) in shut
        if told[year] and not (gone and "." in code):
            found[year][code] = Cell(None if gone else visits)
    return found


def list_voices(
    session: Session,
    closed: Sequence[str],
    shut: set[Place],
    *,
    subject: str | None = None,
    each: int | None = VOICES,
) -> list[tuple[str, Voice]]:
    """List what was said in some closed periods with its words, quotes first; some of each part."""
    rank = func.row_number().over(
        partition_by=(BoardRow.closed, BoardRow.subject),
        order_by=(BoardRow.quote.desc(), Insight.statement),
    )
    query = (
        select(
            BoardRow.closed,
            *LABEL_COLUMNS,
            Insight.ref,
            Insight.statement,
            Insight.quote.label("said"),
            rank.label("rank"),
        )
        .join(Insight, Insight.id == BoardRow.insight_id)
        .join(Note, Note.visit_id == Insight.visit_id)
        .where(
            BoardRow.closed.in_(closed),
            BoardRow.words,
            Insight.statement != "",
            Insight.stage.in_(LIVE),
            Note.permission >= Permission.WITHOUT_NAME,
        )
    )
    if subject is not None:
        query = query.where(BoardRow.subject == subject)
    found = query.subquery()
    rows = select(found).order_by(found.c.closed, found.c.rank)
    if each is not None:
        rows = rows.where(found.c.rank <= each)
    voices = []
    for closing, *row in session.execute(rows):
        labels, (ref, statement, said, _) = Labels(*row[:-4]), row[-4:]
        if not is_shut(closing, labels, shut):
            voices.append((closing, Voice(ref, labels, statement, said if labels.quote else "")))
    return voices


def is_shut(closed: str, labels: Labels, shut: set[Place]) -> bool:
    """Say whether a row is in a cell, or of a subject, that became too small."""
    return bool(shut) and ((closed, labels) in shut or (closed, subject_of(closed, labels)) in shut)


def subject_of(closed: str, labels: Labels) -> Labels:
    """Give the labels of the whole subject that a row is told under."""
    return Labels(closed, labels.subject)


def shut_places(session: Session, closed: Sequence[str], *, k: int | None = None) -> set[Place]:
    """List the cells and subjects of some periods that a withdrawal made too small to show."""
    gone = set(session.scalars(gone_rows(closed)))
    if not gone:
        return set()
    live: dict[Place, set[int]] = {}
    tender: set[Place] = set()
    query = (
        select(BoardRow.closed, BoardRow.sensitive, Insight.visit_id, Insight.id, *LABEL_COLUMNS)
        .join(Insight, Insight.id == BoardRow.insight_id)
        .where(BoardRow.closed.in_(closed))
    )
    for closing, sensitive, visit, number, *row in session.execute(query):
        labels = Labels(*row)
        for place in ((closing, labels), (closing, subject_of(closing, labels))):
            live.setdefault(place, set()).update({visit} if number not in gone else ())
            tender |= {place} if sensitive else set()
    k = k or get_organisation(session).smallest_group
    return {place for place, left in live.items() if len(left) < needed(k, place in tender)}


def gone_rows(closed: Sequence[str]) -> CompoundSelect[int]:
    """Select the insights of some periods that may not even be counted any more."""
    rows = select(BoardRow.insight_id).where(BoardRow.closed.in_(closed))
    elsewhere = [stage for stage in Stage if stage not in LIVE]
    refused = (
        select(Insight.id)
        .join(Note, Note.visit_id == Insight.visit_id)
        .where(Note.permission < Permission.COUNTED, Insight.id.in_(rows))
    )
    taken = select(Insight.id).where(Insight.stage.in_(elsewhere), Insight.id.in_(rows))
    return refused.union(taken)


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
    smallest: int
    history: Sequence[SubjectYear]
    voices: Sequence[Voice]
    more: bool
    actions: Sequence[str]

    @property
    def now(self) -> SubjectYear | None:
        """The year that is read; None while no year was closed."""
        return next((one for one in self.history if one.year == self.year), None)


def subject_page(
    session: Session, code: str, *, now: datetime, year: str | None = None
) -> SubjectPage:
    """Give a subject over all closed years."""
    k = get_organisation(session).smallest_group
    periods = closed_by_now(session, k, now=now)
    years = [one for one in periods if "-" not in one]
    chosen = year if year in years else default_year(periods, years[::-1] or [""], k)
    shut = shut_places(session, years)
    counts = year_counts(session, periods, years, shut, k)
    voices = list_voices(session, [chosen], shut, subject=code, each=MANY + 1)
    return SubjectPage(
        code=code,
        year=chosen,
        smallest=k,
        history=[
            SubjectYear(
                one,
                counts[one][code],
                periods[one].visits,
                themes_of(code, counts[one]),
            )
            for one in years
        ],
        voices=[voice for _, voice in voices[:MANY]],
        more=len(voices) > MANY,
        actions=lines_of(session, code, chosen, shut, k),
    )


def themes_of(code: str, counts: Mapping[str, Cell]) -> list[tuple[str, int]]:
    """List the themes of a subject that are told apart, the most heard first."""
    found = [
        (theme, cell.count)
        for theme, cell in counts.items()
        if theme != code and group_of(theme) == code and cell.count
    ]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def lines_of(session: Session, code: str, year: str, shut: set[Place], k: int) -> list[str]:
    """List what the board may read of promises on a subject, if enough visits led to them."""
    if (year, Labels(year, code)) in shut:
        return []
    query = (
        select(Action.board_line, Action.visit_id, BoardRow.sensitive)
        .join(BoardRow, BoardRow.insight_id == Action.insight_id)
        .where(BoardRow.closed == year, BoardRow.subject == code, Action.board_line != "")
    )
    found = session.execute(query).all()
    tender = any(sensitive for *_, sensitive in found)
    if len({visit for _, visit, _ in found}) < needed(k, tender):
        return []
    return sorted(line for line, *_ in found)


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One row of the board's table as it goes to another tool; nothing in it says whose it is."""

    visit: int
    labels: Labels
    statement: str
    quote: str


def export_rows(session: Session, *, now: datetime) -> list[ExportRow]:
    """Give every row of the board's table that may be shown, in an order that tells nothing."""
    closed = list(closed_by_now(session, get_organisation(session).smallest_group, now=now))
    shut = shut_places(session, closed)
    voices = list_voices(session, closed, shut, each=None)
    words = {(closing, voice.ref): voice for closing, voice in voices}
    query = select(BoardRow.closed, Insight.ref, Insight.visit_id, *LABEL_COLUMNS).join(
        Insight, Insight.id == BoardRow.insight_id
    )
    rows = []
    for closing, ref, visit, *row in session.execute(query):
        labels = Labels(*row)
        voice = words.get((closing, ref))
        if not is_shut(closing, labels, shut):
            said = (voice.statement, voice.quote) if voice else ("", "")
            rows.append(ExportRow(visit, labels, *said))
    return sorted(rows, key=lambda row: (row.labels, row.statement, row.quote))
