"""The codebook loads in another program, with its parts, and nothing in it is empty."""

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

from pyrefiqda import RefiCodebook
from pyrefiqda.models import CodeBook, codebook

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


def test_everything_stands_where_the_schema_wants_it() -> None:
    root = Xml.fromstring(write_qdc(CODES, "Visits"))  # noqa: S314 - made here

    assert root.tag == "{urn:QDA-XML:codebook:1.0}CodeBook"
    check(root, CodeBook)


def check(element: Xml.Element, model: Any) -> None:
    """Hold an element against the model that was made from the schema of REFI-QDA 1.0."""
    fields = {
        facts.get("name", name): (facts, field)
        for name, field in model.model_fields.items()
        for facts in [field.xsdata_metadata]
    }
    attributes = {name for name, (facts, _) in fields.items() if facts["type"] == "Attribute"}
    assert set(element.attrib) <= attributes
    for name, (facts, field) in fields.items():
        if facts["type"] == "Attribute":
            assert name in element.attrib or not field.is_required()
            value = element.attrib.get(name)
            assert value is None or re.fullmatch(facts.get("pattern", ".*"), value)
    parts = [part.tag.removeprefix("{urn:QDA-XML:codebook:1.0}") for part in element]
    order = [name for name in fields if name not in attributes]
    assert parts == sorted(parts, key=order.index)
    for name in set(order):
        facts, field = fields[name]
        assert parts.count(name) >= facts.get("min_occurs", int(field.is_required()))
    for part, name in zip(element, parts, strict=True):
        if found := re.search(r"models\.codebook\.(\w+)", str(fields[name][1].annotation)):
            check(part, getattr(codebook, found[1]))
