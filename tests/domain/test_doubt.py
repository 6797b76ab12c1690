"""What an import changes about a tenant that makes somebody look before they call."""

from types import SimpleNamespace
from typing import Any

import pytest

from visits.domain.doubt import Doubt, doubts_between

KNOWN = {
    "missing_since": None,
    "contract_no": "C1",
    "salutation": "heer",
    "initials": "A.",
    "prefix": "de",
    "surname": "Boer",
    "co_initials": None,
    "co_surname": None,
    "street": "Overdiestraat",
    "house_number": 12,
    "house_letter": None,
    "house_suffix": None,
    "postcode": "1823AB",
    "city": "Alkmaar",
    "phone": "0612345678",
    "district": "Overdie",
}


def tenant(**changes: object) -> Any:
    """Give what is known of a tenant, but for what a test changes."""
    return SimpleNamespace(**KNOWN | changes)


@pytest.mark.parametrize(
    ("name", "value", "doubt"),
    [
        ("contract_no", "C2", Doubt.CONTRACT),  # a widow may have another
        ("salutation", "mw", Doubt.NAME),
        ("initials", "B.", Doubt.NAME),
        ("prefix", None, Doubt.NAME),
        ("surname", "Bakker", Doubt.NAME),
        ("co_initials", "C.", Doubt.NAME),  # somebody came to live there
        ("co_surname", "Bakker", Doubt.NAME),
        ("street", "Kerkstraat", Doubt.ADDRESS),
        ("house_number", 14, Doubt.ADDRESS),
        ("house_letter", "A", Doubt.ADDRESS),
        ("house_suffix", "bis", Doubt.ADDRESS),
        ("postcode", "1824AB", Doubt.ADDRESS),
        ("city", "Heiloo", Doubt.ADDRESS),
    ],
)
def test_another_contract_name_or_address_makes_somebody_look_first(
    name: str, value: object, doubt: Doubt
) -> None:
    assert doubts_between(tenant(), tenant(**{name: value})) == [doubt]


@pytest.mark.parametrize("name", ["phone", "district"])
def test_what_says_nothing_of_who_lives_there_makes_nobody_doubt(name: str) -> None:
    assert doubts_between(tenant(), tenant(**{name: "another"})) == []


def test_all_that_changed_is_told_at_once() -> None:
    moved = tenant(contract_no="C2", surname="Bakker", postcode="1824AB")

    assert doubts_between(tenant(), moved) == [Doubt.CONTRACT, Doubt.NAME, Doubt.ADDRESS]


def test_of_who_is_gone_nothing_else_matters() -> None:
    gone = tenant(missing_since="2026-11-01", surname="Bakker")

    assert doubts_between(tenant(), gone) == [Doubt.GONE]
