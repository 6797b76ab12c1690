"""Addresses: where a home is, and when nobody can visit it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.tenant_cases import read_row, read_tenant


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("12", "", ""), (12, None, None)),
        (("12A", "", ""), (12, "A", None)),
        (("12 a", "", ""), (12, "A", None)),
        (("12-2", "", ""), (12, None, "2")),  # the dash is not part of it (BAG)
        (("12/2", "", ""), (12, None, "2")),
        (("12 A 101", "", ""), (12, "A", "101")),
        (("12 hs", "", ""), (12, None, "HS")),
        (("12-II", "", ""), (12, None, "II")),
        (("12,0", "", ""), (12, None, None)),  # a number of Excel
        (("12", "A", ""), (12, "A", None)),
        (("12", "", "A"), (12, "A", None)),  # a letter in the column of the suffix
        (("12", "A", "2"), (12, "A", "2")),
        (("12", "", "-2"), (12, None, "2")),
        (("12A", "A", ""), (12, "A", None)),  # twice
        (("12A", "", "A"), (12, "A", None)),
        (("12-2", "", "2"), (12, None, "2")),
        (("12 A2", "A", "2"), (12, "A", "2")),
        (("12", "", "geen"), (12, None, None)),
        (("12-13", "", ""), (12, None, "13")),  # odd and even: across the street
    ],
)
def test_a_house_number_is_taken_apart(
    cells: tuple[str, str, str], expected: tuple[int, str | None, str | None]
) -> None:
    fields = ("house_number", "house_letter", "house_suffix")

    tenant = read_tenant(**dict(zip(fields, cells, strict=True)))

    assert (tenant.house_number, tenant.house_letter, tenant.house_suffix) == expected


@pytest.mark.parametrize("written", ["12-14", "12 - 14", "12 t/m 14"])
def test_two_numbers_on_one_side_of_the_street_may_be_two_homes(written: str) -> None:
    assert read_row(house_number=written).codes == ("house_number_range",)
    assert read_tenant(house_number=written).house_suffix == "14"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "missing_house_number"),
        ("0", "invalid_house_number"),
        ("-5", "invalid_house_number"),
        ("100000", "invalid_house_number"),
        ("A12", "invalid_house_number"),
        ("12 achterom", "invalid_house_number"),  # a suffix has four characters at most
        ("12-2-3", "invalid_house_number"),
        ("12?", "invalid_house_number"),
        ("²", "invalid_house_number"),  # a digit that is no number
        ("12-feb-26", "house_number_looks_like_date"),
        ("12-feb-2026", "house_number_looks_like_date"),
        ("12-feb", "house_number_looks_like_date"),  # Excel made it of 12-2
        ("feb-12", "house_number_looks_like_date"),
        ("12-2-2026", "house_number_looks_like_date"),
    ],
)
def test_what_is_no_house_number_has_to_be_repaired(written: str, code: str) -> None:
    assert read_row(house_number=written).codes == (code,)


@pytest.mark.parametrize(
    ("cells", "street", "number"),
    [
        (("Kwakelpad 12", ""), "Kwakelpad", 12),
        (("1 Aprilstraat 12", ""), "1 Aprilstraat", 12),
        (("1 Aprilstraat", "12"), "1 Aprilstraat", 12),
        (("Kwakelpad 12", "12"), "Kwakelpad", 12),  # twice
        (("Kwakelpad 12", "12,0"), "Kwakelpad", 12),
        (("Kwakelpad 12", "12-2"), "Kwakelpad", 12),
        (("Kwakelpad 12A", "12A"), "Kwakelpad", 12),
        (("Kwakelpad 12", "122"), "Kwakelpad 12", 122),  # another number
        (("Kwakelpad 2e 12", ""), "Kwakelpad 2e", 12),
        (("Plein 1944 12", ""), "Plein 1944", 12),
        (("Laan '40-'45 12", ""), "Laan '40-'45", 12),
        (("Kwakelpad (achter) 12", ""), "Kwakelpad (achter)", 12),
        (("Plein 1945", "12"), "Plein 1945", 12),  # a year is part of the name
        (("BURGEMEESTER VAN VOORBEELDLAAN", "12"), "Burgemeester Van Voorbeeldlaan", 12),
        (("LAAN VAN DE VREDE", "12"), "Laan van de Vrede", 12),
    ],
)
def test_the_house_number_may_be_behind_the_street(
    cells: tuple[str, str], street: str, number: int
) -> None:
    tenant = read_tenant(street=cells[0], house_number=cells[1])

    assert (tenant.street, tenant.house_number) == (street, number)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("Kwakelpad 12 A 101", "", "", ""), (12, "A", "101")),
        (("Kwakelpad 12 II A", "", "", ""), (12, None, "IIA")),
        (("Kwakelpad 12 t/m 14", "", "", ""), (12, None, "14")),
        (("Kwakelpad 12A", "12", "A", ""), (12, "A", None)),
        (("Kwakelpad 12-2", "12", "", "2"), (12, None, "2")),
    ],
)
def test_an_addition_behind_the_street_belongs_to_the_number(
    cells: tuple[str, ...], expected: tuple[int, str | None, str | None]
) -> None:
    fields = ("street", "house_number", "house_letter", "house_suffix")

    tenant = read_tenant(**dict(zip(fields, cells, strict=True)))

    assert tenant.street == "Kwakelpad"
    assert (tenant.house_number, tenant.house_letter, tenant.house_suffix) == expected


@pytest.mark.parametrize(
    ("street", "code"),
    [
        ("Postbus 123", "po_box_not_visitable"),
        ("P.O. Box 123", "po_box_not_visitable"),
        ("Postbus12", "po_box_not_visitable"),
        ("Post bus 12", "po_box_not_visitable"),
        ("Post-bus 12", "po_box_not_visitable"),
        ("p/a Voorbeeldbewind, Kwakelpad", "care_of_address"),
        ("p / a Bos", "care_of_address"),
        ("p.a. Bos", "care_of_address"),
        ("c.o. Bos", "care_of_address"),
        ("t.a.v. Bos", "care_of_address"),
        ("c/o Bos", "care_of_address"),
        ("", "missing_street"),
    ],
)
def test_where_nobody_lives_nobody_is_visited(street: str, code: str) -> None:
    assert read_row(street=street).codes == (code,)


@pytest.mark.parametrize("street", ["Postbusweg", "P.A. Bosstraat"])
def test_a_street_may_sound_like_a_post_office(street: str) -> None:
    assert read_row(street=street).outcome == "accepted"


@pytest.mark.parametrize("written", ["1823AB", "1823 ab", " 1823  AB ", "1823-AB", "NL-1823 AB"])
def test_a_postcode_is_written_in_one_way(written: str) -> None:
    assert read_tenant(postcode=written).postcode == "1823 AB"


@given(st.integers(1000, 9999), st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2))
def test_every_postcode_is_allowed_but_for_three_pairs_of_letters(
    number: int, letters: str
) -> None:
    allowed = letters not in {"SA", "SD", "SS"}

    codes = read_row(postcode=f"{number}{letters}").codes

    assert codes == (() if allowed else ("invalid_postcode",))


@pytest.mark.parametrize("written", ["1823", "0823 AB", "182O AB", "1823 ABC", "D-1823AB"])
def test_what_is_no_postcode_has_to_be_repaired(written: str) -> None:
    assert read_row(postcode=written).codes == ("invalid_postcode",)


@pytest.mark.parametrize(
    ("written", "city"),
    [
        ("SINT PANCRAS", "Sint Pancras"),
        ("IJMUIDEN", "IJmuiden"),
        ("St. Pancras", "St. Pancras"),  # kept
        ("'S-GRAVENHAGE", "'s-Gravenhage"),
        ("CAPELLE AAN DEN IJSSEL", "Capelle aan den IJssel"),
        ("den haag", "Den Haag"),
    ],
)
def test_a_city_gets_its_capitals(written: str, city: str) -> None:
    assert read_tenant(city=written).city == city


@pytest.mark.parametrize(
    ("written", "district"),
    [
        ("03 - Oudorp", "Oudorp"),
        ("03-Oudorp", "Oudorp"),
        ("OUDORP", "Oudorp"),
        ("Wijk 3", "Wijk 3"),
        # A number elsewhere is part of the name.
        ("Plan 2000 - Zuid", "Plan 2000 - Zuid"),
        ("Wijk 12: Oost", "Wijk 12: Oost"),
        ("B3 - Noord", "B3 - Noord"),
        ("Oost (fase 2) A", "Oost (fase 2) A"),
        ("Sector 4.b", "Sector 4.b"),
    ],
)
def test_a_district_has_a_name_and_no_code(written: str, district: str) -> None:
    assert read_tenant(district=written).district == district


def test_a_neighbourhood_keeps_the_number_in_its_name() -> None:
    assert read_tenant(neighbourhood="Buurt 3 - West").neighbourhood == "Buurt 3 - West"
    assert read_tenant(neighbourhood="0301 - West").neighbourhood == "West"


def test_all_that_is_wrong_with_an_address_is_said_at_once() -> None:
    row = read_row(street="", postcode="", city="", house_number="0")

    assert row.codes == (
        "invalid_house_number",
        "missing_city",
        "missing_postcode",
        "missing_street",
    )


def test_a_formula_is_no_place() -> None:
    assert read_row(city="=1+1").codes == ("suspicious_formula",)
    assert read_row(city="A" * 81).codes == ("too_long",)


def test_a_home_without_a_district_is_accepted_with_a_warning() -> None:
    assert read_row(district="").codes == ("missing_district",)
    assert read_tenant(district="").district is None


@pytest.mark.parametrize(
    ("field", "longest"), [("street", 120), ("city", 80), ("district", 80), ("neighbourhood", 80)]
)
def test_the_name_of_a_place_is_kept_whole_up_to_its_longest(field: str, longest: int) -> None:
    name = "A" + "a" * (longest - 1)

    assert getattr(read_tenant(**{field: name}), field) == name
    assert read_row(**{field: f"{name}a"}).codes == ("too_long",)


@pytest.mark.parametrize("field", ["street", "city", "district", "neighbourhood"])
def test_no_place_begins_as_a_formula_does(field: str) -> None:
    assert "suspicious_formula" in read_row(**{field: "@SUM(A1)"}).codes


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("12-12", ()),  # the same number twice is no row of homes
        ("14-12", ()),  # nor is one that runs back
        ("12-13", ()),
        ("12-14", ("house_number_range",)),
    ],
)
def test_only_two_numbers_upwards_on_one_side_may_be_several_homes(
    written: str, codes: tuple[str, ...]
) -> None:
    assert read_row(house_number=written).codes == codes


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("99999", ()),
        ("1", ()),
        ("1234567", ("invalid_house_number",)),
        ("12 ABCD", ()),
        ("12 ABCDE", ("invalid_house_number",)),
    ],
)
def test_a_house_number_is_sound_to_its_edges(written: str, codes: tuple[str, ...]) -> None:
    assert read_row(house_number=written).codes == codes


def test_a_number_without_a_digit_beside_a_street_with_one_has_to_be_repaired() -> None:
    assert read_row(street="Kwakelpad 12", house_number="A").codes == ("invalid_house_number",)
