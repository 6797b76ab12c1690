"""One row from its cells to a tenant, looked at once by each reader, in this order.

Rows that are no data come first; then what a row is about; then the end of the contract; then
number, name, dates, address and contact. So nobody has to repair the row of a garage.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from visits.domain.name import Person
from visits.formats.tenant.address import read_address
from visits.formats.tenant.columns import Columns
from visits.formats.tenant.contact import read_contact
from visits.formats.tenant.date import Order, day_first, from_1900, proven_order
from visits.formats.tenant.kind import Kind, Part, classify
from visits.formats.tenant.no_data import NoData
from visits.formats.tenant.number import contract_fault, looks_like_bsn, read_number
from visits.formats.tenant.outcome import (
    NO_CODES,
    Code,
    Doubt,
    Fault,
    Merge,
    Outcome,
    Skip,
    faults_in,
)
from visits.formats.tenant.person import People, read_people
from visits.formats.tenant.record import Record, RecordReader
from visits.formats.tenant.table import Cell, Table
from visits.formats.tenant.tenure import Tenure, read_tenure
from visits.formats.tenant.text import read_flag

LONGEST_GIVEN = 32


class TenantRecord(NamedTuple):
    """A tenant as a file gives it."""

    external_id: str
    contract_no: str | None
    salutation: str | None
    initials: str | None
    prefix: str | None
    surname: str
    co_tenant: Person | None
    street: str
    house_number: int
    house_letter: str | None
    house_suffix: str | None
    postcode: str
    city: str
    district: str | None
    neighbourhood: str | None
    phone: str | None
    mobile: str | None
    email: str | None
    contact_preference: str | None
    tenancy_start: date
    tenant_since: date
    do_not_contact: bool

    @property
    def address(self) -> tuple[str, int, str | None, str | None]:
        """Where the home is, for comparing."""
        return self.postcode, self.house_number, self.house_letter, self.house_suffix


@dataclass(slots=True)
class Draft:
    """What is known of a row, which may still wait for the other rows of the file."""

    row: int
    part: Part = Part.NOTHING
    outcome: Outcome = Outcome.ACCEPTED
    found: frozenset[Code] = NO_CODES
    number: str = ""
    contract_no: str | None = None
    surname: str = ""
    person: Person | None = None
    start: date | None = None
    left_alone: bool = False
    tenant: TenantRecord | None = None
    external_id: str | None = None  # of the tenant that the row belongs to

    @property
    def codes(self) -> tuple[str, ...]:
        """What is said about the row."""
        return tuple(sorted(self.found))

    @property
    def given(self) -> str | None:
        """The number in a row without a tenant, unless it might be a BSN."""
        if self.outcome is not Outcome.REJECTED or looks_like_bsn(self.number):
            return None
        return self.number[:LONGEST_GIVEN] or None

    def skip(self, code: Skip) -> "Draft":
        """Leave the row aside, rightly."""
        return self._settle(Outcome.SKIPPED, code)

    def reject(self, *codes: Fault) -> "Draft":
        """Leave the row to be repaired."""
        return self._settle(Outcome.REJECTED, *codes)

    def merge(self, code: Merge, external_id: str) -> "Draft":
        """Make the row part of another tenant."""
        self.external_id = external_id
        return self._settle(Outcome.MERGED, code)

    def doubt(self, code: Doubt) -> None:
        """Note that somebody had better look."""
        self.found |= {code}

    def _settle(self, outcome: Outcome, *codes: Code) -> "Draft":
        """Note how the row ended; what was read of it goes."""
        self.outcome, self.found = outcome, frozenset(codes)
        self.part, self.tenant, self.person = Part.NOTHING, None, None
        return self


class RowReader:
    """Reads the rows below one header."""

    def __init__(
        self, columns: Columns, table: Table, today: date, longest: int, month_first: bool
    ) -> None:
        self.columns = columns
        self.today = today
        self.no_data = NoData(columns, table.head[columns.header_row - 1])
        dated = day_first if month_first else from_1900 if table.since_1904 else None
        self.records = RecordReader(columns, longest, dated)
        # Dates that can be read in one order only, by that order.
        self.orders: dict[Order, list[str]] = defaultdict(list)

    def read(self, row: int, cells: Sequence[Cell]) -> Draft:
        """Return what one row is; cells of forbidden columns are empty by now."""
        draft = Draft(row)
        if code := self.no_data.find(row, cells):
            return draft.skip(code)
        record = self.records.read(cells)
        if record is None:
            return draft.reject(Fault.WRONG_NUMBER_OF_CELLS)
        for cell in (record.tenancy_start, record.tenancy_end, record.tenant_since):
            if isinstance(cell, str) and (order := proven_order(cell)):
                self.orders[order].append(cell)
        kind = classify(record, self.today)
        if kind.skip:
            return draft.skip(kind.skip)
        tenure = read_tenure(record, self.today)
        if tenure.ends_before_start:
            return draft.reject(Fault.END_BEFORE_START)
        draft.number = read_number(record.external_id)
        draft.contract_no = read_number(record.contract_no) or None
        if tenure.over:
            return _earlier(draft.skip(tenure.over), record, kind, tenure)
        if record.too_long:
            return draft.reject(Fault.TOO_LONG)
        return _current(draft, record, kind, tenure)


def _earlier(draft: Draft, record: Record, kind: Kind, tenure: Tenure) -> Draft:
    """Return a row whose contract is over; an ended one may count for another home."""
    if tenure.over is Skip.ENDED and tenure.since and kind.part is Part.TENANT:
        draft.part, draft.start = Part.EARLIER, tenure.since
        draft.surname = read_people(record, set()).tenant.surname
    return draft


def _current(draft: Draft, record: Record, kind: Kind, tenure: Tenure) -> Draft:
    """Return a row about a tenant or a co-tenant, with the first things that are wrong."""
    codes: set[Code] = set(record.repaired)
    draft.part = kind.part
    draft.left_alone = read_flag(record.do_not_contact, codes)
    people = read_people(record, codes)
    draft.surname = people.tenant.surname
    draft.person = people.tenant if people.is_sound else None
    if fault := contract_fault(draft.contract_no or ""):
        codes.add(fault)
    if not faults_in(codes):
        codes.update(tenure.codes)
    if not faults_in(codes):
        draft.tenant = _tenant(draft, record, people, tenure, codes)
    if kind.is_home is None:
        codes.add(Doubt.UNKNOWN_UNIT_TYPE)
    if codes:
        draft.found = frozenset(codes)
    return draft


def _tenant(
    draft: Draft, record: Record, people: People, tenure: Tenure, codes: set[Code]
) -> TenantRecord | None:
    """Return the tenant of a row with sound names and dates, if the address is sound too."""
    address = read_address(record, codes)
    if not (address and tenure.start and tenure.since):
        return None
    return TenantRecord(
        draft.number,
        draft.contract_no,
        people.tenant.salutation,
        people.tenant.initials,
        people.tenant.prefix,
        people.tenant.surname,
        people.co_tenant,
        *address,
        *read_contact(record, codes),
        tenure.start,
        tenure.since,
        draft.left_alone,
    )
