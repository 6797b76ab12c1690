"""What a row is: no data, nobody to visit, or something to repair; the first reason counts."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.tenant_cases import (
    make_csv,
    make_rows,
    make_workbook,
    read,
    read_row,
    read_rows,
    read_tenant,
)
from visits.formats.tenant import Outcome
from visits.formats.tenant.number import looks_like_bsn

FOLLOWED = make_csv({})


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (";;;", "blank_row"),
        ("", "blank_row"),
        (" ; ;\u00a0", "blank_row"),
        (FOLLOWED.decode().split("\r\n")[0], "repeated_header"),
        ("Huurdernummer;Contractnummer", "repeated_header"),  # as far as it goes
        ("Totaal;258", "total_row"),
        ("Subtotaal;;;12", "total_row"),
        ("Totaal;4;4;4;4;4;4;4;4;4;4;4;4;4;4", "total_row"),  # a count in every column
        ("Generaal totaal;4", "total_row"),
        ("Grand total;4", "total_row"),
        ("\x1a", "blank_row"),  # the end of a file of DOS
        ("Vertrouwelijk", "footer_row"),
        ("===", "footer_row"),
        ("www.example.org", "footer_row"),
        ("15-01-2026", "footer_row"),
        ("Pagina;1;van;3", "footer_row"),
        ("Afgedrukt op 15-01-2026 door jvoorbeeld", "footer_row"),
        (";Pagina 1 van 3", "footer_row"),
        ("Afgedrukt op;15-01-2026", "footer_row"),
    ],
)
def test_a_row_that_is_no_data_is_skipped(line: str, code: str) -> None:
    last = read(FOLLOWED + line.encode() + b"\r\n").rows[-1]

    assert (last.outcome, last.codes, last.external_id) == (Outcome.SKIPPED, (code,), None)


@pytest.mark.parametrize("cells", ["T9", "T9;C9;", "T9" + ";" * 27 + ";;extra"])
def test_a_row_with_another_number_of_cells_is_rejected(cells: str) -> None:
    last = read(FOLLOWED + cells.encode() + b"\r\n").rows[-1]

    assert last.codes == ("wrong_number_of_cells",)


def test_empty_cells_beyond_the_header_are_ignored() -> None:
    data = make_csv({}).replace(b'""\r\n', b'"";;;\r\n')

    assert read(data).summary == {"accepted": 1}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"role": "Medebewoner"}, "not_a_tenant"),  # not a co-tenant
        ({"role": "Wettelijk bewindvoerder"}, "not_a_tenant"),
        ({"role": "CUR"}, "not_a_tenant"),
        ({"surname": "Erven J. Bakker", "initials": ""}, "heirs"),
        ({"role": "Contact-persoon"}, "not_a_tenant"),
        ({"role": "Contactpersonen"}, "not_a_tenant"),
        ({"role": "Bewoners"}, "not_a_tenant"),
        ({"role": "Bewindv."}, "not_a_tenant"),
        ({"role": "Mentor"}, "not_a_tenant"),
        ({"surname": "De erven van mevr. Smit"}, "heirs"),
        ({"surname": "Mevr. Erven Bos"}, "heirs"),
        ({"surname": "Bos, erven van"}, "heirs"),
        ({"surname": "Bos (erven)"}, "heirs"),
        ({"surname": "Bos erven"}, "heirs"),
        ({"surname": "Erven: Bos"}, "heirs"),
        ({"surname": "Erven-Bos", "initials": ""}, "heirs"),
        ({"surname": "t.n.v. Erven Bos"}, "heirs"),
        ({"surname": "De gezamenlijke erfgenamen van Bos"}, "heirs"),
        ({"surname": "Erfgenaam van Bos"}, "heirs"),
        ({"initials": "Erven"}, "heirs"),
        ({"salutation": "Erven"}, "heirs"),
        ({"surname": "Bos (overleden)"}, "deceased"),
        ({"surname": "Bos \u2020"}, "deceased"),
        ({"surname": "Wijlen J. Bos"}, "deceased"),
        ({"surname": "V.v.E. De Hoek", "initials": ""}, "not_a_person"),
        ({"surname": "Bos B. V.", "initials": ""}, "not_a_person"),
        ({"surname": "Stichting Voorbeeldzorg"}, "not_a_person"),
        ({"surname": "Beheer", "initials": ""}, "not_a_person"),
        ({"surname": "Beheer", "initials": "n.v.t."}, "not_a_person"),
        ({"surname": "A.B. Beheer", "initials": "", "salutation": ""}, "not_a_person"),
        ({"surname": "Voorbeeld Beheer B.V."}, "not_a_person"),
        ({"surname": "VvE Waagmeesterhof"}, "not_a_person"),
        ({"surname": "Bakker BV"}, "not_a_person"),
        ({"unit_type": "Garage"}, "not_a_dwelling"),
        ({"unit_type": "PAR"}, "not_a_dwelling"),
        ({"unit_type": "Garage bij woning"}, "not_a_dwelling"),  # what comes behind is not it
        ({"unit_type": "Garage flat Zuid"}, "not_a_dwelling"),  # the first word decides
        ({"unit_type": "Parkeerplaats appartementen"}, "not_a_dwelling"),
        ({"unit_type": "Appartementencomplex parkeerplaats"}, "not_a_dwelling"),
        ({"unit_type": "Carport/garage"}, "not_a_dwelling"),  # the first that says something
        ({"unit_type": "Loods / opslag"}, "not_a_dwelling"),
        ({"unit_type": "Parkeren"}, "not_a_dwelling"),
        ({"lease_kind": "Koop"}, "not_a_lease"),
        ({"deceased_on": "12-11-2025"}, "deceased"),
        ({"deceased_on": "ja"}, "deceased"),
        ({"deceased_on": "vorige week"}, "deceased"),  # never invite the dead
    ],
)
def test_who_cannot_be_visited_is_skipped(change: dict[str, str], code: str) -> None:
    assert read_row(**change).codes == (code,)


@pytest.mark.parametrize(
    "change",
    [
        {"role": "Hoofdhuurder"},
        {"unit_type": "Eengezinswoning"},
        {"unit_type": "Bedrijfswoning"},  # the last part of a compound says what it is
        {"unit_type": "Woning met garage"},
        {"unit_type": "Grondgebonden woning"},
        {"unit_type": "Woning boven winkel"},
        {"unit_type": "Duplex woning tuin"},
        {"surname": "van Erven"},  # a surname, as are those below
        {"surname": "Bos-van Erven"},
        {"surname": "Erven, A.M. van"},
        {"surname": "Erven"},  # with initials
        {"surname": "van Wijlen"},
        {"surname": "Null"},  # in the columns of somebody with initials
        {"surname": "Nan"},
        {"surname": "None", "initials": ""},  # or a salutation
        {"surname": "Stichting"},
        {"surname": "BEHEER"},
        {"surname": "Gemeente"},
        {"surname": "Mevr. A.B. Beheer", "initials": "", "salutation": ""},
        {"unit_type": "geen"},
        {"lease_kind": "HUU"},
        {"lease_status": "OPG"},  # the dates decide
        {"lease_status": "LOP - was VOO"},  # the first word does
        {"deceased_on": "01-01-1900"},  # a blank in disguise
        {"deceased_on": "nee"},
    ],
)
def test_who_can_be_visited_is_accepted_without_a_word(change: dict[str, str]) -> None:
    row = read_row(**change)

    assert (row.outcome, row.codes) == (Outcome.ACCEPTED, ())


@pytest.mark.parametrize("unit_type", ["TYPE 7B", "EGW met tuin"])  # it has a garden, it is none
def test_a_kind_of_unit_that_nobody_knows_is_accepted_with_a_warning(unit_type: str) -> None:
    assert read_row(unit_type=unit_type).codes == ("unknown_unit_type",)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        # Nobody has to repair the row of a garage.
        ({"unit_type": "Garage", "surname": "", "postcode": "1"}, "not_a_dwelling"),
        ({"deceased_on": "ja", "tenancy_end": "01-01-1960"}, "deceased"),
        ({"tenancy_end": "01-01-1960", "external_id": ""}, "end_before_start"),
        ({"tenancy_end": "01-01-2020", "external_id": ""}, "ended"),
        ({"external_id": "", "surname": ""}, "missing_external_id"),
        ({"surname": "NULL", "initials": "NULL", "salutation": "NULL"}, "missing_surname"),
        ({"surname": "nan", "initials": "", "salutation": ""}, "missing_surname"),
        ({"surname": "", "tenancy_start": "x"}, "missing_surname"),
        ({"tenancy_start": "x", "postcode": "1"}, "invalid_date"),
        ({"postcode": "1", "email": "x"}, "invalid_postcode"),
    ],
)
def test_the_first_reason_in_the_order_of_the_rules_is_the_one_that_counts(
    change: dict[str, str], code: str
) -> None:
    assert read_row(**change).codes == (code,)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("00100001", "00100001"),  # zeros are kept
        (" 00100001 ", "00100001"),
        ('="00100001"', "00100001"),  # the known trick to keep them
        ("'00100001", "00100001"),
        ("100001,0", "100001"),
        ("H-12/b", "H-12/b"),
    ],
)
def test_a_number_loses_what_a_spreadsheet_added(written: str, number: str) -> None:
    assert read_tenant(external_id=written).external_id == number


@pytest.mark.parametrize(
    ("field", "written", "expected"),
    [
        ("surname", "'Bos", "Bos"),
        ("postcode", "'1823 AB", "1823 AB"),
        ("house_number", "'12-2", 12),
        ("tenancy_start", "'01-03-1971", date(1971, 3, 1)),
        ("city", "'s-Gravenhage", "'s-Gravenhage"),  # part of the name
        ("city", "'T ZAND", "'t Zand"),
    ],
)
def test_an_apostrophe_that_only_says_that_a_cell_is_text_goes(
    field: str, written: str, expected: str | int | date
) -> None:
    assert getattr(read_tenant(**{field: written}), field) == expected
    assert read_row(**{field: written}).codes == ()


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "missing_external_id"),
        ("1,00E+05", "id_scientific"),
        ("999985498", "id_looks_like_bsn"),
        ("9999.85.498", "id_looks_like_bsn"),
        ("9999 85 498", "id_looks_like_bsn"),
        ("=1+1", "suspicious_formula"),
        ("x" * 33, "too_long"),
    ],
)
def test_what_is_no_tenant_number_has_to_be_repaired(written: str, code: str) -> None:
    row = read_row(external_id=written)

    assert (row.codes, row.external_id) == ((code,), None)


def test_zeros_come_back_only_when_other_numbers_have_them() -> None:
    with_zeros = read_rows({"external_id": "00100001"}, {"external_id": "100002"})
    without = read_rows({"external_id": "200001"}, {"external_id": "2"})

    assert (with_zeros[1].external_id, with_zeros[1].codes) == ("00100002", ("id_padded",))
    assert (without[1].external_id, without[1].codes) == ("2", ())


@given(st.integers(10_000_000, 99_999_999))
def test_one_last_digit_at_most_makes_a_citizen_service_number(start: int) -> None:
    passing = [digit for digit in range(10) if looks_like_bsn(f"{start}{digit}")]

    assert len(passing) <= 1


@pytest.mark.parametrize(
    ("written", "left_alone", "codes"),
    [
        ("J", True, ()),
        ("x", True, ()),
        ("waar", True, ()),
        ("N", False, ()),
        ("0", False, ()),
        ("", False, ()),
        ("zie dossier", True, ("unclear_flag_treated_as_yes",)),  # the reason is not kept
    ],
)
def test_a_flag_that_is_unclear_is_a_yes(
    written: str, left_alone: bool, codes: tuple[str, ...]
) -> None:
    assert read_tenant(do_not_contact=written).do_not_contact is left_alone
    assert read_row(do_not_contact=written).codes == codes


def test_what_is_doubtful_about_the_dates_of_a_row_is_said_with_it() -> None:
    assert read_row(tenancy_start="1971").codes == ("date_year_only",)


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("Pagina;1;van;3;en;verder", ("wrong_number_of_cells",)),  # more cells than a footer has
        ("T9", ("wrong_number_of_cells",)),  # the number of a tenant
        ("Huurdernummer;C9", ("wrong_number_of_cells",)),  # the header says something else there
    ],
)
def test_a_row_is_a_footer_only_if_it_could_be_nothing_else(
    line: str, codes: tuple[str, ...]
) -> None:
    assert read(FOLLOWED + line.encode() + b"\r\n").rows[-1].codes == codes


def test_a_day_alone_in_a_workbook_says_when_a_list_was_made() -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet("Huurders")
        rows = make_rows({})
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
        as_day = workbook.add_format({"num_format": "dd-mm-yyyy"})
        sheet.write_datetime(len(rows), 0, date(2026, 1, 15), as_day)

    last = read(make_workbook(fill)).rows[-1]

    assert (last.outcome, last.codes) == (Outcome.SKIPPED, ("footer_row",))
