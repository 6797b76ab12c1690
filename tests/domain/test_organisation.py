"""What an association chooses: which hosts it trusts, and what its letters cannot do without."""

from dataclasses import replace
from typing import Any

import pytest

from visits.domain.organisation import (
    LETTER_NEEDS,
    Organisation,
    choices,
    listed_hosts,
    missing_for_letters,
)

NAMES: dict[str, Any] = dict.fromkeys(LETTER_NEEDS, "filled in")
FILLED = Organisation(**NAMES)


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("", []),
        ("  \n", []),
        ("cal.example", ["cal.example"]),
        ("Cal.Example, mail.example", ["cal.example", "mail.example"]),  # in small letters
        ("one.example;two.example\nthree.example", ["one.example", "two.example", "three.example"]),
        ("  two.example ,one.example  ", ["two.example", "one.example"]),  # as they were written
        ("cal.example CAL.EXAMPLE", ["cal.example"]),  # each once
    ],
)
def test_hosts_are_read_as_people_write_them(text: str, hosts: list[str]) -> None:
    assert listed_hosts(text) == hosts


@pytest.mark.parametrize(
    "choice",
    [
        "name",
        "place",
        "sender_address",
        "phone",
        "phone_hours",
        "director_name",
        "director_title",
        "assistant_name",
        "privacy_url",
        "privacy_address",
    ],
)
def test_a_letter_misses_each_name_that_it_prints(choice: str) -> None:
    nothing: dict[str, Any] = {choice: ""}

    assert missing_for_letters(replace(FILLED, **nothing)) == [choice]


def test_a_letter_misses_nothing_when_its_names_are_filled_in() -> None:
    assert missing_for_letters(FILLED) == []


def test_a_new_association_cannot_send_a_letter_yet() -> None:
    assert missing_for_letters(Organisation()) == list(LETTER_NEEDS)


def test_each_choice_is_a_text_a_number_or_a_yes() -> None:
    kinds = choices()

    assert kinds["name"] is str
    assert kinds["minimum_years"] is int
    assert kinds["assistant_releases"] is bool
    assert set(kinds.values()) == {str, int, bool}


def test_a_new_association_tells_as_little_as_it_can() -> None:
    new = Organisation()

    # A calendar that others may subscribe to says nothing of a visit, and only the director
    # lets words out; the public hears of larger groups than the board.
    assert new.feed_shows == "nothing"
    assert not new.assistant_releases
    assert new.public_group > new.smallest_group


@pytest.mark.parametrize(
    ("choice", "agreed"),
    [
        ("minimum_years", 25),  # who rents that long is drawn among
        ("smallest_group", 3),  # so many visits stand behind a word for the board
        ("public_group", 5),  # and behind one for tenants
        ("import_days", 35),  # a month draws from a list no older than that
        ("promise_brake", 10),  # nor with more promises than that open
        ("erase_days", 30),  # who was never drawn and is gone is forgotten then
        ("declined_months", 0),  # a no is final
    ],
)
def test_a_new_association_begins_with_what_was_agreed(choice: str, agreed: int) -> None:
    assert getattr(Organisation(), choice) == agreed
