"""Look at the bytes of a calendar file before anything else reads them.

What goes wrong in calendar programs (hangs, deep recursion, text in the wrong code page) is
stopped here, on bytes, in time that grows with the size of the file and no faster.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from visits.formats.ical.decision import FileRefused, Reason
from visits.formats.ical.text import unescaped

FILE_LIMIT = 2_000_000
LINE_LIMIT = 50_000
BUSY_LINE_LIMIT = 200_000
DEPTH_LIMIT = 4
HEAD_LIMIT = 10_000

# UTF-32 first: its mark starts with the one of UTF-16.
MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
STEPS = {b"BEGIN": 1, b"END": -1}
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# RFC 5545 3.1: a colon or a semicolon in quotes separates nothing. No step is taken back (`+`
# behind a repetition), so that a line without an end is found out in one pass.
HEAD = re.compile(rb'[^":;]*((?:;\s*[\w.-]+\s*=(?:[^":;]++|"[^"]*")*+)*+):')
PARAMETER = re.compile(r';([^=]+)=((?:[^";]++|"[^"]*")*+)')
# RFC 6868 3
CARET = re.compile(r"\^([n'^])")
CARETS = {"n": "\n", "'": '"', "^": "^"}
# The lookbehind keeps a long run of line breaks from being tried again at each of them.
FOLD = re.compile(rb"(?<![\r\n])[\r\n]+[ \t]")


@dataclass(frozen=True, slots=True)
class Property:
    """One line: its parameters by name in capitals, its value as it was written."""

    parameters: dict[str, str]
    value: str


@dataclass(slots=True)
class Component:
    """What stands between a BEGIN and its END."""

    name: str
    lines: dict[bytes, list[bytes]] = field(default_factory=dict)
    parts: list["Component"] = field(default_factory=list)

    def named(self, name: str) -> Iterator["Component"]:
        """List the parts with that name."""
        return (part for part in self.parts if part.name == name)

    def written(self, name: str) -> list[bytes]:
        """List the lines of one property as they were written."""
        return self.lines.get(name.encode()) or []

    def first(self, name: str) -> Property | None:
        """Read the first line of a property, if there is one; ValueError if it is unreadable."""
        lines = self.written(name)
        return read_property(lines[0]) if lines else None

    def texts(self, name: str) -> Iterator[str]:
        """List the texts of a property; one that cannot be read is empty."""
        for line in self.written(name):
            try:
                yield unescaped(read_property(line).value).strip()
            except ValueError:
                yield ""

    def text(self, name: str) -> str:
        """Return the first text of a property; empty if there is none, or it is unreadable."""
        return next(self.texts(name), "")


def read_file(data: bytes, *, line_limit: int = LINE_LIMIT) -> list[Component]:
    """Return the VCALENDARs of a file; FileRefused tells the first check that fails."""
    if len(data) > FILE_LIMIT:
        raise FileRefused(Reason.TOO_LARGE)
    data = _utf8(data)
    if CONTROL.search(data):
        raise FileRefused(Reason.CONTROL_CHARACTERS)
    # RFC 5545 3.1: unfold before decoding, a fold may stand inside a character.
    lines = [line for line in FOLD.sub(b"", data).splitlines() if line.strip()]
    names = [_line_name(line) for line in lines]
    if names[:1] != [b"BEGIN"] or _edge_name(lines[0]) != "VCALENDAR":
        raise FileRefused(Reason.NOT_A_CALENDAR)
    if max(accumulate(STEPS.get(name, 0) for name in names)) > DEPTH_LIMIT:
        raise FileRefused(Reason.NESTING)
    if any(len(line) > line_limit for line in lines):
        raise FileRefused(Reason.LINE_TOO_LONG)
    return list(_tree(lines, names).named("VCALENDAR"))


def read_property(line: bytes) -> Property:
    """Split a line into parameters and value; ValueError when it has no such form."""
    head = HEAD.match(line)
    if head is None or head.end() > HEAD_LIMIT:
        raise ValueError("no line of a calendar, or more parameters than anybody writes")
    return Property(_parameters(head[1]), _text(line[head.end() :]).strip())


@lru_cache(maxsize=256)
def _parameters(head: bytes) -> dict[str, str]:
    """Read the parameters of a line; thousands of lines begin in the same few ways."""
    return {
        name.strip().upper(): CARET.sub(lambda m: CARETS[m[1]], value.replace('"', "").strip())
        for name, value in PARAMETER.findall(_text(head))
    }


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        # Old Windows programs write their own code page, whatever the RFC says.
        return data.decode("cp1252", "replace")


def _utf8(data: bytes) -> bytes:
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            data = data.decode(encoding, "replace").encode()
    # Two files that were joined into one have a mark in the middle too.
    return data.replace(codecs.BOM_UTF8, b"")


def _line_name(line: bytes) -> bytes:
    return line[:80].partition(b":")[0].partition(b";")[0].strip().upper()


def _edge_name(line: bytes) -> str:
    """Return the name of the component that a line begins or ends."""
    return line[:80].partition(b":")[2].strip().upper().decode("latin-1")


def _tree(lines: Iterable[bytes], names: Iterable[bytes]) -> Component:
    stack = [Component("")]
    for line, name in zip(lines, names, strict=True):
        if name not in STEPS:
            stack[-1].lines.setdefault(name, []).append(line)
        elif name == b"BEGIN":
            stack[-1].parts.append(Component(_edge_name(line)))
            stack.append(stack[-1].parts[-1])
        elif stack.pop().name != _edge_name(line) or not stack:
            raise FileRefused(Reason.INCOMPLETE)
    if len(stack) > 1:
        raise FileRefused(Reason.INCOMPLETE)
    return stack[0]
