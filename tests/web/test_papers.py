"""Paper: whatever a form or a list accepted can be printed, and nothing is lost without a sign."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask

from tests.client import PageClient
from tests.factories import Cast, set_up
from tests.services.board.said import two_years
from tests.web import journey
from tests.web.journey import on, words
from visits.formats import pdf
from visits.models import db

READ_ON = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
OF_A_VISIT = ("kaart.pdf", "brieven/confirmation.pdf")
OF_A_MONTH = ("/gesprekskaarten/kaarten.pdf", "/hoe-wij-loten/controle.pdf")
OF_THE_BOARD = (
    "/rapporten/op-de-koffie/2026-Q4/voorbeeld.pdf",
    "/rapporten/jaarbeeld/2026/voorbeeld.pdf",
    "/rapporten/u-zei-wij-deden/2026/voorbeeld.pdf",
)
# What people paste: pictures, names from elsewhere, Word's bullets and line ends, a long breath.
PASTED = [
    "👍 Fijne straat, 李 en ณ op de hoek, العربي, नमस्ते 1️⃣ 👨‍👩‍👧 e\u0301\u0300\u20e3",
    "\uf0b7 lek\u2028\uf0a7 tocht\x0b",
    "Eerst\n\n- een lijst\n- na een lege regel\n\n# \n\n- \n\n\t\n\n## x",
    "\x00\x07\ud800\ufffe\U000f0000",
]
LONG = "Trots op de straat. " * 500 + "a" * 1000
# Words that the templates compare, and no text.
CODES = {"lang", "kind", "logo"}

Papers = dict[str, Any]


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> Papers:
    """What each kind of paper was given to print; the papers themselves are not set."""
    seen: Papers = {}

    def note(template: str, data: str, *_more: Any) -> bytes:
        seen.setdefault(template, json.loads(data))
        return b"%PDF"

    monkeypatch.setattr(pdf, "_set", note)
    return seen


@pytest.fixture
def of_a_month(
    app: Flask, client: PageClient, cast: Cast, papers: Papers, monkeypatch: pytest.MonkeyPatch
) -> Papers:
    """What the papers of a month print: of its visit and its draw."""
    visit_id = journey.held_visit(client, app, cast)
    fetch(client, *(f"/bezoeken/{visit_id}/{name}" for name in OF_A_VISIT), *OF_A_MONTH)
    monkeypatch.undo()
    return papers


@pytest.fixture
def of_the_board(
    app: Flask, client: PageClient, cast: Cast, papers: Papers, monkeypatch: pytest.MonkeyPatch
) -> Papers:
    """What the papers of the board print, after two years in which much was said."""
    with app.app_context():
        set_up(db.session())
        two_years(db.session())
        db.session.commit()
    with on(READ_ON):
        client.sign_in(cast.director)
        fetch(client, *OF_THE_BOARD)
    monkeypatch.undo()
    return papers


def fetch(client: PageClient, *papers: str) -> None:
    """Look at some papers."""
    for paper in papers:
        assert client.get(paper).status_code == 200, paper


def put(value: Any, text: str, *, often: bool = True) -> Any:
    """Write a text into every place of a paper that holds one, or only once into each list."""
    if isinstance(value, str):
        return text
    if isinstance(value, dict):
        return {
            key: part if key in CODES else put(part, text, often=often)
            for key, part in value.items()
        }
    if isinstance(value, list) and value:
        rest = [put(one, text) if often else one for one in value[1:]]
        return [put(value[0], text, often=often), *rest]
    return value


def print_all(papers: Papers, texts: Sequence[str], *, often: bool = True) -> None:
    """Print every paper with each text in every place, and find it there."""
    for template, values in papers.items():
        for text in texts:
            printed = put(values, f"Huis {text}", often=often)

            made = pdf.make_pdf(template, printed, on=date(2026, 12, 1))

            assert "Huis" in words(made), (template, text[:20])


def test_every_text_that_was_pasted_is_printed_on_the_papers_of_a_month(
    of_a_month: Papers,
) -> None:
    assert set(of_a_month) == {"letter", "visit_card", "cards", "statement"}
    print_all(of_a_month, PASTED)


def test_every_text_that_was_pasted_is_printed_on_the_papers_of_the_board(
    of_the_board: Papers,
) -> None:
    assert set(of_the_board) == {"report"}
    print_all(of_the_board, PASTED)


@pytest.mark.thorough
def test_a_paragraph_of_ten_thousand_characters_is_printed_on_every_paper(
    of_a_month: Papers,
) -> None:
    print_all(of_a_month, [LONG], often=False)


def test_what_no_font_has_is_a_box_and_words_bullets_are_those_of_the_board(
    of_a_month: Papers,
) -> None:
    values = put(of_a_month["statement"], "Mevrouw \U000f1234 belt\u2028\uf0b7 lek")

    made = words(pdf.make_pdf("statement", values, on=date(2026, 12, 1)))

    assert "Mevrouw □ belt" in made
    assert "• lek" in made
