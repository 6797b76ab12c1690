"""Text as people paste it, made plain: one rule for forms, lists and paper."""

import re
import unicodedata

BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Word and Outlook keep their bullets where no standard names a character (Symbol, Wingdings).
BULLET = re.compile("[\uf020-\uf0ff]")
# Control characters, and halves of characters: neither a table nor a paper holds them.
UNSEEN = frozenset({"Cc", "Cs"})


def plain(text: str) -> str:
    """Return a text with every line break as one, and Word's private bullets as a bullet."""
    return BULLET.sub("•", BREAK.sub("\n", text))


def is_sound(text: str) -> bool:
    """Say whether a table can keep a text, and a paper print it: no control characters."""
    return not any(is_unseen(char) for char in text)


def sound(text: str) -> str:
    """Return a plain text without what no paper prints."""
    return "".join(char for char in plain(text) if not is_unseen(char))


def folded(text: str) -> str:
    """Return a text for comparing: no capitals, no accents."""
    if text.isascii():  # most are, and a long list has many
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def is_unseen(char: str) -> bool:
    """Say whether a character is none: a control character, or half of one."""
    return char not in "\n\t" and unicodedata.category(char) in UNSEEN
