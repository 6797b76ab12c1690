"""A strict look at a calendar file, line by line, as RFC 5545 and 5546 have it; no parser helps.

Stricter than the standard where calendar programs are: each property once, one zone, our order.
"""

import re
from collections import Counter
from collections.abc import Iterator

LINE = 75
NAME = re.compile(r"[A-Z][A-Z0-9-]*")
PARAMETER = re.compile(r';([A-Z][A-Z0-9-]*)=("[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*)')
UTC_TIME = re.compile(r"\d{8}T\d{6}Z")
LOCAL_TIME = re.compile(r"\d{8}T\d{6}")
ADDRESS = re.compile(r"mailto:[^\s@]+@[^\s@]+")
TEXT = re.compile(r"(?:[^\\;,\x00-\x08\x0a-\x1f\x7f]|\\[\\;,nN])*")
TEXTS = {"SUMMARY", "LOCATION", "DESCRIPTION", "NAME", "X-WR-CALNAME", "UID"}
STAMPS = {"DTSTAMP", "CREATED", "LAST-MODIFIED"}
HEAD = ["PRODID", "VERSION", "CALSCALE", "METHOD"]
ONCE = {"UID", "SEQUENCE", "DTSTAMP", "CREATED", "LAST-MODIFIED", "DTSTART", "DTEND", "ORGANIZER",
        "SUMMARY", "STATUS"}  # fmt: skip
# RFC 5546 3.2: what a method must have (1) or must not have (0) besides.
BY_METHOD: dict[str, dict[str, int]] = {
    "REQUEST": {"ATTENDEE": 1, "TRANSP": 1, "CLASS": 1, "X-MICROSOFT-CDO-BUSYSTATUS": 1},
    "CANCEL": {"ATTENDEE": 1, "VALARM": 0, "X-MICROSOFT-CDO-BUSYSTATUS": 1, "LOCATION": 0},
    "PUBLISH": {"ATTENDEE": 0, "VALARM": 0, "TRANSP": 1, "CLASS": 1},
}
GUEST = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT"}


def faults(data: bytes) -> list[str]:
    """List what is wrong with a calendar file; nothing for a clean one."""
    found = list(of_bytes(data))
    if found:
        return found
    lines = data.removesuffix(b"\r\n").replace(b"\r\n ", b"").decode().split("\r\n")
    found += [fault for line in lines for fault in of_line(line)]
    found += of_order(lines)
    for event in events_in(lines):
        found += of_event(event, method_of(lines))
    return found


def of_bytes(data: bytes) -> Iterator[str]:
    """Look at line ends, lengths and characters."""
    if not data.endswith(b"END:VCALENDAR\r\n"):
        yield "does not end with END:VCALENDAR and a line end"
    for physical in data.split(b"\r\n"):
        if len(physical) > LINE:
            yield f"a line of {len(physical)} octets"
        if b"\r" in physical or b"\n" in physical:
            yield "a line end that is not CRLF"
        try:
            physical.decode()
        except UnicodeDecodeError:
            yield "a fold inside a character"


def of_line(line: str) -> Iterator[str]:
    """Look at one unfolded line: its name, its parameters, its value."""
    name = NAME.match(line)
    if name is None:
        yield f"no name: {line!r}"
        return
    rest = line[name.end() :]
    taken = "".join(match[0] for match in iter_parameters(rest))
    if not rest[len(taken) :].startswith(":"):
        yield f"parameters that cannot be read: {line!r}"
        return
    value = rest[len(taken) + 1 :]
    if name[0] in TEXTS and not TEXT.fullmatch(value):
        yield f"an escape is missing: {line!r}"
    if name[0] in STAMPS and not UTC_TIME.fullmatch(value):
        yield f"not a moment in UTC: {line!r}"
    if name[0] in {"ORGANIZER", "ATTENDEE"} and not ADDRESS.fullmatch(value):
        yield f"not an address: {line!r}"


def iter_parameters(rest: str) -> Iterator[re.Match[str]]:
    """Go through the parameters after a name."""
    place = 0
    while match := PARAMETER.match(rest, place):
        yield match
        place = match.end()


def of_order(lines: list[str]) -> Iterator[str]:
    """Look at the head, the nesting, and the zone before the events."""
    if [line.split(":")[0] for line in lines[1:5]] != HEAD:
        yield "the head is not PRODID, VERSION, CALSCALE, METHOD"
    open_parts: list[str] = []
    for line in lines:
        if line.startswith("BEGIN:"):
            open_parts.append(line[6:])
        elif line.startswith("END:") and (not open_parts or open_parts.pop() != line[4:]):
            yield f"{line} closes nothing"
    if open_parts:
        yield f"{open_parts} stays open"
    if lines.count("BEGIN:VTIMEZONE") != 1 or lines.count("TZID:Europe/Amsterdam") != 1:
        yield "not exactly one time zone"
    for part in ("DAYLIGHT", "STANDARD"):
        if lines.count(f"BEGIN:{part}") != 1:
            yield f"not exactly one {part}"
    if "BEGIN:VEVENT" in lines and lines.index("BEGIN:VEVENT") < lines.index("END:VTIMEZONE"):
        yield "an event before the zone"


def method_of(lines: list[str]) -> str:
    """Give the method of a file."""
    return next(line[7:] for line in lines if line.startswith("METHOD:"))


def events_in(lines: list[str]) -> Iterator[list[str]]:
    """Go through the events of a file, each with its lines."""
    start = None
    for place, line in enumerate(lines):
        if line == "BEGIN:VEVENT":
            start = place
        elif line == "END:VEVENT" and start is not None:
            yield lines[start + 1 : place]


def of_event(event: list[str], method: str) -> Iterator[str]:
    """Look at what one event has, for the method of its file."""
    own = event[: event.index("BEGIN:VALARM")] if "BEGIN:VALARM" in event else event
    names = Counter(re.split("[;:]", line)[0] for line in own)
    names["VALARM"] = event.count("BEGIN:VALARM")
    yield from of_alarm(event[len(own) :])
    for name in sorted(ONCE):
        if names[name] != 1:
            yield f"{names[name]} x {name}"
    for name, wanted in BY_METHOD[method].items():
        if names[name] != wanted:
            yield f"{names[name]} x {name} in a {method}"
    if any(times > 1 for times in names.values()):
        yield "a property twice"
    values = {re.split("[;:]", line)[0]: line for line in own}
    yield from of_values(values, method)


def of_alarm(alarm: list[str]) -> Iterator[str]:
    """Look at the reminder that closes an event: shown once, a day before, and nothing else."""
    if not alarm:
        return
    names = [re.split("[;:]", line)[0] for line in alarm[1:-1]]
    if alarm[-1] != "END:VALARM" or sorted(names) != ["ACTION", "DESCRIPTION", "TRIGGER"]:
        yield f"a reminder of {names}"
    if "ACTION:DISPLAY" not in alarm or "TRIGGER:-P1D" not in alarm:
        yield "a reminder that is not shown a day before"


def of_values(values: dict[str, str], method: str) -> Iterator[str]:
    """Look at the times, the status and the people of one event."""
    for name in ("DTSTART", "DTEND"):
        zone, _, time = values[name].partition(":")
        if zone != f"{name};TZID=Europe/Amsterdam" or not LOCAL_TIME.fullmatch(time):
            yield f"not a Dutch time: {values[name]}"
    if not values["DTSTART"].split(":")[1] < values["DTEND"].split(":")[1]:
        yield "it ends before it starts"
    if not 16 <= len(values["UID"].removeprefix("UID:")) <= 255:
        yield "a UID that is too short or too long"
    cancelled = values["STATUS"] == "STATUS:CANCELLED"
    if (method == "CANCEL") > cancelled or (method == "REQUEST" and cancelled):
        yield f"{values['STATUS']} in a {method}"
    if re.sub('CN="[^"]*"|CN=[^:;]*', "", values["ORGANIZER"]).split(":")[0] not in {
        "ORGANIZER", "ORGANIZER;"
    }:  # fmt: skip
        yield "the organizer has a parameter besides the name"
    if "ATTENDEE" in values:
        yield from of_guest(values["ATTENDEE"], values["ORGANIZER"], method)


def of_guest(guest: str, organizer: str, method: str) -> Iterator[str]:
    """Look at the one who is invited."""
    given = {match[1]: match[2] for match in iter_parameters(guest.removeprefix("ATTENDEE"))}
    if "PARTSTAT" not in given or any(given.get(name) != GUEST[name] for name in GUEST):
        yield f"a guest without {GUEST}: {guest}"
    if ("RSVP" in given) != (method == "REQUEST"):
        yield f"RSVP in a {method}"
    if organizer.rpartition("mailto:")[2] == guest.rpartition("mailto:")[2]:
        yield "the organizer is the only guest"
