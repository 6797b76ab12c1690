"""A strict look at a mail as it goes over the wire; no mail package helps.

RFC 5322 for the head, 2045 to 2047 for the parts and words, 6047 (iMIP) for the calendar in it.
"""

import re
from base64 import b64decode
from collections.abc import Iterator
from quopri import decodestring

ONCE = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Auto-Submitted")
HEADER = re.compile(r"([A-Z][A-Za-z-]*): (.*)", re.DOTALL)
WORD = re.compile(r"=\?utf-8\?[bq]\?[!-<>@-~]+\?=", re.IGNORECASE)
BASE64 = re.compile(rb"[A-Za-z0-9+/]*={0,2}")
# RFC 2045 6.7: no bare "=", no byte outside ASCII, no white space at the end of a line.
QUOTED = re.compile(rb"(?:[\t -<>-~]|=[0-9A-F]{2})*(?:=|(?<![ \t]))")
BOUNDARY = re.compile(r'boundary="([^"]{1,70})"')
METHOD = re.compile(r"method=\"?([A-Z]+)\"?")
KINDS = ["text/plain", "text/html", "text/calendar", "application/ics"]
Part = tuple[dict[str, str], bytes]


def faults(mail: bytes) -> list[str]:
    """List what is wrong with the mail of an appointment; nothing for a clean one."""
    found = list(of_lines(mail))
    head, body = part_of(mail)
    found += of_head(mail.partition(b"\r\n\r\n")[0], head)
    leaves = list(leaves_of((head, body)))
    if [kind_of(part) for part in leaves] != KINDS:
        return [*found, f"the parts are {[kind_of(part) for part in leaves]}"]
    plain, page, inside, attached = leaves
    for part in leaves:
        found += of_transfer(part)
    if not content(page).startswith(b"<!doctype html>") or b'<html lang="' not in content(page):
        found.append("the page does not say its language")
    if not content(plain).strip():
        found.append("the text is empty")
    return found + list(of_calendar(inside, attached))


def of_lines(mail: bytes) -> Iterator[str]:
    """Look at line ends, lengths and bytes."""
    for line in mail.split(b"\r\n"):
        if len(line) > 998:
            yield f"a line of {len(line)} bytes"
        if b"\r" in line or b"\n" in line or b"\0" in line:
            yield "a line end that is not CRLF"
        if not line.isascii():
            yield "a byte outside ASCII"


def part_of(data: bytes) -> Part:
    """Cut a mail or a part of one in its headers, unfolded, and its body."""
    head, _, body = data.partition(b"\r\n\r\n")
    lines = re.sub(r"\r\n(?=[ \t])", "", head.decode("ascii", "replace")).split("\r\n")
    found = (HEADER.fullmatch(line) for line in lines)
    return {match[1]: match[2] for match in found if match}, body


def of_head(raw: bytes, head: dict[str, str]) -> Iterator[str]:
    """Look at the headers of the mail itself."""
    names = re.findall(rb"(?m)^([A-Za-z-]+):", raw)
    if len(set(names)) != len(names):
        yield "a header twice"
    for name in ONCE:
        if not head.get(name, "").strip():
            yield f"no {name}"
    if {"Bcc", "Cc", "Reply-To", "Sender"} & head.keys():
        yield "a header that tells more than it should"
    if not re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", head.get("Message-ID", "")):
        yield f"no message number: {head.get('Message-ID')}"
    if not re.fullmatch(r"[^<>@\s,]+@[^<>@\s,]+", head.get("To", "")):
        yield f"not one recipient: {head.get('To')}"
    if not re.search(r" [+-]\d{4}$", head.get("Date", "")):
        yield "a date without a zone"
    yield from of_words(raw)


def of_words(raw: bytes) -> Iterator[str]:
    """Look at the lines of the head, and at the words in it that are not ASCII."""
    if any(len(line) > 78 for line in raw.split(b"\r\n")):  # RFC 5322 2.1.1
        yield "a header line over 78 characters"
    for word in re.findall(r"=\?\S*", raw.decode("ascii", "replace")):
        if not WORD.fullmatch(word.rstrip(",;")) or len(word) > 75:  # RFC 2047 2
            yield f"an encoded word that is none: {word}"


def leaves_of(part: Part) -> Iterator[Part]:
    """Go through the parts that hold something, in order; a part that stays open is missed."""
    boundary = BOUNDARY.search(part[0].get("Content-Type", ""))
    if boundary is None:
        yield part
        return
    mark = b"\r\n--" + boundary[1].encode()
    inner, closed, _ = (b"\r\n" + part[1]).partition(mark + b"--")
    for piece in inner.split(mark + b"\r\n")[1:] if closed else []:
        yield from leaves_of(part_of(piece))


def kind_of(part: Part) -> str:
    """Give the type of a part."""
    return part[0].get("Content-Type", "").partition(";")[0]


def of_transfer(part: Part) -> Iterator[str]:
    """Look at how a part is written for its way."""
    way = part[0].get("Content-Transfer-Encoding", "")
    shape = {"base64": BASE64, "quoted-printable": QUOTED}.get(way)
    if shape is None:
        yield f"a part goes as {way or 'nothing'}"
        return
    for line in part[1].split(b"\r\n"):
        if len(line) > 76 or not shape.fullmatch(line):
            yield f"a line that is not {way}: {line!r}"


def content(part: Part) -> bytes:
    """Give what a part holds."""
    base64 = part[0].get("Content-Transfer-Encoding") == "base64"
    return b64decode(part[1]) if base64 else decodestring(part[1])


def of_calendar(inside: Part, attached: Part) -> Iterator[str]:
    """Look at the calendar file: once for programs, once to keep, the same bytes."""
    kind = inside[0]["Content-Type"]
    said = METHOD.search(kind)
    if said is None or f"\r\nMETHOD:{said[1]}\r\n".encode() not in content(inside):
        yield f"not the method of the file: {kind}"
    if not re.search(r'charset="?utf-8"?', kind, re.IGNORECASE):
        yield f"no charset: {kind}"
    if "Content-Disposition" in inside[0] or "Content-Transfer-Encoding" not in inside[0]:
        yield "the calendar for programs is an attachment"
    if content(inside) != content(attached):
        yield "two calendar files that differ"
    if attached[0].get("Content-Disposition") != 'attachment; filename="uitnodiging.ics"':
        yield "the attachment has another name"
