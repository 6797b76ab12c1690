"""Capitals put right in words that came in capitals or in small letters only."""

import re
from collections.abc import Container

DUTCH = frozenset({
    "aan", "af", "bij", "de", "den", "der", "des", "'s", "'t", "het", "in", "onder", "op", "over",
    "te", "ten", "ter", "thoe", "tho", "tot", "uit", "uijt", "van", "voor"
})  # fmt: skip
FOREIGN = frozenset({
    "abu", "al", "ben", "bin", "bint", "da", "dal", "das", "del", "della", "der", "di", "do",
    "dos", "du", "el", "la", "le", "les", "lo", "los", "vom", "von", "zu", "zum", "zur"
})  # fmt: skip
PREFIXES = DUTCH | FOREIGN
SMALL_IN_PLACES = DUTCH | {"en", "la", "le"}
# After a title a name keeps its capital: Burgemeester Van Voorbeeldlaan.
TITLES = frozenset({
    "admiraal", "burgemeester", "burg.", "dokter", "dominee", "dr.", "ds.", "generaal", "graaf",
    "jonkheer", "kapelaan", "mgr.", "minister", "pastoor", "pater", "president", "prof.",
    "professor", "wethouder"
})  # fmt: skip
APOSTROPHES = str.maketrans("\u2018\u2019\u02bc\u0060\u00b4", "'''''")
PARTS = re.compile(r"([\s-]+)")
DOTTED = re.compile(r"(?:[^\W\d_]\.)+")
LETTER = re.compile(r"[^\W\d_]")
# IJ is one letter: IJsbrandy, never Ijsbrandy.
HALF_IJ = re.compile(r"\bIj(?=[^\W\d_])")
SMALL = f"(?:{'|'.join(sorted(DUTCH))})"
AFTER_PARTNER = re.compile(rf"(?<=-){SMALL}(?:\s+{SMALL})*(?=\s)", re.IGNORECASE)


def recased_name(text: str) -> str:
    """Give a surname with its capitals; McDonald stays as it was written."""
    if text.isupper() or text.islower():
        return _recased(text, PREFIXES, ())
    return AFTER_PARTNER.sub(lambda match: match[0].lower(), _with_ij(text))


def recased_place(text: str) -> str:
    """Give a street, city or district with its capitals."""
    if text.isupper() or text.islower():
        return _recased(text, SMALL_IN_PLACES, TITLES)
    return _with_ij(text) if "Ij" in text else text


def _with_ij(text: str) -> str:
    """Give a text in which IJ is one letter, unless only capitals would be left."""
    better = HALF_IJ.sub("IJ", text)
    return text if better.isupper() else better


def _recased(text: str, small: Container[str], titles: Container[str]) -> str:
    """Give every word a capital, but for small words between others."""
    parts = PARTS.split(text.lower())
    for place in range(0, len(parts), 2):
        inside = 0 < place < len(parts) - 1
        if inside and parts[place] in small and parts[place - 2].lower() not in titles:
            continue
        parts[place] = _capitalised(parts[place])
    return "".join(parts)


def _capitalised(word: str) -> str:
    """Give a word in small letters its capital: IJmuiden, O'Brien, 's, J.P., 1e, ?elik."""
    head, apostrophe, tail = word.partition("'")
    if apostrophe and len(head) <= 1:
        return f"{head.title()}'{_capitalised(tail) if head else tail}"
    if DOTTED.fullmatch(word):
        return word.upper()
    if word[:2] == "ij":
        return "IJ" + word[2:]
    return (
        word
        if word[:1].isdigit() or word[:1] == "?"
        else LETTER.sub(lambda m: m[0].title(), word, count=1)
    )
