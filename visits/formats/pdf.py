"""Paper: tagged PDFs (PDF/UA-1), set by typst from the templates in `templates/pdf/`.

A template gets its values as JSON only, so that a name with a `#` in it stays a name.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).parents[2] / "templates" / "pdf"


def make_pdf(template: str, values: Mapping[str, Any], *, on: date) -> bytes:
    """Give a page or more of paper: the same values on the same day give the same bytes.

    Values are what JSON can hold; the template reads them as `data`. typst.TypstError is a
    fault of the template: a picture without words, a heading too deep (PDF/UA-1).
    """
    made = typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"data": json.dumps(values, ensure_ascii=False), "on": on.isoformat()},
        pdf_standards="ua-1",
        timestamp=int(datetime(on.year, on.month, on.day, tzinfo=UTC).timestamp()),
    )
    assert isinstance(made, bytes)  # noqa: S101 - one output is bytes; more would be a list
    return made


@cache
def _fonts() -> typst.Fonts:
    """Give the fonts that typst carries, and no other: paper looks alike on every machine."""
    return typst.Fonts(include_system_fonts=False)
