"""Take the lines that count out of the bytes of a calendar file, before anything else reads them.

What goes wrong in calendar programs (hangs, deep recursion, text in the wrong code page) is
stopped here, on bytes, in time that grows with the size of the file and no faster. Titles,
descriptions, pictures and alarms are never looked at.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from visits.formats.ical.decision import CalendarRefused, Reason
from visits.formats.ical.text import unescaped

ANSWER_LIMIT = 2_000_000
BUSY_LIMIT = 25_000_000
LINE_LIMIT = 50_000
BUSY_LINE_LIMIT = 200_000
DEPTH_LIMIT = 4
# Of a busy calendar a BEGIN without its END spoils no other event, unless there are very many.
TORN_LIMIT = 100
HEAD_LIMIT = 10_000

# UTF-32 first: its mark starts with the one of UTF-16.
MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# NUL and its kind mean nothing in a calendar; no database keeps them, no program means them.
CONTROL = bytes([*range(9), 11, 12, *range(14, 32), 127])
CALENDAR = re.compile(rb"(?i)BEGIN[ \t]*:[ \t]*VCALENDAR[ \t]*(?:[\r\n]|\Z)")
# The lookbehind keeps a long run of line breaks from being tried again at each of them.
FOLD = re.compile(rb"(?<![\r\n])[\r\n]+[ \t]")
EDGE = re.compile(rb"(?i)(BEGIN|END)[ \t]*:[ \t]*([A-Z][A-Z0-9-]{0,40})[ \t]*")
READ = (
    "METHOD UID DTSTAMP SEQUENCE STATUS TRANSP X-MICROSOFT-CDO-BUSYSTATUS ATTENDEE COMMENT "
    "DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID X-MS-OLK-ORIGINALSTART FREEBUSY "
    "TZID TZOFFSETFROM TZOFFSETTO X-LIC-LOCATION X-WR-TIMEZONE X-WR-CALNAME"
)
LINE = re.compile(rb"(?im)^[ \t]*(BEGIN|END|%s)[ \t]*[:;].*" % "|".join(READ.split()).encode())
# What stands in what; whatever else was left open before one of these is closed by it.
LEVELS = {"VCALENDAR": 1, "VEVENT": 2, "VFREEBUSY": 2, "VTIMEZONE": 2}
PARTS = {*LEVELS, "STANDARD", "DAYLIGHT"}
# RFC 5545 3.1: a colon or a semicolon in quotes separates nothing. No step is taken back (`+`
# behind a repetition), so that a line without an end is found out in one pass.
HEAD = re.compile(rb'[^":;]*((?:;\s*[\w.-]+\s*=(?:[^":;]++|"[^"]*")*+)*+):')
PARAMETER = re.compile(r';([^=]+)=((?:[^";]++|"[^"]*")*+)')
# RFC 6868 3
CARET = re.compile(r"\^([n'^])")
CARETS = {"n": "\n", "'": '"', "^": "^"}


@dataclass(frozen=True, slots=True)
class Property:
    """One line: its parameters by name in capitals, its value as it was written."""

    parameters: dict[str, str]
    value: str


@dataclass(slots=True)
class Component:
    """What stands between a BEGIN and its END."""

    name: str
    lines: dict[str, list[bytes]] = field(default_factory=dict)
    parts: list["Component"] = field(default_factory=list)

    def named(self, name: str) -> Iterator["Component"]:
        """List the parts with that name."""
        return (part for part in self.parts if part.name == name)

    def written(self, name: str) -> list[bytes]:
        """List the lines of one property as they were written."""
        return self.lines.get(name) or []

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


Keep = Callable[[Component], bool]


def read_answer_file(data: bytes) -> list[Component]:
    """Return the VCALENDARs of an answer; CalendarRefused tells the first check that fails."""
    whole = _unfolded(data, ANSWER_LIMIT)
    if max(map(len, whole.split(b"\n"))) > LINE_LIMIT:
        raise CalendarRefused(Reason.LINE_TOO_LONG)
    return list(_tree(whole, None).named("VCALENDAR"))


def read_busy_file(data: bytes, keep: Keep) -> list[Component]:
    """Return the VCALENDARs of a busy calendar, with the events that are kept.

    A bad line spoils its own event at most; CalendarRefused is for what is no calendar, or is
    torn off.
    """
    return list(_tree(_unfolded(data, BUSY_LIMIT), keep).named("VCALENDAR"))


def read_property(line: bytes) -> Property:
    """Split a line into parameters and value; ValueError when it has no such form."""
    head = HEAD.match(line)
    if head is None or head.end() > HEAD_LIMIT:
        raise ValueError("no line of a calendar, or more parameters than anybody writes")
    parameters, value = _parameters(head[1]), _text(line[head.end() :]).strip()
    if ":" in value and "TZID" in parameters:
        # Exchange: TZID=tzone://Microsoft/Utc and TZID=(UTC+01:00) Amsterdam, without quotes.
        rest, _, value = value.rpartition(":")
        parameters = parameters | {"TZID": f"{parameters['TZID']}:{rest}"}
    return Property(parameters, value)


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


def _unfolded(data: bytes, limit: int) -> bytes:
    """Return a calendar file without folds and control characters."""
    if len(data) > limit:
        raise CalendarRefused(Reason.TOO_LARGE)
    marked = next((MARKS[mark] for mark in MARKS if data.startswith(mark)), None)
    data = data.decode(marked, "replace").encode() if marked else data
    # Two files that were joined into one have a mark in the middle too.
    clean = data.replace(codecs.BOM_UTF8, b"").translate(None, CONTROL).lstrip()
    if not CALENDAR.match(clean):
        odd = len(data.translate(None, CONTROL)) < len(data)
        raise CalendarRefused(Reason.CONTROL_CHARACTERS if odd else Reason.NOT_A_CALENDAR)
    # RFC 5545 3.1: unfold before decoding, a fold may stand inside a character.
    return FOLD.sub(b"", clean).replace(b"\r", b"\n")


def _tree(whole: bytes, keep: Keep | None) -> Component:
    """Hang each line below the part that it stands in; without `keep` every END must fit."""
    stack, depth = [Component("")], 0
    for line in LINE.finditer(whole):
        name = line[1].upper().decode()
        if name in {"BEGIN", "END"}:
            if not (edge := EDGE.fullmatch(line[0].lstrip())):
                continue
            depth += 1 if name == "BEGIN" else -1
            if depth > (TORN_LIMIT if keep else DEPTH_LIMIT):
                raise CalendarRefused(Reason.NESTING)
            _cross(stack, name, edge[2].upper().decode(), keep)
        else:
            written = line[0] if len(line[0]) <= BUSY_LINE_LIMIT else b""
            stack[-1].lines.setdefault(name, []).append(written)
    if len(stack) > 1:
        raise CalendarRefused(Reason.INCOMPLETE)
    return stack[0]


def _cross(stack: list[Component], name: str, part: str, keep: Keep | None) -> None:
    """Open or close a part."""
    if name == "BEGIN":
        while keep and len(stack) > LEVELS.get(part, TORN_LIMIT):
            _close(stack, keep)
        stack.append(Component(part))
    elif keep and part in (open_part.name for open_part in stack[1:]):
        while _close(stack, keep) != part:
            pass
    elif not keep and (_close(stack, keep) != part or not stack):
        raise CalendarRefused(Reason.INCOMPLETE)


def _close(stack: list[Component], keep: Keep | None) -> str:
    """Close the part that is open; it stays only if it is of a kind that is read."""
    part = stack.pop()
    if stack and part.name in PARTS and (keep is None or part.name != "VEVENT" or keep(part)):
        stack[-1].parts.append(part)
    return part.name
