"""From an Excel workbook to rows of cells, with a look at its size before it is unpacked."""

import pickle
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from zipfile import ZipFile, ZipInfo

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from visits.formats.tenant.columns import count_known
from visits.formats.tenant.outcome import Bound, FileRefused, Notice, Refusal
from visits.formats.tenant.table import HEAD, Cell, Limits, Row, Table

ZIP = b"PK\x03\x04"
# Encrypted workbooks and those of before 2007 are compound files.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WORKBOOK = "xl/workbook.xml"
SHEETS_READ = 20
CHUNK = 1 << 20
# Small files may be packed tightly; a bomb is large.
HARMLESS = 5_000_000

HIDDEN = re.compile(rb"<(?:\w+:)?(?:row|col)\s[^<>]*?\bhidden\s*=\s*[\"'](?:1|true)[\"']")
# A row or cell that does not say at once that it is in the first 50 columns and 199,999 rows.
FAR = re.compile(
    rb"<(?:\w{1,20}:)?(?:c|row)(?=[\s/>])"
    rb"(?!\s+r=[\"'](?:[A-Z]|A[A-X])?(?:\d{1,5}|1\d{5})[\"'])"
)
NEAR_AREA = 50 * 199_999
TAG = re.compile(rb"<(?:\w+:)?(row|c|v|is|f)(?=[\s/>])([^<>]*)")
PLACE = re.compile(rb"(?:^|\s)r\s*=\s*[\"']([A-Za-z]*)(\d*)")
SHEET_TAG = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*?\b(?:\w+:)id\s*=\s*[\"']([^\"']+)[\"']")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
ATTRIBUTE = re.compile(rb"\b(Id|Target)\s*=\s*[\"']([^\"']+)[\"']")


def is_workbook(data: bytes) -> bool:
    """Say whether a file is packed as workbooks are, whatever it is called."""
    return data.startswith((ZIP, COMPOUND))


def read_workbook(data: bytes, limits: Limits) -> Table:
    """Give the rows of the sheet with the most known headers among those one can see."""
    if data.startswith(COMPOUND):
        locked = ENCRYPTED in data
        raise FileRefused(Refusal.PASSWORD_PROTECTED if locked else Refusal.NOT_AN_EXCEL_FILE)
    try:
        hidden = _check_package(data, limits)
        return _best_sheet(CalamineWorkbook.from_object(BytesIO(data)), hidden)
    except (FileRefused, KeyboardInterrupt, SystemExit):
        raise
    # A panic inside calamine (Rust) is no Exception; its text may quote the file.
    except BaseException:
        raise FileRefused(Refusal.NOT_AN_EXCEL_FILE) from None


def _check_package(data: bytes, limits: Limits) -> set[int]:
    """Refuse a package that would take too much memory; give the sheets that hide something."""
    with ZipFile(BytesIO(data)) as package:
        members = package.infolist()
        total = sum(member.file_size for member in members)
        if total > limits.unpacked or (total > HARMLESS and total > len(data) * limits.ratio):
            raise FileRefused(Refusal.DECOMPRESSION_RATIO)
        if any(member.flag_bits & 1 for member in members):
            raise FileRefused(Refusal.PASSWORD_PROTECTED)
        names = package.namelist()
        if WORKBOOK not in names or len(set(names)) < len(names):
            raise FileRefused(Refusal.NOT_AN_EXCEL_FILE)
        hiding = {member.filename for member in members if _walk(package, member, limits)}
        sheets = _sheet_files(package)
    return {index for index, name in enumerate(sheets) if name in hiding}


def _walk(package: ZipFile, member: ZipInfo, limits: Limits) -> bool:
    """Unpack a member piece by piece and say whether it hides rows; one too large is refused.

    A list of contents that lies about a size is found by the checksum at the end.
    """
    hides, far = False, limits.area < NEAR_AREA
    for chunk in _chunks(package, member):
        hides = hides or (b"hidden" in chunk and bool(HIDDEN.search(chunk)))
        far = far or bool(FAR.search(chunk))
    if far:
        _check_filled(package, member, limits)
    return hides


def _check_filled(package: ZipFile, member: ZipInfo, limits: Limits) -> None:
    """Refuse a sheet of which the rectangle of filled cells takes too much memory.

    A formatted row without content takes none. A cell may leave out where it stands.
    """
    row = column = last_row = last_column = 0
    for chunk in _chunks(package, member):
        for kind, attributes in TAG.findall(chunk):
            place = PLACE.search(attributes)
            if kind == b"row":
                row, column = int(place[2][:9] or 0) if place else row + 1, 0
            elif kind == b"c":
                column = _column_number(place[1]) if place else column + 1
                row = int(place[2][:9] or 0) if place else row
            else:
                last_row, last_column = max(last_row, row), max(last_column, column)
    if last_row * last_column > limits.area:
        raise FileRefused(Refusal.TOO_LARGE, Bound.CELLS, limits.area)


def _chunks(package: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    """Give a member in pieces that end between two tags."""
    rest = b""
    with package.open(member) as file:
        while piece := file.read(CHUNK):
            whole = rest + piece
            cut = max(whole.rfind(b"<"), 0)
            yield whole[:cut]
            rest = whole[cut:][-CHUNK:]
    yield rest


def _column_number(letters: bytes) -> int:
    """Give the number of a column: A is 1, XFD is 16384."""
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - 64
    return number


def _sheet_files(package: ZipFile) -> list[str]:
    """List the files of the sheets in the order of the workbook."""
    relations = {}
    for tag in RELATION.findall(package.read("xl/_rels/workbook.xml.rels")):
        values = dict(ATTRIBUTE.findall(tag))
        relations[values.get(b"Id")] = values.get(b"Target", b"").decode()
    targets = [relations.get(key, "") for key in SHEET_TAG.findall(package.read(WORKBOOK))]
    return [f"xl/{target}" if target[:1] != "/" else target[1:] for target in targets]


def _best_sheet(workbook: CalamineWorkbook, hiding: set[int]) -> Table:
    """Choose the sheet with the most known headers; the first of equals."""
    seen = [
        index
        for index, sheet in enumerate(workbook.sheets_metadata[:SHEETS_READ])
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    best: tuple[int, int, CalamineSheet] | None = None
    for index in seen:
        sheet = workbook.get_sheet_by_index(index)
        known = [count_known(_cells(row)) for row in islice(sheet.iter_rows(), HEAD)]
        if known and (best is None or max(known) > best[0]):
            best = max(known), index, sheet
    if best is None:
        raise FileRefused(Refusal.EMPTY_FILE)
    notices = (Notice.HIDDEN_ROWS_OR_COLUMNS,) if best[1] in hiding else ()
    return _table(best[2], notices)


def _table(sheet: CalamineSheet, notices: tuple[Notice, ...]) -> Table:
    """Return a sheet as a table; rows count from the top of the sheet, as Excel shows them.

    A sheet takes several times the memory of its texts, so that the texts are kept instead.
    """
    kept = [pickle.dumps(_cells(row)) for row in sheet.iter_rows()]

    def rows() -> Iterator[Row]:
        return map(pickle.loads, kept)

    return Table(rows, list(islice(rows(), HEAD)), notices=notices)


def _cells(row: Sequence[object]) -> Row:
    """Give the cells of a row as texts and dates."""
    return [value if isinstance(value, str) else _cell(value) for value in row]


def _cell(value: object) -> Cell:
    """Give a cell as a text or a date: a number as one types it, a flag as true or false."""
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
