"""Workbooks: cells of every type, sheets beside the list, and what would take too much memory."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import tries
from tests.formats.tenant_cases import (
    HEADERS,
    SAMPLES,
    make_csv,
    make_rows,
    make_sheet,
    make_workbook,
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


def read_typed(cells: dict[int, tuple[Any, ...]]) -> TenantFile:
    """Read a workbook of one row, some cells of which are typed."""

    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        for place, row in enumerate(make_rows({})):
            sheet.write_row(place, 0, row)
        for column, (write, value, shape) in cells.items():
            look = [workbook.add_format({"num_format": shape})] if shape else []
            getattr(sheet, write)(1, column, value, *look)

    return read(make_workbook(fill))


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
    assert file.notices == []


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
