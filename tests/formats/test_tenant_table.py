"""Files as they come: encodings, delimiters, and what is no list at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import floors, tries
from tests.formats.tenant_cases import (
    HEADERS,
    SAMPLES,
    make_csv,
    make_rows,
    make_sheet,
    packed,
    read,
    read_anything,
    read_row,
    read_tenant,
    with_sheet,
)
from visits.formats.tenant import (
    FileRefused,
    Limits,
    TenantRecord,
)

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp1252", "cp1252"),  # Excel in Dutch
        ("utf-16", "utf-16"),  # "Unicode-tekst" of Excel, with its mark
        ("utf-16-le", "utf-16-le"),  # without it, every second byte is zero
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_a_text_is_read_in_its_own_encoding(encoding: str, named: str) -> None:
    data = make_csv({"surname": "Çelik"}).decode().encode(encoding)

    file = read(data)

    assert file.table.encoding == named
    assert file.tenants[0].surname == "Çelik"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found_by_the_headers(delimiter: str) -> None:
    file = read(make_csv({"street": "Weg, naast; de | brug"}, delimiter=delimiter))

    assert file.table.delimiter == delimiter
    assert file.tenants[0].street == "Weg, naast; de | brug"


@pytest.mark.parametrize("inside", ["''", "'"])  # doubled, as it should be, or not
def test_a_list_whose_cells_stand_between_apostrophes_is_read_without_them(inside: str) -> None:
    rows = make_rows(
        {"street": "Weg; naast de brug"}, {"prefix": "van 't"}, {"surname": "D'Ancona"}
    )
    quoted = (["'" + cell.replace("'", inside) + "'" for cell in row] for row in rows)

    file = read("\r\n".join(map(";".join, quoted)).encode())

    found = [(tenant.street, tenant.prefix, tenant.surname) for tenant in file.tenants]
    assert found == [
        ("Weg; naast de brug", None, "Bos"),
        ("Kwakelpad", "van 't", "Bos"),
        ("Kwakelpad", None, "D'Ancona"),
    ]


def test_names_that_begin_with_an_apostrophe_make_no_list_between_apostrophes() -> None:
    file = read(make_csv(*[{"street": "'s-Gravenweg", "city": "'t Zand"}] * 3))

    assert {(tenant.street, tenant.city) for tenant in file.tenants} == {
        ("'s-Gravenweg", "'t Zand")
    }


def test_a_line_that_names_the_separator_counts_as_a_row() -> None:
    file = read(b"sep=;\r\n" + make_csv({}))

    assert (file.columns.header_row, file.rows[0].row) == (2, 3)


def test_a_cell_of_two_lines_is_one_record() -> None:
    file = read(make_csv({"street": "Kwakelpad\n(achterom)"}, {}))

    assert [row.row for row in file.rows] == [2, 3]
    assert file.rows[0].codes == ("line_break_removed",)
    assert file.tenants[0].street == "Kwakelpad (achterom)"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf \r\n", "empty_file"),  # a mark and a blank line
        (b"\xff\xfe", "empty_file"),
        (make_sheet([]), "empty_file"),
        (make_csv(), "no_data_rows"),
        (make_csv() + b"Totaal;0\r\nAfgedrukt op 1 mei\r\n;;;\r\n", "no_data_rows"),
        (b"<html><body><table><tr><td>Huurdernummer", "html_not_excel"),  # the old trick of ERPs
        (b'<?xml version="1.0"?>\n<html xmlns="x"><body>', "html_not_excel"),
        (b"<!-- lijst;van;huurders -->\n<table><tr><td>Huurdernummer", "html_not_excel"),
        (b"<script>var a;</script><table>", "html_not_excel"),
        (b"<form><table>", "html_not_excel"),
        (b"<tr><td>Huurdernummer;Naam", "html_not_excel"),
        (b"<font><center>", "html_not_excel"),
        (b"<title>Huurders</title>", "html_not_excel"),
        (b"<h1>Huurders</h1>", "html_not_excel"),
        (b"MIME-Version: 1.0\nContent-Type: text/html\n\n<html>", "html_not_excel"),
        # SpreadsheetML: a workbook of Excel 2003 as XML.
        (b'<?xml version="1.0"?>\n<?mso-application?>\n<Workbook>', "not_an_excel_file"),
        ("\ufeff\r\n<!DOCTYPE HTML>".encode("utf-16-le"), "html_not_excel"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "password_protected"),
        (COMPOUND + bytes(600), "not_an_excel_file"),  # Word of before 2007, say
        (b"%PDF-1.7\n", "binary_content"),
        (b"\x89PNG\r\n\x1a\n", "binary_content"),
        (b"Huurdernummer;Naam\n1;B\0s\n", "binary_content"),  # a zero byte is in no text
        (bytes(range(256)) * 4, "binary_content"),
        (b"PK\x03\x04 and no more", "not_an_excel_file"),
        (packed({"word/document.xml": b"<w/>"}), "not_an_excel_file"),
        (with_sheet(b"<worksheet><sheetData><row><c>"), "not_an_excel_file"),  # cut off
        ((SAMPLES / "clean.xlsx").read_bytes()[:20_000], "not_an_excel_file"),
        (packed({"xl/workbook.xml": bytes(60_000_000)}), "decompression_ratio"),  # a bomb
        (b'Huurdernummer;Naam\n"' + b"x" * 200_000, "too_large"),  # a quote without an end
        (b" " * (25 * 1024 * 1024 + 1), "too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_list_of_tenants_is_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read(data)

    assert refused.value.code == code


@pytest.mark.parametrize(
    "limits",
    [Limits(size=100), Limits(rows=2), Limits(columns=5), Limits(area=20)],
    ids=["bytes", "rows", "columns", "rectangle"],
)
def test_a_file_over_a_limit_is_too_large(limits: Limits) -> None:
    with pytest.raises(FileRefused, match="too_large"):
        read(make_sheet(make_rows({}, {}, {})), limits)


def test_blank_rows_beyond_the_limit_are_let_be() -> None:
    file = read(make_csv({}, {}) + b";;;\r\n" * 50, Limits(rows=3))

    assert file.summary == {"accepted": 2, "skipped": 1}


def test_a_cell_too_long_to_be_anything_rejects_its_row_only() -> None:
    file = read(make_csv({"phone": "0" * 10_001}, {}))

    assert [row.codes for row in file.rows] == [("too_long",), ()]


@pytest.mark.parametrize(
    ("cell", "code", "surname"),
    [
        ("Bak\x07ker", "control_characters_removed", "Bakker"),
        ("\u00c3\u2013zt\u00c3\u00bcrk", "mojibake_repaired", "Öztürk"),  # UTF-8 read as cp1252
        ("Erdo?an", "character_lost", "Erdo?an"),  # nobody can say which
        ("?elik", "character_lost", "?elik"),
        ("van Jos?", "character_lost", "Jos?"),
        ("Bak\r\nker", "line_break_removed", "Bak ker"),
    ],
)
def test_what_was_repaired_in_a_cell_is_said(cell: str, code: str, surname: str) -> None:
    row, tenant = read_row(surname=cell), read_tenant(surname=cell)

    assert row.codes == (code,)
    assert tenant.surname == surname


@pytest.mark.parametrize("cell", ["Bak\u200bker", "\ufeffBakker", "Bakker\u00a0", '="Bakker"'])
def test_what_nobody_sees_goes_without_a_word(cell: str) -> None:
    assert read_row(surname=cell).codes == ()
    assert read_tenant(surname=cell).surname == "Bakker"


@pytest.mark.parametrize(
    "data",
    [
        b"<??>" * 900,
        make_csv({"street": "a 1," * 2400, "house_number": ""}, {}),
        make_csv({"surname": "mr " * 3000, "co_name": "mr. a.b. en " * 800}, {}),
        make_csv({}) + b"1 " * 9000,
    ],
    ids=["tags", "street", "titles", "remark"],
)
def test_a_long_text_is_read_in_no_time(data: bytes) -> None:
    _, work = floors(lambda: read_anything(data))

    assert work < 20  # today the worst takes 2


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_anything(data)


@settings(max_examples=tries(300), deadline=None)
@given(st.dictionaries(st.sampled_from(list(HEADERS)), st.text(max_size=30), max_size=6))
def test_any_cells_give_a_row_one_outcome(change: dict[str, str]) -> None:
    try:
        file = read(make_csv(change, {}).decode("utf-8", "replace").encode())
    except FileRefused:
        return

    accepted = [row for row in file.rows if row.outcome.startswith("accepted")]
    assert len(accepted) == len(file.tenants)
    assert {row.external_id for row in accepted} == {t.external_id for t in file.tenants}
    assert all(isinstance(tenant, TenantRecord) for tenant in file.tenants)


def test_a_file_without_a_tenant_was_converted_on_no_day() -> None:
    assert read(make_csv({"surname": ""})).notices == []
