"""A text as it is searched: without accents, and with the way back to what was typed."""

import unicodedata
from dataclasses import dataclass

# Letters that keep their stroke when accents are taken off, and characters that phones put for
# others.
ALIKE = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "’": "'", "‘": "'",
     "´": "'", "`": "'", "–": "-", "—": "-", "‑": "-", "‐": "-"}
)  # fmt: skip
LONGER = {"ß": "ss", "æ": "ae", "œ": "oe", "Æ": "Ae", "Œ": "Oe"}


@dataclass(frozen=True, slots=True)
class Bare:
    """A text without accents; each of its characters knows which one was typed."""

    text: str
    low: str
    places: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give where a piece of the bare text stands in the text as it was typed."""
        return self.places[start], self.ends[end - 1]


def bare(text: str) -> Bare:
    """Take the accents off a text, and remember where everything stood."""
    kept: list[str] = []
    places: list[int] = []
    ends: list[int] = []
    for place, char in enumerate(text):
        plain = char if char.isascii() else _plain(char)
        if not plain and ends and unicodedata.combining(char):
            ends[-1] = place + 1  # an accent that was typed apart belongs to its letter
        for one in plain:
            kept.append(one)
            places.append(place)
            ends.append(place + 1)
    whole = "".join(kept)
    return Bare(whole, _lower(whole), tuple(places), tuple(ends))


def _plain(char: str) -> str:
    """Give a character without its accents; a space for a blank of any kind."""
    if char in LONGER:
        return LONGER[char]
    if char.isspace():
        return " "
    apart = unicodedata.normalize("NFKD", char.translate(ALIKE)).translate(ALIKE)
    return "".join(one for one in apart if not unicodedata.combining(one))


def _lower(text: str) -> str:
    """Lower a text without changing its length, which a few letters would do."""
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


NUMBERS_BELOW_TEN = "een twee drie vier vijf zes zeven acht negen".split()
TEENS = "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien".split()
TENS = "twintig dertig veertig vijftig zestig zeventig tachtig negentig".split()
NUMBERS = {
    **{word: value for value, word in enumerate([*NUMBERS_BELOW_TEN, *TEENS], start=1)},
    **{word: 10 * value for value, word in enumerate(TENS, start=2)},
    **{
        f"{unit}en{ten}": 10 * tens + units
        for tens, ten in enumerate(TENS, start=2)
        for units, unit in enumerate(NUMBERS_BELOW_TEN, start=1)
    },
}
NUMBERS |= {f"honderd{word}": 100 + value for word, value in NUMBERS.items()} | {"honderd": 100}
# The longest first: "een" must not win from "eenenzeventig".
NUMBER_WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True))
NUMBER = rf"(?:\d{{1,3}}|{NUMBER_WORDS})"


def value_of(number: str) -> int:
    """Give the value of a number in digits or in Dutch words."""
    return int(number) if number.isdigit() else NUMBERS[number]
