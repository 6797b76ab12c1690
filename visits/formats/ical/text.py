"""Text as a calendar file can carry it, and the way back."""

import re
from contextlib import suppress

from icalendar import vText

# RFC 5545 3.1: no control characters but the tab, and the line break in its escaped form. Lone
# surrogates are not UTF-8, and every reader takes U+FEFF for the mark at the start of a file.
NOT_CARRIED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufeff\ud800-\udfff]")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]+")
# MS-OXCICAL 2.1.3.1.1.20.26: how Exchange wraps a UID that another program made.
WRAPPED = re.compile(rb"(?is)vCal-Uid\x01\0\0\0(.+)")
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


def unwrapped(uid: str) -> str:
    """Return the UID that we gave, also where Exchange wrapped it; white space does not count."""
    with suppress(ValueError):
        if found := WRAPPED.search(bytes.fromhex(uid)):
            return found[1].decode().strip("\0 ")
    return uid.strip()
