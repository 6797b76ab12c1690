"""Names as a letter, an envelope, a list and a sentence write them."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visits.domain.name import (
    Person,
    address_name,
    full_name,
    greeting,
    initials_of,
    list_name,
    sort_name,
    spoken_name,
)

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "names_tests.json").read_text("utf-8")
)
KINDS = ("full", "address", "greeting", "sort", "list")
MEER = Person("mw", "A.M.", "van der", "Meer")
UNKNOWN = Person(None, None, "de", "Boer")

words = st.text(st.characters(categories=["Lu", "Ll"]), max_size=12).map("B{}".format)
people = st.builds(
    Person,
    st.sampled_from(["mw", "heer", "neutral", None]),
    st.sampled_from(["A.", "IJ.", "Th.", None]),
    st.sampled_from(["van der", "'t", "El", "ij", None]),
    words,
)


def person_of(parts: dict[str, Any]) -> Person:
    """Make a person of the parts in a vector."""
    return Person(*(parts[part] for part in ("salutation", "initials", "prefix", "surname")))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("vector", VECTORS, ids=[str(number) for number in range(len(VECTORS))])
def test_every_vector_is_written_as_it_should(vector: dict[str, Any], kind: str) -> None:
    person = person_of(vector["in"])
    co_tenant = person_of(vector["in"]["co"]) if "co" in vector["in"] else None

    written = {
        "full": full_name(person),
        "address": address_name(person, co_tenant),
        "greeting": greeting(person, co_tenant),
        "sort": sort_name(person),
        "list": list_name(person),
    }

    assert written[kind] == vector.get(kind, written[kind])


@pytest.mark.parametrize(
    ("person", "spoken"),
    [
        (MEER, "mevrouw Van der Meer"),  # no initials, and a capital where the name starts
        (Person("heer", "J.", "de", "Boer"), "de heer De Boer"),
        (Person("heer", "H.", "'t", "Hart"), "de heer 't Hart"),  # stays as it is
        (Person("mw", None, "ij", "Zer"), "mevrouw IJ Zer"),  # IJ is one letter
        (Person(None, "A.M.", "de", "Boer"), "A.M. de Boer"),  # nothing is guessed
        (Person("neutral", "K.", "de", "Boer"), "K. de Boer"),
        (UNKNOWN, "de heer of mevrouw De Boer"),  # no initials either
    ],
)
def test_a_name_is_spoken_as_it_stands_in_a_sentence(person: Person, spoken: str) -> None:
    assert spoken_name(person) == spoken


@pytest.mark.parametrize(
    ("person", "co_tenant", "expected"),
    [
        (UNKNOWN, MEER, "Geachte heer of mevrouw De Boer, geachte mevrouw Van der Meer,"),
        (MEER, UNKNOWN, "Geachte mevrouw Van der Meer, geachte heer of mevrouw De Boer,"),
        # Beside somebody else an unknown person has initials.
        (Person(None, "J.", None, "Bos"), MEER, "Geachte J. Bos, geachte mevrouw Van der Meer,"),
        # Neutral without initials: there is nothing but the name.
        (Person("neutral", None, "de", "Boer"), None, "Geachte De Boer,"),
    ],
)
def test_a_greeting_guesses_nothing_about_either_of_two_people(
    person: Person, co_tenant: Person | None, expected: str
) -> None:
    assert greeting(person, co_tenant) == expected


def test_accents_do_not_move_a_name_to_the_end_of_the_list() -> None:
    people = [Person(None, "P.", None, name) for name in ("Dekker", "Çelik", "Bos")]

    in_order = sorted(people, key=sort_name)

    assert [person.surname for person in in_order] == ["Bos", "Çelik", "Dekker"]


def test_a_list_has_the_core_word_first_with_or_without_initials() -> None:
    assert list_name(UNKNOWN) == "Boer, de"
    assert list_name(Person("mw", None, None, "Bos")) == "Bos"


@given(people, people)
def test_everybody_is_on_the_envelope_and_in_the_greeting(one: Person, other: Person) -> None:
    envelope, letter = address_name(one, other), greeting(one, other)

    for person in (one, other):
        assert person.surname in envelope
        assert person.surname in letter
    assert letter.startswith("Geachte ")
    assert letter.endswith(",")


@pytest.mark.parametrize(
    ("person", "initials"),
    [
        (MEER, "A.M.v.d.M."),
        (UNKNOWN, "d.B."),
        (Person("mw", "E.", None, "Bos"), "E.B."),
    ],
)
def test_initials_tell_who_it_is_to_who_knows_the_tenant(person: Person, initials: str) -> None:
    assert initials_of(person) == initials


def test_a_name_with_accents_stands_beside_the_same_name_without() -> None:
    assert sort_name(Person(None, "P.", None, "Çelik")) == sort_name(
        Person(None, "P.", None, "Celik")
    )


def test_both_letters_of_ij_are_capitals_where_a_name_starts() -> None:
    assert address_name(Person("neutral", None, None, "ijssel")) == "IJssel"
