"""Mails with a calendar file, as calendar programs exchange them (iMIP, RFC 6047)."""

import re
from codecs import BOM_UTF8
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import getaddresses
from html import escape

from email_validator import EmailNotValidError, ValidatedEmail, validate_email

FILE_NAME = "uitnodiging.ics"
# RFC 2045 6.7: 76 characters a line at most; the email package would write 78.
WIRE = SMTP.clone(max_line_length=76)
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
METHOD = re.compile(rb"^METHOD:([A-Z]+)\r$", re.MULTILINE)

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
    """The calendar file in a mail, who it says it comes from, and the method of its part.

    The sender is a hint, not proof; it is empty when the mail does not say it plainly.
    """

    data: bytes
    sender: str
    method: str | None


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mail that came in: its calendar file, or the kind of thing that stands in its place.

    The addresses are those that could not be reached, if the mail tells of that.
    """

    sender: str = ""
    part: CalendarPart | None = None
    failed: tuple[str, ...] = ()
    kind: str = ""
    is_automatic: bool = False


def write_mail(
    *,
    sender: tuple[str, str],
    recipient: str,
    subject: str,
    text: str,
    date: datetime,
    message_id: str,
    html: str | None = None,
    calendar: bytes | None = None,
    method: str | None = None,
    attachment: tuple[str, bytes] | None = None,
    language: str = "nl",
) -> EmailMessage:
    """Write a mail from somebody (name, address) to one person.

    Without an address of the sender it is a draft, to be sent by whoever opens it. ValueError
    when an address or the Message-ID is none, or the method is not the calendar's.
    """
    to = _address(recipient)
    # RFC 6531: only a server with SMTPUTF8 takes a mailbox in other letters; smtplib asks it.
    message = EmailMessage(policy=WIRE if to.username.isascii() else WIRE.clone(utf8=True))
    if sender[1]:
        message["From"] = _address(sender[1], _one_line(sender[0]))
    else:
        message["X-Unsent"] = "1"
    message["To"] = to
    message["Subject"] = _one_line(subject)
    message["Date"] = date
    message["Message-ID"] = _message_id(message_id)
    # RFC 3834 5: no out-of-office answers to this mail.
    message["Auto-Submitted"] = "auto-generated"
    # Not 8bit: the server that passes it on may not know it (RFC 6152).
    page = html or html_of(text, language)
    message.set_content(_sound(text), cte="quoted-printable")
    message.add_alternative(_sound(page), subtype="html", cte="quoted-printable")
    if calendar is not None:
        _add_calendar(message, calendar, method)
    if attachment is not None:
        name, paper = attachment
        message.add_attachment(paper, maintype="application", subtype="pdf", filename=name)
    return message


def html_of(text: str, language: str) -> str:
    """Give a plain text as a page: a paragraph after each empty line."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    body = "\n".join(f"<p>{escape(block).replace(chr(10), '<br>')}</p>" for block in blocks)
    head = '<meta charset="utf-8">'
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">{head}\n<body>\n{body}\n</body></html>\n'
    )


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


def calendar_part(eml: bytes) -> CalendarPart | None:
    """Take the calendar file out of a mail; None when there is none, or the mail is unreadable."""
    return read_mail(eml).part


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
            part=next((_taken(part, message) for part in ranked), None),
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


def _add_calendar(message: EmailMessage, calendar: bytes, method: str | None) -> None:
    # RFC 6047 2.4: without method=, or with another than in the file, Outlook shows an attachment.
    written = METHOD.search(calendar)
    if not written or method not in {None, written[1].decode()}:
        raise ValueError("the method of the mail is not that of the calendar file")
    parameters = {"method": written[1].decode(), "charset": "UTF-8"}
    # Bytes: a str would be written 8bit and come back with other line ends.
    message.add_alternative(
        calendar, maintype="text", subtype="calendar", cte="base64", params=parameters
    )
    message.add_attachment(calendar, maintype="application", subtype="ics", filename=FILE_NAME)


def _one_line(text: str) -> str:
    # An encoded word (RFC 2047) in our text would be decoded by the email package, line breaks
    # and all: that is how a name could add a header.
    return CONTROL.sub(" ", text).replace("=?", "= ?").strip()


def _sound(text: str) -> str:
    return text.encode(errors="replace").decode()


def checked_address(email: str) -> str:
    """Return an e-mail address as everybody here keeps it; ValueError when it is none.

    A mailbox in any script (RFC 6531) is one; whether a server can write to it, that server says.
    """
    return _validated(email).normalized


def _address(email: str, name: str = "") -> Address:
    """Return an address as it goes over the wire: its domain in ASCII (IDNA 2008, RFC 5891)."""
    checked = _validated(email)
    return Address(name, checked.local_part, checked.ascii_domain)


def _validated(email: str) -> ValidatedEmail:
    try:
        return validate_email(email.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise ValueError("not an e-mail address") from None


def _message_id(message_id: str) -> str:
    if not re.fullmatch(r"<[!-;=?-~]{1,200}@[!-;=?-~]{1,200}>", message_id):
        raise ValueError("not a Message-ID")
    return message_id


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


def _taken(part: Message, message: Message) -> CalendarPart | None:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return None
    method = part.get_param("method")
    said = method.upper() if isinstance(method, str) and _rank(part) < 3 else None
    return CalendarPart(_utf8(data, part.get_content_charset() or ""), _sender(message), said)


def _utf8(data: bytes, charset: str) -> bytes:
    """Turn a declared character set into UTF-8; what is UTF-8 already stays as it is."""
    if not CHARSET.fullmatch(charset):
        return data
    if not charset.lower().startswith("utf"):
        try:
            data.decode()
        except UnicodeDecodeError:
            return data.decode(charset, "replace").encode()
        return data
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
