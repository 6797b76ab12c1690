"""Workbooks: cells of every type, sheets beside the list, and what would take too much memory."""

import re
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape
from xlsxwriter.utility import xl_col_to_name

from tests.effort import tries
from tests.formats.tenant_cases import (
    HEADERS,
    SAMPLES,
    make_csv,
    make_rows,
    make_sheet,
    make_workbook,
    packed,
    read,
    read_anything,
    sheet_xml,
    with_sheet,
)
from visits.formats.tenant import FileRefused, Notice, TenantFile

START = list(HEADERS).index("tenancy_start")
NUMBER = list(HEADERS).index("house_number")


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="XFD1048576"><v>1</v></c></row>',
        # Cells need not say where they are: 16,000 columns and a million rows.
        b'<row r="1">' + b"<c><v>1</v></c>" * 16_000 + b"</row>"
        b'<row r="1048576"><c><v>1</v></c></row>',
    ],
    ids=["far corner", "cells without a place"],
)
def test_a_small_workbook_with_a_huge_rectangle_is_refused_before_it_takes_memory(
    rows: bytes,
) -> None:
    with pytest.raises(FileRefused, match="too_large"):
        read(with_sheet(sheet_xml(rows)))


def test_a_workbook_of_texts_says_what_the_same_csv_says() -> None:
    rows = make_rows({"tenancy_start": "1 maart 1971"}, {"surname": "de Vries"}, {"city": ""})

    assert read(make_sheet(rows)).tenants == read(make_csv(*make_changes(rows))).tenants


def make_changes(rows: list[list[str]]) -> list[dict[str, str]]:
    """Give rows of cells as changes again."""
    return [dict(zip(HEADERS, row, strict=True)) for row in rows[1:]]


def cell_of(write: str, value: object, shape: str | None = None) -> dict[int, tuple[Any, ...]]:
    """Say how a workbook has the start of a tenancy."""
    return {START: (write, value, shape)}


def read_typed(cells: dict[int, tuple[Any, ...]], **options: Any) -> TenantFile:
    """Read a workbook of one row, some cells of which are typed."""

    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        for place, row in enumerate(make_rows({})):
            sheet.write_row(place, 0, row)
        for column, (write, value, shape) in cells.items():
            look = [workbook.add_format({"num_format": shape})] if shape else []
            getattr(sheet, write)(1, column, value, *look)

    return read(make_workbook(fill, **options))


@pytest.mark.parametrize(
    ("cell", "start", "codes"),
    [
        (cell_of("write_datetime", datetime(1971, 3, 1), "d-m-yyyy"), "1971-03-01", ()),  # noqa: DTZ001 - Excel knows no zones
        (cell_of("write_number", 25993), "1971-03-01", ("date_from_serial",)),
        (cell_of("write_string", "25993"), "1971-03-01", ("date_from_serial",)),
        (cell_of("write_number", 1971), "1971-01-01", ("date_year_only",)),  # not 24-05-1905
        # A year typed into a column of dates: Excel shows 24-05-1905.
        (cell_of("write_number", 1971, "d-m-yyyy"), "1971-01-01", ("date_year_only",)),
        (cell_of("write_string", "01-03-1971"), "1971-03-01", ()),
    ],
)
def test_a_date_in_a_workbook_is_read_whatever_its_type(
    cell: dict[int, tuple[Any, ...]], start: str, codes: tuple[str, ...]
) -> None:
    file = read_typed(cell)

    assert file.tenants[0].tenancy_start.isoformat() == start
    assert file.rows[0].codes == codes


def test_day_zero_in_a_column_of_dates_is_no_start() -> None:
    file = read_typed(cell_of("write_number", 0, "d-m-yyyy"))

    assert file.rows[0].codes == ("missing_tenancy_start",)


def test_a_house_number_that_excel_made_a_date_is_rejected() -> None:
    day = datetime(2026, 2, 12)  # noqa: DTZ001 - Excel knows no zones

    file = read_typed({NUMBER: ("write_datetime", day, "d-mmm")})

    assert file.rows[0].codes == ("house_number_looks_like_date",)


def test_numbers_and_flags_in_a_workbook_are_read_as_one_types_them() -> None:
    flag = list(HEADERS).index("do_not_contact")

    file = read_typed({0: ("write_number", 123, None), flag: ("write_boolean", True, None)})

    assert (file.tenants[0].external_id, file.tenants[0].do_not_contact) == ("123", True)


def test_the_sheet_with_the_list_is_found_among_others() -> None:
    def fill(workbook: Any) -> None:
        workbook.add_worksheet("Toelichting").write(0, 0, "Deze lijst is van januari")
        hidden, shown = workbook.add_worksheet("Oud"), workbook.add_worksheet("Huurders")
        hidden.hide()
        for place, row in enumerate(make_rows({})):
            hidden.write_row(place, 0, row)
            shown.write_row(place + 4, 0, row)

    file = read(make_workbook(fill))

    assert (file.columns.header_row, file.rows[0].row) == (5, 6)
    assert file.notices == [{"code": "other_sheets", "read": "Huurders", "names": ["Oud"]}]
    assert [sheet["rows"] for sheet in file.table.sheets] == [1, 2, 6]


def test_formatted_rows_without_content_are_no_rows() -> None:
    def fill(workbook: Any) -> None:
        sheet, bold = workbook.add_worksheet(), workbook.add_format({"bold": True})
        for place, row in enumerate(make_rows({})):
            sheet.write_row(place, 0, row)
        sheet.write_blank(1_048_575, 3, None, bold)

    assert len(read(make_workbook(fill)).rows) == 1


@pytest.mark.parametrize("which", ["row", "column"])
def test_hidden_rows_are_read_with_a_warning(which: str) -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        for place, row in enumerate(make_rows({}, {})):
            sheet.write_row(place, 0, row)
        if which == "row":
            sheet.set_row(2, None, None, {"hidden": True})
        else:
            sheet.set_column(3, 3, None, None, {"hidden": True})

    file = read(make_workbook(fill))

    assert file.notices == [{"code": Notice.HIDDEN_ROWS_OR_COLUMNS}]
    assert len(file.tenants) == 2


@settings(max_examples=tries(60), deadline=None)
@given(st.lists(st.tuples(st.integers(0, 25_000), st.integers(0, 255)), min_size=1, max_size=20))
def test_a_damaged_workbook_is_read_or_refused(damage: list[tuple[int, int]]) -> None:
    data = bytearray((SAMPLES / "clean.xlsx").read_bytes())

    for place, byte in damage:
        data[place] = byte

    read_anything(bytes(data))


def test_a_control_character_in_a_workbook_is_no_end_of_a_cell() -> None:
    rows = make_rows({"surname": "Bak\x1fker", "city": "Alk\x1emaar"})

    file = read(make_sheet(rows))

    assert (file.tenants[0].surname, file.tenants[0].city) == ("Bakker", "Alkmaar")
    assert file.rows[0].codes == ("control_characters_removed",)


def sheets(*named: tuple[str, list[list[str]]], hidden: str = "") -> bytes:
    """Make a workbook of these sheets."""

    def fill(workbook: Any) -> None:
        for name, rows in named:
            sheet = workbook.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
            if name == hidden:
                sheet.hide()

    return make_workbook(fill)


LIST = make_rows({}, {})


def test_another_sheet_with_tenants_is_named_and_every_sheet_counted() -> None:
    data = (SAMPLES / "cases" / "b11_two_sheets_with_tenants.xlsx").read_bytes()

    file = read(data)

    assert file.notices == [{"code": "other_sheets", "read": "Blad1", "names": ["Zuid"]}]
    assert len(file.tenants) == 5


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        (LIST, True),
        (LIST[1:], True),  # rows that go on without a header
        ([["Postcode", "Wijk"], ["1823 AB", "Oudorp"]], False),  # a table of districts
        ([["Deze lijst is van januari"]], False),
        ([], False),
    ],
)
def test_a_sheet_beside_the_list_is_named_if_tenants_may_stand_on_it(
    rows: list[list[str]], named: bool
) -> None:
    file = read(sheets(("Huurders", LIST), ("Ander", rows)))

    assert [notice["names"] for notice in file.notices] == ([["Ander"]] if named else [])


def test_of_more_sheets_than_we_look_at_the_others_are_named() -> None:
    file = read(sheets(*((f"Blad {place}", LIST if place == 1 else []) for place in range(25))))

    (notice,) = file.notices
    assert notice["names"] == [f"Blad {place}" for place in range(20, 25)]


def test_a_list_on_a_hidden_sheet_is_read_if_there_is_no_other() -> None:
    file = read(
        sheets(("Uitleg", [["Zie het andere blad"]]), ("Huurders", LIST), hidden="Huurders")
    )

    assert len(file.tenants) == 2


@pytest.mark.parametrize(
    ("cell", "start", "codes"),
    [
        (cell_of("write_datetime", datetime(1971, 3, 1), "d-m-yyyy"), "1971-03-01", ()),  # noqa: DTZ001 - Excel knows no zones
        (cell_of("write_number", 24531), "1971-03-01", ("date_from_serial",)),
        (cell_of("write_string", "24531"), "1971-03-01", ("date_from_serial",)),
        (cell_of("write_number", 24531.25), "1971-03-01", ("date_from_serial",)),
        (cell_of("write_number", 1971), "1971-01-01", ("date_year_only",)),
        (cell_of("write_number", 1971, "d-m-yyyy"), "1971-01-01", ("date_year_only",)),
        (cell_of("write_string", "01-03-1971"), "1971-03-01", ()),
    ],
)
def test_a_workbook_that_counts_from_1904_has_the_right_days(
    cell: dict[int, tuple[Any, ...]], start: str, codes: tuple[str, ...]
) -> None:
    file = read_typed(cell, date_1904=True)

    assert file.tenants[0].tenancy_start.isoformat() == start
    assert file.rows[0].codes == codes


def with_cell(cell: bytes) -> bytes:
    """Make a workbook in which the cell with a name is this one."""
    with ZipFile(
        BytesIO(make_sheet(make_rows({"initials": "A.B.", "neighbourhood": "Hier"})))
    ) as package:
        members = {name: package.read(name) for name in package.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    place = f"{xl_col_to_name(list(HEADERS).index('neighbourhood'))}2".encode()
    found = re.search(rb'<c r="%b".*?</c>' % place, members[sheet])
    assert found
    return packed(members | {sheet: members[sheet].replace(found[0], cell.replace(b"@", place))})


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (b'<c r="@"><f>A1</f></c>', True),  # nobody ever calculated it
        (b'<c r="@"><f>A1</f><v></v></c>', True),  # of openpyxl
        (b'<c r="@"><f>A1</f><v/></c>', True),
        (b'<c r="@"><f t="shared" si="0"/></c>', True),
        (b'<c r="@" t="e"><f>1/0</f><v>#DIV/0!</v></c>', True),
        (b'<c r="@" t="str"><f>IF(A1=1,2,"")</f><v></v></c>', False),  # it is empty
        (b'<c r="@"><f>A1</f><v>7</v></c>', False),
    ],
)
def test_a_formula_without_a_value_is_told_of(cell: bytes, told: bool) -> None:
    file = read(with_cell(cell))

    assert file.notices == ([{"code": "empty_formulas"}] if told else [])
    assert len(file.tenants) == 1


def test_cells_merged_over_rows_are_told_of_and_those_of_a_title_are_not() -> None:
    def fill(workbook: Any, *, tall: bool) -> None:
        sheet = workbook.add_worksheet()
        sheet.merge_range(0, 0, 0, 5, "Lijst van huurders")
        for place, row in enumerate(LIST, 1):
            sheet.write_row(place, 0, row)
        if tall:
            sheet.merge_range(2, 15, 3, 15, "Molenwiek")

    flat, tall = (read(make_workbook(partial(fill, tall=tall))) for tall in (False, True))

    assert flat.notices == []
    assert tall.notices == [{"code": "merged_cells"}]


SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)
OF_OFFICE = b"application/vnd.oasis.opendocument.spreadsheet"


def ods(rows: str, **members: bytes) -> bytes:
    """Make a workbook of LibreOffice, whose sheets end as it ends them."""
    end = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {SPACES}><office:body>'
        f'<office:spreadsheet><table:table table:name="Huurders">{rows}{end}</table:table>'
        f'<table:table table:name="Leeg">{end}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = b'<?xml version="1.0"?><manifest:manifest/>'
    return packed(
        {"mimetype": OF_OFFICE, "content.xml": content.encode(), "META-INF/manifest.xml": manifest}
        | members
    )


def ods_row(cells: list[str]) -> str:
    """Make a row of a workbook of LibreOffice."""
    made = (
        f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p>'
        "</table:table-cell>"
        if cell
        else "<table:table-cell/>"
        for cell in cells
    )
    return f"<table:table-row>{''.join(made)}</table:table-row>"


def test_a_workbook_of_libreoffice_is_read_like_one_of_excel() -> None:
    rows = "".join(map(ods_row, LIST)).replace(
        '"string"><text:p>01-03-1971', '"date" office:date-value="1971-03-01"><text:p>01-03-71'
    )

    file = read(ods(rows))

    assert file.tenants == read(make_sheet(LIST)).tenants
    assert [sheet["name"] for sheet in file.table.sheets] == ["Huurders", "Leeg"]


def test_hidden_rows_of_libreoffice_are_told_of() -> None:
    rows = "".join(map(ods_row, LIST))
    hidden = rows.replace("<table:table-row>", '<table:table-row table:visibility="collapse">')

    assert read(ods(hidden)).notices == [{"code": "hidden_rows_or_columns"}]


FULL = '<table:table-cell office:value-type="float" office:value="1"{}/>'
AGAIN = '<table:table-row table:number-rows-repeated="900000">{}</table:table-row>'
WIDE = ' table:number-columns-repeated="900"'
FAR = f"<table:table-row><table:table-cell{WIDE}/>{FULL.format('')}</table:table-row>"


@pytest.mark.parametrize(
    "bomb",
    [AGAIN.format(FULL.format(WIDE)), AGAIN.format("<table:table-cell/>") + FAR],
    ids=["repeated", "far"],
)
def test_a_workbook_of_libreoffice_that_grows_too_large_is_refused(bomb: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read(ods("".join(map(ods_row, LIST)) + bomb))

    assert refused.value.bound == "cells"


def package(*names: str) -> bytes:
    """Make a zip file in which these stand."""
    return packed(dict.fromkeys(names, b"<x/>"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ((SAMPLES / "cases" / "c01_excel97.xls").read_bytes(), "excel_97"),
        ((SAMPLES / "cases" / "c04_backslash_paths.xlsx").read_bytes(), "other_package"),
        (package("[Content_Types].xml", "xl/workbook.bin"), "excel_binary"),
        (package("Index/Document.iwa", "Metadata/x.plist"), "numbers"),
        (package("huurders.csv"), "packed"),
        (package("map/Huurders.XLSX"), "packed"),
        (package("[Content_Types].xml", "word/document.xml"), "not_an_excel_file"),
        (package("mimetype", "content.xml"), "not_an_excel_file"),  # a text of LibreOffice
        (
            ods("", **{"META-INF/manifest.xml": b"<manifest:encryption-data/>"}),
            "password_protected",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_of_another_kind_is_refused_as_what_it_is(data: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read(data)

    assert refused.value.code == code
