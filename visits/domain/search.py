"""Words as they are compared: no capitals, no accents, no signs."""

import re
import unicodedata

WORD = re.compile(r"[a-z0-9]+")
# Letters that keep their stroke when accents are taken off.
STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})


def plain(text: str) -> str:
    """Give a text as single plain words: "Çelik, 12-A" becomes "celik 12 a"."""
    if text.isascii():  # most are, and a long list has many
        return " ".join(WORD.findall(text.lower()))
    folded = unicodedata.normalize("NFKD", text.casefold().translate(STROKES))
    return " ".join(WORD.findall("".join(c for c in folded if not unicodedata.combining(c))))
