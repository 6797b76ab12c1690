"""One row of a list of tenants: what its cells say for each field, cleaned once."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from visits.formats.tenant.columns import Columns
from visits.formats.tenant.outcome import Code
from visits.formats.tenant.table import Cell, is_filled
from visits.formats.tenant.text import clean, is_blank, is_plain

DATES = frozenset({"tenancy_start", "tenancy_end", "tenant_since", "deceased_on"})
# A new line in one of these begins another number or name.
OF_SEVERAL = frozenset({"phone", "mobile", "co_name"})
# Geen is a surname too, and the parts of a name are judged together.
NAME = frozenset({"salutation", "initials", "prefix", "surname"})


class Record(NamedTuple):
    """What a row says; a field that is empty, or says "n.v.t.", is an empty text."""

    external_id: str
    contract_no: str
    role: str
    lease_kind: str
    lease_status: str
    salutation: str
    initials: str
    prefix: str
    surname: str
    co_name: str
    co_salutation: str
    co_initials: str
    co_prefix: str
    co_surname: str
    street: str
    house_number: str
    house_letter: str
    house_suffix: str
    postcode: str
    city: str
    district: str
    neighbourhood: str
    phone: str
    mobile: str
    email: str
    contact_preference: str
    tenancy_start: Cell
    tenancy_end: Cell
    tenant_since: Cell
    unit_type: str
    deceased_on: Cell
    do_not_contact: str
    repaired: frozenset[Code]
    too_long: bool  # a cell is longer than any may be; what stands behind it was not read


class RecordReader:
    """Reads rows by the columns of one file."""

    def __init__(
        self, columns: Columns, longest: int, dated: Callable[[Cell], Cell] | None
    ) -> None:
        self.longest = longest
        self.dated = dated
        self.width = columns.width
        self.needed = columns.needed
        self.fields = [
            (column.index, Record._fields.index(column.field), column.field)
            for column in columns.columns
            if column.field
        ]
        self.empty: list[Any] = [""] * (len(Record._fields) - 2)

    def read(self, cells: Sequence[Cell]) -> Record | None:
        """Return what a row says, or None if it has too few or too many cells.

        Excel leaves empty cells at the end of a row out.
        """
        beyond = len(cells) > self.width and any(map(is_filled, cells[self.width :]))
        if len(cells) <= self.needed or beyond:
            return None
        values = self.empty.copy()
        repaired: set[Code] = set()
        too_long = False
        plain = is_plain("|".join([cell for cell in cells if isinstance(cell, str)]))
        for index, place, field in self.fields:
            cell = cells[index] if index < len(cells) else ""
            if not cell:
                continue
            if self.dated and field in DATES:
                cell = self.dated(cell)
            if not isinstance(cell, str):
                values[place] = cell if field in DATES else cell.isoformat()
            elif len(cell) > self.longest:
                too_long = True
                break
            else:
                between = "; " if field in OF_SEVERAL else " "
                text = cell.strip() if plain else clean(cell, repaired, between_lines=between)
                if field in NAME or not is_blank(text):
                    values[place] = text
        return Record._make([*values, frozenset(repaired), too_long])
