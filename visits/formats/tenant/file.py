"""A file of tenants, read as a whole: what each row is, and the tenants that come of it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from visits.formats.tenant.columns import Columns, NeedsMapping, find_header, read_header
from visits.formats.tenant.household import join
from visits.formats.tenant.no_data import NO_DATA
from visits.formats.tenant.outcome import Bound, FileRefused, Notice, Outcome, Refusal, Skip
from visits.formats.tenant.rows import Draft, RowReader, TenantRecord
from visits.formats.tenant.table import Limits, Table, read_text
from visits.formats.tenant.workbook import is_workbook, read_workbook

DEFAULT = Limits()
Mappings = Mapping[str, Mapping[int, str | None]]
Seen = Callable[[int], None]
SEEN_EVERY = 1000
# So many tenants who begin on one day: a system began there, or another association joined.
CONVERTED_SHARE = 20
CONVERTED_LEAST = 20


@dataclass(frozen=True, slots=True)
class TenantFile:
    """A file that was read: what each row is, and the tenants in the order of the file."""

    file_name: str
    today: date
    columns: Columns
    delimiter: str | None
    encoding: str | None
    rows: list[Draft]
    tenants: tuple[TenantRecord, ...]
    # What is worth knowing about it: codes with their details.
    notices: list[dict[str, Any]]

    @property
    def summary(self) -> dict[str, int]:
        """How many rows ended in each way."""
        counts = Counter(row.outcome for row in self.rows)
        return {outcome.value: counts[outcome] for outcome in Outcome if counts[outcome]}


def read_tenants(
    data: bytes,
    *,
    file_name: str,
    today: date,
    mapping: Mapping[int, str | None] | None = None,
    known: Mappings | None = None,
    limits: Limits = DEFAULT,
    seen: Seen = lambda _rows: None,
) -> TenantFile:
    """Read a file of tenants; FileRefused if it is none, NeedsMapping if somebody must choose.

    A mapping says which column (by index) fills which field, but never opens a forbidden column;
    `known` holds those that were chosen before, by the signature of a header. While rows are
    read, `seen` hears how many.
    """
    table = _open(data, limits)
    columns = _find_columns(table, limits)
    chosen = mapping if mapping is not None else (known or {}).get(columns.signature)
    columns = columns if chosen is None else columns.mapped(chosen)
    if columns.problems:
        raise NeedsMapping(columns)
    rows = _read_rows(table, columns, today, limits, seen)
    if all(row.found and row.found <= NO_DATA for row in rows):
        raise FileRefused(Refusal.NO_DATA_ROWS)
    tenants = tuple(join(rows, today))
    notices = [{"code": notice.value} for notice in table.notices] + _converted(tenants)
    return TenantFile(
        file_name, today, columns, table.delimiter, table.encoding, rows, tenants, notices
    )


def _open(data: bytes, limits: Limits) -> Table:
    """Return the rows of a file; what it is decides, not what it is called."""
    if len(data) > limits.size:
        raise FileRefused(Refusal.TOO_LARGE, Bound.BYTES, limits.size)
    table = read_workbook(data, limits) if is_workbook(data) else read_text(data)
    if not any(any(row) for row in table.head):
        raise FileRefused(Refusal.EMPTY_FILE)
    return table


def _find_columns(table: Table, limits: Limits) -> Columns:
    """Return the columns of a table that has at least one row below them."""
    place = find_header(table.head)
    columns = read_header(table.head[place], place + 1)
    if len(columns.columns) > limits.columns:
        raise FileRefused(Refusal.TOO_LARGE, Bound.COLUMNS, limits.columns)
    if not any(any(row) for row in islice(table.rows(), place + 1, None)):
        raise FileRefused(Refusal.NO_DATA_ROWS)
    return columns


def _read_rows(
    table: Table, columns: Columns, today: date, limits: Limits, seen: Seen
) -> list[Draft]:
    """Read the rows below the header; the cells of forbidden columns are emptied here."""
    reader = RowReader(columns, table.head[columns.header_row - 1], today, limits)
    forbidden = [column.index for column in columns.columns if column.forbidden]
    rows: list[Draft] = []
    below = islice(table.rows(), columns.header_row, None)
    for number, cells in enumerate(below, columns.header_row + 1):
        for index in forbidden:
            cells[index : index + 1] = [""] * (index < len(cells))
        row = reader.read(number, cells)
        if len(rows) < limits.rows:
            rows.append(row)
        # A sheet that was once longer goes on with rows that have nothing in them.
        elif Skip.BLANK_ROW not in row.found:
            raise FileRefused(Refusal.TOO_LARGE, Bound.ROWS, limits.rows)
        if number % SEEN_EVERY == 0:
            seen(number)
    return rows


def _converted(tenants: Sequence[TenantRecord]) -> list[dict[str, Any]]:
    """Return the notice of a day on which implausibly many tenants begin, if there is one."""
    starts = Counter(t.tenancy_start for t in tenants if t.tenant_since == t.tenancy_start)
    return [
        {"code": Notice.CONVERSION_DATE.value, "day": day.isoformat(), "count": count}
        for day, count in starts.most_common(1)
        if count >= CONVERTED_LEAST and count * CONVERTED_SHARE >= len(tenants)
    ]
