"""What in a text could tell a reader who said it."""

import pytest

from visits.domain.identify import Sign, signs_in

NAMES = ["Meer", "Çelik", ""]
PLACES = ["Kwakelpad", "Kwakelbuurt", "Overdie", ""]


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("De lift is te klein voor een rollator.", []),
        ("De vorige huurder was aardig.", []),
        ("Zij woont er al lang.", []),
        ("De lift doet het al 3 jaar slecht.", []),  # everybody says that
        ("Mevrouw van der Meer is tevreden.", [Sign.NAME]),
        ("Meer is niet nodig.", [Sign.NAME]),  # only warns; a person looks
        ("De meeropbrengst is klein.", []),  # a name inside a word is none
        ("Celik zei het goed.", [Sign.NAME]),  # accents left out
        ("Op het kwakelpad is het donker.", [Sign.PLACE]),
        ("In OVERDIE is het druk.", [Sign.PLACE]),
        ("De Emmastraat is glad.", [Sign.PLACE]),  # another street than the tenant's own
        ("Op Emmastraat 12 lekt het.", [Sign.PLACE, Sign.NUMBER]),
        ("Het is nummer 14.", [Sign.NUMBER]),
        ("Bel 06-12345678.", [Sign.PHONE]),
        ("Bel 072 555 01 89.", [Sign.PHONE]),
        ("Bel (072) 555 01 89.", [Sign.PHONE]),
        ("Bel +31 6 1234 5678.", [Sign.PHONE]),
        ("Bel 0031612345678.", [Sign.PHONE]),
        ("Op 01-02-2026 was het koud.", [Sign.YEARS]),  # a date is no telephone number
        ("Schrijf naar a.meerman@voorbeeld.nl.", [Sign.EMAIL]),
        ("Daar bij 1823 AB.", [Sign.POSTCODE]),
        ("Daar bij 1823AB.", [Sign.POSTCODE]),
        ("Een man van 82 jaar oud.", [Sign.AGE, Sign.YEARS]),
        ("Een 82-jarige huurder.", [Sign.AGE]),
        ("She is 82 years old.", [Sign.AGE, Sign.YEARS]),
        ("Woont er 43 jaar.", [Sign.YEARS]),
        ("Woont er sinds 1968.", [Sign.YEARS]),
        ("De enige met een tuin.", [Sign.ONLY_ONE]),
        ("De oudste van het portiek.", [Sign.ONLY_ONE]),
        ("The only one with a garden.", [Sign.ONLY_ONE]),
        ("", []),
    ],
)
def test_a_text_is_looked_over_for_signs(text: str, signs: list[Sign]) -> None:
    assert signs_in(text, names=NAMES, places=PLACES) == sorted(signs, key=list(Sign).index)


def test_a_name_of_one_or_two_letters_is_not_sought() -> None:
    assert signs_in("Ik heb de li gezien.", names=["Li"]) == []
