"""Words as they are compared: no capitals, no accents, no signs."""

import re

from visits.domain.text import folded

WORD = re.compile(r"[a-z0-9]+")
# Letters that keep their stroke when accents are taken off.
STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})


def plain(text: str) -> str:
    """Give a text as single plain words: "Çelik, 12-A" becomes "celik 12 a"."""
    bare = text if text.isascii() else text.casefold().translate(STROKES)
    return " ".join(WORD.findall(folded(bare)))


# What a stemmer of Dutch leaves apart: a plural in another vowel, and each ending with its own.
OTHER_VOWEL = {"leden": "lid", "schepen": "schip", "smeden": "smid", "steden": "stad"}
ENDINGS = (
    (re.compile(r"heden$"), "heid"),
    (re.compile(r"(?<=[a-z]{2})eren$"), ""),  # kinderen, bladeren
    (re.compile(r"(?<=[a-z][ei])en$"), ""),  # ideeën, knieën
    (re.compile(r"(?<=[a-z]{3}i)(?:ele|eel)$"), ""),  # financiële
    (re.compile(r"(?<=e)(?:um|a)$|(?<=tr)(?:um|a)$"), ""),  # museum, centra
    (re.compile(r"(?<=e[lmnr])s$"), ""),  # keukens
)
SHORTEST = 3
PLURAL_S = re.compile(r"(?<=\w)['’`]s\b|(?<=[éèêáàóòíìúù])s\b")
DOUBLED = re.compile(r"([a-z])\1")


def words(text: str) -> list[str]:
    """Give the plain words of a text without the apostrophe of a plural: "foto's" becomes foto."""
    return plain(PLURAL_S.sub("", text)).split()


def without_ending(word: str) -> str:
    """Take off a word the endings of a plural that a stemmer does not know."""
    word = OTHER_VOWEL.get(word, word)
    for ending, instead in ENDINGS:
        if len(shorter := ending.sub(instead, word)) >= SHORTEST:
            word = shorter
    return word


def bare(stem: str) -> str:
    """Give a stem as singular and plural write it alike: raam and ramen, brief and brieven."""
    short = DOUBLED.sub(r"\1", stem)
    short = short[:-1] if len(short) > SHORTEST and short.endswith("e") else short
    short = short[:-1] + {"v": "f", "z": "s"}.get(short[-1], short[-1])
    return short if len(short) >= SHORTEST else stem
