"""Dutch is complete: every sentence of the sources, nothing fuzzy, the same holes."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "visits" / "translations" / "nl" / "LC_MESSAGES"
HOLE = re.compile(r"%\((\w+)\)s")
METHODS = [("visits/**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}


@pytest.fixture(scope="module")
def dutch() -> Catalog:
    """The Dutch catalogue."""
    with (FOLDER / "messages.po").open("rb") as file:
        return read_po(file, locale="nl")


def in_the_sources() -> set[str]:
    """List the sentences of the sources; of a plural its singular."""
    found = extract_from_dir(ROOT, METHODS, keywords=KEYWORDS)
    messages = (message for _, _, message, _, _ in found)
    return {text if isinstance(text, str) else text[0] for text in messages}


def texts(message: Message) -> list[str]:
    """Give every form of a translation."""
    string = message.string
    return list(string) if isinstance(string, list | tuple) else [str(string)]


def test_every_sentence_of_the_sources_is_dutch_too(dutch: Catalog) -> None:
    known = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in dutch
        if message.id and all(texts(message))
    }

    assert not in_the_sources() - known


def test_nothing_in_the_catalogue_is_fuzzy_or_left_over(dutch: Catalog) -> None:
    sources = in_the_sources()
    ids = [m.id if isinstance(m.id, str) else m.id[0] for m in dutch if m.id]

    assert not [message.id for message in dutch if message.id and message.fuzzy]
    assert not set(ids) - sources
    assert not dutch.obsolete


def test_the_holes_are_the_same_in_both_languages(dutch: Catalog) -> None:
    for message in dutch:
        english = message.id if isinstance(message.id, str) else " ".join(message.id)
        wanted = set(HOLE.findall(english))
        for text in texts(message):
            assert set(HOLE.findall(text)) <= wanted, english


def test_the_compiled_catalogue_is_that_of_the_text(dutch: Catalog) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, dutch)

    assert (FOLDER / "messages.mo").read_bytes() == compiled.getvalue()
