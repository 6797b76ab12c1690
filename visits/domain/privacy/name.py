"""Names and places as people write them in a sentence: with a title, a prefix, a possessive s.

Many surnames are ordinary words ("de bakker", "meer groen"). A capital tells them apart, except
where a sentence starts; there, and in lower case, only a title, a prefix or a verb that goes with
a person does.
"""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from visits.domain.privacy.text import Bare, bare

WORD_LISTS = json.loads(files(__package__).joinpath("words.json").read_text("utf-8"))
PREFIXES = frozenset(WORD_LISTS["prefixes"])
SHORT_TITLES = frozenset(WORD_LISTS["short_titles"])
TITLES = frozenset(WORD_LISTS["titles"]) | SHORT_TITLES
RELATIVES = frozenset(WORD_LISTS["relatives"])
ORDINARY = frozenset(WORD_LISTS["ordinary"])
TOWNS = frozenset(WORD_LISTS["towns"])
FIRST_NAMES = frozenset(WORD_LISTS["first_names"])
SPEAKING = frozenset(WORD_LISTS["speaking"])
NO_NAME = frozenset(WORD_LISTS["no_name"])

TOKEN = re.compile(r"[A-Za-z0-9]+(?:'(?![sS]\b)[A-Za-z0-9]+)*|'[tns]\b")
# What stands between two words of one name, and what starts a sentence.
JOINT = re.compile(r"[ .'/-]{0,3}")
SHORT_GAP = re.compile(r"\.? {0,2}")
START = re.compile(r"(?:^|[.!?:;\n]|[\"“„(]|^\s*[-*•])[\s\"'“„(]*$")
ABBREVIATED = re.compile(r"\b(?:dhr|mevr|mw|mej|fam|dr|drs|ir|mr|prof|ds|[a-z])\.\s*$")
ENDINGS = ("'s", "s", "'")
PLACE_ENDINGS = ("s", "se", "er", "ers")
SHORTEST = 2
# A name in lower case is one only if it is long enough to be no other word.
LOUD = 3


class Token(NamedTuple):
    """One word of a text."""

    start: int
    end: int
    text: str
    low: str

    @property
    def capital(self) -> bool:
        """Say whether it starts with a capital."""
        return self.text[:1].isupper()


class Known(NamedTuple):
    """A name or a place, in the words it is made of."""

    prefix: tuple[str, ...]
    core: tuple[str, ...]


Index = dict[str, tuple[Known, ...]]
Span = tuple[int, int]


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


def tokens_of(text: Bare) -> list[Token]:
    """List the words of a text."""
    return [
        Token(match.start(), match.end(), match[0], text.low[match.start() : match.end()])
        for match in TOKEN.finditer(text.text)
    ]


class Reader:
    """One text, read for names and places."""

    def __init__(self, text: Bare) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        letters = [char for char in text.text if char.isalpha()]
        # In a text in capitals a capital says nothing.
        self.loud = sum(map(str.isupper, letters)) * 2 > len(letters) > 0

    def names(self, index: Index) -> Iterator[Span]:
        """Find the names that are known, and those that a title or initials give away."""
        for place in range(len(self.tokens)):
            for known, end in self.matches(place, index, ENDINGS):
                if (start := self.begins(place, known)) is not None:
                    yield self.tokens[start].start, end
                    break
            else:
                yield from self.told(place)

    def places(self, index: Index) -> Iterator[Span]:
        """Find the places that are known."""
        for place, token in enumerate(self.tokens):
            for known, end in self.matches(place, index, PLACE_ENDINGS):
                plain = len(known.core) == 1 and known.core[0] in ORDINARY
                if not plain or (self.big(place) and not self.starts(place)):
                    yield token.start, end
                    break

    def matches(
        self, place: int, index: Index, endings: tuple[str, ...]
    ) -> Iterator[tuple[Known, int]]:
        """Find what an index knows that starts at a word, with the end of it in the text."""
        low = self.tokens[place].low
        for first in (low, *self.stems(low, endings)):
            for known in index.get(first, ()):
                if (end := self.rest(place, known, first, endings)) is not None:
                    yield known, end

    @staticmethod
    def stems(word: str, endings: tuple[str, ...]) -> Iterator[str]:
        """Give a word without the ending that a possessive or an adjective has."""
        for ending in endings:
            if word.endswith(ending) and len(word) > len(ending) + 2:
                yield word.removesuffix(ending)

    def rest(self, place: int, known: Known, first: str, endings: tuple[str, ...]) -> int | None:
        """Give where a name ends that starts at a word; None when the words after it differ."""
        core = known.core
        if len(core) == 1:
            return self.tokens[place].end
        if first != self.tokens[place].low or place + len(core) > len(self.tokens):
            return None
        for step, word in enumerate(core[1:], start=1):
            token = self.tokens[place + step]
            gap = self.text.text[self.tokens[place + step - 1].end : token.start]
            last = step == len(core) - 1
            same = token.low == word or (last and word in self.stems(token.low, endings))
            if not same or not JOINT.fullmatch(gap):
                return None
        return self.tokens[place + len(core) - 1].end

    def begins(self, place: int, known: Known) -> int | None:
        """Give the word at which a known name begins; None if it is no name here."""
        before = self.prefix_before(place)
        start = self.initials_before(place - before)
        whole = bool(known.prefix) and self.has_prefix(place, known.prefix)
        if start < place - before or self.titled(start):
            return start
        start = place - before
        word = self.tokens[place].low
        core = known.core[0]
        capital = self.big(place)
        first = start if whole else place
        if len(known.core) > 1 or core not in ORDINARY | TOWNS:
            return first if capital or (len(core) > LOUD and word == core) else None
        if not capital or core in TOWNS:
            return None
        if self.text.text.startswith("'s", self.tokens[place].end):
            return first
        if not self.starts(first) or (whole and before):
            return first
        return first if self.speaks(place) else None

    def told(self, place: int) -> Iterator[Span]:
        """Find a name that nobody knows, by the title, the relation or the initials before it."""
        token = self.tokens[place]
        if not self.big(place) or token.low in NO_NAME or token.text.isdigit():
            return
        begin = place - self.prefix_before(place)
        start = self.initials_before(begin)
        near = start < begin or self.titled(start)
        first_name = token.low in FIRST_NAMES and len(token.low) > 2
        if near or first_name:
            yield self.tokens[start if near else place].start, token.end

    def prefix_before(self, place: int) -> int:
        """Count the words of a prefix that stand before a word."""
        count = 0
        while count < place and count < 4:
            token = self.tokens[place - count - 1]
            gap = self.text.text[token.end : self.tokens[place - count].start]
            if token.low not in PREFIXES or not JOINT.fullmatch(gap):
                break
            count += 1
        return count

    def initials_before(self, place: int) -> int:
        """Give the first of the initials that stand before a word, or the word itself."""
        while place > 0:
            token = self.tokens[place - 1]
            gap = self.text.text[token.end : self.tokens[place].start]
            if not (len(token.text) == 1 and token.capital and gap in {".", ". "}):
                break
            place -= 1
        return place

    def has_prefix(self, place: int, prefix: tuple[str, ...]) -> bool:
        """Say whether a prefix stands before a word, as a whole."""
        size = len(prefix)
        words = tuple(token.low for token in self.tokens[max(0, place - size) : place])
        return words == prefix

    def titled(self, place: int) -> bool:
        """Say whether a title or a relation stands right before a word."""
        if place == 0:
            return False
        token = self.tokens[place - 1]
        gap = self.text.text[token.end : self.tokens[place].start]
        if token.low in SHORT_TITLES:
            return bool(SHORT_GAP.fullmatch(gap))
        return token.low in TITLES | RELATIVES and not gap.strip(" ")

    def big(self, place: int) -> bool:
        """Say whether a word has a capital that means something."""
        return self.tokens[place].capital and not self.loud

    def starts(self, place: int) -> bool:
        """Say whether a word starts a sentence, so that its capital says nothing."""
        before = self.text.text[: self.tokens[place].start]
        return bool(START.search(before)) and not ABBREVIATED.search(before.lower())

    def speaks(self, place: int) -> bool:
        """Say whether the next word is what only a person does."""
        return place + 1 < len(self.tokens) and self.tokens[place + 1].low in SPEAKING
