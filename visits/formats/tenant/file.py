"""A file of tenants, read as a whole: what each row is, and the tenants that come of it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from visits.formats.tenant.columns import Columns, NeedsMapping, find_header, read_header
from visits.formats.tenant.draft import Draft, RowResult, TenantRecord
from visits.formats.tenant.household import join
from visits.formats.tenant.no_data import NO_DATA
from visits.formats.tenant.number import looks_like_bsn
from visits.formats.tenant.outcome import Bound, FileRefused, Notice, Outcome, Refusal, Skip
from visits.formats.tenant.rows import RowReader
from visits.formats.tenant.table import Limits, Row, Table, read_text
from visits.formats.tenant.workbook import is_workbook, read_workbook

DEFAULT = Limits()
Seen = Callable[[int], None]
SEEN_EVERY = 1000
LONGEST_GIVEN = 32
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
    rows: tuple[RowResult, ...]
    tenants: tuple[TenantRecord, ...]
    warnings: tuple[Notice, ...]

    @property
    def conversion_date(self) -> tuple[date, int] | None:
        """The day on which implausibly many tenants begin, with how many; of others none."""
        starts = Counter(t.tenancy_start for t in self.tenants if t.tenant_since == t.tenancy_start)
        day, count = next(iter(starts.most_common(1)), (date.min, 0))
        many = count >= CONVERTED_LEAST and count * CONVERTED_SHARE >= len(self.tenants)
        return (day, count) if many else None

    @property
    def summary(self) -> dict[str, int]:
        """How many rows ended in each way."""
        counts = Counter(result.outcome for result in self.rows)
        return {outcome.value: counts[outcome] for outcome in Outcome if counts[outcome]}


def read_columns(data: bytes, *, limits: Limits = DEFAULT) -> Columns:
    """Give the header of a file and what its columns mean; FileRefused if there is none."""
    return _find_columns(_open(data, limits), limits)


def read_tenants(
    data: bytes,
    *,
    file_name: str,
    today: date,
    mapping: Mapping[int, str | None] | None = None,
    known: Mapping[str, Mapping[int, str | None]] | None = None,
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
    drafts = _read_rows(table, columns, today, limits, seen)
    if all(draft.codes and draft.codes <= NO_DATA for draft in drafts):
        raise FileRefused(Refusal.NO_DATA_ROWS)
    tenants = join(drafts, today)
    return TenantFile(
        file_name=file_name,
        today=today,
        columns=columns,
        delimiter=table.delimiter,
        encoding=table.encoding,
        rows=tuple(map(_result, drafts)),
        tenants=tuple(tenants),
        warnings=table.notices,
    )


def _open(data: bytes, limits: Limits) -> Table:
    """Give the rows of a file; what it is decides, not what it is called."""
    if len(data) > limits.size:
        raise FileRefused(Refusal.TOO_LARGE, Bound.BYTES, limits.size)
    table = read_workbook(data, limits) if is_workbook(data) else read_text(data)
    if not any(any(row) for row in table.head):
        raise FileRefused(Refusal.EMPTY_FILE)
    return table


def _find_columns(table: Table, limits: Limits) -> Columns:
    """Give the columns of a table that has at least one row below them."""
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
    """Read the rows below the header, without the cells that may not be read."""
    reader = RowReader(columns, table.head[columns.header_row - 1], today, limits)
    drafts: list[Draft] = []
    for row, cells in _allowed(table, columns):
        draft = reader.read(row, cells)
        if len(drafts) < limits.rows:
            drafts.append(draft)
        # A sheet that was once longer goes on with rows that have nothing in them.
        elif Skip.BLANK_ROW not in draft.codes:
            raise FileRefused(Refusal.TOO_LARGE, Bound.ROWS, limits.rows)
        if row % SEEN_EVERY == 0:
            seen(row)
    return drafts


def _allowed(table: Table, columns: Columns) -> Iterator[tuple[int, Row]]:
    """Give the rows below the header with their numbers; forbidden cells are emptied here."""
    forbidden = [column.index for column in columns.columns if column.forbidden]
    below = islice(table.rows(), columns.header_row, None)
    for row, cells in enumerate(below, columns.header_row + 1):
        for index in forbidden:
            if index < len(cells):
                cells[index] = ""
        yield row, cells


def _result(draft: Draft) -> RowResult:
    """Give how a row ended."""
    codes = tuple(sorted(code.value for code in draft.codes)) if draft.codes else ()
    rejected = draft.outcome is Outcome.REJECTED and not looks_like_bsn(draft.number)
    given = draft.number[:LONGEST_GIVEN] if rejected else None
    return RowResult(draft.row, draft.outcome, codes, draft.external_id, given or None)
