"""Letters and mails: texts with named holes, filled literally, never run."""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from visits.formats.templates import TEMPLATES

HOLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
LETTER_HOLE = re.compile(r"\{([^{}\n]*)\}")
FOLDER = TEMPLATES / "mail"
SUBJECT = re.compile(r"^(?:Onderwerp|Subject): ")
# Mails to tenants are Dutch; those to colleagues are there in both languages.
ENDINGS = {"nl": ".txt", "en": ".en.txt"}


class UnknownHole(Exception):
    """A text names something that nobody can fill in."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Text:
    """A mail in words, and their language."""

    subject: str
    body: str
    language: str = "nl"


def fill(template: str, values: Mapping[str, str], hole: re.Pattern[str] = HOLE) -> str:
    """Put the values into the holes of a text; what they contain is never read as a text itself."""

    def value(match: re.Match[str]) -> str:
        try:
            return values[match[1]]
        except KeyError:
            raise UnknownHole(match[1]) from None

    return hole.sub(value, template)


def fill_letter(text: str, values: Mapping[str, str]) -> str:
    """Put the values into the {holes} of a letter that somebody wrote."""
    return fill(text, values, LETTER_HOLE)


def check_holes(text: str, known: Collection[str]) -> None:
    """Raise UnknownHole for the first {hole} in a letter that is not known."""
    fill_letter(text, dict.fromkeys(known, ""))


def mail_text(name: str, values: Mapping[str, str], language: str = "nl") -> Text:
    """Give the mail of a name with its holes filled; paragraphs left empty disappear."""
    file = FOLDER / f"{name}{ENDINGS[language]}"
    head, _, body = file.read_text("utf-8").partition("\n")
    filled = re.sub(r" +$", "", fill(body, values), flags=re.MULTILINE)
    filled = re.sub(r"\n{3,}", "\n\n", filled).strip() + "\n"
    subject = " ".join(fill(SUBJECT.sub("", head), values).split())
    return Text(subject, filled, language)


def phrase(name: str, language: str = "nl", **values: str) -> str:
    """Give a phrase that stands in a mail, a letter or a calendar, with its holes filled."""
    return fill(phrases()[language][name], values)


@cache
def phrases() -> dict[str, dict[str, str]]:
    """Read the phrases of each language."""
    return tomllib.loads((FOLDER / "phrases.toml").read_text("utf-8"))
