"""Files of tenants made for a test: everything sound, but for what the test is about."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

from visits.formats.tenant import (
    Columns,
    Draft,
    FileRefused,
    Limits,
    NeedsMapping,
    TenantFile,
    TenantRecord,
    as_plain,
    as_row,
    head_of,
    read_tenants,
)

SAMPLES = Path(__file__).parents[1] / "data" / "tenants"
TODAY = date(2026, 1, 15)
# The header of each field, in the order of the columns.
HEADERS = {
    "external_id": "Huurdernummer",
    "contract_no": "Contractnummer",
    "role": "Rol",
    "salutation": "Aanhef",
    "initials": "Voorletters",
    "prefix": "Tussenvoegsel",
    "surname": "Achternaam",
    "co_name": "Medehuurder",
    "street": "Straat",
    "house_number": "Huisnummer",
    "house_letter": "Huisletter",
    "house_suffix": "Toevoeging",
    "postcode": "Postcode",
    "city": "Woonplaats",
    "district": "Wijk",
    "neighbourhood": "Buurt",
    "phone": "Telefoon",
    "mobile": "Mobiel",
    "email": "E-mail",
    "contact_preference": "Voorkeur contact",
    "tenancy_start": "Ingangsdatum",
    "tenancy_end": "Einddatum",
    "tenant_since": "Huurder sinds",
    "unit_type": "Soort eenheid",
    "lease_kind": "Contractsoort",
    "lease_status": "Contractstatus",
    "deceased_on": "Overlijdensdatum",
    "do_not_contact": "Niet benaderen",
}
SOUND = {
    "salutation": "Mevr.",
    "initials": "A.M.",
    "surname": "Bos",
    "street": "Kwakelpad",
    "postcode": "1823 AB",
    "city": "Alkmaar",
    "district": "Oudorp",
    "neighbourhood": "Molenwiek",
    "tenancy_start": "01-03-1971",
}
Row = Mapping[str, str]


def make_rows(*changes: Row) -> list[list[str]]:
    """Make a header and a row for each of the changes; number and home differ per row."""
    rows = [list(HEADERS.values())]
    for place, change in enumerate(changes, start=1):
        own = {"external_id": f"T{place}", "contract_no": f"C{place}", "house_number": str(place)}
        cells = {**SOUND, **own, **change}
        rows.append([cells.get(field, "") for field in HEADERS])
    return rows


def make_csv(*changes: Row, delimiter: str = ";") -> bytes:
    """Make a CSV file with a row for each of the changes."""
    quoted = (
        delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row)
        for row in make_rows(*changes)
    )
    return "\r\n".join([*quoted, ""]).encode()


def lined(*changes: Row, end: str = "\r\n", delimiter: str = ";") -> list[str]:
    """Make the lines of a list without any quotation marks."""
    return [delimiter.join(row) + end for row in make_rows(*changes)]


def make_workbook(fill: Callable[[Any], None], **options: Any) -> bytes:
    """Make a workbook and let a test fill it."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, options) as workbook:
        fill(workbook)
    return file.getvalue()


def make_sheet(rows: Sequence[Sequence[object]]) -> bytes:
    """Make a workbook with one sheet of these rows."""

    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet("Huurders")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)

    return make_workbook(fill)


def read(data: bytes, limits: Limits | None = None) -> TenantFile:
    """Read a file on the day of the tests."""
    return read_tenants(data, file_name="x.csv", today=TODAY, limits=limits or Limits())


def read_columns(data: bytes) -> Columns:
    """Give the columns of a file, whether or not they are enough."""
    try:
        return read(data).columns
    except NeedsMapping as needed:
        return needed.columns


def report(file: TenantFile) -> dict[str, Any]:
    """Give all that a report says of a file."""
    rows = [as_row(row) for row in file.rows]
    return {**head_of(file), "rows": rows, "tenants": [as_plain(one) for one in file.tenants]}


def read_rows(*changes: Row) -> list[Draft]:
    """Give how the rows with these changes end."""
    return read(make_csv(*changes)).rows


def read_row(**change: str) -> Draft:
    """Give how one row with these changes ends."""
    return read_rows(change)[0]


def read_tenant(**change: str) -> TenantRecord:
    """Give the one tenant that comes of a row with these changes."""
    (tenant,) = read(make_csv(change)).tenants
    return tenant


def packed(members: dict[str, bytes]) -> bytes:
    """Give a zip file with these members."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return file.getvalue()


def with_sheet(content: bytes) -> bytes:
    """Give the clean workbook with another sheet in it."""
    with ZipFile(SAMPLES / "clean.xlsx") as package:
        members = {name: package.read(name) for name in package.namelist()}
    return packed(members | {"xl/worksheets/sheet1.xml": content})


def sheet_xml(rows: bytes) -> bytes:
    """Give the XML of a sheet with these rows."""
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="%b"><sheetData>%b</sheetData></worksheet>' % (space, rows)


def read_anything(data: bytes) -> None:
    """Read bytes, whatever they are; only our own refusals may come of it."""
    try:
        read(data)
    except (FileRefused, NeedsMapping):
        return
