"""One row at a time: what is no data, what is skipped and what is read, in this order.

Not-data rows first; then role, heirs, company, unit and death; then the end of the contract; then
number, name, dates, address and contact. So nobody has to repair the row of a garage.
"""

import re
from collections.abc import Sequence
from datetime import date
from sys import intern  # a hundred thousand tenants live in a few hundred streets

from visits.domain.name import Person
from visits.formats.tenant.address import read_address
from visits.formats.tenant.columns import Columns, normalise
from visits.formats.tenant.contact import read_contact
from visits.formats.tenant.kind import (
    is_co_tenant,
    is_home,
    is_lease,
    is_no_tenant,
    no_person,
    read_flag,
)
from visits.formats.tenant.number import contract_fault, read_number
from visits.formats.tenant.outcome import Doubt, Fault, Skip
from visits.formats.tenant.person import read_co_tenant, read_person
from visits.formats.tenant.record import Draft, Part, TenantRecord
from visits.formats.tenant.table import Cell, Limits
from visits.formats.tenant.tenure import Tenure, is_deceased, read_tenure
from visits.formats.tenant.text import clean, is_plain

DATES = frozenset({"tenancy_start", "tenancy_end", "tenant_since", "deceased_on"})
# A new line in one of these begins another number or name.
OF_SEVERAL = frozenset({"phone", "mobile", "co_name"})
END_OF_FILE = "\x1a"  # of CP/M and DOS
TOTAL = re.compile(
    r"(?:grand |generaal |algemeen )?(?:sub|eind)?tota+l\w*\b|aantal\b|som\b|sum\b|count\b",
    re.IGNORECASE,
)
COUNT = re.compile(r"[\d.,]+")
FOOTER = re.compile(
    r"afgedrukt|geprint|printed|gemaakt|gegenereerd|generated|einde?\b|end of|pagina|page\b|bron\b|"
    r"peildatum|selectie|datum\b|\*|©",
    re.IGNORECASE,
)
# "Pagina", "1", "van", "3": no more cells than that.
LONGEST_FOOTER = 4
DAY = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")


class RowReader:
    """Reads the rows below one header."""

    def __init__(
        self, columns: Columns, header: Sequence[Cell], today: date, limits: Limits
    ) -> None:
        self.today = today
        self.longest = limits.cell
        self.width = columns.width
        self.named = 1 + max(column.index for column in columns.columns)
        self.columns = [(c.index, c.field) for c in columns.columns if c.field]
        self.header = [normalise(str(cell)) for cell in header]
        # What a total or a footer does not have.
        self.telling = [columns.fields[field] for field in ("postcode", "surname")]

    def read(self, row: int, cells: Sequence[Cell]) -> Draft:
        """Give what one row is; cells of forbidden columns are empty by now."""
        draft = Draft(row)
        if code := self._no_data(cells):
            return draft.skip(code)
        beyond = len(cells) > self.width and any(map(_is_filled, cells[self.width :]))
        if len(cells) < self.named or beyond:
            return draft.reject({Fault.WRONG_NUMBER_OF_CELLS})
        doubts: set[Doubt] = set()
        texts, dates, too_long = self._split(cells, doubts)
        if code := _no_tenant(texts) or is_deceased(dates.get("deceased_on"), self.today):
            return draft.skip(code)
        tenure = read_tenure(dates, texts.get("lease_status", ""), self.today)
        if tenure.end_before_start:
            return draft.reject({Fault.END_BEFORE_START})
        draft.number = read_number(texts.get("external_id", ""))
        if tenure.over:
            return _earlier(draft, texts, tenure)
        if too_long:
            return draft.reject({Fault.TOO_LONG})
        return _tenant(draft, texts, tenure, doubts)

    def _no_data(self, cells: Sequence[Cell]) -> Skip | None:
        """Say when a row is none of the data: blank, a header again, a total, a footer."""
        if cells and isinstance(cells[0], str) and cells[0].isdigit():
            return None
        filled = [cell for cell in cells if cell and _is_filled(cell)]
        if not filled:
            return Skip.BLANK_ROW
        first = filled[0].strip() if isinstance(filled[0], str) else ""
        if not first or first.isdigit():
            # A day alone in a workbook says when a list was made.
            return Skip.FOOTER_ROW if not first and len(filled) == 1 else None
        if self._is_header(first, cells):
            return Skip.REPEATED_HEADER
        total = TOTAL.match(first)
        if total and all(map(_is_count, filled[1:])):
            return Skip.TOTAL_ROW
        if any(index < len(cells) and _is_filled(cells[index]) for index in self.telling):
            return None
        if total:
            return Skip.TOTAL_ROW
        alone = len(filled) == 1 and _is_remark(first)
        short = len(filled) <= LONGEST_FOOTER and FOOTER.match(first)
        return Skip.FOOTER_ROW if alone or short else None

    def _is_header(self, first: str, cells: Sequence[Cell]) -> bool:
        """Say whether a row says what the header says."""
        if not (word := normalise(first)) or word not in self.header:
            return False
        pairs = zip(cells, self.header, strict=False)
        return all(not cell or normalise(str(cell)) == word for cell, word in pairs)

    def _split(
        self, cells: Sequence[Cell], doubts: set[Doubt]
    ) -> tuple[dict[str, str], dict[str, Cell], bool]:
        """Give the texts and dates of the fields, and whether a cell is longer than any may be."""
        texts: dict[str, str] = {}
        dates: dict[str, Cell] = {}
        plain = is_plain("|".join([cell for cell in cells if isinstance(cell, str)]))
        for index, field in self.columns:
            value = cells[index]
            if not value:
                continue
            if not isinstance(value, str):
                dates[field] = value
                texts[field] = value.isoformat()
            elif len(value) > self.longest:
                return texts, dates, True
            elif text := value.strip() if plain else _cleaned(field, value, doubts):
                (dates if field in DATES else texts)[field] = text
        return texts, dates, False


def _is_remark(text: str) -> bool:
    """Say whether a cell alone in its row is no number that could be a tenant's."""
    if not any(map(str.isdigit, text)) or DAY.fullmatch(text):
        return True
    return " " in text and not text.replace(" ", "").isdigit()


def _is_count(cell: Cell) -> bool:
    """Say whether a cell of a total counts something."""
    return isinstance(cell, str) and bool(COUNT.fullmatch(cell.strip()))


def _cleaned(field: str, value: str, doubts: set[Doubt]) -> str:
    """Give the text in the cell of a field."""
    return clean(value, doubts, between_lines="; " if field in OF_SEVERAL else " ")


def _is_filled(cell: Cell) -> bool:
    """Say whether there is something in a cell."""
    return bool(cell.replace(END_OF_FILE, "").strip()) if isinstance(cell, str) else True


def _no_tenant(texts: dict[str, str]) -> Skip | None:
    """Say when a row is not about somebody who rents a home from us."""
    if is_no_tenant(texts.get("role", "")):
        return Skip.NOT_A_TENANT
    name = (texts.get(part, "") for part in ("surname", "prefix", "initials", "salutation"))
    no_name = no_person(*name)
    if no_name and no_name is not Skip.DECEASED:
        return no_name
    if not is_lease(texts.get("lease_kind", "")):
        return Skip.NOT_A_LEASE
    if is_home(texts.get("unit_type", "")) is False:
        return Skip.NOT_A_DWELLING
    return no_name


def _earlier(draft: Draft, texts: dict[str, str], tenure: Tenure) -> Draft:
    """Give a row of which the contract is over; an ended one may count for another home."""
    code = tenure.over or Skip.ENDED
    draft.skip(code)
    if code is Skip.ENDED and tenure.since and not is_co_tenant(texts.get("role", "")):
        draft.part, draft.start = Part.EARLIER, tenure.since
        draft.surname = read_person(texts, set(), set()).surname
    return draft


def _tenant(draft: Draft, texts: dict[str, str], tenure: Tenure, doubts: set[Doubt]) -> Draft:
    """Give a row that is about a tenant or a co-tenant, with the first things that are wrong."""
    draft.part = Part.CO_TENANT if is_co_tenant(texts.get("role", "")) else Part.TENANT
    draft.contract_no = read_number(texts.get("contract_no", "")) or None
    faults: set[Fault] = set()
    person = read_person(texts, doubts, faults)
    draft.surname = person.surname
    if draft.part is Part.CO_TENANT and not faults:
        draft.person = person
    draft.left_alone, doubt = read_flag(texts.get("do_not_contact", ""))
    doubts.update((doubt,) if doubt else ())
    people = person, read_co_tenant(texts, doubts, faults)
    doubts.update(tenure.doubts)
    faults.update(contract_fault(draft.contract_no))
    faults.update(() if faults else tenure.faults)
    if not faults:
        draft.record = _record(draft, texts, tenure, people, doubts, faults)
    if doubts:
        draft.codes = frozenset(doubts)
    if faults:
        draft.faults = frozenset(faults)
    return draft


def _record(
    draft: Draft,
    texts: dict[str, str],
    tenure: Tenure,
    people: tuple[Person, Person | None],
    doubts: set[Doubt],
    faults: set[Fault],
) -> TenantRecord | None:
    """Give the tenant of a row with a sound name and dates, if the address is sound too."""
    address = read_address(texts, doubts, faults)
    (person, co_tenant), start, since = people, tenure.start, tenure.since
    if not (address and start and since):
        return None
    if is_home(texts.get("unit_type", "")) is None:
        doubts.add(Doubt.UNKNOWN_UNIT_TYPE)
    contact = read_contact(texts, doubts)
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
