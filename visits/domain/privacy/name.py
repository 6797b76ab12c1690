"""Names and places as people write them in a sentence: with a title, a prefix, a possessive s.

Many surnames are ordinary words ("de bakker", "meer groen"). A capital tells them apart, except
where a sentence starts; there, and in lower case, only a title, a prefix or a verb that goes with
a person does.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from visits.domain.privacy.known import LOUD, TOKEN, Index, Known
from visits.domain.privacy.text import Bare
from visits.domain.privacy.words import (
    ARTICLES,
    BETWEEN,
    FIRST_NAMES,
    INITIALS,
    NO_NAME,
    OLD_ARTICLES,
    ORDINARY,
    PREFIXES,
    PREPOSITIONS,
    RELATIVES,
    SHORT_TITLES,
    SPEAKING,
    TITLES,
    TOWNS,
)

# What stands between two words of one name, and what starts a sentence.
JOINT = re.compile(r"[ .'/-]{0,3}")
SHORT_GAP = re.compile(r"\.? {0,2}")
START = re.compile(r"(?:^|[.!?:;\n]|[\"“„(]|^\s*[-*•])[\s\"'“„(]*$")
ABBREVIATED = re.compile(r"\b(?:dhr|mevr|mw|mej|fam|dr|drs|ir|mr|prof|ds|[a-z])\.\s*$")
ENDINGS = ("'s", "s", "'")
PLACE_ENDINGS = ("s", "se", "er", "ers")
Span = tuple[int, int]


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
                if self.stands_out(place, known):
                    yield token.start, end
                    break

    def stands_out(self, place: int, known: Known) -> bool:
        """Say whether a known place is no run of ordinary words here."""
        if known.core[0] not in ARTICLES and not ORDINARY.union(PREFIXES).issuperset(known.core):
            return True
        last = place + len(known.core) - 1
        return self.big(last) and not (last == place and self.starts(place))

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
            gap = self.gap(place + step)
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
        if whole and len(known.prefix) > 1 and known.prefix[-1] in OLD_ARTICLES:
            return start
        if start < place - before or self.titled(start):
            return start
        if self.is_thing(place, known):
            return None
        start = place - before
        word = self.tokens[place].low
        core = known.core[0]
        capital = self.big(place)
        first = start if whole else place
        if len(known.core) > 1 or core not in ORDINARY | TOWNS:
            return first if capital or (len(core) > LOUD and word == core) else None
        if core in TOWNS:
            return first if whole and self.big(first) and not self.starts(first) else None
        if not capital:
            return None
        if self.text.text.startswith("'s", self.tokens[place].end):
            return first
        if not self.starts(first) or (whole and before):
            return first
        return first if self.speaks(place) else None

    def is_thing(self, place: int, known: Known) -> bool:
        """Say whether an article makes an ordinary word a thing: "de Beek" is water."""
        before = self.tokens[place - 1].text if place else ""
        article = before in ARTICLES and before not in known.prefix
        return article and len(known.core) == 1 and known.core[0] in ORDINARY

    def told(self, place: int) -> Iterator[Span]:
        """Find a name that nobody knows, by the title, the relation or the initials before it."""
        token = self.tokens[place]
        if not self.big(place) or token.low in NO_NAME or token.text.isdigit():
            return
        begin = place - self.prefix_before(place)
        start = self.initials_before(begin)
        old = any(token.low in OLD_ARTICLES for token in self.tokens[begin + 1 : place])
        near = start < begin or old or self.titled(start)
        first_name = token.low in FIRST_NAMES and len(token.low) > 2
        if near or first_name:
            yield self.tokens[start if near else place].start, self.tokens[self.goes_on(place)].end

    def goes_on(self, place: int) -> int:
        """Give the last word of a name: "Anna van der Molen", "Van 't Hof-Bos"."""
        last = place
        for step in range(place + 1, min(place + 5, len(self.tokens))):
            token = self.tokens[step]
            gap = self.gap(step)
            name = self.big(step) and token.low not in NO_NAME
            if gap not in {" ", "-"} or not (name or token.low in BETWEEN):
                break
            last = step if name else last
        return last

    def prefix_before(self, place: int) -> int:
        """Count the words of a prefix that stand before a word."""
        count = 0
        while count < place and count < 4:
            token = self.tokens[place - count - 1]
            gap = self.gap(place - count)
            begun = count and self.tokens[place - count].capital
            outside = begun and (not token.capital or token.low in PREPOSITIONS)
            if outside or token.low not in PREFIXES or not JOINT.fullmatch(gap):
                break
            count += 1
        return count

    def initials_before(self, place: int) -> int:
        """Give the first of the initials that stand before a word, or the word itself."""
        while place > 0:
            token, gap = self.tokens[place - 1], self.gap(place)
            if not (token.capital and token.low in INITIALS and gap in {".", ". "}):
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
        token, gap = self.tokens[place - 1], self.gap(place)
        if token.low in SHORT_TITLES:
            return bool(SHORT_GAP.fullmatch(gap))
        return token.low in TITLES | RELATIVES and not gap.strip(" ")

    def gap(self, place: int) -> str:
        """Give what stands between a word and the one before it."""
        return self.text.text[self.tokens[place - 1].end : self.tokens[place].start]

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
