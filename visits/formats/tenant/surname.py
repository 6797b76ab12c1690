"""A name in one cell, taken apart: surname, prefix, initials and how somebody is addressed."""

import re
from dataclasses import dataclass

from visits.formats.tenant.case import APOSTROPHES, DUTCH, PREFIXES, recased_name
from visits.formats.tenant.outcome import Doubt
from visits.formats.tenant.text import is_blank

# "v.d." may be "van de", "van den" or "van der": the most frequent, and a warning.
SHORT = {
    "v.d.": "van der", "v.d": "van der", "v/d": "van der", "vd": "van der", "vd.": "van der",
    "v.": "van", "v": "van", "v/h": "van het", "v.h.": "van het", "v.'t": "van 't",
}  # fmt: skip
TITLE = re.compile(
    r"(?:mevrouw|mevr|mw|mej|mejuffrouw|dhr|hr|de heer|fam|familie)\b(?:[.,:]\s*|\s+)",
    re.IGNORECASE,
)
DEGREE = re.compile(r"(?:drs|dr|ir|ing|mr|prof|bc)\.\s*", re.IGNORECASE)
INITIALS = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]?")
BRACKETED = re.compile(r"([^()]+?)\s*\(([^()]*)\)")
DASH = re.compile(r"\s*[-\u2013\u2014]\s*")


@dataclass(slots=True)
class Parts:
    """The parts of a name as they stand in one cell."""

    core: str
    title: str = ""
    initials: str = ""
    prefix: str = ""


def take_apart(text: str, *, full: bool = False) -> Parts:
    """Take a name apart: "Vries, A.M. de", "Vries (de)", "Mevr. A.M. van der Meer".

    In a full name, or after a title, the first word may be a first name.
    """
    if text.isalpha() and text.istitle() and text[:2] != "Ij":
        return Parts(text)
    text = text.translate(APOSTROPHES)
    title = TITLE.match(text)
    rest = DEGREE.sub("", text[title.end() :]) if title else text
    parts = _after_comma(rest) or _in_brackets(rest) or _in_order(rest, full or bool(title))
    parts.title = title[0] if title else parts.title
    parts.core = recased_name(DASH.sub("-", parts.core))
    return parts


def split_prefix(text: str) -> tuple[str, str]:
    """Give the prefix at the start of a name and the rest, which is never empty."""
    words = text.split()
    count = 0
    while count < len(words) - 1 and _is_prefix(words[count]):
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def prefix_in_small_letters(text: str, doubts: set[Doubt]) -> str:
    """Give a prefix in small letters; a foreign one keeps the capital it came with."""
    if is_blank(text):
        return ""
    if text.lower() in SHORT:
        doubts.add(Doubt.PREFIX_EXPANDED)
        return SHORT[text.lower()]
    first, *others = text.split()
    if first.lower() in SHORT:
        doubts.add(Doubt.PREFIX_EXPANDED)
        first = SHORT[first.lower()]
    elif first.lower() in DUTCH:
        first = first.lower()
    elif first.isupper():
        first = first.capitalize()
    return " ".join([first, *(word.lower() for word in others)])


def _after_comma(text: str) -> Parts | None:
    """Take "Vries, Mevr. A.M. de" apart."""
    core, comma, rest = text.partition(",")
    if not comma or not core.strip():
        return None
    title = TITLE.match(f"{rest.strip()} ")
    words = rest.strip()[title.end() if title else 0 :].split()
    count = len(words)
    while count and _is_prefix(words[count - 1]):
        count -= 1
    prefix, core = split_prefix(core.strip())
    prefix = " ".join([*words[count:], *prefix.split()])
    return Parts(core, title[0] if title else "", " ".join(words[:count]), prefix)


def _in_brackets(text: str) -> Parts | None:
    """Take "Vries (de)" or "Vries (A.M.)" apart; other brackets stay."""
    match = BRACKETED.fullmatch(text)
    if not match:
        return None
    words = match[2].split()
    if words and all(map(_is_prefix, words)):
        return Parts(match[1], prefix=match[2])
    if words and all(map(INITIALS.fullmatch, words)):
        prefix, core = split_prefix(match[1])
        return Parts(core, initials=match[2], prefix=prefix)
    return None


def _in_order(text: str, may_be_first_name: bool) -> Parts:
    """Take "A.M. van der Meer" apart, and "Anna van der Meer" where that may be."""
    words = text.split()
    count = 0
    while count < len(words) - 1 and _is_initial(words[count], may_be_first_name):
        count += 1
    if may_be_first_name and not count:
        while count < len(words) - 1 and not _is_prefix(words[count]):
            count += 1
    prefix, core = split_prefix(" ".join(words[count:]))
    return Parts(core, "", " ".join(words[:count]), prefix)


def _is_initial(word: str, may_be_bare: bool) -> bool:
    """Say whether a word before a surname is initials; without a dot only in a whole name."""
    if word.islower() and word in SHORT:
        return False
    return bool(INITIALS.fullmatch(word)) or (may_be_bare and len(word) == 1 and word.isalpha())


def _is_prefix(word: str) -> bool:
    """Say whether a word is (part of) a prefix."""
    return word.lower() in PREFIXES or (word.islower() and word in SHORT)
