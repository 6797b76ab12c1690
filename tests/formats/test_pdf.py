"""Paper is tagged, keeps what it was given literally, and comes out the same each time."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader

from visits.formats import pdf

DAY = date(2026, 12, 1)
PAGE = """#import "/paper.typ": *
#show: sheet.with(title: data.name, foot: [Onderaan])
= #data.name
#rows(([Wijk], [Bezoeken]), ([Overdie], [3]))
"""


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A template of one page, beside the base that all paper shares."""
    (tmp_path / "paper.typ").write_bytes((pdf.PAPERS / "paper.typ").read_bytes())
    (tmp_path / "page.typ").write_text(PAGE)
    (tmp_path / "bare.typ").write_text('#set document(title: "x")\n#image(bytes("<svg/>"))')
    monkeypatch.setattr(pdf, "PAPERS", tmp_path)
    return "page"


def test_a_name_stays_a_name_whatever_is_in_it(page: str) -> None:
    name = '#panic("x") *O\'Hara* <$ü> \\ "Ja"'

    made = PdfReader(BytesIO(pdf.make_pdf(page, {"name": name}, on=DAY)))

    assert name.replace("'", "’") in made.pages[0].extract_text().replace("'", "’")


def test_paper_is_tagged_for_who_listens_to_it(page: str) -> None:
    made = PdfReader(BytesIO(pdf.make_pdf(page, {"name": "Brief"}, on=DAY)))
    said = {str(key): str(value) for key, value in made.root_object.items()}

    assert "'/Marked': True" in said["/MarkInfo"]
    assert said["/Lang"] == "nl"
    assert made.metadata is not None
    assert made.metadata.title == "Brief"


def test_the_same_values_on_the_same_day_are_the_same_bytes(page: str) -> None:
    first, second = (pdf.make_pdf(page, {"name": "Brief"}, on=DAY) for _ in range(2))

    assert first == second


def test_a_picture_without_words_is_refused(page: str) -> None:
    with pytest.raises(typst.TypstError):
        pdf.make_pdf("bare", {"name": "Brief"}, on=DAY)
