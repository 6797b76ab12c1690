"""Search: one column of words and their stems, so that both databases find the same.

A record is found when every word of the question, or its stem, begins one of its words or stems.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import snowballstemmer
from sqlalchemy import ColumnElement, Integer, and_, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from visits.domain.month import quarter_days
from visits.domain.note import LASTING
from visits.domain.search import bare, without_ending, words
from visits.models.insight import Insight
from visits.models.note import Note
from visits.models.promise import Promise
from visits.models.visit import Visit

# A director's own thoughts are found by nobody.
Record = Note | Insight | Promise
WORDS: dict[type[Record], tuple[str, ...]] = {
    Note: LASTING,
    Insight: ("statement", "quote"),
    Promise: ("what", "outcome_text", "answer_text", "board_line", "handed_to"),
}
PERIOD = re.compile(r"(?P<year>(?!9999)[1-9]\d{3})(?:-Q(?P<quarter>[1-4]))?", re.ASCII)
BATCH = 1000
LONGEST_QUESTION = 12


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody looks for; what is empty does not count."""

    words: str = ""
    district: str = ""
    period: str = ""

    def __bool__(self) -> bool:
        return self != type(self)()


class Place(FunctionElement[int]):
    """Where one text stands in another, from 1; three times as fast as LIKE on PostgreSQL."""

    name = "place"
    type = Integer()
    inherit_cache = True


@compiles(Place)
def _in_postgresql(element: Place, compiler: SQLCompiler, **values: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **values)})"


@compiles(Place, "sqlite")
def _in_sqlite(element: Place, compiler: SQLCompiler, **values: Any) -> str:
    return f"instr({compiler.process(element.clauses, **values)})"


def stems(text: str) -> list[str]:
    """Give the Dutch stems of a text, in its order, alike for one and for many."""
    # A stemmer holds the word it works on, so that two threads may not share one.
    stemmer = snowballstemmer.stemmer("dutch")
    return [bare(stemmer.stemWord(without_ending(word))) for word in words(text)]


def index(record: Record) -> None:
    """Write the words by which a record is found."""
    text = " ".join(getattr(record, name) or "" for name in WORDS[type(record)])
    record.search_text = "".join(f" {word}" for word in dict.fromkeys([*words(text), *stems(text)]))


def matching(column: InstrumentedAttribute[str], question: str) -> ColumnElement[bool]:
    """Keep the records in which every word of a question occurs."""
    asked = list(zip(words(question), stems(question), strict=True))[:LONGEST_QUESTION]
    found = (or_(begins_word(column, word), begins_word(column, stem)) for word, stem in asked)
    return and_(True, *found)


def begins_word(column: InstrumentedAttribute[str], stem: str) -> ColumnElement[bool]:
    """Keep the records of which a word begins with a stem."""
    return Place(column, f" {stem}") > 0


def reindex(session: Session) -> dict[str, int]:
    """Write the words of every record anew, and count what was changed."""
    changed = {}
    for kind in WORDS:
        changed[kind.__tablename__] = 0
        for record in records(session, kind):
            before = record.search_text
            index(record)
            changed[kind.__tablename__] += record.search_text != before
    session.flush()
    return changed


def records(session: Session, kind: type[Any]) -> Iterable[Record]:
    """Go through all records of a kind, some at a time."""
    last = 0
    while found := session.scalars(
        select(kind).where(kind.id > last).order_by(kind.id).limit(BATCH)
    ).all():
        yield from found
        last = found[-1].id


def span_of(period: str) -> tuple[date, date] | None:
    """Give the first day of a year (YYYY) or quarter (YYYY-Qn), and of the next."""
    if not (match := PERIOD.fullmatch(period)):
        return None
    if match["quarter"]:
        first, last = quarter_days(period)
        return first, last + timedelta(days=1)
    year = int(period)
    return date(year, 1, 1), date(year + 1, 1, 1)


def within(
    column: ColumnElement[Any] | InstrumentedAttribute[Any], period: str
) -> ColumnElement[bool]:
    """Keep the records of which a day lies in a period; all of them if no period was asked."""
    span = span_of(period)
    return and_(True, *((column >= span[0], column < span[1]) if span else ()))


def in_district(district: str) -> ColumnElement[bool]:
    """Keep the records of visits to a district; all of them if none was asked."""
    return and_(True, *((Visit.district == district,) if district else ()))
