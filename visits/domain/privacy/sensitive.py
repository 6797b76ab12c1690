"""Words that a note can do without: illness, belief, origin, money, the neighbours.

A hit warns ("write down what the house needs"), blocks nothing and is logged nowhere: the special
categories of personal data (GDPR article 9) are best not written at all.
"""

import json
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum, auto
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from visits.domain.privacy.finding import findings
from visits.domain.privacy.pattern import Sign
from visits.domain.privacy.text import Bare, bare

# A term with a * has any ending; another has those that Dutch gives a noun or an adjective.
ENDING = r"(?:'?s|en|e|n|je|jes|tje|tjes)?"
ENDING_OF_SHORT = r"(?:'s)?"
SHORT = 3
ANY = r"[\w]*"
IDENTIFIERS = frozenset({Sign.EMAIL, Sign.IBAN, Sign.PHONE, Sign.POSTCODE})
NINE = re.compile(r"(?<!\d)\d{9}(?!\d)")
# A street may be named after anything.
STREETS = re.compile(
    r"\w(?:straat|plein|laan|weg|hof|kade|pad|steeg|gracht|singel|park|buurt|wijk|plantsoen|dijk)s?$"
)


class Kind(StrEnum):
    """What sort of word it is."""

    HEALTH = auto()
    RELIGION_BELIEF = auto()
    POLITICS_UNION = auto()
    ORIGIN = auto()
    SEX_LIFE = auto()
    CRIMINAL = auto()
    FINANCE = auto()
    IDENTIFIERS = auto()
    THIRD_PARTY = auto()


class Word(NamedTuple):
    """A piece of a text, and what sort of word it is."""

    start: int
    end: int
    kind: Kind


@cache
def terms() -> dict[str, list[str]]:
    """Give the list of terms, of words that are allowed, and of names that need their capitals."""
    found: dict[str, list[str]] = json.loads(
        files(__package__).joinpath("sensitive.json").read_text("utf-8")
    )
    return found


def pattern(words: Iterable[str]) -> str:
    """Give one pattern for many terms, the longest first."""
    return "|".join(form(word) for word in sorted(words, key=len, reverse=True))


def form(word: str) -> str:
    """Give the pattern of one term with its endings."""
    plain = bare(word).low
    if "*" in plain:
        return ANY.join(map(re.escape, plain.split("*")))
    return re.escape(plain) + (ENDING_OF_SHORT if len(plain) <= SHORT else ENDING)


@cache
def patterns() -> dict[Kind, re.Pattern[str]]:
    """Compile the terms, one pattern for each kind."""
    return {
        kind: re.compile(rf"(?<![\w])(?:{pattern(terms()[kind])})(?![\w])")
        for kind in Kind
        if kind in terms()
    }


@cache
def exceptions() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile what is allowed, and the parties whose names are words without their capitals."""
    allowed = re.compile(rf"(?<![\w])(?:{pattern(terms()['allow'])})(?![\w])")
    return allowed, re.compile(rf"(?<![\w])(?:{'|'.join(terms()['exact'])})(?![\w])")


def sensitive_words(text: str) -> list[Word]:
    """List the words that a note can do without, in their order."""
    read = bare(text)
    return sorted(Word(*read.span(start, end), kind) for start, end, kind in hits(read)) + [
        Word(one.start, one.end, Kind.IDENTIFIERS)
        for one in findings(text)
        if one.kind in IDENTIFIERS or (one.kind is Sign.NUMBER and is_bare_number(one, text))
    ]


def is_bare_number(one: tuple[int, int, Sign], text: str) -> bool:
    """Say whether a number that was found is one of nine digits, and not one of ours."""
    return bool(NINE.search(re.sub(r"[ .]", "", text[one[0] : one[1]])))


def hits(read: Bare) -> Iterator[tuple[int, int, Kind]]:
    """Go through the terms that occur, but for those that are allowed where they stand."""
    allowed, parties = exceptions()
    free = [match.span() for match in allowed.finditer(read.low)]
    for kind, compiled in patterns().items():
        for match in compiled.finditer(read.low):
            inside = any(match.start() < end and start < match.end() for start, end in free)
            if not inside and not STREETS.search(match[0]):
                yield match.start(), match.end(), kind
    for match in parties.finditer(read.text):
        yield match.start(), match.end(), Kind.POLITICS_UNION


def sensitive_kinds(text: str) -> set[str]:
    """Give which sorts of words a text holds that a note can do without."""
    return {word.kind.value for word in sensitive_words(text)}
