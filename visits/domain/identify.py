"""The identifiability check: what in a text could tell a reader who said it.

It only warns; a person looks, and a person releases.
"""

import re
from collections.abc import Iterable
from enum import StrEnum, auto

from visits.domain.search import plain


class Sign(StrEnum):
    """What was found in a text."""

    NAME = auto()
    PLACE = auto()
    NUMBER = auto()
    PHONE = auto()
    EMAIL = auto()
    POSTCODE = auto()
    AGE = auto()
    YEARS = auto()
    ONLY_ONE = auto()


PATTERNS: dict[Sign, re.Pattern[str]] = {
    Sign.PHONE: re.compile(r"(?<!\d)(?:\+31|0031|0)(?:[ ()/.-]{0,2}\d){8,10}(?!\d)"),
    Sign.EMAIL: re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE),
    Sign.POSTCODE: re.compile(r"\b[1-9]\d{3} ?[A-Z]{2}\b"),
    Sign.NUMBER: re.compile(
        r"\b(?:nummer|nr\.?|huisnummer|number|no\.) ?\d+|\b[A-Z][\w'’-]+(?:straat|weg|laan|plein|"
        r"hof|pad|kade|steeg|plantsoen|dijk|gracht) ?\d+",
        re.IGNORECASE,
    ),
    Sign.AGE: re.compile(r"\b\d{2,3}[- ]?(?:jaar oud|jarige?|years? old)\b", re.IGNORECASE),
    Sign.YEARS: re.compile(
        r"\b(?:1[2-9]|[2-9]\d) jaar\b|\b(?:1[2-9]|[2-9]\d) years\b|\b(?:19[3-9]\d|20[0-2]\d)\b",
        re.IGNORECASE,
    ),
    Sign.ONLY_ONE: re.compile(
        r"\b(?:(?:als|de|het|mijn) )?(?:enige|oudste|jongste|eerste bewoner|laatste bewoner|only|"
        r"oldest|youngest)\b",
        re.IGNORECASE,
    ),
}
STREET = re.compile(
    r"\b[A-Z][\w'’-]+(?:straat|weg|laan|plein|hof|pad|kade|steeg|plantsoen|dijk|gracht)\b"
)


def signs_in(text: str, *, names: Iterable[str] = (), places: Iterable[str] = ()) -> list[Sign]:
    """List what in a text could identify somebody, given the names and places of the visit."""
    found = [sign for sign, pattern in PATTERNS.items() if pattern.search(text)]
    words = f" {plain(text)} "
    if any(f" {plain(name)} " in words for name in names if len(plain(name)) > 2):
        found.append(Sign.NAME)
    near = any(f" {plain(place)} " in words for place in places if plain(place))
    if near or STREET.search(text):
        found.append(Sign.PLACE)
    return sorted(found, key=list(Sign).index)
