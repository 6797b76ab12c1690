"""The seal on the lines of a draw: whatever is changed in one, its code changes with it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from visits.domain.outcome import Entry, Line, detail_code, digest, line_code

NINE = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
LINE = Line(number=7, draw=3, lot=2, entry=Entry.DECLINED, at=NINE, by=5, detail="")
BEFORE = "a" * 64


@pytest.mark.parametrize(
    "changed",
    [
        replace(LINE, number=8),
        replace(LINE, draw=4),
        replace(LINE, lot=1),
        replace(LINE, entry=Entry.NOT_NOW),
        replace(LINE, at=NINE + timedelta(microseconds=1)),
        replace(LINE, by=6),
        replace(LINE, by=None),  # by the app itself
        replace(LINE, detail="b" * 64),
    ],
)
def test_the_code_of_a_line_changes_with_anything_in_it(changed: Line) -> None:
    assert line_code(BEFORE, changed) != line_code(BEFORE, LINE)


def test_the_code_of_a_line_changes_with_the_lines_before_it() -> None:
    assert line_code("b" * 64, LINE) != line_code(BEFORE, LINE)


def test_a_moment_has_one_code_whatever_clock_shows_it() -> None:
    dutch = replace(LINE, at=NINE.astimezone(timezone(timedelta(hours=1))))

    assert line_code(BEFORE, dutch) == line_code(BEFORE, LINE)


def test_a_line_that_was_sealed_long_ago_keeps_its_code() -> None:
    sealed = line_code(BEFORE, LINE)

    # SHA-256 of ["aa..a",7,3,2,"declined","2026-12-01T09:00:00.000000+00:00",5,""] by sha256sum.
    assert sealed == "0434df86723582487999c3ddf81339caf98216c09b77a7669db7a4e162d9b429"


def test_nothing_that_was_written_beside_a_line_has_no_digest() -> None:
    assert detail_code(BEFORE, {}) == ""
    assert detail_code(BEFORE, {"reason": "", "count": None}) == ""


def test_one_word_beside_a_line_is_enough_for_a_digest() -> None:
    assert detail_code(BEFORE, {"reason": "moves", "note": ""}) != ""


def test_the_same_words_beside_two_lines_have_two_digests() -> None:
    words = {"reason": "moves"}

    assert detail_code(BEFORE, words) != detail_code("b" * 64, words)


def test_the_order_in_which_words_came_in_changes_no_digest() -> None:
    assert digest({"one": 1, "two": "é"}) == digest({"two": "é", "one": 1})


def test_other_words_beside_a_line_have_another_digest() -> None:
    assert detail_code(BEFORE, {"reason": "moves"}) != detail_code(BEFORE, {"reason": "ill"})


def test_an_accent_is_sealed_as_it_is_written() -> None:
    # By `printf '"é"' | sha256sum`.
    assert digest("é") == "f2886017e9c7abacf804b54d64787dce2b611c9544ba21f3affdd126a6e50086"
