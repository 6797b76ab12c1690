"""From the bytes of a text to rows of cells; what a file is decides, not what it is called."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from io import StringIO
from itertools import islice
from typing import Any, NamedTuple

from visits.formats.tenant.columns import Columns, Problem, count_known
from visits.formats.tenant.encoding import find_encodings
from visits.formats.tenant.outcome import Bound, FileRefusal, FileRefused, Question

Cell = str | date
HEAD = 50
DELIMITERS = ";,\t|"
SEPARATOR_LINE = re.compile(r'"?sep=([;,\t|])"?[;,\t|]*\s*')
# The first tag of a page or of XML; no list begins with one.
TAG = re.compile(r"(?>\s|<\?.*?\?>|<!--.*?-->)*<!?([a-z][\w:]*)", re.IGNORECASE | re.DOTALL)
XML = re.compile(r"\s*<\?xml\b", re.IGNORECASE)
# A web page saved with its pictures (RFC 2557).
MHTML = re.compile(r"(?:[\w-]+:[^\n]*\n)*MIME-Version:.*?\btext/html", re.IGNORECASE | re.DOTALL)
IN_APOSTROPHES = re.compile(r"(?:^|[;,\t|])'(?:[^']|'')*+'(?=[;,\t|\r\n]|$)")
SWAPPED = str.maketrans("'\"", "\"'")
END_OF_FILE = "\x1a"  # of CP/M and DOS
LINES_IN_A_CELL = 100


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be; beyond that it is refused before it costs memory."""

    size: int = 25 * 1024 * 1024
    rows: int = 200_000
    columns: int = 200
    cell: int = 10_000
    # An Excel file takes the memory of its whole rectangle, empty cells too.
    area: int = 12_000_000
    unpacked: int = 500_000_000
    ratio: int = 100


class Row(NamedTuple):
    """The cells of a row, on how many lines they stood, and whether a quote missed its half."""

    cells: list[Cell]
    lines: int = 1
    torn: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, to be walked more than once; a workbook has no delimiter."""

    rows: Callable[[Columns | None], Iterator[Row]]
    head: list[list[Cell]]
    delimiter: str | None = None
    encoding: str | None = None
    notices: list[dict[str, Any]] = field(default_factory=list)
    sheets: list[dict[str, Any]] = field(default_factory=list)
    questions: tuple[Problem, ...] = ()
    since_1904: bool = False  # day numbers do not begin in 1900


def is_filled(cell: Cell) -> bool:
    """Return whether there is something in a cell."""
    return bool(cell.replace(END_OF_FILE, "").strip()) if isinstance(cell, str) else True


def read_text(data: bytes, encoding: str | None = None) -> Table:
    """Return the rows of a text file with delimiters (CSV), in the encoding that was chosen."""
    found = dict(find_encodings(data))
    several = len(found) > 1 and encoding not in found
    questions = (Problem(Question.ENCODING, options=tuple(found.items())),) if several else ()
    encoding = encoding if encoding in found else next(iter(found))
    text = data.decode(encoding, "replace")
    start = text[:4000]
    if not start.strip("\0 \t\r\n\x1a\ufeff"):
        raise FileRefused(FileRefusal.EMPTY_FILE)
    if code := _markup(start):
        raise FileRefused(code)
    lines = list(StringIO(text, newline=""))
    walk = _rows
    if _has_apostrophes_as_quotes(lines[:HEAD]):
        lines, walk = [line.translate(SWAPPED) for line in lines], _swapped_rows
    delimiter = _find_delimiter(lines[: HEAD * LINES_IN_A_CELL], start)
    head = [row.cells for row in islice(walk(lines, delimiter), HEAD)]
    return Table(partial(walk, lines, delimiter), head, delimiter, encoding, questions=questions)


def _has_apostrophes_as_quotes(lines: list[str]) -> bool:
    """Return whether cells stand between apostrophes, in most lines more than one of them."""
    filled = [line[:2000] for line in lines if line.strip()]
    return sum(len(IN_APOSTROPHES.findall(line)) > 1 for line in filled) * 2 > len(filled)


def _swapped_rows(
    lines: list[str], delimiter: str, columns: Columns | None = None
) -> Iterator[Row]:
    """Walk the rows of a text in which quotes and apostrophes changed places, and put them back."""
    for row in _rows(lines, delimiter, columns):
        yield row._replace(cells=[str(cell).translate(SWAPPED) for cell in row.cells])


def _markup(start: str) -> FileRefusal | None:
    """Return why a text is no list: it is a web page, or a workbook written as XML."""
    if tag := TAG.match(start):
        page = tag[1].lower() in {"html", "doctype"} or not XML.match(start)
        return FileRefusal.HTML_NOT_EXCEL if page else FileRefusal.NOT_AN_EXCEL_FILE
    return FileRefusal.HTML_NOT_EXCEL if MHTML.match(start) else None


def _find_delimiter(lines: list[str], start: str) -> str:
    """Return the delimiter that a file names, or under which most headers are known."""

    def rank(delimiter: str) -> tuple[int, int]:
        head = [row.cells for row in islice(_rows(lines, delimiter), HEAD) if row.cells]
        widths = Counter(len(cells) for cells in head if len(cells) > 1).most_common(1)
        return max(map(count_known, head), default=0), widths[0][0] if widths else 0

    match = SEPARATOR_LINE.match(start)
    return match[1] if match else max(DELIMITERS, key=rank)


def _rows(lines: list[str], delimiter: str, columns: Columns | None = None) -> Iterator[Row]:
    """Walk the rows of a text; a quote without its other half is a sign like any other."""
    place = 0
    while place < len(lines):
        line = lines[place]
        if '"' in line:
            row = _quoted(lines[place : place + LINES_IN_A_CELL], delimiter, columns)
        else:
            row = Row([*line.rstrip("\r\n").split(delimiter)] if line.strip("\r\n") else [])
        place += row.lines
        yield row


def _quoted(lines: list[str], delimiter: str, columns: Columns | None) -> Row:
    """Return the row that begins on the first of some lines, and may go on below it."""
    quotes = 0
    for count, line in enumerate(lines, 1):
        quotes += line.count('"')
        if quotes % 2 == 0:
            row = _parse(lines[:count], delimiter)
            if row and (count == 1 or not _swallows(row, delimiter, columns)):
                return Row(row, count)
            break
    if row := _parse(lines[:1], delimiter):
        return Row(row)
    plain = [cell.strip().strip('"') for cell in lines[0].split(delimiter)]
    loose = next(csv.reader(lines[:1], delimiter=delimiter))
    fits = columns is not None and len(loose) == columns.width != len(plain)
    return Row([*(loose if fits else plain)], torn=True)


def _parse(lines: Sequence[str], delimiter: str) -> list[Cell] | None:
    """Return the cells on some lines, or None if they are not exactly one row."""
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        if any(len(line) > csv.field_size_limit() for line in lines):
            most = csv.field_size_limit()
            raise FileRefused(FileRefusal.TOO_LARGE, Bound.CHARACTERS, most) from None
        return None
    return [*rows[0]] if len(rows) == 1 else None


def _swallows(cells: list[Cell], delimiter: str, columns: Columns | None) -> bool:
    """Return whether a cell of several lines may hold rows, for its separators.

    As many as a row needs are too many; any is, where the row is not as wide as the header.
    """
    most = columns.needed if columns and len(cells) == columns.width else 1
    several = (str(cell) for cell in cells if not {"\n", "\r"}.isdisjoint(str(cell)))
    wide = columns is not None and len(cells) > columns.width
    return wide or any(cell.count(delimiter) >= most for cell in several)
