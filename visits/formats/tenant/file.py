"""A file of tenants, read as a whole: what each row is, and the tenants that come of it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from typing import Any

from visits.formats.tenant.columns import Columns, NeedsMapping, find_header, read_header
from visits.formats.tenant.household import join
from visits.formats.tenant.outcome import FileRefused, Notice, Outcome, Refusal, Skip
from visits.formats.tenant.record import Draft, RowResult, TenantRecord
from visits.formats.tenant.rows import RowReader
from visits.formats.tenant.table import Limits, Row, Table, read_text
from visits.formats.tenant.workbook import is_workbook, read_workbook

DEFAULT = Limits()
NO_DATA = frozenset({Skip.BLANK_ROW, Skip.REPEATED_HEADER, Skip.TOTAL_ROW, Skip.FOOTER_ROW})


@dataclass(frozen=True, slots=True)
class TenantFile:
    """A file that was read: what each row is, and the tenants in the order of the file."""

    file_name: str
    today: date
    header_row: int
    delimiter: str | None
    encoding: str | None
    dropped_columns: tuple[str, ...]
    header_signature: str
    rows: tuple[RowResult, ...]
    tenants: tuple[TenantRecord, ...]
    warnings: tuple[Notice, ...]

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
    limits: Limits = DEFAULT,
) -> TenantFile:
    """Read a file of tenants; FileRefused if it is none, NeedsMapping if somebody must choose.

    A mapping says which column (by index) fills which field, but never opens a forbidden column.
    """
    table = _open(data, limits)
    columns = _find_columns(table, limits)
    columns = columns if mapping is None else columns.mapped(mapping)
    if columns.problems:
        raise NeedsMapping(columns.problems)
    drafts = _read_rows(table, columns, today, limits)
    if all(draft.codes and draft.codes <= NO_DATA for draft in drafts):
        raise FileRefused(Refusal.NO_DATA_ROWS)
    tenants = join(drafts, today)
    return TenantFile(
        file_name=file_name,
        today=today,
        header_row=columns.header_row,
        delimiter=table.delimiter,
        encoding=table.encoding,
        dropped_columns=columns.dropped,
        header_signature=columns.signature,
        rows=tuple(map(_result, drafts)),
        tenants=tuple(tenants),
        warnings=table.notices,
    )


def report(file: TenantFile) -> dict[str, Any]:
    """Give a file that was read as plain values, for a page or as JSON."""
    return {
        "file": file.file_name,
        "today": file.today.isoformat(),
        "header_row": file.header_row,
        "delimiter": file.delimiter,
        "encoding": file.encoding,
        "dropped_columns": list(file.dropped_columns),
        "summary": file.summary,
        "rows": [
            {
                "row": result.row,
                "outcome": result.outcome.value,
                "codes": list(result.codes),
                "external_id": result.external_id,
            }
            for result in file.rows
        ],
        "tenants": [as_plain(tenant) for tenant in file.tenants],
    }


def as_plain(tenant: TenantRecord) -> dict[str, object]:
    """Give a tenant as plain values; days as 2001-02-28, a co-tenant as the four name parts."""
    values = {name: getattr(tenant, name) for name in TenantRecord.__dataclass_fields__}
    values["co_tenant"] = asdict(tenant.co_tenant) if tenant.co_tenant else None
    for name in ("tenancy_start", "tenant_since"):
        values[name] = values[name].isoformat()
    return values


def _open(data: bytes, limits: Limits) -> Table:
    """Give the rows of a file; what it is decides, not what it is called."""
    if len(data) > limits.size:
        raise FileRefused(Refusal.TOO_LARGE)
    table = read_workbook(data, limits) if is_workbook(data) else read_text(data)
    if not any(any(row) for row in table.head):
        raise FileRefused(Refusal.EMPTY_FILE)
    return table


def _find_columns(table: Table, limits: Limits) -> Columns:
    """Give the columns of a table that has at least one row below them."""
    place = find_header(table.head)
    columns = read_header(table.head[place], place + 1)
    if len(columns.columns) > limits.columns:
        raise FileRefused(Refusal.TOO_LARGE)
    if not any(any(row) for row in islice(table.rows(), place + 1, None)):
        raise FileRefused(Refusal.NO_DATA_ROWS)
    return columns


def _read_rows(table: Table, columns: Columns, today: date, limits: Limits) -> list[Draft]:
    """Read the rows below the header, without the cells that may not be read."""
    reader = RowReader(columns, table.head[columns.header_row - 1], today, limits)
    drafts: list[Draft] = []
    for row, cells in _allowed(table, columns):
        draft = reader.read(row, cells)
        if len(drafts) < limits.rows:
            drafts.append(draft)
        # A sheet that was once longer goes on with rows that have nothing in them.
        elif Skip.BLANK_ROW not in draft.codes:
            raise FileRefused(Refusal.TOO_LARGE)
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
    return RowResult(draft.row, draft.outcome, codes, draft.external_id)
