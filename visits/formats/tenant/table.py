"""From the bytes of a file to rows of cells; what a file is decides, not what it is called."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO, TextIOWrapper
from itertools import islice

from visits.formats.tenant.columns import count_known
from visits.formats.tenant.outcome import Bound, FileRefused, Notice, Refusal

Cell = str | date
Row = list[Cell]
HEAD = 50
DELIMITERS = ";,\t|"
SEPARATOR_LINE = re.compile(r'"?sep=([;,\t|])"?[;,\t|]*\s*')
# The first tag of a page or of XML; no list begins with one.
TAG = re.compile(r"(?>\s|<\?.*?\?>|<!--.*?-->)*<!?([a-z][\w:]*)", re.IGNORECASE | re.DOTALL)
XML = re.compile(r"\s*<\?xml\b", re.IGNORECASE)
# A web page saved with its pictures (RFC 2557).
MHTML = re.compile(r"(?:[\w-]+:[^\n]*\n)*MIME-Version:.*?\btext/html", re.IGNORECASE | re.DOTALL)
# PDF, PNG, JPEG, GIF, gzip, 7-zip, RAR: files with a name of their own and a mistake in ours.
MAGIC = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!",
)  # fmt: skip
END_OF_FILE = "\x1a"  # of CP/M and DOS
NOT_IN_TEXT = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r\x1a\x1b"))


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


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, to be walked more than once; a workbook has no delimiter."""

    rows: Callable[[], Iterator[Row]]
    head: list[Row]
    delimiter: str | None = None
    encoding: str | None = None
    notices: tuple[Notice, ...] = ()


def is_filled(cell: Cell) -> bool:
    """Return whether there is something in a cell."""
    return bool(cell.replace(END_OF_FILE, "").strip()) if isinstance(cell, str) else True


def read_text(data: bytes) -> Table:
    """Give the rows of a text file with delimiters (CSV)."""
    encoding = find_encoding(data)
    start = TextIOWrapper(BytesIO(data), encoding, "replace", newline="").read(4000)
    if not start.strip("\0 \t\r\n\x1a\ufeff"):
        raise FileRefused(Refusal.EMPTY_FILE)
    if code := _markup(start):
        raise FileRefused(code)
    delimiter, rows = _find_delimiter(data, encoding, start)
    return Table(rows, list(islice(rows(), HEAD)), delimiter, encoding)


def _markup(start: str) -> Refusal | None:
    """Say when a text is a web page, or a workbook written as XML."""
    if tag := TAG.match(start):
        page = tag[1].lower() in {"html", "doctype"} or not XML.match(start)
        return Refusal.HTML_NOT_EXCEL if page else Refusal.NOT_AN_EXCEL_FILE
    return Refusal.HTML_NOT_EXCEL if MHTML.match(start) else None


def find_encoding(data: bytes) -> str:
    """Give the encoding of a text: by its mark, else UTF-8 if it can be, else cp1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if encoding := _unmarked_utf16(data[:20_000]):
        return encoding
    if is_binary(data):
        raise FileRefused(Refusal.BINARY_CONTENT)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"


def _unmarked_utf16(sample: bytes) -> str | None:
    """Give the kind of UTF-16 of bytes of which every second one is zero, and no other."""
    first, second = sample[::2], sample[1::2]
    for encoding, zeros, others in (("utf-16-le", second, first), ("utf-16-be", first, second)):
        # Not quite every second one: a euro sign has no zero.
        if zeros.count(0) * 10 > len(zeros) * 9 and 0 not in others:
            return encoding
    return None


def is_binary(data: bytes) -> bool:
    """Say whether bytes are no text: a known mark, a zero byte, or control bytes all over."""
    sample = data[:20_000]
    control = len(sample) - len(sample.translate(None, NOT_IN_TEXT))
    zero = b"\0" in data and bool(data.strip(b"\0 \t\r\n"))
    return data.startswith(MAGIC) or zero or control * 50 > len(sample)


def _find_delimiter(
    data: bytes, encoding: str, start: str
) -> tuple[str, Callable[[], Iterator[Row]]]:
    """Choose the delimiter that the file names, or under which most headers are known."""
    if match := SEPARATOR_LINE.match(start):
        return match[1], _reader(data, encoding, match[1])
    readers = {delimiter: _reader(data, encoding, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: _rank(readers[delimiter]))
    return best, readers[best]


def _rank(rows: Callable[[], Iterator[Row]]) -> tuple[int, int]:
    """Give the known headers under a delimiter, then how many cells a row usually has."""
    head = [row for row in islice(rows(), HEAD) if row]
    widths = Counter(len(row) for row in head if len(row) > 1).most_common(1)
    return max(map(count_known, head), default=0), widths[0][0] if widths else 0


def _reader(data: bytes, encoding: str, delimiter: str) -> Callable[[], Iterator[Row]]:
    """Give a way to walk the records of a text; a broken quote is a cell without an end."""

    def rows() -> Iterator[Row]:
        lines = TextIOWrapper(BytesIO(data), encoding, "replace", newline="")
        try:
            yield from csv.reader(lines, delimiter=delimiter)
        except csv.Error:
            most = csv.field_size_limit()
            raise FileRefused(Refusal.TOO_LARGE, Bound.CHARACTERS, most) from None

    return rows
