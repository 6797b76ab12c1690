"""The identifiability check: where in a text somebody could be known by it."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from visits.domain.bsn import is_bsn
from visits.domain.privacy.known import index_of
from visits.domain.privacy.name import Reader
from visits.domain.privacy.pattern import (
    AFTER_STREET,
    CAPITALS,
    FEWEST_YEARS,
    LIVED,
    OLDEST,
    PATTERNS,
    STREET_END,
    YOUNGEST,
    Sign,
)
from visits.domain.privacy.text import NUMBER, Bare, bare, value_of

DIGITS = re.compile(r"(?<![\d+])\d(?:[ .]?\d){8}(?![\d])")
A_NUMBER = re.compile(rf"{NUMBER}(?!\d)(?! ?(?:halve|kwart))")
SENTENCE_END = re.compile(r"[.!?]")
LIVES = re.compile(LIVED)
# "De keuken is 20 jaar oud" says nothing about a person, "in dit huis is zij 20 jaar" does.
THING = re.compile(
    r"\b(?:keukens?|badkamers?|douche|toilet|flats?|woning(?:en)?|huis|huizen|lift(?:en)?|dak|daken|"
    r"kozijn(?:en)?|gebouw(?:en)?|(?:\w+-?)?ketels?|cv|leiding(?:en)?|boiler|raam|ramen|deur(?:en)?|"
    r"vloer(?:en)?|schuur|schuren|complex|buurt|wijk|straat|boom|bomen|bankje|speeltuin|winkels?|"
    r"vereniging|commissie|balkons?|garantie|lening|verf|schilderwerk|kitchen|bathroom|building|roof|boiler|house|home)\b"
    r"(?:(?!\b(?:zij|ze|hij|mevrouw|meneer|ik|she|he)\b)[^.!?]){0,30}$"
)
# The warmth of a room and the height of a mark are no houses.
DEGREES = re.compile(
    r"\b(?:verwarming|thermostaat|kachel|temperatuur|graden|volume|cijfer|stand)\b"
)
# Streets that every town has, and words that only look like one.
GENERIC = frozenset(
    """onderweg snelweg spoorweg fietsweg rijksweg provinciaalweg autoweg overweg uitweg omweg
    kerkhof woonhof hof schoolplein speelplein parkeerplein binnenplein buurtplein dorpsplein
    fietspad voetpad achterpad wandelpad tuinpad zandpad looppad ipad winkelstraat woonstraat
    zijstraat hoofdstraat achterstraat dwarsstraat parallelstraat fietsstraat speelstraat wasstraat
    eenrichtingsstraat toegangsstraat klinkerstraat bomenlaan oprijlaan rijbaan
    glijbaan sportbaan dijk""".split()
)
ORDER = {sign: place for place, sign in enumerate(
    (Sign.EMAIL, Sign.IBAN, Sign.PHONE, Sign.NUMBER, Sign.DATE, Sign.STREET, Sign.NAME,
     Sign.POSTCODE, Sign.PLACE, Sign.AGE, Sign.HOUSE_NUMBER, Sign.YEAR, Sign.ONLY)
)}  # fmt: skip


class Finding(NamedTuple):
    """A piece of a text, and what it could tell."""

    start: int
    end: int
    kind: Sign


def findings(text: str, names: Iterable[str] = (), places: Iterable[str] = ()) -> list[Finding]:
    """List what in a text could identify somebody, in its order; no two findings overlap.

    `names` are people who must not be named, however they are written ("A.M. van der Meer", "Meer,
    A.M. van der"); `places` are streets, neighbourhoods and the like. The same names a second time
    cost next to nothing, even if they are all the tenants of a database.
    """
    read = bare(text)
    found = [*by_number(read), *by_pattern(read), *by_word(read, tuple(names), tuple(places))]
    found.sort(key=lambda one: (ORDER[one.kind], one.start - one.end, one.start))
    kept: list[Finding] = []
    for one in found:
        if one.start < one.end and not any(overlap(one, other) for other in kept):
            kept.append(one)
    return sorted(Finding(*read.span(one.start, one.end), one.kind) for one in kept)


def overlap(one: Finding, other: Finding) -> bool:
    """Say whether two findings share a character."""
    return one.start < other.end and other.start < one.end


def by_number(read: Bare) -> Iterator[Finding]:
    """Find the numbers with which the state knows a person (eleven test)."""
    for match in DIGITS.finditer(read.text):
        if is_bsn("".join(filter(str.isdigit, match[0]))):
            yield Finding(match.start(), match.end(), Sign.NUMBER)


def by_pattern(read: Bare) -> Iterator[Finding]:
    """Find what has a shape of its own: numbers, dates, ages, streets, "the only one"."""
    for text, patterns in ((read.low, PATTERNS), (read.text, CAPITALS)):
        for sign, pattern in patterns:
            for match in pattern.finditer(text):
                found = hit(match, sign)
                if counts(read, found):
                    yield found
                    if sign is Sign.STREET:
                        yield from number_after(read, found.end)


def hit(match: re.Match[str], sign: Sign) -> Finding:
    """Give the part of a match that counts: the group that says so, or all of it."""
    named = [name for name, value in match.groupdict().items() if value is not None]
    return Finding(*match.span(named[0] if named else 0), sign)


def counts(read: Bare, found: Finding) -> bool:
    """Say whether a finding is what it looks like: old enough, long enough, about a person."""
    words = read.low[found.start : found.end]
    before = read.low[: found.start]
    number = A_NUMBER.match(words)
    if found.kind is Sign.STREET:
        return words.strip(".") not in GENERIC
    if found.kind is Sign.HOUSE_NUMBER:
        return not DEGREES.search(SENTENCE_END.split(before)[-1])
    if found.kind is Sign.AGE and number:
        return YOUNGEST <= value_of(number[0]) <= OLDEST and not THING.search(before)
    if found.kind is Sign.YEAR and number and len(words) > len(number[0]):
        lives = LIVES.search(sentence_around(read.low, found))
        least = 1 if lives else FEWEST_YEARS
        return least <= value_of(number[0]) <= OLDEST and bool(lives or not THING.search(before))
    return True


def sentence_around(text: str, found: Finding) -> str:
    """Give the sentence in which something was found."""
    return SENTENCE_END.split(text[: found.start])[-1] + SENTENCE_END.split(text[found.end :])[0]


def number_after(read: Bare, end: int) -> Iterator[Finding]:
    """Find the house number behind a street."""
    if match := AFTER_STREET.match(read.text, end):
        yield Finding(*match.span("hit"), Sign.HOUSE_NUMBER)


def by_word(read: Bare, names: tuple[str, ...], places: tuple[str, ...]) -> Iterator[Finding]:
    """Find names and places, those that are known and those that a title gives away."""
    reader = Reader(read)
    for start, end in reader.names(index_of(names)):
        yield Finding(start, end, Sign.NAME)
    for start, end in reader.places(index_of(places, places=True)):
        street = STREET_END.search(read.text[start:end])
        yield Finding(start, end, Sign.STREET if street else Sign.PLACE)
        yield from number_after(read, end)
