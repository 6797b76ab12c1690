"""Numbers of tenants and contracts, and the citizen service number, which is never kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.tenant_cases import read_row, read_rows, read_tenant
from visits.formats.tenant.number import looks_like_bsn

# Made up, and they pass the eleven test.
PASSING = ("111222333", "123456782", "999985498", "999990019")


@pytest.mark.parametrize("number", PASSING)
def test_a_citizen_service_number_is_known_by_its_eleven_test(number: str) -> None:
    assert looks_like_bsn(number)


@given(st.sampled_from(PASSING), st.integers(0, 8), st.integers(1, 9))
def test_a_typing_error_in_one_digit_makes_it_another_number(
    number: str, place: int, more: int
) -> None:
    digit = (int(number[place]) + more) % 10

    assert not looks_like_bsn(f"{number[:place]}{digit}{number[place + 1 :]}")


@pytest.mark.parametrize(
    "number", ["12345678", "1234567820", "12345678A", "", "１２３４５６７８２"]
)
def test_what_has_not_nine_digits_is_no_citizen_service_number(number: str) -> None:
    assert not looks_like_bsn(number)


@pytest.mark.parametrize(("field", "longest"), [("external_id", 32), ("contract_no", 40)])
def test_a_number_is_kept_whole_up_to_its_longest(field: str, longest: int) -> None:
    number = "H" * longest

    assert getattr(read_tenant(**{field: number}), field) == number
    assert read_row(**{field: f"{number}H"}).codes == ("too_long",)


@pytest.mark.parametrize("number", ["=1+1", "@1", "+C1"])
def test_a_contract_number_is_no_formula(number: str) -> None:
    assert read_row(contract_no=number).codes == ("suspicious_formula",)


def test_a_sign_of_a_formula_further_on_is_part_of_a_contract_number() -> None:
    assert read_tenant(contract_no="C+1").contract_no == "C+1"


def test_the_width_of_most_numbers_with_zeros_is_that_of_all() -> None:
    rows = read_rows(
        {"external_id": "00100001"},
        {"external_id": "00100002"},
        {"external_id": "0100003"},
        {"external_id": "4"},
    )

    assert [row.external_id for row in rows] == ["00100001", "00100002", "00100003", "00000004"]
