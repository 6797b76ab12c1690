"""Words as they are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visits.domain.search import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Çelik, 12-A", "celik 12 a"),
        ("  Van  der\tMeer ", "van der meer"),
        ("Ünal", "unal"),
        ("U\u0308nal", "unal"),  # the same letter in two characters
        ("Øster Æble", "oster aeble"),  # letters that no accent can be taken from
        ("Straße", "strasse"),
        ("IJsselstraat", "ijsselstraat"),
        ("ĳsselstraat", "ijsselstraat"),  # one character for ij
        ("Iğdır", "igdir"),
        ("’t Hart", "t hart"),
        ("1823 AB", "1823 ab"),
        ("%_*", ""),  # signs are never sought
    ],
)
def test_a_word_is_found_however_it_is_written(text: str, expected: str) -> None:
    assert plain(text) == expected


@given(st.text(max_size=40))
def test_a_plain_text_stays_as_it_is(text: str) -> None:
    once = plain(text)

    assert plain(once) == once
    assert once.isascii()
