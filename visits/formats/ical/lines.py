"""Look at the bytes of a calendar file before anything else reads them.

What goes wrong in calendar programs (hangs, deep recursion, text in the wrong code page) is
stopped here, on bytes, in time that grows with the size of the file and no faster.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from icalendar.parser import Contentline

FILE_LIMIT = 2_000_000
LINE_LIMIT = 50_000
BUSY_LINE_LIMIT = 200_000
DEPTH_LIMIT = 4
MARK_LIMIT = 1000
HEAD_LIMIT = 1000

# UTF-32 first: its mark starts with the one of UTF-16.
MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# A head as programs write it: the value behind it, however long, says nothing about the parameters.
PLAIN_HEAD = re.compile(rb'[A-Za-z0-9-]+((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^":;,]*))*):')
PARAMETER = re.compile(r';([^=]+)=(?:"([^"]*)"|([^;]*))')
# RFC 6868 3
CARET = re.compile(r"\^([n'^])")
CARETS = {"n": "\n", "'": '"', "^": "^"}
# The lookbehind keeps a long run of line breaks from being tried again at each of them.
FOLD = re.compile(rb"(?<![\r\n])[\r\n]+[ \t]")

Edge = tuple[str, str]


class FileRefused(Exception):
    """A file cannot be taken as an answer; the reason is a word of the audit log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


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

    def all(self, name: str, limit: int | None = None) -> list[Property]:
        """Read the properties with that name; ValueError when one of them cannot be read."""
        return [read_property(line) for line in self.written(name)[:limit]]

    def first(self, name: str) -> Property | None:
        """Read the first property with that name, if there is one."""
        lines = self.lines.get(name.encode())
        return read_property(lines[0]) if lines else None


def read_file(data: bytes, *, line_limit: int = LINE_LIMIT) -> list[Component]:
    """Give the VCALENDARs of a file, or raise FileRefused with the first check that fails."""
    if len(data) > FILE_LIMIT:
        raise FileRefused("too_large")
    data = _utf8(data)
    if CONTROL.search(data):
        raise FileRefused("control_characters")
    # RFC 5545 3.1: unfold before decoding, a fold may stand inside a character.
    lines = [line for line in FOLD.sub(b"", data).splitlines() if line.strip()]
    edges = [_edge(line) for line in lines]
    if edges[:1] != [("BEGIN", "VCALENDAR")]:
        raise FileRefused("not_a_calendar")
    if _depth(edges) > DEPTH_LIMIT:
        raise FileRefused("nesting")
    if any(len(line) > line_limit for line in lines):
        raise FileRefused("line_too_long")
    return list(_tree(lines, edges).named("VCALENDAR"))


def read_property(line: bytes) -> Property:
    """Split a line into parameters and value; ValueError when it has no such form."""
    if head := PLAIN_HEAD.match(line[:HEAD_LIMIT]):
        return Property(_parameters(head[1]), _text(line[head.end() :]).strip())
    if line.count(b";") + line.count(b",") > MARK_LIMIT:
        raise ValueError("more parameters than anybody writes, and slow to read")
    parsed = Contentline(_text(line))  # type: ignore[no-untyped-call]
    _, parameters, value = parsed.raw_parts()
    return Property({name.upper(): _joined(one) for name, one in parameters.items()}, value.strip())


@lru_cache(maxsize=256)
def _parameters(head: bytes) -> dict[str, str]:
    """Read the parameters of a line; thousands of lines begin in the same few ways."""
    found = PARAMETER.findall(_text(head))
    return {
        name.upper(): CARET.sub(lambda m: CARETS[m[1]], (quoted or bare).strip())
        for name, quoted, bare in found
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


def _edge(line: bytes) -> Edge | None:
    """Say which component a line begins or ends, if it does."""
    if line[:3].upper() not in {b"BEG", b"END"}:
        return None
    name, _, value = line[:80].upper().partition(b":")
    word = name.strip().decode("latin-1")
    return (word, value.strip().decode("latin-1")) if word in {"BEGIN", "END"} else None


def _depth(edges: Iterable[Edge | None]) -> int:
    deepest = depth = 0
    for edge in filter(None, edges):
        depth += 1 if edge[0] == "BEGIN" else -1
        deepest = max(deepest, depth)
    return deepest


def _tree(lines: Iterable[bytes], edges: Iterable[Edge | None]) -> Component:
    stack = [Component("")]
    for line, edge in zip(lines, edges, strict=True):
        if edge is None:
            stack[-1].lines.setdefault(_line_name(line), []).append(line)
        elif edge[0] == "BEGIN":
            stack[-1].parts.append(Component(edge[1]))
            stack.append(stack[-1].parts[-1])
        elif stack.pop().name != edge[1] or not stack:
            raise FileRefused("incomplete")
    if len(stack) > 1:
        raise FileRefused("incomplete")
    return stack[0]


def _joined(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ",".join(value)
