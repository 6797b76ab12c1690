"""Which column means what: known words for each field, and columns that are never read."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from visits.domain.text import folded
from visits.formats.tenant.outcome import Question
from visits.formats.tenant.text import clean

WORDS = json.loads(Path(__file__).with_name("header_synonyms.json").read_text("utf-8"))
FIELDS: tuple[str, ...] = tuple(WORDS["synonyms"])
FIELD_OF: dict[str, str] = {
    word: field for field, words in WORDS["synonyms"].items() for word in words
}
REQUIRED: tuple[tuple[str, ...], ...] = tuple(
    (field,) if isinstance(field, str) else tuple(field) for field in WORDS["required"]
)
FORBIDDEN = frozenset(WORDS["forbidden"])
FORBIDDEN_START = (
    "bsn", "geboorte", "gebdatum", "inkomen", "huurprijs", "huurachterstand", "signaler",
)  # fmt: skip
# VERA: the last part of a dotted name, unless it says nothing without the part before.
DOTTED = re.compile(r"\w+(?:\.\w+)+")
NOT_NAMING = re.compile("[^a-z0-9]+")
NO_WORD = re.compile(r"[\W_]+")
NEVER_ALONE = {"id", "soort", "status", "naam", "code"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: where it is, what its header says and which field it fills."""

    index: int
    header: str
    field: str | None
    forbidden: bool


class Problem(NamedTuple):
    """Why a person has to look at the columns; of either-or fields the first is named."""

    code: Question
    fields: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    # Of a question about the whole file: what can be answered, with what the file says then.
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """The header of a file; the row is counted as Excel does, from 1."""

    header_row: int
    columns: tuple[Column, ...]
    width: int
    named: int  # cells of a row up to the last one with a header
    signature: str
    problems: tuple[Problem, ...]

    @property
    def fields(self) -> dict[str, int]:
        """Where each field is found."""
        return {column.field: column.index for column in self.columns if column.field}

    @property
    def needed(self) -> int:
        """The last column that no row can do without; what follows may be left out."""
        fields = self.fields
        return max(min(fields[name] for name in names if name in fields) for names in REQUIRED)

    @property
    def dropped(self) -> tuple[str, ...]:
        """The headers of the columns that are never read."""
        return tuple(column.header for column in self.columns if column.forbidden)

    @classmethod
    def from_plain(cls, values: dict[str, Any]) -> "Columns":
        """Return the columns of which these are the values, as JSON holds them."""
        columns = tuple(Column(**column) for column in values["columns"])
        problems = tuple(
            Problem(Question(code), tuple(fields), tuple(headers), tuple(map(tuple, options)))
            for code, fields, headers, options in values["problems"]
        )
        return cls(**{**values, "columns": columns, "problems": problems})

    def mapped(self, mapping: Mapping[int, str | None]) -> "Columns":
        """Return the columns as a person chose them; a forbidden column stays forbidden."""
        fields = {index: name for index, name in mapping.items() if name in FIELDS}
        chosen = tuple(
            replace(column, field=fields.get(column.index))
            if column.index in mapping and not column.forbidden
            else column
            for column in self.columns
        )
        return replace(self, columns=chosen, problems=_problems(chosen))


class NeedsMapping(Exception):
    """A file of which a person has to choose the columns; names headers, never cells."""

    def __init__(self, columns: Columns) -> None:
        super().__init__(", ".join(problem.code for problem in columns.problems))
        self.columns = columns


def normalise(text: str) -> str:
    """Give a header in lower case with only a-z and 0-9: "Tel. privé" is "telprive"."""
    return NOT_NAMING.sub("", folded(text))


def is_forbidden(header: str) -> bool:
    """Say whether a column may never be read, by its whole name or any word in it."""
    parts = [header, *header.split("."), *NO_WORD.split(folded(header))]
    names = {normalise(part) for part in parts} - {""}
    return any(name in FORBIDDEN or name.startswith(FORBIDDEN_START) for name in names)


def field_of(header: str) -> str | None:
    """Give the field that a header names, if we know the word and may read it."""
    field = FIELD_OF.get(normalise(header))
    if field is None and DOTTED.fullmatch(header):
        last = normalise(header.rpartition(".")[2])
        field = None if last in NEVER_ALONE else FIELD_OF.get(last)
    return None if field is None or is_forbidden(header) else field


def count_known(cells: Iterable[object]) -> int:
    """Count the known headers in a row."""
    texts = {cell.strip() for cell in cells if isinstance(cell, str) and len(cell) <= 80}
    return sum(field_of(text) is not None or is_forbidden(text) for text in texts if text)


def find_header(rows: Sequence[Sequence[object]]) -> int:
    """Give the place of the header among the first rows: the most known words, or the widest."""
    known = [count_known(row) for row in rows]
    if max(known, default=0):
        return known.index(max(known))
    filled = [sum(bool(str(cell).strip()) for cell in row) for row in rows]
    return filled.index(max(filled))


def read_header(cells: Sequence[object], header_row: int) -> Columns:
    """Give the columns of a header."""
    headers = [clean(str(cell), set()) for cell in cells]
    columns = tuple(
        Column(index, header, field_of(header), is_forbidden(header))
        for index, header in enumerate(headers)
        if header
    )
    signature = sha256("\n".join(normalise(header) for header in headers).encode()).hexdigest()
    known = any(column.field for column in columns)
    problems = _problems(columns) if known else (Problem(Question.NO_KNOWN_HEADERS),)
    named = max((column.index + 1 for column in columns), default=0)
    return Columns(header_row, columns, len(headers), named, signature, problems)


def _problems(columns: Sequence[Column]) -> tuple[Problem, ...]:
    """List what keeps a file with these columns from being read."""
    counts = Counter(column.field for column in columns if column.field)
    missing = tuple(group[0] for group in REQUIRED if not any(counts[f] for f in group))
    problems = [Problem(Question.REQUIRED_COLUMN_MISSING, missing)] if missing else []
    for field, count in counts.items():
        if count > 1:
            headers = tuple(column.header for column in columns if column.field == field)
            problems.append(Problem(Question.DUPLICATE_HEADER, (field,), headers))
    return tuple(problems)
