"""Tables for spreadsheets, read back the way that others read them."""

import csv
import io
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from visits.formats.export import Sheet, csv_bytes, sheet_name, xlsx_bytes

EVIL = [
    "=1+1",
    "+31 72",
    "-2",
    "@SUM(A1)",
    "＝1+1",
    " ＋1",
    "－2",
    "＠SUM(A1)",
    "\t=1",
    "  =cmd|' /C calc'!A1",
    "\r=1",
]
SHEET = Sheet("Inzichten: [alles]", ["Zin", "Aantal"], [[text, 3] for text in EVIL])


def read_csv(content: bytes) -> list[list[str]]:
    """Read a CSV file as Excel does."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("row", range(len(EVIL)))
def test_no_cell_of_a_csv_is_a_formula(row: int) -> None:
    cell = read_csv(csv_bytes([SHEET]))[row + 1][0]

    assert cell.startswith("'")


def test_a_workbook_holds_every_text_as_text_and_every_number_as_number() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes([SHEET], "VERTROUWELIJK")))
    rows = book.get_sheet_by_index(0).to_python()

    assert rows[0] == ["Zin", "Aantal"]
    assert rows[1] == ["=1+1", 3]
    assert b"<f>" not in xlsx_bytes([SHEET], "VERTROUWELIJK")


def test_names_of_sheets_are_what_excel_takes() -> None:
    long = Sheet("x" * 60, ["a"], [["b"]])

    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes([SHEET, long, long], "")))

    assert len(set(book.sheet_names)) == 3


def test_several_tables_stand_below_each_other_in_a_csv() -> None:
    rows = read_csv(csv_bytes([Sheet("Een", ["a"], [["1"]]), Sheet("Twee", ["b"], [[2]])]))

    assert rows == [["Een"], ["a"], ["1"], [], ["Twee"], ["b"], ["2"]]


def test_the_header_of_a_sheet_stays_in_sight_and_its_label_is_printed() -> None:
    book = ZipFile(io.BytesIO(xlsx_bytes([SHEET], "VERTROUWELIJK")))
    page = book.read("xl/worksheets/sheet1.xml").decode()

    assert 'ySplit="1"' in page
    assert "xSplit" not in page
    assert "VERTROUWELIJK" in page


def test_a_name_of_a_sheet_has_its_place_and_at_most_31_signs() -> None:
    assert sheet_name("Inzichten: [alles]", 2) == "2 Inzichten   alles"
    assert len(sheet_name("x" * 60, 3)) == 31


def test_a_cell_without_a_value_is_empty_and_one_with_control_signs_loses_them() -> None:
    rows = read_csv(csv_bytes([Sheet("Een", ["a", "b"], [[None, "x\x00y\x07"], [0, "a\nb"]])]))

    assert rows == [["a", "b"], ["", "xy"], ["0", "a\nb"]]
