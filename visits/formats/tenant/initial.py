"""Initials: "AM", "a. m." and "A M" are "A.M."; a first name becomes one letter."""

import re

# These are one initial each, as Dutch writes them.
PAIRS = {"th": "Th.", "ch": "Ch.", "chr": "Chr.", "ph": "Ph.", "ij": "IJ.", "st": "St."}
LETTERS = re.compile(r"[^\W\d_]+")
PLAIN = re.compile(r"(?:[A-Z]\.)+")
VOWELS = set("aeiouy")
# "ATh", "ThJ": initials without dots.
JOINED = re.compile(r"(?:[A-Z]|Th|Chr?|Ph)+")
JOINED_PIECE = re.compile(r"Th|Chr?|Ph|[A-Z]")
# Capitals without dots: JWA and JCHMA are initials, KEES, FRANK and ANNEMARIE are names.
NEVER_A_NAME = 3
ALWAYS_A_NAME = 7


def read_initials(text: str) -> tuple[str | None, bool]:
    """Give the initials in a text, and whether a first name was cut to a letter."""
    if PLAIN.fullmatch(text):
        return text, False
    pieces = [_piece(word) for word in LETTERS.findall(text)]
    return "".join(initials for initials, _ in pieces) or None, any(cut for _, cut in pieces)


def _piece(word: str) -> tuple[str, bool]:
    """Give the initials in one run of letters, and whether it was a first name."""
    if pair := PAIRS.get(word.lower()):
        return pair, False
    if not word.isupper() and len(word) > 2 and JOINED.fullmatch(word):
        return "".join(f"{piece}." for piece in JOINED_PIECE.findall(word)), False
    if len(word) == 1 or not _is_name(word):
        return "".join(f"{letter.upper()}." for letter in word), False
    return ("IJ." if word[:2].lower() == "ij" else f"{word[0].upper()}."), True


def _is_name(word: str) -> bool:
    """Say whether a run of letters is a first name rather than initials without dots."""
    if word.isupper():
        return len(word) > NEVER_A_NAME and (len(word) >= ALWAYS_A_NAME or _can_be_said(word))
    return not (word.islower() and len(word) == 2)


def _can_be_said(word: str) -> bool:
    """Say whether capitals have the vowels of a name: FRANK has one between, of five."""
    vowels = [place for place, letter in enumerate(word.lower()) if letter in VOWELS]
    between = len(word) > NEVER_A_NAME + 1 and bool(vowels) and 0 < vowels[0] < len(word) - 1
    return len(vowels) >= 2 or between
