"""A file of tenants, read as a whole: what each row is, and the tenants that come of it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Any

from visits.formats.tenant.columns import Columns, NeedsMapping, Problem, find_header, read_header
from visits.formats.tenant.date import Order
from visits.formats.tenant.household import join
from visits.formats.tenant.kind import Part
from visits.formats.tenant.no_data import NO_DATA
from visits.formats.tenant.outcome import (
    Bound,
    Doubt,
    Fault,
    FileRefusal,
    FileRefused,
    Notice,
    Outcome,
    Question,
    Skip,
)
from visits.formats.tenant.rows import Draft, RowReader, TenantRecord
from visits.formats.tenant.table import Limits, Row, Table, is_filled, read_text
from visits.formats.tenant.workbook import is_workbook, read_workbook

DEFAULT = Limits()
Line = dict[str, Any]
Mappings = Mapping[str, Mapping[int, str | None]]
Seen = Callable[[int], None]
SEEN_EVERY = 1000
# So many tenants who begin on one day: a system began there, or another association joined.
CONVERTED_SHARE = 20
CONVERTED_LEAST = 20
# So many filled cells above the header are more than a title.
NO_TITLE = 3
# Beside so many days that have the day first, one with the month first is a typing error.
ERRORS = 10
SHOWN = 20
MOST_PARTS = 5  # of a row with line breaks in it


@dataclass(slots=True)
class Lines:
    """Where the rows of a text stand: each is one line, but for those that are named here."""

    total: int = 0
    above: int = 0  # rows above the header with more than a title
    several: list[list[int]] = field(default_factory=list)
    torn: list[int] = field(default_factory=list)

    def add(self, number: int, row: Row) -> None:
        """Count the next row."""
        self.total += row.lines
        if row.lines > 1:
            self.several.append([number, self.total - row.lines + 1, self.total])
        if row.torn:
            self.torn.append(self.total)


@dataclass(frozen=True, slots=True)
class TenantFile:
    """A file that was read: what each row is, and the tenants in the order of the file."""

    file_name: str
    today: date
    columns: Columns
    table: Table
    lines: Lines
    rows: list[Draft]
    tenants: tuple[TenantRecord, ...]

    @property
    def summary(self) -> dict[str, int]:
        """How many rows ended in each way."""
        counts = Counter(row.outcome for row in self.rows)
        return {outcome.value: counts[outcome] for outcome in Outcome if counts[outcome]}

    @property
    def notices(self) -> list[Line]:
        """What is worth knowing about it: codes with their details."""
        found = [*self.table.notices]
        if self.lines.above:
            found.append({"code": Notice.ABOVE_HEADER.value, "count": self.lines.above})
        if torn := self.lines.torn:
            found.append({"code": Notice.QUOTES_AS_TEXT.value, "lines": torn[:SHOWN]})
        starts = Counter(t.tenancy_start for t in self.tenants if t.tenant_since == t.tenancy_start)
        for day, count in starts.most_common(1):
            if count >= CONVERTED_LEAST and count * CONVERTED_SHARE >= len(self.tenants):
                converted = {"code": Notice.CONVERSION_DATE.value, "day": day.isoformat()}
                found.append(converted | {"count": count})
        return found


def read_tenants(
    data: bytes,
    *,
    file_name: str,
    today: date,
    mapping: Mapping[int, str | None] | None = None,
    known: Mappings | None = None,
    answers: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT,
    seen: Seen = lambda _rows: None,
) -> TenantFile:
    """Read a file of tenants; FileRefused if it is none, NeedsMapping if somebody must choose.

    A mapping says which column (by index) fills which field, but never opens a forbidden column;
    `known` holds those that were chosen before, by the signature of a header; `answers` what was
    chosen, by the code of the question, where a whole file can be read in several ways. While
    rows are read, `seen` hears how many.
    """
    answers = answers or {}
    table = _open(data, limits, answers.get(Question.ENCODING))
    columns = _find_columns(table, limits)
    chosen = mapping if mapping is not None else (known or {}).get(columns.signature)
    columns = columns if chosen is None else columns.mapped(chosen)
    if problems := columns.problems + table.questions:
        raise NeedsMapping(replace(columns, problems=problems))
    order = answers.get(Question.DATE_ORDER)
    reader = RowReader(columns, table, today, limits.cell, order == Order.MONTH_FIRST)
    lines = Lines()
    rows = list(_read_rows(table, reader, lines, limits, seen))
    proven = reader.orders
    if order not in set(Order) and len(proven[Order.MONTH_FIRST]) * ERRORS > len(
        proven[Order.DAY_FIRST]
    ):
        options = tuple((one.value, proven[Order.MONTH_FIRST][0]) for one in Order)
        problem = Problem(Question.DATE_ORDER, options=options)
        raise NeedsMapping(replace(columns, problems=(problem,)))
    if all(row.found and row.found <= NO_DATA for row in rows):
        raise FileRefused(FileRefusal.NO_DATA_ROWS)
    return TenantFile(file_name, today, columns, table, lines, rows, tuple(join(rows, today)))


def _open(data: bytes, limits: Limits, encoding: str | None) -> Table:
    """Return the rows of a file; what it is decides, not what it is called."""
    if len(data) > limits.size:
        raise FileRefused(FileRefusal.TOO_LARGE, Bound.BYTES, limits.size)
    table = read_workbook(data, limits) if is_workbook(data) else read_text(data, encoding)
    if not any(any(cells) for cells in table.head):
        raise FileRefused(FileRefusal.EMPTY_FILE)
    return table


def _find_columns(table: Table, limits: Limits) -> Columns:
    """Return the columns of a table that has at least one row below them."""
    place = find_header(table.head)
    columns = read_header(table.head[place], place + 1)
    if len(columns.columns) > limits.columns:
        raise FileRefused(FileRefusal.TOO_LARGE, Bound.COLUMNS, limits.columns)
    if not any(any(row.cells) for row in islice(table.rows(None), place + 1, None)):
        raise FileRefused(FileRefusal.NO_DATA_ROWS)
    return columns


def _read_rows(
    table: Table, reader: RowReader, lines: Lines, limits: Limits, seen: Seen
) -> Iterator[Draft]:
    """Read the rows below the header; the cells of forbidden columns are emptied here."""
    columns = reader.columns
    forbidden = [column.index for column in columns.columns if column.forbidden]
    parts: list[tuple[Draft, int]] = []
    for number, row in enumerate(table.rows(columns), 1):
        lines.add(number, row)
        if number <= columns.header_row:
            title = sum(map(is_filled, row.cells)) < NO_TITLE
            lines.above += number < columns.header_row and not title
            continue
        for index in forbidden:
            row.cells[index : index + 1] = [""] * (index < len(row.cells))
        draft = reader.read(number, row.cells)
        if row.torn and len(row.cells) > columns.width:
            draft.reject(Fault.WRONG_NUMBER_OF_CELLS)
        if row.torn and draft.outcome is not Outcome.SKIPPED:
            draft.doubt(Doubt.QUOTE_AS_TEXT)
        parts = _broken(parts, draft, len(row.cells), columns)
        if number - columns.header_row <= limits.rows:
            yield draft
        # A sheet that was once longer goes on with rows that have nothing in them.
        elif Skip.BLANK_ROW not in draft.found:
            raise FileRefused(FileRefusal.TOO_LARGE, Bound.ROWS, limits.rows)
        if number % SEEN_EVERY == 0:
            seen(number)


def _broken(
    parts: list[tuple[Draft, int]], draft: Draft, cells: int, columns: Columns
) -> list[tuple[Draft, int]]:
    """Return a row without its end, and the lines below it that may be that end.

    Together as wide as the header they are one row with line breaks in it, and no half is read.
    """
    whole = draft.part is not Part.NOTHING
    begun = [] if whole else parts[:MOST_PARTS]
    if not begun and not (whole and cells < columns.named):
        return []
    parts = [*begun, (draft, max(cells - 1, 0))]
    if len(parts) > 1 and sum(count for _, count in parts) == columns.width - 1:
        for part, _ in parts:
            part.reject(Fault.WRONG_NUMBER_OF_CELLS)
    return parts
