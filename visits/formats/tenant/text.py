"""Cells as people and programs leave them, made into plain text."""

import re
import unicodedata

from visits.domain.text import folded
from visits.formats.tenant.outcome import Code, Doubt

BLANK = {
    "", "-", "--", ".", "geen", "n.v.t.", "nvt", "null", "none", "nan", "n/a", "#n/b", "#n/a",
    "(leeg)",
}  # fmt: skip
# Yes and no, as people and programs write them.
YES = frozenset({"j", "ja", "y", "yes", "1", "x", "true", "waar"})
NO = frozenset({"n", "nee", "no", "0", "false", "onwaar"})
# A mark of Excel that a cell is text; in front of 't and 's it is part of a name.
TEXT_MARK = re.compile(r"'(?!(?:t|s|n)\b)", re.IGNORECASE)
# Excel: ="00123" keeps leading zeros.
WRAPPED = re.compile(r'="([^"]*)"')
LINE_BREAK = re.compile("[\r\n\x0b\x0c\x85\u2028\u2029]+")
# Zero width and soft hyphens nobody sees; direction marks could show a name the wrong way round.
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
MOJIBAKE = re.compile("[\u00c2-\u00c5\u00e2][\x80-\uffff]")
WORD = re.compile(r"[a-z0-9]+")
LOST = re.compile(r"\?(?=[^\W\d_])|\ufffd")
# Signs that no name holds, and capitals inside it: another encoding, perhaps.
ODD = re.compile(
    "[\xa1-\xb3\xb5\xb6\xb8-\xbf\xd7\xf7ÐðÞþƒˆ˜‚“-•…‰‹›₠-◿]"
    "|(?<=[a-zß-öø-ÿ])[À-ÖØ-ÞŠŒŽŸ]|(?<=[A-Z])[À-ÖØ-ÞŠŒŽŸ](?=[a-z])"
)
# What Excel runs as a formula begins with one of these.
FORMULA = ("=", "@", "+")


def is_plain(text: str) -> bool:
    """Say whether there is nothing to repair in a text, or in many texts joined."""
    return (
        text.isascii()
        and text.isprintable()
        and "  " not in text
        and '="' not in text
        and "'" not in text
    )


def clean(raw: str, codes: set[Code], *, between_lines: str = " ") -> str:
    """Give the text of a cell on one line with single spaces, and add what was repaired."""
    if is_plain(raw):
        return raw.strip()
    text = " ".join(_repaired(raw.strip(), codes, between_lines).split())
    if mark := TEXT_MARK.match(text):
        text = text[mark.end() :].strip()
    match = WRAPPED.fullmatch(text)
    return match[1].strip() if match else text


def read_flag(text: str, codes: set[Code]) -> bool:
    """Return whether a cell says yes; what is unclear is a yes too, and its text is not kept."""
    word = text.lower().strip(" .")
    if word and word not in NO | YES:
        codes.add(Doubt.UNCLEAR_FLAG)
    return bool(word) and word not in NO


def is_blank(text: str) -> bool:
    """Say whether a text stands for nothing: "geen", "n.v.t.", "-"."""
    return len(text) < 7 and text.casefold() in BLANK


def doubts_about(name: str) -> set[Doubt]:
    """Return what is strange about a name: where a letter was lost, or signs that none holds."""
    lost = {Doubt.CHARACTER_LOST} if LOST.search(name) else set()
    return lost | ({Doubt.CHARACTER_ODD} if not name.isascii() and ODD.search(name) else set())


def words_of(text: str) -> list[str]:
    """List the words of a text as they are compared."""
    return WORD.findall(folded(text))


def squeezed(text: str) -> str:
    """Give only the letters and digits of a text, as they are compared."""
    return "".join(filter(str.isalnum, folded(text)))


def _repaired(text: str, codes: set[Code], between_lines: str) -> str:
    """Take away what does not belong in a cell, and undo a wrong reading."""
    if MOJIBAKE.search(text) and (better := _reread(text)) is not None:
        codes.add(Doubt.MOJIBAKE_REPAIRED)
        text = better
    on_one_line = LINE_BREAK.sub(between_lines, text)
    if on_one_line != text:
        codes.add(Doubt.LINE_BREAK_REMOVED)
    seen = UNSEEN.sub("", on_one_line)
    text = CONTROL.sub("", seen)
    if text != seen:
        codes.add(Doubt.CONTROL_CHARACTERS_REMOVED)
    return unicodedata.normalize("NFC", text)


def _reread(text: str) -> str | None:
    """Return the text whose UTF-8 was taken for cp1252, or None if it was not."""
    try:
        # cp1252 leaves five of its bytes to Latin-1.
        parts = (c.encode("latin-1" if c in "\x81\x8d\x8f\x90\x9d" else "cp1252") for c in text)
        return b"".join(parts).decode("utf-8")
    except UnicodeError:
        return None
