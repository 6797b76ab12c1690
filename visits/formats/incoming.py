"""Mails that come in: the calendar file in them, what stands in its place, and who sent it."""

import re
from codecs import BOM_UTF8
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses

# Beyond these a mail is deeper or longer than any mail program makes, and slow to read: the
# email package looks for every open boundary in every line, and goes through each parameter of
# a header again and again.
EML_LIMIT = 10_000_000
BREAK_LIMIT = 300_000
PART_LIMIT = 50
BOUNDARY_LIMIT = 20
HEADER_LIMIT = 4000
BRACKET_LIMIT = 10
PART = re.compile(rb"(?i)content-type")
BOUNDARY = re.compile(rb"(?i)boundary[*0-9]*[ \t]*=")
CONTENT = re.compile(
    rb"(?i)(?:\A|[\r\n])content-[a-z-]{1,50}[ \t]*:[^\r\n]*(?:(?:\r\n|\n|\r)[ \t][^\r\n]*)*"
)
HEADER = re.compile(rb"(?:From |[!-9;-~]{1,100}:)")
KNOWN = re.compile(rb"(?im)^(?:From|Received|MIME-Version|Message-ID|Content-Type|Date) ?:")
MAILBOX = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}")
AUTOMATIC = ("X-Autoreply", "X-Autorespond", "List-Unsubscribe", "List-Id")
CHARSET = re.compile(r"(?i)(?:iso-8859-[0-9]+|windows-125[0-9]|utf-?(?:16|32)(?:le|be)?)")
# What stands where a calendar file was meant: by how it begins, and by its name in a mail.
BEGINNINGS = {
    b"\x78\x9f\x3e\x22": "winmail",
    b"\xd0\xcf\x11\xe0": "outlook_mail",
    b"\x30\x82": "encrypted",
    b"<": "login_page",
}
KINDS = {
    "application/ms-tnef": "winmail",
    "application/vnd.ms-outlook": "outlook_mail",
    "application/pkcs7-mime": "encrypted",
    "application/x-pkcs7-mime": "encrypted",
    "winmail.dat": "winmail",
    ".msg": "outlook_mail",
    ".p7m": "encrypted",
}
ANSWERS = re.compile(rb"(?im)^METHOD:(?:REPLY|COUNTER|REFRESH)\s*$")


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """The calendar file in a mail, and the method of its part."""

    data: bytes
    method: str | None


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mail that came in: its calendar file, or the kind of thing that stands in its place.

    The sender is a hint, not proof; it is empty when the mail does not say it plainly. The
    addresses are those that could not be reached, if the mail tells of that.
    """

    sender: str = ""
    part: CalendarPart | None = None
    failed: tuple[str, ...] = ()
    kind: str = ""
    is_automatic: bool = False


def is_eml(data: bytes) -> bool:
    """Say whether a file is a mail as it was saved, and not a calendar file."""
    start = _bare(data[:65_536])
    head = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    if head[:15].upper() == b"BEGIN:VCALENDAR":
        return False
    return bool(HEADER.match(head) and KNOWN.search(head))


def kind_of(data: bytes) -> str:
    """Return what a file is that is no calendar: a code, or nothing if it is of no known kind."""
    start = _bare(data[:1000])
    return next((kind for begin, kind in BEGINNINGS.items() if start.startswith(begin)), "")


def read_mail(eml: bytes) -> Incoming:
    """Read what a mail holds for us; nothing when it is unreadable."""
    if _is_laborious(eml):
        return Incoming()
    try:
        message = message_from_bytes(_bare(eml))
        parts = list(message.walk())
        ranked = sorted((part for part in parts if _rank(part) < 4), key=_rank)
        return Incoming(
            sender=_sender(message),
            part=next((_taken(part) for part in ranked), None),
            failed=_failed(message, parts),
            kind=next(filter(None, map(_kind, parts)), ""),
            is_automatic=_is_automatic(message),
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # The email package has its own list of malformed mails that it trips over.
        return Incoming()


def _failed(message: Message, parts: list[Message]) -> tuple[str, ...]:
    """List the addresses that a mail could not be delivered to (RFC 3464)."""
    written = [str(message.get("X-Failed-Recipients", ""))]
    for report in parts:
        if report.get_content_type() == "message/delivery-status":
            for about in report.walk():
                if about.get("Action", "").strip().lower() == "failed":
                    # Where the mail was sent to, before where it was passed on to.
                    names = ("Original-Recipient", "Final-Recipient")
                    written += [str(about.get(name, "")).partition(";")[2] for name in names]
    bare = (address.strip(" <>").lower() for one in written for address in one.split(","))
    return tuple(address for address in bare if MAILBOX.fullmatch(address))


def _is_automatic(message: Message) -> bool:
    """Return whether a program sent a mail, and no person (RFC 3834 5)."""
    said = str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    reports = message.get_content_type() == "multipart/report"
    return said != "no" or reports or any(name in message for name in AUTOMATIC)


def _kind(part: Message) -> str:
    name = (part.get_filename() or "").lower()
    kinds = (kind for ending, kind in KINDS.items() if name.endswith(ending))
    return KINDS.get(part.get_content_type()) or next(kinds, "")


def _bare(data: bytes) -> bytes:
    """Leave out what a text editor puts before the first header."""
    return data.removeprefix(BOM_UTF8).lstrip()


def _is_laborious(eml: bytes) -> bool:
    return (
        len(eml) > EML_LIMIT
        or eml.count(b"\n") + eml.count(b"\r") > BREAK_LIMIT
        or len(PART.findall(eml)) > PART_LIMIT
        or len(BOUNDARY.findall(eml)) > BOUNDARY_LIMIT
        or any(len(header) > HEADER_LIMIT for header in CONTENT.findall(eml))
    )


def _rank(part: Message) -> int:
    """Order the parts that may be the calendar file: an answer first, then what programs read."""
    kind, name = part.get_content_type(), part.get_filename() or ""
    if kind != "text/calendar":
        return 3 if kind == "application/ics" or name.lower().endswith(".ics") else 4
    method = part.get_param("method")
    data = part.get_payload(decode=True)
    if isinstance(data, bytes) and ANSWERS.search(data[:2000]):
        return 0
    return 1 if method else 2


def _taken(part: Message) -> CalendarPart | None:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return None
    method = part.get_param("method")
    said = method.upper() if isinstance(method, str) and _rank(part) < 3 else None
    return CalendarPart(_utf8(data, part.get_content_charset() or ""), said)


def _utf8(data: bytes, charset: str) -> bytes:
    """Turn a declared character set into UTF-8; what is UTF-8 already stays as it is."""
    if not CHARSET.fullmatch(charset):
        return data
    if not charset.lower().startswith("utf"):
        with suppress(UnicodeDecodeError):
            return data.decode().encode()
    return data.decode(charset, "replace").encode()


def _sender(message: Message) -> str:
    """Give the address in From; empty when there is none, or more than one."""
    found = message.get_all("From", [])
    if len(found) != 1:
        return ""
    # Not decoded first: then a name could put an address of its own before the real one.
    written = str(found[0])
    # getaddresses calls itself for each bracket.
    if len(written) > HEADER_LIMIT or written.count("(") > BRACKET_LIMIT:
        return ""
    addresses = getaddresses([written])
    return addresses[0][1].strip().lower() if len(addresses) == 1 else ""
