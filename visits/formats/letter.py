"""A letter as it is written by hand, and as it is set on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from visits.domain.letter import Kind
from visits.formats.pdf import make_pdf
from visits.formats.templates import TEMPLATES
from visits.formats.text import Text, fill_letter

FOLDER = TEMPLATES / "letter"
NORMAL, LARGE = 14, 18


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a letter: perhaps a heading, its lines, and perhaps a list below them."""

    heading: str
    lines: Sequence[str]
    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Picture:
    """The logo at the head of a letter: png or jpg."""

    kind: str
    picture: bytes


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter with nothing left open, ready to be set."""

    organisation: str
    contact: Sequence[str]
    address: Sequence[str]
    dated: str
    subject: str
    parts: Sequence[Part]
    large: bool
    logo: Picture | None = None


def first_text(kind: Kind) -> Text:
    """Give the letter that the app proposes, with its holes open."""
    # A line that ends in a backslash goes on in the next one.
    text = (FOLDER / f"{kind}.txt").read_text("utf-8").replace("\\\n", "")
    subject, _, body = text.partition("\n")
    return Text(subject, body.strip())


def parts_of(text: str, values: Mapping[str, str]) -> list[Part]:
    """Fill the holes of a letter and take it apart; parts that stay empty disappear."""
    filled = fill_letter(text.replace("\r\n", "\n"), values)
    blocks = [block.strip("\n ") for block in filled.split("\n\n")]
    return [part_of(block) for block in blocks if block]


def part_of(block: str) -> Part:
    """Take one block apart: "# " begins a heading, "- " a line of a list."""
    lines = [line.strip() for line in block.split("\n") if line.strip()]
    heading = lines.pop(0).removeprefix("# ") if lines[0].startswith("# ") else ""
    items = [line.removeprefix("- ") for line in lines if line.startswith("- ")]
    return Part(heading, [line for line in lines if not line.startswith("- ")], items)


def write_letter(paper: Paper, *, on: date) -> bytes:
    """Set a letter as a tagged PDF, on one A4 where its text allows."""
    values = asdict(paper) | {
        "size": LARGE if paper.large else NORMAL,
        "logo": paper.logo and {"kind": paper.logo.kind, "picture": list(paper.logo.picture)},
    }
    return make_pdf("letter", values, on=on)
