"""Text as a calendar file can carry it, and the way back."""

import re

from icalendar import vText

# RFC 5545 3.1: no control characters but the tab, and the line break in its escaped form. Lone
# surrogates are not UTF-8, and every reader takes U+FEFF for the mark at the start of a file.
NOT_CARRIED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufeff\ud800-\udfff]")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]+")
ESCAPED = re.compile(r"\\([\\,;:nN])")


class Text(vText):
    """A TEXT value (RFC 5545 3.3.11) that comes back as it was, backslashes included.

    icalendar 7.3 takes a backslash before a capital N in our own text for a line break.
    """

    __slots__ = ()

    def to_ical(self) -> bytes:
        """Escape what has a meaning in a TEXT value."""
        escaped = re.sub(r"([\\;,])", r"\\\1", str(self))
        return escaped.replace("\n", "\\n").encode()


def plain_text(text: str) -> str:
    """Return the text without what a calendar file cannot carry, line breaks as LF."""
    return NOT_CARRIED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def plain_name(name: str) -> str:
    """Return a name on one line, without what not every reader reads in a parameter."""
    # RFC 6868 has an escape for the quote, but most readers show it as it is written; and some
    # take a backslash for an escape, which it is not (RFC 5545 3.1).
    return re.sub(r'["\\]', "", CONTROL.sub(" ", name)).strip()


def plain_address(email: str) -> str:
    """Return an e-mail address without white space, control characters and backslashes."""
    return "".join(CONTROL.sub("", email).replace("\\", "").split())


def unescaped(value: str) -> str:
    """Read a TEXT value back in one pass, so that an escaped backslash stays one."""
    return ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], value)
