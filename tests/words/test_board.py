"""The figures of the board in sentences: as much as they say, and no more."""

from collections.abc import Iterator

import pytest
from flask import Flask

from visits.domain.board import Cell
from visits.services.board.kept import KeptPage
from visits.words import board


@pytest.fixture(autouse=True)
def _dutch(app: Flask) -> Iterator[None]:
    """Speak the language of the app."""
    with app.test_request_context():
        yield


def promised(made: int, answered: int, **fields: object) -> KeptPage:
    """Give what became of some promises of three visits."""
    known: dict[str, object] = {
        "period": "2026", "year": "2026", "closed": True, "years": ["2026"], "visits": 3,
        "made": made, "answered": answered, "in_time": 0, "words": {}, "late": 0,
        "median_days": None, "oldest_open": None, "promises": [], "smallest_group": 3,
        "since": "2026-Q1", "until": "2026-Q4",
    }  # fmt: skip
    return KeptPage(**(known | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "answered", "said"),
    [
        (4, 4, "Op alles kreeg de huurder antwoord."),
        (4, 3, "Op drie kreeg de huurder antwoord."),  # one tenant still waits
        (4, 1, "Op één kreeg de huurder antwoord."),
        (4, 0, "Nog geen huurder kreeg antwoord."),
    ],
)
def test_all_are_answered_only_when_every_promise_was(made: int, answered: int, said: str) -> None:
    assert board.answered_sentence(promised(made, answered)) == said


def test_promises_of_too_few_visits_are_not_told_of() -> None:
    (said,) = board.promise_sentences(promised(4, 4, visits=2))

    assert said == "Er zijn nog te weinig beloften om over te vertellen."


def test_how_long_answers_took_is_told_when_enough_had_one() -> None:
    without, known = promised(4, 3), promised(4, 3, median_days=12)

    assert not [one for one in board.promise_sentences(without) if "dagen" in one]
    assert [one for one in board.promise_sentences(known) if "12\u00a0dagen" in one]


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2026-Q1", "2026-Q4", False),  # the whole year speaks for itself
        ("2026-Q1", "2026-Q3", True),
        ("2025-Q4", "2026-Q4", True),
    ],
)
def test_promises_of_more_or_less_than_their_year_say_so(
    since: str, until: str, said: bool
) -> None:
    told = board.promise_sentences(promised(4, 3, since=since, until=until))

    assert bool([one for one in told if "tot en met" in one]) is said


def test_the_oldest_open_promise_is_named_while_there_is_one() -> None:
    told = board.promise_sentences(promised(4, 3, oldest_open="2026-Q2"))

    assert "tweede kwartaal" in told[-1]


@pytest.mark.parametrize(
    ("cell", "said", "seen"),
    [
        (Cell(None), "te weinig om te tonen", "te weinig om te tonen"),
        (Cell(0), "niet genoemd", "nog niet bezocht"),
        (Cell(4), 4, 4),
    ],
)
def test_a_count_that_is_hidden_is_no_nought(cell: Cell, said: object, seen: object) -> None:
    assert (board.shown(cell), board.visited(cell)) == (said, seen)
