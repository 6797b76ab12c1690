"""Every refusal has its sentence, in both languages; none is left over."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from visits.services.refusals import Refusal, Refused
from visits.words.refusals import SENTENCES, sentence

PRODUCT = Path(__file__).parents[2] / "visits"


@pytest.mark.parametrize("refusal", Refusal)
def test_every_refusal_has_its_sentence_in_both_languages(app: Flask, refusal: Refusal) -> None:
    said = {}
    for language in ("en", "nl"):
        with app.test_request_context(), force_locale(language):
            said[language] = sentence(Refused(refusal))

    assert said["en"] == str(SENTENCES[refusal]).replace("%(missing)s", "")
    assert said["nl"] != said["en"]


def test_every_refusal_happens_somewhere() -> None:
    floors = ("services", "web", "cli")
    files = [path for floor in floors for path in (PRODUCT / floor).rglob("*.py")]

    assert {name for path in files for name in refusals_in(path)} == set(Refusal.__members__)


def refusals_in(path: Path) -> Iterator[str]:
    """Give the name of each refusal that stands in a file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Refusal":
            yield node.attr
