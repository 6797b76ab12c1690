"""Every line of a list is accounted for: none vanishes in a quotation mark, or without a word."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.effort import tries
from tests.formats.tenant_cases import HEADERS, SAMPLES, lined, make_csv, make_rows, read
from visits.formats.tenant import (
    Draft,
    FileRefused,
    NeedsMapping,
    Outcome,
    TenantFile,
    head_of,
    read_tenants,
)

CASES = SAMPLES / "cases"
DAY = date(2026, 11, 30)


def read_case(name: str) -> TenantFile:
    """Read a list as somebody met it."""
    return read_tenants((CASES / name).read_bytes(), file_name=name, today=DAY)


@pytest.mark.parametrize(
    ("name", "surnames", "doubted"),
    [
        ("a05_trailing_cut.csv", "Testman Testman Testman Testman", []),
        ("a06_open_quote.csv", "Adelaar Boomgaard Citroen Duinroos Eikelboom", [3]),
        (
            "a11_open_quotes_in_unread_column.csv",
            "Adelaar Boomgaard Citroen Duinroos Eikelboom Fazant Goudvink Havik",
            [3, 7],
        ),
    ],
)
def test_a_list_as_somebody_met_it_loses_nobody(
    name: str, surnames: str, doubted: list[int]
) -> None:
    file = read_case(name)

    assert [tenant.surname for tenant in file.tenants] == surnames.split()
    assert [row.row for row in file.rows if row.codes] == doubted
    assert file.notices == ([{"code": "quotes_as_text", "lines": doubted}] if doubted else [])


def test_names_in_other_scripts_and_with_a_smiley_are_names() -> None:
    file = read_case("d04_scripts_emoji.csv")

    assert file.summary == {"accepted": 7}
    assert [tenant.surname for tenant in file.tenants][1:4] == ["李", "العربي", "Ильин"]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize(
    "field",
    ["external_id", "surname", "street", "neighbourhood", "email", "do_not_contact"],
)
def test_a_quote_that_opens_in_any_cell_swallows_nobody(
    field: str, delimiter: str, end: str
) -> None:
    lines = lined({}, {field: '"x'}, {}, {field: '"y'}, {}, end=end, delimiter=delimiter)

    file = read("".join(lines).encode())

    assert len(file.rows) == 5
    assert head_of(file)["lines"] == {"total": 6, "of_several": []}
    assert file.notices == [{"code": "quotes_as_text", "lines": [3, 5]}]
    assert [row.codes for row in file.rows[::2]] == [(), (), ()]


@pytest.mark.parametrize("header", ["BSN", "Opmerkingen", "Interne code"])
def test_a_quote_in_a_column_that_is_not_read_swallows_nobody(header: str) -> None:
    lines = lined(*[{}] * 6)
    lines = [line.replace("\r\n", ";x\r\n") for line in lines]
    lines[0] = lines[0].replace(";x", f";{header}")
    lines[2] = lines[2].replace(";x", ';"belt altijd')
    lines[4] = lines[4].replace(";x", ';idem"')

    file = read("".join(lines).encode())

    assert len(file.tenants) == 6


def test_a_quote_that_closes_in_a_shorter_row_swallows_nobody() -> None:
    lines = lined(*[{}] * 3)
    lines[2] = lines[2].rstrip(";\r\n") + ';"let op\r\n'
    lines[3] = lines[3].replace("Mevr.", 'Mevr."').rstrip(";\r\n") + "\r\n"

    file = read("".join(lines).encode())

    assert len(file.rows) == 3
    assert len(file.tenants) >= 2


@pytest.mark.parametrize(
    ("cell", "street"),
    [
        ('"Kwakelpad\r\n(achterom)"', "Kwakelpad (achterom)"),
        ('"Kwakelpad\r\n\r\nachter; links"', "Kwakelpad achter; links"),
        ('"Kwakelpad ""3""\nboven"', 'Kwakelpad "3" boven'),
    ],
)
def test_a_cell_of_several_lines_is_one_row(cell: str, street: str) -> None:
    file = read("".join(lined({}, {"street": cell}, {})).encode())

    assert [tenant.street for tenant in file.tenants] == ["Kwakelpad", street, "Kwakelpad"]
    (several,) = file.lines.several
    assert several[:2] == [3, 3]
    assert file.lines.total == 4 + several[2] - several[1]


@pytest.mark.parametrize("cell", ['5" Pijp', 'de "lange" Jan', 'Jan ""Sjaak""'])
def test_a_quote_inside_a_cell_is_a_sign_like_any_other(cell: str) -> None:
    file = read("".join(lined({"neighbourhood": cell}, {"neighbourhood": cell}, {})).encode())

    assert [tenant.neighbourhood for tenant in file.tenants] == [cell, cell, "Molenwiek"]
    assert file.summary == {"accepted": 3}


def test_a_quote_with_a_wrong_quote_in_it_is_read_with_a_doubt() -> None:
    data = make_csv({"neighbourhood": "@"}, {}).replace(b'"@"', b'"Buurt "Noord"; oost"')

    file = read(data)

    assert file.rows[0].codes == ("quote_as_text", "wrong_number_of_cells")
    assert len(file.tenants) == 1


def test_rows_that_only_lack_their_last_empty_cells_are_whole() -> None:
    lines = lined({}, {"do_not_contact": "ja"}, {})
    cut = [lines[0], lines[1].rstrip(";\r\n") + "\r\n", lines[2], lines[3].rstrip(";\r\n")]

    file = read("".join(cut).encode())

    assert file.summary == {"accepted": 3}
    assert [tenant.do_not_contact for tenant in file.tenants] == [False, True, False]


def test_a_row_that_is_broken_in_two_is_not_half_a_row() -> None:
    lines = lined({}, {"unit_type": "Woning@", "do_not_contact": "ja"}, {})

    file = read("".join(lines).replace("@", "\r\n").encode())

    assert [row.codes for row in file.rows] == [
        (), ("wrong_number_of_cells",), ("wrong_number_of_cells",), (),
    ]  # fmt: skip


def test_a_second_list_with_other_columns_is_refused_with_its_row() -> None:
    other = ";".join(reversed(HEADERS.values()))
    data = "".join([*lined({}, {}), f"{other}\r\n", "x;y\r\n"]).encode()

    with pytest.raises(FileRefused) as refused:
        read(data)

    assert (refused.value.code, refused.value.most) == ("second_header", 4)


def test_a_second_page_with_the_same_columns_goes_on() -> None:
    header, *rows = lined({}, {})
    again = header.replace("Rol", "Pagina 2")

    file = read("".join([header, rows[0], again, rows[1]]).encode())

    assert file.summary == {"accepted": 2, "skipped": 1}


def test_rows_above_the_header_are_told_of() -> None:
    data = b"T9;C9;Huurder;Mevr.;A.;;Bos\r\n" + make_csv({})

    assert read(data).notices == [{"code": "above_header", "count": 1}]


def covering(file: TenantFile, line: int) -> Draft | None:
    """Find the row of a file that a line belongs to; of the header and what is above it none."""
    row = line
    for place, first, last in file.lines.several:
        if last < line:
            row -= last - first
        elif first <= line:
            row = place
    found = [draft for draft in file.rows if draft.row == row]
    return found[0] if found else None


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, dict[int, str]]:
    """Make a list with whatever goes wrong in lists, and say on which lines whose number stands."""
    end = draw(st.sampled_from(["\r\n", "\n", "\r"]))
    delimiter = draw(st.sampled_from([";", ",", "\t", "|"]))
    quoted = draw(st.booleans())
    header, *rows = make_rows(*[{}] * draw(st.integers(1, 8)))
    remark = draw(st.sampled_from(["Opmerkingen", "BSN", "Interne code"]))
    lines: list[str] = [f"Lijst van huurders{end}"] * draw(st.integers(0, 2))
    wrap = (lambda cell: f'"{cell}"') if quoted else str
    lines.append(delimiter.join(map(wrap, [*header, remark])) + end)
    people: dict[int, str] = {}
    for row in rows:
        cells = [wrap(cell) for cell in [*row, draw(st.sampled_from(["", "x", "let op"]))]]
        kind = draw(st.sampled_from(["plain", "plain", "open", "several", "close", "cut"]))
        place = draw(st.integers(1, len(cells) - 1))
        if kind == "open":
            cells[place] = '"' + cells[place]
        elif kind == "close":
            cells[place] += '"'
        elif kind == "several":
            cells[-1] = f'"een{end}twee{delimiter} drie{end}"'
        line = delimiter.join(cells)
        lines.append((line.rstrip(delimiter) if kind == "cut" else line) + end)
        people["".join(lines[:-1]).count(end) + 1] = row[0]
        lines += draw(st.sampled_from([[], [], [end], [f"Pagina 1{end}"], [lines[-1]]]))
    return "".join(lines), people


@settings(max_examples=tries(400), deadline=None)
@given(texts(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
def test_every_line_of_any_list_belongs_to_a_row_that_says_what_became_of_it(
    made: tuple[str, dict[int, str]], encoding: str
) -> None:
    text, people = made
    try:
        file = read(text.encode(encoding))
    except (FileRefused, NeedsMapping):
        assume(False)
        return

    physical = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)", text)
    extra = sum(last - first for _, first, last in file.lines.several)
    assert file.lines.total == len(physical)
    assert file.columns.header_row + len(file.rows) + extra == len(physical)
    for line, number in people.items():
        row = covering(file, line)
        assert row
        assert row.outcome is Outcome.REJECTED or row.external_id == number, (line, row)


def test_the_report_says_of_a_text_how_many_lines_it_has_and_of_a_workbook_its_sheets() -> None:
    of_text: dict[str, Any] = head_of(read(make_csv({})))
    of_workbook = head_of(read_case("b11_two_sheets_with_tenants.xlsx"))

    assert of_text["lines"] == {"total": 2, "of_several": []}
    assert of_workbook["sheets"] == [
        {"name": "Blad1", "rows": 6, "read": True},
        {"name": "Zuid", "rows": 4, "read": False},
    ]
