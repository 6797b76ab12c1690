"""Letters: texts whose holes are filled literally, and paper that fits the envelope."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from visits.domain.letter import HOLES, Kind
from visits.formats.letter import Paper, Part, first_text, parts_of, write_letter
from visits.formats.text import UnknownHole, check_holes, fill_letter

DAY = date(2026, 12, 2)
MM = 72 / 25.4
VALUES = {
    "aanhef": "Geachte mevrouw Van der Meer,",
    "jaren": "41",
    "wanneer": "Ik stel voor: donderdag 17 december 2026 om 10.30 uur. Ik blijf ongeveer een uur.",
    "assistent_naam": "Yvonne Schouten",
    "belweek": "7 december",
    "telefoon": "072 555 01 00",
    "uren": "van maandag tot en met vrijdag, van 9.00 tot 16.00 uur",
    "privacy_url": "www.waterhof.example/privacy",
    "directeur_naam": "Marijke Terpstra",
    "directeur_functie": "directeur",
    "organisatie": "Woonstichting Waterhof",
    "plaats": "Alkmaar",
    "dag_datum": "donderdag 17 december 2026",
    "tijd": "10.30",
    "oude_datum": "dinsdag 15 december 2026",
    "meekomer_zin": "Karim el Idrissi komt mee.",
    "gehoord": "# Wat ik van u hoorde\n- De hal is licht.\n- De tuin is een feest.",
    "beloofd": "# Wat ik u beloofde\n- Lamp maken.\n- Deur verven.",
    "notitie_zin": "Ik heb kort opgeschreven wat u vertelde. Bel Yvonne Schouten: 072 555 01 00.",
}


ENDS = parts_of("Met vriendelijke groet,\n\nMarijke Terpstra\ndirecteur", {})


def make_paper(kind: Kind = Kind.INVITATION, **changes: Any) -> Paper:
    """Make a letter that is ready to be set."""
    text = first_text(kind)
    paper = Paper(
        organisation="Woonstichting Waterhof",
        contact=["Postbus 55, 1800 AB Alkmaar", "072 555 01 00"],
        address=["Mevrouw A.M. van der Meer", "Kwakelpad 12 A", "1823 AB Alkmaar"],
        dated="Alkmaar, 2 december 2026",
        subject=fill_letter(text.subject, VALUES),
        parts=parts_of(text.body, VALUES),
        large=False,
    )
    return replace(paper, **changes)


def read(paper: Paper) -> PdfReader:
    """Set a letter and open it."""
    return PdfReader(BytesIO(write_letter(paper, on=DAY)))


def placed(reader: PdfReader) -> list[tuple[str, float, float, float]]:
    """List the words of the first page: how far across and down in mm, and their size."""
    page = reader.pages[0]
    found: list[tuple[str, float, float, float]] = []

    def visit(text: str, whole: Any, matrix: Any, _font: Any, size: float) -> None:
        across = whole[0] * matrix[4] + whole[4]
        down = float(page.mediabox.height) - (whole[3] * matrix[5] + whole[5])
        if text.strip():
            found.append((text.strip(), across / MM, down / MM, abs(size * matrix[0])))

    page.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("kind", list(Kind))
def test_every_letter_stays_on_one_page_and_fills_all_its_holes(kind: Kind) -> None:
    reader = read(make_paper(kind))

    text = reader.pages[0].extract_text()
    assert len(reader.pages) == 1
    assert "{" not in text
    assert "Geachte mevrouw Van der Meer," in text
    assert "Marijke Terpstra" in text


@pytest.mark.parametrize("kind", list(Kind))
def test_a_letter_names_only_what_can_be_filled_in(kind: Kind) -> None:
    text = first_text(kind)

    check_holes(text.subject, HOLES[kind])
    check_holes(text.body, HOLES[kind])


@pytest.mark.parametrize(("large", "points"), [(False, 14), (True, 18)])
def test_a_letter_is_set_in_fourteen_points_or_in_large_print(large: bool, points: int) -> None:
    words = placed(read(make_paper(Kind.CONFIRMATION, large=large)))

    sizes = {round(size) for text, _, _, size in words if text.startswith("Geachte")}
    assert sizes == {points}


def test_the_address_stands_in_the_window_of_the_envelope() -> None:
    long = [
        "Mevrouw E. de Boer en de heer A. Voorthuizen-van der Knaap",
        "Plein 1",
        "1823 AB Alkmaar",
    ]

    words = placed(read(make_paper(address=long)))

    inside = [word for word in words if len(word[0]) > 3 and any(word[0] in line for line in long)]
    assert inside
    # DIN 5008 form B: the recipient's lines stand from 62.7 to 90 mm, 20 to 105 mm from the left.
    assert all(20 <= across <= 105 and 60 <= down <= 90 for _, across, down, _ in inside)
    assert not [w for w in words if w not in inside and 45 < w[2] < 90 and w[1] < 105]


def test_a_letter_is_tagged_and_named_for_who_listens_to_it() -> None:
    reader = read(make_paper())

    said = {str(key): str(value) for key, value in reader.root_object.items()}
    assert "'/Marked': True" in said["/MarkInfo"]
    assert said["/Lang"] == "nl"
    assert reader.metadata is not None
    assert reader.metadata.title == "Ik kom graag bij u op de koffie"


def test_a_text_too_long_for_one_page_gets_two() -> None:
    paper = make_paper(large=True)

    assert len(read(paper).pages) == 2


def test_no_part_begins_on_one_page_and_ends_on_the_next() -> None:
    paper = make_paper(large=True)

    pages = ["".join(page.extract_text().split()) for page in read(paper).pages]

    for part in paper.parts:
        whole = "".join("".join([part.heading, *part.lines]).split())
        assert any(whole in page for page in pages), whole


def test_whoever_signs_does_not_do_so_on_a_page_alone() -> None:
    for times in range(1, 12):
        filler = [Part("", ["Dit is een regel die de bladzijde langzaam vult. " * 3], [])] * times

        pages = read(make_paper(Kind.CANCELLED, large=True, parts=[*filler, *ENDS])).pages

        assert "Met vriendelijke groet" in pages[-1].extract_text()


@pytest.mark.parametrize("words", ["Naam", "Groet\n\nNaam"])
def test_a_letter_of_next_to_nothing_is_set_too(words: str) -> None:
    assert "Naam" in read(make_paper(parts=parts_of(words, VALUES))).pages[0].extract_text()


def test_the_same_letter_is_the_same_bytes() -> None:
    assert write_letter(make_paper(), on=DAY) == write_letter(make_paper(), on=DAY)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_fills_a_hole_is_never_read_as_a_text_itself(value: str) -> None:
    assert fill_letter("Dag {aanhef}!", {"aanhef": value}) == f"Dag {value}!"


@pytest.mark.parametrize("name", ["naam", "Aanhef", "aan hef", "", " aanhef ", "7*7", "self.x"])
def test_an_unknown_hole_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(UnknownHole) as refused:
        check_holes(f"Dag {{{name}}}!", HOLES[Kind.INVITATION])

    assert refused.value.name == name


@pytest.mark.parametrize("text", ["{{ 7*7 }}", "{% if x %}", "#set text(size: 90pt)", "#panic(1)"])
def test_a_letter_is_no_template_of_any_kind(text: str) -> None:
    try:
        parts = parts_of(f"Dag\n\n{text}\n\nNaam", VALUES)
    except UnknownHole:
        return  # a brace that names nothing is refused, whatever stands in it
    printed = read(make_paper(parts=parts)).pages[0].extract_text()
    assert text in printed


def test_a_part_that_stays_empty_leaves_no_gap() -> None:
    parts = parts_of("{aanhef}\n\n{beloofd}\n\nTot dan!", VALUES | {"beloofd": ""})

    assert [part.lines for part in parts] == [[VALUES["aanhef"]], ["Tot dan!"]]


def test_promises_are_a_list() -> None:
    (part,) = parts_of("{beloofd}", VALUES)

    assert (part.heading, part.lines) == ("Wat ik u beloofde", [])
    assert part.items == ["Lamp maken.", "Deur verven."]


def test_lines_with_only_blanks_between_two_parts_are_no_part() -> None:
    parts = parts_of("Dag,\n\n   \n\n\n  Tot dan!  ", {})

    assert [part.lines for part in parts] == [["Dag,"], ["Tot dan!"]]


def test_a_part_has_a_heading_lines_and_a_list() -> None:
    (part,) = parts_of("# Wat wij doen\nDit beloofden wij:\n- de lift\n- de deur", {})

    assert part == Part("Wat wij doen", ["Dit beloofden wij:"], ["de lift", "de deur"])
