"""A name in one cell, taken apart: surname, prefix, initials and how somebody is addressed."""

import re
from dataclasses import dataclass

from visits.formats.tenant.case import APOSTROPHES, DUTCH, PREFIXES, recased_name
from visits.formats.tenant.text import is_blank
from visits.formats.tenant.title import BEHIND, IN_BRACKETS, INITIALS, first_title, without_title

# "v.d." may be "van de", "van den" or "van der": the most frequent, and a warning.
SHORT = re.compile(
    r"(?<![\w.'/])v(?:(?:[./]\s?|\s|(?=d\b))(d|h|den|der|de|'t)\b\.?|\.?(?!\S))\s*"
    r"(?![^\W\d_]\.)",
    re.IGNORECASE,
)
LONG = {"": "van", "d": "van der", "h": "van het"}
MAY_BE_INITIALS = {"V", "V.", "V ", "VD"}
DEGREE = re.compile(r"\b(?:drs|dr|ir|ing|mr|prof|bc)\.\s*", re.IGNORECASE)
INITIAL = re.compile(INITIALS)
BRACKETED = re.compile(r"([^()]+?)\s*\(([^()]*)\)")
DASH = re.compile(r"\s*[-\u2013\u2014]\s*")


@dataclass(slots=True)
class Parts:
    """The parts of a name as they stand in one cell."""

    core: str
    title: str = ""
    initials: str = ""
    prefix: str = ""
    shortened: bool = False  # a prefix was written out


def take_apart(text: str, *, full: bool = False, has_initials: bool = False) -> Parts:
    """Take a name apart: "Vries, A.M. de", "Vries (de)", "Mevr. A.M. van der Meer".

    In a full name, or after a title, the first word may be a first name; where the initials have
    a column of their own, "V.D. BOS" has a prefix.
    """
    if text.isalpha() and text.istitle() and text[:2] != "Ij":
        return Parts(text)
    text = DASH.sub("-", text.translate(APOSTROPHES))
    first = first_title(text)
    title, name = (first, text[len(first) :]) if first else without_title(text, IN_BRACKETS)
    name = DEGREE.sub("", name) if title else name
    whole = written_out(name, has_initials=has_initials)
    parts = _after_comma(whole) or _in_brackets(whole) or _in_order(whole, full or bool(first))
    parts.title = title or parts.title
    parts.core = recased_name(parts.core)
    parts.shortened = whole != name
    return parts


def written_out(text: str, *, has_initials: bool) -> str:
    """Give a name or a prefix with "v.d." as "van der"; capitals are initials if none are known."""

    def long(match: re.Match[str]) -> str:
        known = has_initials and not text[: match.start()].rstrip().endswith(".")
        if match[0][:2] in MAY_BE_INITIALS and not known:
            return match[0]
        short = (match[1] or "").lower()
        prefix = f"{LONG.get(short, f'van {short}')} "
        return prefix.upper() if text.isupper() else prefix

    return SHORT.sub(long, text).strip() if "v" in text.lower() else text


def split_prefix(text: str) -> tuple[str, str]:
    """Give the prefix at the start of a name and the rest, which is never empty."""
    words = text.split()
    count = 0
    while count < len(words) - 1 and _is_prefix(words[count]):
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def prefix_in_small_letters(text: str) -> str:
    """Give a prefix in small letters; a foreign one keeps the capital it came with."""
    if is_blank(text):
        return ""
    first, *others = text.split()
    if first.lower() in DUTCH:
        first = first.lower()
    elif first.isupper():
        first = first.capitalize()
    return " ".join([first, *(word.lower() for word in others)])


def _after_comma(text: str) -> Parts | None:
    """Take "Vries, Mevr. A.M. de" apart."""
    core, comma, rest = text.partition(",")
    if not comma or not core.strip():
        return None
    title, rest = without_title(rest, BEHIND)
    words = rest.split()
    count = len(words)
    while count and _is_prefix(words[count - 1]):
        count -= 1
    prefix, core = split_prefix(core.strip())
    prefix = " ".join([*words[count:], *prefix.split()])
    return Parts(core, title, " ".join(words[:count]), prefix)


def _in_brackets(text: str) -> Parts | None:
    """Take "Vries (de)" or "Vries (A.M.)" apart; other brackets stay."""
    match = BRACKETED.fullmatch(text)
    if not match:
        return None
    words = match[2].split()
    if words and all(map(_is_prefix, words)):
        return Parts(match[1], prefix=match[2])
    if words and all(map(INITIAL.fullmatch, words)):
        prefix, core = split_prefix(match[1])
        return Parts(core, initials=match[2], prefix=prefix)
    return None


def _in_order(text: str, may_be_first_name: bool) -> Parts:
    """Take "A.M. van der Meer" apart, and "Anna van der Meer" where that may be."""
    words = text.split()
    count = 0
    while count < len(words) - 1 and (
        INITIAL.fullmatch(words[count])
        # Without a dot only in a whole name.
        or (may_be_first_name and len(words[count]) == 1 and words[count].isalpha())
    ):
        count += 1
    if may_be_first_name and not count:
        # A surname begins with "van", and "Bos-van" before "der Wal".
        while count < len(words) - 1 and not _is_prefix(words[count].rpartition("-")[2]):
            count += 1
    prefix, core = split_prefix(" ".join(words[count:]))
    return Parts(core, "", " ".join(words[:count]), prefix)


def _is_prefix(word: str) -> bool:
    """Say whether a word is (part of) a prefix."""
    return word.lower() in PREFIXES
