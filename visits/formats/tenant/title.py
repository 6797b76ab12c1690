"""What stands before a surname, titles and initials, and the people that one cell may hold."""

import re
from functools import lru_cache

from visits.domain.text import folded
from visits.formats.tenant.case import PREFIXES
from visits.formats.tenant.outcome import Doubt
from visits.formats.tenant.text import words_of

WOMAN = {"v", "vrouw", "mw", "mevr", "mevrouw", "mej", "mejuffrouw", "ms", "mrs", "female"}
MAN = {"m", "man", "hr", "dhr", "heer", "meneer", "mr", "male"}
NEUTRAL = {"x", "mx"}
# A Dutch lawyer's title too: "mevr. mr." is one woman, "mr./mrs." are two people.
LAWYER = re.compile(r"\b(mw|mevr|mevrouw|mej|mejuffrouw)\b\.? mr\b")

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


# These are one initial each, as Dutch writes them.
PAIRS = {"th": "Th.", "ch": "Ch.", "chr": "Chr.", "ph": "Ph.", "ij": "IJ.", "st": "St."}
RUN = re.compile(r"[^\W\d_]+")
VOWELS = set("aeiouy")
# "ATh", "ThJ": initials without dots.
JOINED = re.compile(r"(?:[A-Z]|Th|Chr?|Ph)+")
JOINED_PIECE = re.compile(r"Th|Chr?|Ph|[A-Z]")
# Capitals without dots: JWA and JCHMA are initials, KEES, FRANK and ANNEMARIE are names.
NEVER_A_NAME = 3
ALWAYS_A_NAME = 7


@lru_cache(maxsize=1000)
def read_salutation(text: str) -> tuple[str | None, Doubt | None]:
    """Return mw, heer, neutral or nothing, never from a first name; a couple is a doubt."""
    words = set(words_of(LAWYER.sub(r"\1", folded(text))))
    woman, man = bool(words & WOMAN), bool(words & MAN)
    if woman and man:
        return None, Doubt.SALUTATION_COUPLE
    if woman or man:
        return "mw" if woman else "heer", None
    return ("neutral" if words & NEUTRAL else None), None


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


@lru_cache(maxsize=4096)
def read_initials(text: str) -> tuple[str | None, bool]:
    """Give the initials in a text, and whether a first name was cut to a letter."""
    pieces = [_piece(word) for word in RUN.findall(text)]
    return "".join(initials for initials, _ in pieces) or None, any(cut for _, cut in pieces)


def _piece(word: str) -> tuple[str, bool]:
    """Give the initials in one run of letters, and whether it was a first name."""
    if pair := PAIRS.get(word.lower()):
        return pair, False
    if not word.isupper() and len(word) > 2 and JOINED.fullmatch(word):
        return "".join(f"{piece}." for piece in JOINED_PIECE.findall(word)), False
    if len(word) == 1 or not _is_name(word):
        return "".join(f"{letter.upper()}." for letter in word), False
    return ("IJ." if word[:2].lower() == "ij" else f"{word[0].upper()}."), True


def _is_name(word: str) -> bool:
    """Say whether a run of letters is a first name rather than initials without dots."""
    if word.isupper():
        return len(word) > NEVER_A_NAME and (len(word) >= ALWAYS_A_NAME or _can_be_said(word))
    return not (word.islower() and len(word) == 2)


def _can_be_said(word: str) -> bool:
    """Say whether capitals have the vowels of a name: FRANK has one between, of five."""
    vowels = [place for place, letter in enumerate(word.lower()) if letter in VOWELS]
    between = len(word) > NEVER_A_NAME + 1 and bool(vowels) and 0 < vowels[0] < len(word) - 1
    return len(vowels) >= 2 or between
