"""Titles in a cell with a name, and the people that one cell may hold."""

import re

from visits.formats.tenant.case import PREFIXES

# Before a comma Heer is a surname.
WORD = (
    r"(?:mevrouw|mevr|mejuffrouw|mej|mw|mrs|ms|mr|dhr|meneer|(?:de\s+)?(?:heer(?!,)|hr)|"
    r"(?:de\s+)?fam(?:ilie)?)\b"
)
TITLES = rf"{WORD}(?:\.?\s*(?:[/&+]|en\b|\s)\s*{WORD})*"
TITLED = rf"{TITLES}(?:[.,:]\s*|\s+)(?=\S)"
INITIALS = r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]?"
PREFIX = rf"(?:{'|'.join(sorted(PREFIXES))})"
FIRST = re.compile(TITLED, re.IGNORECASE)
IN_BRACKETS = re.compile(rf"\s*\(({TITLES})\.?\)", re.IGNORECASE)
BEHIND = re.compile(rf"(?<!\S)({TITLES})(?:\.|(?!\S))\s*", re.IGNORECASE)
ONLY = re.compile(rf"{TITLES}\.?", re.IGNORECASE)

# No cell of names is longer; a pattern might look at it for long.
LONGEST = 1000
AND = r"(?:\s*[;&+]\s*|(?<!\b[ev])\s*/\s*|\s+en\s+)"
# Who stands behind a comma has a surname of his own: not so in "Vries, A.M. de".
NAMED = (
    rf"(?=(?:{TITLED})?(?:{INITIALS}\s+)+(?:{PREFIX}\s+)*"
    rf"(?!{PREFIX}(?!\S)|{WORD})[^\W\d_]{{2}})"
)
AMONG_MANY = re.compile(rf"{AND}|,\s*{NAMED}", re.IGNORECASE)
# "Bos/Smid" may be one surname.
IN_A_SURNAME = re.compile(rf"(?:{AND}|,\s*){NAMED}", re.IGNORECASE)
SECOND_TITLE = re.compile(rf"(?:{AND}|[\s,]+)(?={TITLED})", re.IGNORECASE)


def first_title(text: str) -> str:
    """Give the title at the start of a name, with what stands between it and the name."""
    match = FIRST.match(text)
    return match[0] if match else ""


def without_title(text: str, place: re.Pattern[str]) -> tuple[str, str]:
    """Give the title in its place in a name, and the name without it."""
    match = place.search(text)
    return (match[1], text[: match.start()] + text[match.end() :]) if match else ("", text)


def is_only_title(text: str) -> bool:
    """Say whether a text names nobody: "Dhr."."""
    return bool(ONLY.fullmatch(text))


def split_people(text: str, *, several: bool = False) -> list[str]:
    """List the people in a cell, which may be one for several people or for one surname."""
    if text.isalpha() or len(text) > LONGEST:
        return [text]
    title = first_title(text)
    people = (AMONG_MANY if several else IN_A_SURNAME).split(text[len(title) :])
    if title:
        people = [person for part in people for person in SECOND_TITLE.split(part)]
    return [title + people[0], *filter(None, people[1:])]
