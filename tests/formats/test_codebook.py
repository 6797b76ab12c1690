"""The codebook loads in another program, with its parts, and nothing in it is empty."""

from pathlib import Path

from pyrefiqda import RefiCodebook

from visits.formats.codebook import Code, write_qdc

GUIDS = [f"{number:08x}-80f0-491b-942d-ab2a8f46d731" for number in range(3)]
CODES = [
    Code(GUIDS[0], 'Woning & "erf"', "WON", [Code(GUIDS[1], "Vocht en schimmel", "WON.vocht")]),
    Code(GUIDS[2], "Overig"),
]


def test_another_program_reads_the_themes_with_their_parts(tmp_path: Path) -> None:
    path = tmp_path / "themalijst.qdc"
    path.write_bytes(write_qdc(CODES, "Visits"))

    book = RefiCodebook.load(path)

    home, other = book.codes.code
    (damp,) = home.code
    assert (home.guid, home.name, home.is_codable) == (GUIDS[0], 'Woning & "erf"', False)
    assert (damp.guid, damp.description, damp.is_codable) == (GUIDS[1], "WON.vocht", True)
    assert (other.name, other.is_codable, other.code) == ("Overig", True, [])


def test_what_would_be_empty_is_left_out() -> None:
    assert b"Codes" not in write_qdc([], "Visits")
    assert b"Sets" not in write_qdc(CODES, "Visits")
    assert b"Description" not in write_qdc([Code(GUIDS[2], "Overig")], "Visits")
