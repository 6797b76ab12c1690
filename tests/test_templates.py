"""Every template compiles, reads without scrolling and leaves rules to the services.

Every page has a title, and carries no style and no script.
"""

import re
from enum import Enum
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from visits.models import Base

FOLDER = Path(__file__).parents[1] / "templates"
PAGES = sorted(
    path.relative_to(FOLDER).as_posix()
    for path in FOLDER.rglob("*.html")
    if not path.name.startswith("_") and path.parent.name != "parts" and path.name != "base.html"
)
ALL = sorted(path for path in FOLDER.rglob("*") if path.is_file())
LONGEST = 140
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


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_no_line_of_a_template_is_too_long_to_read(path: Path) -> None:
    lines = path.read_text().splitlines()

    assert not [number for number, line in enumerate(lines, 1) if len(line) > LONGEST]


def closed_lists() -> set[str]:
    """List the columns that hold a word of a closed list: a state, an outcome, a role."""
    columns = [column for mapper in Base.registry.mappers for column in mapper.columns]
    return {column.key for column in columns if issubclass(column.type.python_type, Enum)}


def test_templates_compare_no_state_outcome_or_role_by_themselves(app: Flask) -> None:
    words = closed_lists()

    for path in FOLDER.rglob("*.html"):
        page = app.jinja_env.parse(path.read_text())
        names = {one.name for one in page.find_all(nodes.Name) if one.name[0].isupper()}
        compared = [
            one.attr
            for comparison in page.find_all(nodes.Compare)
            for one in comparison.find_all(nodes.Getattr)
        ]
        assert names <= {"Right"}, path.name
        assert not words.intersection(compared), path.name

    assert {"state", "stage", "progress", "outcome", "channel"} <= words
