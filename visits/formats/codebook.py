"""The codebook for other tools: REFI-QDA 1.0 (`.qdc`), and a plain table.

REFI-QDA: https://www.qdasoftware.org - an empty `Codes` or `Sets` is not allowed, so what would
be empty is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as Xml

NAMESPACE = "urn:QDA-XML:codebook:1.0"
Xml.register_namespace("", NAMESPACE)


@dataclass(frozen=True, slots=True)
class Code:
    """One theme as other tools know it; its GUID is its own, whatever its name becomes."""

    guid: str
    name: str
    description: str = ""
    parts: Sequence["Code"] = field(default=())


def write_qdc(codes: Sequence[Code], origin: str) -> bytes:
    """Give a codebook in which only themes without parts can be coded with."""
    book = Xml.Element(f"{{{NAMESPACE}}}CodeBook", origin=origin)
    if codes:
        holder = Xml.SubElement(book, f"{{{NAMESPACE}}}Codes")
        for code in codes:
            add_code(holder, code)
    Xml.indent(book)
    text: str = Xml.tostring(book, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def add_code(parent: Xml.Element, code: Code) -> None:
    """Add a theme with what belongs to it."""
    element = Xml.SubElement(
        parent,
        f"{{{NAMESPACE}}}Code",
        guid=code.guid,
        name=code.name,
        isCodable="false" if code.parts else "true",
    )
    if code.description:
        Xml.SubElement(element, f"{{{NAMESPACE}}}Description").text = code.description
    for part in code.parts:
        add_code(element, part)
