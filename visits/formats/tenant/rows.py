"""One row from its cells to a draft, looked at once by each reader, in this order.

Rows that are no data come first; then what a row is about; then the end of the contract; then
number, name, dates, address and contact. So nobody has to repair the row of a garage.
"""

from collections.abc import Sequence
from datetime import date

from visits.formats.tenant.address import read_address
from visits.formats.tenant.columns import Columns
from visits.formats.tenant.contact import read_contact
from visits.formats.tenant.draft import Draft, Part, TenantRecord
from visits.formats.tenant.flag import read_flag
from visits.formats.tenant.kind import Kind, classify
from visits.formats.tenant.no_data import NoData
from visits.formats.tenant.number import contract_fault, read_number
from visits.formats.tenant.outcome import Code, Doubt, Fault, Skip, faults_in
from visits.formats.tenant.person import People, read_people
from visits.formats.tenant.record import Record, RecordReader
from visits.formats.tenant.table import Cell, Limits
from visits.formats.tenant.tenure import Tenure, read_tenure


class RowReader:
    """Reads the rows below one header."""

    def __init__(
        self, columns: Columns, header: Sequence[Cell], today: date, limits: Limits
    ) -> None:
        self.today = today
        self.no_data = NoData(columns, header)
        self.records = RecordReader(columns, limits.cell)

    def read(self, row: int, cells: Sequence[Cell]) -> Draft:
        """Return what one row is; cells of forbidden columns are empty by now."""
        draft = Draft(row)
        if code := self.no_data.find(cells):
            return draft.skip(code)
        record = self.records.read(cells)
        if record is None:
            return draft.reject(Fault.WRONG_NUMBER_OF_CELLS)
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
        draft.codes = frozenset(codes)
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
