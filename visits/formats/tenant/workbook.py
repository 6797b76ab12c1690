"""From a workbook (xlsx, ods) to rows of cells, with a look at its size before it is unpacked."""

import pickle
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import ZipFile, ZipInfo

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from visits.formats.tenant.columns import Columns, count_known
from visits.formats.tenant.outcome import Bound, FileRefusal, FileRefused, Notice
from visits.formats.tenant.table import HEAD, Cell, Limits, Row, Table

ZIP = b"PK\x03\x04"
# Encrypted workbooks and those of before 2007 are compound files.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STREAMS = {
    "EncryptedPackage": FileRefusal.PASSWORD_PROTECTED,
    "Workbook": FileRefusal.EXCEL_97,
    "Book": FileRefusal.EXCEL_97,
}
WORKBOOK = "xl/workbook.xml"
# What else a package may be, by the name of something in it.
PACKAGES = (
    (re.compile(r"\\"), FileRefusal.OTHER_PACKAGE),
    (re.compile(r"^xl/workbook\.bin$"), FileRefusal.EXCEL_BINARY),
    (re.compile(r"\.iwa$|^Index\.zip$"), FileRefusal.NUMBERS),
    (re.compile(r"\.(?:csv|txt|xlsx?)$", re.IGNORECASE), FileRefusal.PACKED),
)
SHEETS_READ = 20
# So many known headers make a list of a sheet, or so many columns without a header of their own.
LIST_KNOWN, LIST_WIDTH = 4, 6
CHUNK = 1 << 20
# Small files may be packed tightly; a bomb is large.
HARMLESS = 5_000_000

HIDDEN = re.compile(
    rb"<(?:\w+:)?(?:row|col)\s[^<>]*?\bhidden\s*=\s*[\"'](?:1|true)[\"']"
    rb"|<table:table-(?:row|column)\s[^<>]*?visibility\s*=\s*[\"'](?:collapse|filter)[\"']"
)
# A cell with an error, or with a formula that nobody ever calculated.
EMPTY_FORMULA = re.compile(
    rb"<c\s[^<>]*\bt=[\"']e[\"']"
    rb"|<c(?:\s(?!t=)[\w:]+=[\"'][^\"'<>]*[\"'])*\s*>"
    rb"<f[^<>]*?(?:/>|>[^<]*</f>)(?:<v */>|<v></v>)?</c>"
)
MAC_DAYS = re.compile(rb"\bdate1904\s*=\s*[\"'](?:1|true)[\"']")
FAR = re.compile(
    rb"<(?:\w{1,20}:)?(?:c|row|table-cell)(?=[\s/>])"
    rb"(?!\s+r=[\"'](?:[A-Z]|A[A-X])?(?:\d{1,5}|1\d{5})[\"'])"
)
NEAR_AREA = 50 * 199_999
TAG = re.compile(
    rb"<(?:\w+:)?(table|(?:table-)?row|c|(?:\w+-)?table-cell|v|is|f)(?=[\s/>])([^<>]*)"
)
PLACE = re.compile(rb"(?:^|\s)r\s*=\s*[\"']([A-Za-z]*)(\d*)")
REPEATED = re.compile(rb"-repeated\s*=\s*[\"'](\d{1,9})")


def is_workbook(data: bytes) -> bool:
    """Return whether a file is packed as workbooks are, whatever it is called."""
    return data.startswith((ZIP, COMPOUND))


def read_workbook(data: bytes, limits: Limits) -> Table:
    """Return the rows of the sheet with the most known headers, of those one can see if any."""
    if data.startswith(COMPOUND):
        kinds = (code for name, code in STREAMS.items() if name.encode("utf-16-le") in data)
        raise FileRefused(next(kinds, FileRefusal.NOT_AN_EXCEL_FILE))
    try:
        with ZipFile(BytesIO(data)) as package:
            found = _check_package(package, len(data), limits)
            is_excel = WORKBOOK in package.namelist()
            since_1904 = is_excel and bool(MAC_DAYS.search(package.read(WORKBOOK)))
        table = _best_sheet(CalamineWorkbook.from_object(BytesIO(data)), found)
        return replace(table, since_1904=since_1904)
    except (FileRefused, KeyboardInterrupt, SystemExit):
        raise
    # A panic inside calamine (Rust) is no Exception; its text may quote the file.
    except BaseException:
        raise FileRefused(FileRefusal.NOT_AN_EXCEL_FILE) from None


def _check_package(package: ZipFile, size: int, limits: Limits) -> set[Notice]:
    """Refuse a package that is no workbook, or too large; return what is worth knowing of it."""
    members, names = package.infolist(), package.namelist()
    total = sum(member.file_size for member in members)
    if total > limits.unpacked or (total > HARMLESS and total > size * limits.ratio):
        raise FileRefused(FileRefusal.DECOMPRESSION_RATIO)
    of_office = "mimetype" in names and b"opendocument.spreadsheet" in package.read("mimetype")
    if any(member.flag_bits & 1 for member in members) or (
        of_office and b"encryption-data" in package.read("META-INF/manifest.xml")
    ):
        raise FileRefused(FileRefusal.PASSWORD_PROTECTED)
    if WORKBOOK not in names and not of_office:
        kinds = (code for pattern, code in PACKAGES if any(map(pattern.search, names)))
        raise FileRefused(next(kinds, FileRefusal.NOT_AN_EXCEL_FILE))
    if len(set(names)) < len(names):
        raise FileRefused(FileRefusal.NOT_AN_EXCEL_FILE)
    return set[Notice]().union(*(_walk(package, member, limits) for member in members))


def _walk(package: ZipFile, member: ZipInfo, limits: Limits) -> set[Notice]:
    """Unpack a member piece by piece and say what is worth knowing; one too large is refused.

    A list of contents that lies about a size is found by the checksum at the end.
    """
    found: set[Notice] = set()
    far = limits.area < NEAR_AREA
    for chunk in _chunks(package, member):
        if (b"hidden" in chunk or b"visibility" in chunk) and HIDDEN.search(chunk):
            found.add(Notice.HIDDEN_ROWS_OR_COLUMNS)
        if (b"<f" in chunk or b'"e"' in chunk) and EMPTY_FORMULA.search(chunk):
            found.add(Notice.EMPTY_FORMULAS)
        far = far or bool(FAR.search(chunk))
    if far:
        _check_filled(package, member, limits)
    return found


def _check_filled(package: ZipFile, member: ZipInfo, limits: Limits) -> None:
    """Refuse a sheet of which the rectangle of filled cells takes too much memory.

    A formatted row without content takes none. A cell may leave out where it stands, or say how
    often it is repeated.
    """
    row = column = last_row = last_column = 0
    for chunk in _chunks(package, member):
        for kind, attributes in TAG.findall(chunk):
            place, repeated = PLACE.search(attributes), REPEATED.search(attributes)
            times = int(repeated[1]) if repeated else 1
            filled = kind in {b"v", b"is", b"f"} or b"value-type" in attributes
            if kind == b"table":
                row = 0
            elif kind.endswith(b"row"):
                row, column = int(place[2][:9] or 0) if place else row + times, 0
            elif not filled or kind.endswith(b"table-cell"):
                column = _column_number(place[1]) if place else column + times
                row = int(place[2][:9] or 0) if place else row
            if filled:
                last_row, last_column = max(last_row, row), max(last_column, column)
    if last_row * last_column > limits.area:
        raise FileRefused(FileRefusal.TOO_LARGE, Bound.CELLS, limits.area)


def _chunks(package: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    """Walk a member in pieces that end between two tags."""
    rest = b""
    with package.open(member) as file:
        while piece := file.read(CHUNK):
            whole = rest + piece
            cut = max(whole.rfind(b"<"), 0)
            yield whole[:cut]
            rest = whole[cut:][-CHUNK:]
    yield rest


def _column_number(letters: bytes) -> int:
    """Return the number of a column: A is 1, XFD is 16384."""
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - 64
    return number


def _best_sheet(workbook: CalamineWorkbook, found: set[Notice]) -> Table:
    """Choose the sheet with the most known headers, the first of equals, and name the others."""
    best, chosen, sheets, lists = (False, -1, False), None, [], []
    for place, about in enumerate(workbook.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        seen = about.visible == SheetVisibleEnum.Visible
        sheet = workbook.get_sheet_by_index(place) if place < SHEETS_READ else None
        heads = islice(sheet.iter_rows(), HEAD) if sheet else ()
        known = max((count_known(_cells(row)) for row in heads), default=-1)
        rank = (seen and known > 0, known, seen)
        if sheet and known >= 0 and rank > best:
            best, chosen = rank, sheet
        sheets.append({"name": about.name, "rows": sheet.end[0] + 1 if sheet and sheet.end else 0})
        if known >= LIST_KNOWN or not sheet or sheet.width >= LIST_WIDTH:
            lists.append(about.name)
    if chosen is None:
        raise FileRefused(FileRefusal.EMPTY_FILE)
    if any(end[0] > start[0] for start, end in chosen.merged_cell_ranges or ()):
        found = found | {Notice.MERGED_CELLS}
    notices: list[dict[str, Any]] = [{"code": code.value} for code in sorted(found)]
    if others := [name for name in lists if name != chosen.name]:
        named = {"code": Notice.OTHER_SHEETS.value, "read": chosen.name, "names": others}
        notices.append(named)
    for told in sheets:
        told["read"] = told["name"] == chosen.name
    return replace(_table(chosen), notices=notices, sheets=sheets)


def _table(sheet: CalamineSheet) -> Table:
    """Return a sheet as a table; rows count from the top of the sheet, as Excel shows them.

    A sheet takes several times the memory of its texts, so that the texts are kept instead.
    """
    kept = [pickle.dumps(_cells(row)) for row in sheet.iter_rows()]

    def rows(_columns: Columns | None = None) -> Iterator[Row]:
        return (Row(pickle.loads(cells)) for cells in kept)  # noqa: S301 - what we wrote ourselves

    return Table(rows, [row.cells for row in islice(rows(), HEAD)])


def _cells(row: Sequence[object]) -> list[Cell]:
    """Return the cells of a row as texts and dates."""
    return [value if isinstance(value, str) else _cell(value) for value in row]


def _cell(value: object) -> Cell:
    """Return a cell as a text or a date: a number as one types it, a flag as true or false."""
    match value:
        case bool():
            return str(value).lower()
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime():
            return value.date()
        case time():
            # Day 0 in a column of dates comes back as midnight: nothing was filled in.
            return "" if value == time() else value.isoformat()
        case date():
            return value
    return str(value)
