"""Tables for spreadsheets: CSV that Excel opens, and XLSX; no cell is ever a formula."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

# OWASP, CSV injection: what a spreadsheet takes for the start of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
CONTROL = {number: None for number in range(32) if number not in (9, 10)}
NAME_LENGTH = 31
ILLEGAL = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
Value = str | int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with its name and its header."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Value]]


def csv_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Give tables below each other, an empty line between, marked as UTF-8 for Excel."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for place, sheet in enumerate(sheets):
        if place:
            writer.writerow([])
        if len(sheets) > 1:
            writer.writerow([safe(sheet.name)])
        writer.writerow([safe(cell) for cell in sheet.head])
        writer.writerows([safe(cell) for cell in row] for row in sheet.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def xlsx_bytes(sheets: Sequence[Sheet], label: str) -> bytes:
    """Give a workbook with a table on each sheet, and a label above what is printed."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        for place, sheet in enumerate(sheets, start=1):
            page = book.add_worksheet(sheet_name(sheet.name, place))
            page.set_header(f"&C{label}")
            page.set_column(0, max(len(sheet.head) - 1, 0), 24, wrap)
            page.freeze_panes(1, 0)
            page.write_row(0, 0, sheet.head, bold)
            for line, row in enumerate(sheet.rows, start=1):
                for column, cell in enumerate(row):
                    write = page.write_number if isinstance(cell, int) else page.write_string
                    write(line, column, cell if isinstance(cell, int) else clean(cell))
    return out.getvalue()


def sheet_name(name: str, place: int) -> str:
    """Give a name that Excel takes for a sheet, with its number so that no two are alike."""
    return f"{place} {name.translate(ILLEGAL)}"[:NAME_LENGTH].strip()


def safe(cell: Value) -> str:
    """Give a cell that no spreadsheet runs."""
    text = clean(cell)
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text


def clean(cell: Value) -> str:
    """Give a cell as text, without the characters that no file can hold."""
    return "" if cell is None else str(cell).translate(CONTROL)
