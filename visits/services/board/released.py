"""What the board's table tells: counts and statements, less what was taken back since.

What was withdrawn has no words here, and a cell that became too small shows nothing at all.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import bindparam, exists, select, union
from sqlalchemy.orm import Session

from visits.domain.board import Cell, Labels, needed
from visits.domain.insight import Stage
from visits.domain.note import Permission
from visits.domain.theme import group_of
from visits.models.board import BoardCount, BoardRow
from visits.models.insight import Insight
from visits.models.note import Note
from visits.services.board.close import KEPT, Closed
from visits.services.organisation import get_organisation

LABEL_COLUMNS = [getattr(BoardRow, name) for name in Labels._fields]

Place = tuple[str, Labels]

# The insights of some periods that may not even be counted any more: from the few notes and
# insights that changed to their rows, and not through all rows. Made once: every page asks it.
DISCLOSED = exists().where(
    BoardRow.insight_id == Insight.id, BoardRow.closed.in_(bindparam("closed", expanding=True))
)
UNWILLING = select(Note.visit_id).where(Note.permission < Permission.COUNTED)
GONE = union(
    select(Insight.id).where(Insight.visit_id.in_(UNWILLING), DISCLOSED),
    select(Insight.id).where(
        Insight.stage.in_([stage for stage in Stage if stage not in KEPT]), DISCLOSED
    ),
)

Counts = defaultdict[str, Cell]

ZERO, HIDDEN = partial(Cell, 0), partial(Cell, None)


@dataclass(frozen=True, slots=True)
class Released:
    """One released insight as the board may know it; the ref is for withdrawing it, not shown."""

    ref: str
    labels: Labels
    statement: str
    quote: str

    @property
    def subject(self) -> str:
        """The group of themes it is told under."""
        return self.labels.subject


def year_counts(
    session: Session,
    closed: dict[str, Closed],
    years: Sequence[str],
    suppressed: set[Place],
    smallest_group: int,
) -> dict[str, Counts]:
    """Give the counts of some years, by year and by code of a subject or a theme.

    Of a year with too few visits nothing is told, not even that a subject was not mentioned.
    """
    enough = {year: year in closed and closed[year].visits >= smallest_group for year in years}
    found = {year: Counts(ZERO if enough[year] else HIDDEN) for year in years}
    query = select(BoardCount.year, BoardCount.code, BoardCount.visits)
    for year, code, visits in session.execute(query.where(BoardCount.year.in_(years))):
        gone = (year, Labels(year, group_of(code))) in suppressed
        if enough[year] and not (gone and "." in code):
            found[year][code] = Cell(None if gone else visits)
    return found


def list_released(
    session: Session,
    closed: Sequence[str],
    suppressed: set[Place],
    *,
    subject: str | None = None,
    most: int | None = None,
    part: range | None = None,
    stages: Sequence[Stage] = (Stage.RELEASED,),
) -> list[tuple[str, Released]]:
    """List what was said in some closed periods with its words, quotes first.

    The most of each subject, or a part of one subject; all if neither is given.
    """
    # Not by the index of stages: the rows of a few periods are fewer than all that was released.
    elsewhere = [stage for stage in Stage if stage not in stages]
    query = (
        select(
            BoardRow.closed,
            *LABEL_COLUMNS,
            Insight.ref,
            Insight.statement,
            Insight.quote.label("q"),
        )
        .join(Insight, Insight.id == BoardRow.insight_id)
        .join(Note, Note.visit_id == Insight.visit_id)
        .where(
            BoardRow.closed.in_(closed),
            BoardRow.words,
            Insight.statement != "",
            Insight.stage.not_in(elsewhere),
            Note.permission >= Permission.WITHOUT_NAME,
        )
        .order_by(BoardRow.closed, BoardRow.subject, BoardRow.rank)
    )
    if subject is not None:
        query = query.where(BoardRow.subject == subject)
    if most is not None:
        query = query.where(BoardRow.rank <= most)
    if part is not None:
        query = query.offset(part.start).limit(len(part))
    statements = []
    for closing, *row in session.execute(query):
        labels, (ref, statement, said) = Labels(*row[:-3]), row[-3:]
        if not is_suppressed(closing, labels, suppressed):
            statements.append(
                (closing, Released(ref, labels, statement, said if labels.quote else ""))
            )
    return statements


def is_suppressed(closed: str, labels: Labels, suppressed: set[Place]) -> bool:
    """Say whether a row is in a cell, or of a subject, that became too small."""
    return bool(suppressed) and (
        (closed, labels) in suppressed or (closed, subject_of(closed, labels)) in suppressed
    )


def subject_of(closed: str, labels: Labels) -> Labels:
    """Give the labels of the whole subject that a row is told under."""
    return Labels(closed, labels.subject)


def suppressed_places(
    session: Session, closed: Sequence[str], *, smallest_group: int | None = None
) -> set[Place]:
    """List the cells and subjects of some periods that a withdrawal made too small to show.

    What is told with a quote and what is told without one look alike in a list: they go together,
    or the rows that are left would tell how many went.
    """
    gone = set(session.scalars(GONE, {"closed": list(closed)}))
    if not gone:
        return set()
    live: dict[Place, set[int]] = {}
    sensitive: set[Place] = set()
    query = (
        select(BoardRow.closed, BoardRow.sensitive, Insight.visit_id, Insight.id, *LABEL_COLUMNS)
        .join(Insight, Insight.id == BoardRow.insight_id)
        .where(BoardRow.closed.in_(closed))
    )
    for closing, is_sensitive, visit, number, *row in session.execute(query):
        labels = Labels(*row)
        for place in ((closing, labels), (closing, subject_of(closing, labels))):
            live.setdefault(place, set()).update({visit} if number not in gone else ())
            sensitive |= {place} if is_sensitive else set()
    smallest_group = smallest_group or get_organisation(session).smallest_group
    small = {
        place
        for place, left in live.items()
        if len(left) < needed(smallest_group, place in sensitive)
    }
    return small | {(closing, one._replace(quote=not one.quote)) for closing, one in small}
