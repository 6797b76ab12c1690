"""Rows together: co-tenants, moves, second homes, and people who stand there twice."""

from itertools import permutations

import pytest

from tests.formats.tenant_cases import make_csv, read, read_rows
from visits.domain.name import Person
from visits.formats.tenant import Outcome

KOK = {"role": "MDH", "contract_no": "C1", "surname": "Kok", "initials": "J."}
ANOTHER_HOME = {"street": "Weg", "house_number": "99", "contract_no": "C9"}


def test_the_row_of_a_co_tenant_joins_by_contract_and_changes_no_dates() -> None:
    file = read(make_csv({**KOK, "tenancy_start": "01-01-1960"}, {"contract_no": "C1"}))

    (tenant,) = file.tenants
    assert tenant.co_tenant == Person("mw", "J.", None, "Kok")
    assert tenant.tenant_since.year == 1971
    assert file.rows[0].codes == ("co_tenant_merged",)
    assert file.rows[0].external_id == tenant.external_id == "T2"


@pytest.mark.parametrize("role", ["MDH - Medehuurder", "MDH (medehuurder)", "MDH Medehuurder"])
def test_a_role_may_be_a_code_with_its_words(role: str) -> None:
    rows = read_rows({}, {**KOK, "role": role})

    assert rows[1].codes == ("co_tenant_merged",)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"postcode": "1"},  # whatever else is wrong with the row
        {"surname": "<b>"},
    ],
)
def test_whoever_of_a_household_wants_to_be_left_alone_speaks_for_both(
    change: dict[str, str],
) -> None:
    file = read(make_csv({}, {**KOK, **change, "do_not_contact": "ja"}))

    assert file.tenants[0].do_not_contact


@pytest.mark.parametrize("other", [{"surname": "Dam"}, {"initials": "P."}])
def test_a_second_co_tenant_is_merged_and_warned_about(other: dict[str, str]) -> None:
    rows = read_rows({}, KOK, {**KOK, **other})

    assert rows[0].codes == ("more_than_one_co_tenant",)
    assert [row.outcome for row in rows[1:]] == [Outcome.MERGED, Outcome.MERGED]


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("J. Kok", ()),
        ("J.P. Kok", ()),  # one has more initials
        ("Kok", ()),
        ("P. Kok", ("more_than_one_co_tenant",)),
    ],
)
def test_a_co_tenant_named_on_both_rows_is_one_person(written: str, codes: tuple[str, ...]) -> None:
    assert read_rows({"co_name": written}, KOK)[0].codes == codes


def test_the_row_of_a_co_tenant_names_the_one_who_was_unnamed() -> None:
    rows = read_rows({"co_name": "ja"}, KOK)

    assert rows[0].codes == ()


@pytest.mark.parametrize(
    "main",
    [
        {"contract_no": "C7"},  # another contract
        {"deceased_on": "ja"},  # the lease goes on with the co-tenant
    ],
)
def test_a_co_tenant_without_a_tenant_is_read_as_the_tenant(main: dict[str, str]) -> None:
    rows = read_rows(main, KOK)

    assert (rows[1].outcome, rows[1].codes) == (
        Outcome.ACCEPTED_WARNING,
        ("main_tenant_missing",),
    )


def test_a_co_tenant_with_an_impossible_name_is_rejected() -> None:
    assert read_rows({}, {**KOK, "surname": "<b>"})[1].codes == ("invalid_surname",)


def test_an_ended_contract_counts_for_the_home_of_today() -> None:
    old = {"external_id": "T2", "tenancy_start": "01-07-1969", "tenancy_end": "30-04-2015"}
    file = read(make_csv(old, {"tenancy_start": "01-05-2015"}))

    assert file.rows[0].codes == ("earlier_contract_counted",)
    assert file.tenants[0].tenancy_start.year == 2015
    assert file.tenants[0].tenant_since.year == 1969


@pytest.mark.parametrize(
    "old",
    [
        {"external_id": "T2", "surname": "Kok"},  # somebody else
        {"external_id": "T7"},  # who rents nothing now
        {"external_id": "T2", "tenancy_start": "onbekend"},  # nobody knows since when
    ],
)
def test_an_ended_contract_of_nobody_here_is_skipped(old: dict[str, str]) -> None:
    rows = read_rows({"tenancy_end": "30-04-2015", **old}, {})

    assert (rows[0].outcome, rows[0].codes) == (Outcome.SKIPPED, ("ended",))
    assert rows[1].outcome == Outcome.ACCEPTED


def test_a_garage_older_than_the_home_does_not_count() -> None:
    garage = {"external_id": "T2", "unit_type": "Garage", "tenancy_start": "01-02-1960"}
    file = read(make_csv(garage, {}))

    assert file.tenants[0].tenant_since.year == 1971


def test_of_two_running_homes_the_oldest_stays_with_a_warning() -> None:
    newer = {"tenancy_start": "01-02-2010", "external_id": "T9", **ANOTHER_HOME}
    rows = read_rows(newer, {"external_id": "T9"})

    assert (rows[0].outcome, rows[0].codes) == (Outcome.MERGED, ("several_current_homes",))
    assert (rows[1].outcome, rows[1].codes) == (
        Outcome.ACCEPTED_WARNING,
        ("several_current_homes",),
    )


def test_the_same_row_twice_is_merged_and_a_no_on_either_holds() -> None:
    twice = {"external_id": "T1", "contract_no": "C1", "house_number": "1"}
    file = read(make_csv({}, {**twice, "do_not_contact": "ja"}))

    assert [row.codes for row in file.rows] == [(), ("duplicate_row",)]
    assert file.tenants[0].do_not_contact


def test_one_number_with_two_surnames_is_nobody() -> None:
    rows = read_rows({"external_id": "T1"}, {"external_id": "T1", "surname": "Kok"}, {})

    assert [row.codes for row in rows] == [("conflicting_identity",)] * 2 + [()]


def test_one_name_at_one_address_with_two_numbers_is_perhaps_one_person() -> None:
    home = {"house_number": "7"}

    assert [row.codes for row in read_rows(home, home)] == [("possible_duplicate",)] * 2


@pytest.mark.parametrize("other", [{"house_number": "8"}, {"house_number": "7", "initials": "J."}])
def test_namesakes_are_two_people(other: dict[str, str]) -> None:
    assert [row.codes for row in read_rows({"house_number": "7"}, other)] == [(), ()]


def test_the_order_of_the_rows_does_not_change_who_lives_where() -> None:
    rows = [
        {"external_id": "T1", "contract_no": "C1", "house_number": "1"},
        {**KOK, "external_id": "T2", "house_number": "1"},
        {"external_id": "T1", "tenancy_start": "1960", "tenancy_end": "1970", "house_number": "3"},
        {"external_id": "T1", "tenancy_start": "01-01-2010", **ANOTHER_HOME},
    ]

    found = {read(make_csv(*order)).tenants for order in permutations(rows)}

    assert len(found) == 1


def test_a_no_in_a_row_that_was_rejected_holds_for_the_tenant_with_its_number() -> None:
    no = {"external_id": "T1", "do_not_contact": "ja", "postcode": "fout"}

    file = read(make_csv({"external_id": "T1", "do_not_contact": "nee"}, no))

    assert file.summary == {"accepted": 1, "rejected": 1}
    assert file.tenants[0].do_not_contact


def test_a_co_tenant_without_a_tenant_whose_row_has_a_fault_is_rejected() -> None:
    rows = read_rows({}, {**KOK, "contract_no": "C9", "postcode": "1"})

    assert rows[1].outcome == Outcome.REJECTED
    assert "invalid_postcode" in rows[1].codes
