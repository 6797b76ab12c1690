"""Mails that go out, with a calendar file as calendar programs read it (iMIP, RFC 6047)."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from html import escape

from email_validator import EmailNotValidError, ValidatedEmail, validate_email

FILE_NAME = "uitnodiging.ics"
# RFC 2045 6.7: 76 characters a line at most; the email package would write 78.
WIRE = SMTP.clone(max_line_length=76)
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
METHOD = re.compile(rb"^METHOD:([A-Z]+)\r$", re.MULTILINE)


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
