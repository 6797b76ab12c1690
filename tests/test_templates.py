"""Every template compiles; every page has a title; no page carries style or script."""

import re
from pathlib import Path

import pytest
from flask import Flask

FOLDER = Path(__file__).parents[1] / "templates"
PAGES = sorted(
    path.relative_to(FOLDER).as_posix()
    for path in FOLDER.rglob("*.html")
    if not path.name.startswith("_") and path.parent.name != "parts" and path.name != "base.html"
)
BARE = re.compile(r">\s*[A-Za-z][a-z]{3,}[^<>{}]*<")


def test_every_template_compiles_and_pages_have_a_title(app: Flask) -> None:
    for name in PAGES:
        assert "title" in app.jinja_env.get_template(name).blocks, name


@pytest.mark.parametrize("name", PAGES)
def test_a_page_carries_no_style_and_no_script_of_its_own(name: str) -> None:
    text = (FOLDER / name).read_text()

    assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*src=)", text)
    assert "|safe" not in text


@pytest.mark.parametrize("name", PAGES)
def test_every_sentence_of_a_page_goes_through_gettext(name: str) -> None:
    text = re.sub(r"{[%#{].*?[%#}]}", "", (FOLDER / name).read_text(), flags=re.DOTALL)

    assert not BARE.findall(text)
