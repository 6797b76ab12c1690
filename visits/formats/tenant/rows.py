"""One row at a time: what is no data, what is skipped and what is read, in this order.

Not-data rows first; then role, heirs, company, unit and death; then the end of the contract; then
number, name, dates, address and contact. So nobody has to repair the row of a garage.
"""

from collections.abc import Sequence
from datetime import date
from sys import intern  # a hundred thousand tenants live in a few hundred streets

from visits.domain.name import Person
from visits.formats.tenant.address import read_address
from visits.formats.tenant.columns import Columns
from visits.formats.tenant.contact import read_contact
from visits.formats.tenant.draft import Draft, Part, TenantRecord
from visits.formats.tenant.kind import (
    is_co_tenant,
    is_home,
    is_lease,
    is_no_tenant,
    no_person,
    read_flag,
)
from visits.formats.tenant.no_data import NoData
from visits.formats.tenant.number import contract_fault, read_number
from visits.formats.tenant.outcome import Doubt, Fault, Skip
from visits.formats.tenant.person import read_co_tenant, read_person
from visits.formats.tenant.record import Record, RecordReader
from visits.formats.tenant.table import Cell, Limits
from visits.formats.tenant.tenure import Tenure, is_deceased, read_tenure


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
            return draft.reject({Fault.WRONG_NUMBER_OF_CELLS})
        if code := _no_tenant(record) or is_deceased(record.deceased_on, self.today):
            return draft.skip(code)
        tenure = read_tenure(record, self.today)
        if tenure.end_before_start:
            return draft.reject({Fault.END_BEFORE_START})
        draft.number = read_number(record.external_id)
        if tenure.over:
            return _earlier(draft, record, tenure)
        if record.too_long:
            return draft.reject({Fault.TOO_LONG})
        return _tenant(draft, record, tenure)


def _no_tenant(record: Record) -> Skip | None:
    """Say when a row is not about somebody who rents a home from us."""
    if is_no_tenant(record.role):
        return Skip.NOT_A_TENANT
    no_name = no_person(record.surname, record.prefix, record.initials, record.salutation)
    if no_name and no_name is not Skip.DECEASED:
        return no_name
    if not is_lease(record.lease_kind):
        return Skip.NOT_A_LEASE
    if is_home(record.unit_type) is False:
        return Skip.NOT_A_DWELLING
    return no_name


def _earlier(draft: Draft, record: Record, tenure: Tenure) -> Draft:
    """Give a row of which the contract is over; an ended one may count for another home."""
    code = tenure.over or Skip.ENDED
    draft.skip(code)
    if code is Skip.ENDED and tenure.since and not is_co_tenant(record.role):
        draft.part, draft.start = Part.EARLIER, tenure.since
        draft.surname = read_person(record, set(), set()).surname
    return draft


def _tenant(draft: Draft, record: Record, tenure: Tenure) -> Draft:
    """Give a row that is about a tenant or a co-tenant, with the first things that are wrong."""
    draft.part = Part.CO_TENANT if is_co_tenant(record.role) else Part.TENANT
    draft.contract_no = read_number(record.contract_no) or None
    doubts: set[Doubt] = set(record.repaired)
    faults: set[Fault] = set()
    person = read_person(record, doubts, faults)
    draft.surname = person.surname
    if draft.part is Part.CO_TENANT and not faults:
        draft.person = person
    draft.left_alone, doubt = read_flag(record.do_not_contact)
    doubts.update((doubt,) if doubt else ())
    people = person, read_co_tenant(record, doubts, faults)
    doubts.update(tenure.doubts)
    faults.update(contract_fault(draft.contract_no))
    faults.update(() if faults else tenure.faults)
    if not faults:
        draft.tenant = _record(draft, record, tenure, people, doubts, faults)
    if doubts:
        draft.codes = frozenset(doubts)
    if faults:
        draft.faults = frozenset(faults)
    return draft


def _record(
    draft: Draft,
    record: Record,
    tenure: Tenure,
    people: tuple[Person, Person | None],
    doubts: set[Doubt],
    faults: set[Fault],
) -> TenantRecord | None:
    """Give the tenant of a row with a sound name and dates, if the address is sound too."""
    address = read_address(record, doubts, faults)
    (person, co_tenant), start, since = people, tenure.start, tenure.since
    if not (address and start and since):
        return None
    if is_home(record.unit_type) is None:
        doubts.add(Doubt.UNKNOWN_UNIT_TYPE)
    contact = read_contact(record, doubts)
    return TenantRecord(
        external_id=draft.number,
        contract_no=draft.contract_no,
        salutation=person.salutation,
        initials=person.initials and intern(person.initials),
        prefix=person.prefix,
        surname=intern(person.surname),
        co_tenant=co_tenant,
        street=intern(address.street),
        house_number=address.house_number,
        house_letter=address.house_letter,
        house_suffix=address.house_suffix,
        postcode=intern(address.postcode),
        city=intern(address.city),
        district=address.district and intern(address.district),
        neighbourhood=address.neighbourhood and intern(address.neighbourhood),
        phone=contact.phone,
        mobile=contact.mobile,
        email=contact.email,
        contact_preference=contact.contact_preference,
        tenancy_start=start,
        tenant_since=since,
        do_not_contact=draft.left_alone,
    )
