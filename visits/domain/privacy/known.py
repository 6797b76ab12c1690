"""The names and places that are known, indexed by the words that tell them apart."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from visits.domain.privacy.text import bare
from visits.domain.privacy.words import FIRST_NAMES, ORDINARY, PREFIXES, TITLES, TOWNS

TOKEN = re.compile(r"[A-Za-z0-9]+(?:'(?![sS]\b)[A-Za-z0-9]+)*|'[tns]\b")
SHORTEST = 2
# A name in lower case, or half a name, is one only if it is long enough to be no other word.
LOUD = 3


class Known(NamedTuple):
    """A name or a place, in the words it is made of."""

    prefix: tuple[str, ...]
    core: tuple[str, ...]


Index = dict[str, tuple[Known, ...]]


@lru_cache(maxsize=8)
def index_of(names: tuple[str, ...], *, places: bool = False) -> Index:
    """Index names by the first word that tells them apart; a hundred thousand in about a second."""
    found: dict[str, set[Known]] = {}
    for name in set(names):
        for known in read_place(name) if places else read_name(name):
            found.setdefault(known.core[0], set()).add(known)
    return {word: tuple(sorted(each, key=longest_first)) for word, each in found.items()}


def longest_first(known: Known) -> tuple[int, Known]:
    """Order names: the longest first, and those as long in an order of their own."""
    return -len(known.core), known


def words_of(name: str) -> list[str]:
    """Give the plain words of a name."""
    plain = name if name.isascii() else bare(name).text
    return TOKEN.findall(plain.lower())


def read_name(name: str) -> Iterator[Known]:
    """Give the forms under which somebody may be named: whole, and each part of a double name."""
    last, comma, first = name.partition(",")
    parts = [words_of(part) for part in (f"{first} {last}" if comma else last).split("-")]
    whole = [word for part in parts for word in part]
    for words in [whole, *parts] if len(parts) > 1 else [whole]:
        prefix, core = apart(words)
        if core and sum(map(len, core)) >= SHORTEST:
            yield Known(prefix, core)
        if len(core) > 1:
            # A first name that no list has, or one of two surnames: who is meant all the same.
            yield from (Known((), (word,)) for word in core if stands_alone(word))


def stands_alone(word: str) -> bool:
    """Say whether a word of a name tells who is meant without the others."""
    return len(word) > LOUD and word not in ORDINARY | TOWNS | PREFIXES | TITLES


def apart(words: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Take titles, initials and first names off, and the prefix apart from the core."""
    while words and (words[0] in TITLES or len(words[0]) == 1) and len(words) > 1:
        words = words[1:]
    at = next((place for place, word in enumerate(words) if word in PREFIXES), None)
    if at is not None and at < len(words) - 1:
        words = words[at:]
    elif len(words) > 1 and words[0] in FIRST_NAMES:
        words = words[1:]
    size = 0
    while size < len(words) - 1 and words[size] in PREFIXES:
        size += 1
    return tuple(words[:size]), tuple(words[size:])


def read_place(name: str) -> Iterator[Known]:
    """Give the words of a place."""
    if words := words_of(name):
        yield Known((), tuple(words))
