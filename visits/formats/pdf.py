"""Paper: tagged PDFs (PDF/UA-1), set by typst from the templates in `templates/pdf/`.

A template gets its values as JSON only, so that a name with a `#` in it stays a name.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from visits.domain.text import sound
from visits.formats.templates import TEMPLATES

# How typst says that no font has a character, or that none may.
LACKING = re.compile("PDF/UA-1 error: the text ")
STAND_IN = "□"
# What typst's own fonts have in any case: Latin, and the punctuation of Europe.
ODD = re.compile("[^\n -~\xa0-\u017f\u2010-\u2027\u2030-\u203a€□]")

# The packages whose fonts the templates name; each keeps them in its folder `files`.
FONTS = ("font_source_sans_pro", "font_source_serif_pro")
PAPERS = TEMPLATES / "pdf"


def make_pdf(template: str, values: Mapping[str, Any], *, on: date) -> bytes:
    """Give a page or more of paper: the same values on the same day give the same bytes.

    Values are what JSON can hold; the template reads them as `data`. Characters that typst's own
    fonts do not have are taken from the system's; what those lack too is shown as □.
    typst.TypstError is a fault of the template: a picture without words, a heading too deep
    (PDF/UA-1).
    """
    data = json.dumps(_sound(values), ensure_ascii=False)
    for attempt in (_as_it_is, _with_stand_ins, _in_latin):
        fonts = _fonts(system=attempt is not _as_it_is)
        try:
            return _set(template, attempt(data), fonts, on)
        except typst.TypstError as fault:
            if not LACKING.search(fault.message):
                raise
    raise AssertionError(template)  # Latin is always there


def _as_it_is(data: str) -> str:
    return data


def _with_stand_ins(data: str) -> str:
    """Put a visible stand-in where no font of this machine has the character."""
    lacking = (ord(char) for char in set(ODD.findall(data)) if not _is_there(char))
    return data.translate(dict.fromkeys(lacking, STAND_IN))


def _in_latin(data: str) -> str:
    """Put a stand-in wherever a character might be lacking beside others."""
    return ODD.sub(STAND_IN, data)


def _set(template: str, data: str, fonts: typst.Fonts, on: date) -> bytes:
    made = typst.compile(
        PAPERS / f"{template}.typ",
        root=PAPERS,
        font_paths=fonts,
        format="pdf",
        sys_inputs={"data": data, "on": on.isoformat()},
        pdf_standards="ua-1",
        timestamp=int(datetime(on.year, on.month, on.day, tzinfo=UTC).timestamp()),
    )
    assert isinstance(made, bytes)  # noqa: S101 - one output is bytes; more would be a list
    return made


def _sound(value: Any) -> Any:
    """Return a value with every text in it made plain."""
    if isinstance(value, str):
        return sound(value)
    if isinstance(value, Mapping):
        return {key: _sound(part) for key, part in value.items()}
    return [_sound(part) for part in value] if isinstance(value, Sequence) else value


@cache
def _is_there(char: str) -> bool:
    """Say whether some font of this machine has a character."""
    try:
        _set("probe", json.dumps(char), _fonts(system=True), date.min)
    except typst.TypstError:
        return False
    return True


@cache
def _fonts(*, system: bool = False) -> typst.Fonts:
    """Give our fonts and those that typst carries: paper looks alike on every machine."""
    ours = [str(files(package) / "files") for package in FONTS]
    return typst.Fonts(include_system_fonts=system, font_paths=ours)
