"""Answers as programs and people really send them, each whole, from file or mail to decision."""

import base64
import quopri
from collections.abc import Callable
from typing import Any

import pytest

from tests.formats.calendar_cases import STATE, UID
from visits.formats.ical import read_answer
from visits.formats.incoming import is_eml, read_mail

TENANT, HOST = "f.unal@voorbeeld.nl", "joke@woonvoorbeeld.nl"
NOW = ("DTSTART:20261208T130000Z", "DTEND:20261208T140000Z")
LATER = "DTSTART:20261210T080000Z"
WAYS: dict[str, Callable[[bytes], bytes]] = {
    "base64": base64.encodebytes,
    "quoted-printable": quopri.encodestring,
    "8bit": bytes,
}


def ics(*lines: str, method: str = "REPLY", sequence: str = "SEQUENCE:1") -> bytes:
    """Write an answer with these lines."""
    head = ("BEGIN:VCALENDAR", f"METHOD:{method}", "PRODID:-//x//NL", "VERSION:2.0")
    event = ("BEGIN:VEVENT", f"UID:{UID}", "DTSTAMP:20261124T100000Z", *filter(None, [sequence]))
    return "".join(
        line + "\r\n" for line in (*head, *event, *lines, "END:VEVENT", "END:VCALENDAR")
    ).encode()


def of(address: str, partstat: str = "ACCEPTED", more: str = "", start: str = "mailto:") -> str:
    """Write the line of who answers."""
    return f"ATTENDEE;PARTSTAT={partstat}{more}:{start}{address}"


YES = ics(*NOW, of(TENANT))
PROPOSAL = ics(LATER, of(TENANT, "TENTATIVE"), method="COUNTER")


def eml(
    data: bytes,
    kind: str = "text/calendar; method=REPLY; charset=UTF-8",
    *,
    sender: str = TENANT,
    way: str = "base64",
    around: str = "alternative",
    file_name: str = "",
) -> bytes:
    """Write a mail that carries an answer beside some words."""
    disposition = f'Content-Disposition: attachment; filename="{file_name}"\r\n'
    return (
        f"From: {sender}\r\nTo: planning@woonvoorbeeld.nl\r\nSubject: Geaccepteerd\r\n"
        f'MIME-Version: 1.0\r\nContent-Type: multipart/{around}; boundary="b1"\r\n\r\n'
        "--b1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPrima\r\n"
        f"--b1\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {way}\r\n"
        f"{disposition if file_name else ''}\r\n"
    ).encode() + WAYS[way](data) + b"\r\n--b1--\r\n"  # fmt: skip


def forwarded(mail: bytes) -> bytes:
    """Write the mail with which a colleague passes another on."""
    head = "From: assistent@woonvoorbeeld.nl\r\nSubject: Fwd\r\nMIME-Version: 1.0\r\n"
    parts = (
        'Content-Type: multipart/mixed; boundary="f"\r\n\r\n'
        "--f\r\nContent-Type: text/plain\r\n\r\nzie onder\r\n"
        "--f\r\nContent-Type: message/rfc822\r\n\r\n"
    )
    return (head + parts).encode() + mail + b"\r\n--f--\r\n"


def decided(data: bytes) -> dict[str, Any]:
    """Give the decision about a file, an .ics or a mail."""
    if not is_eml(data):
        return read_answer(data, STATE)
    mail = read_mail(data)
    part = mail.part
    if part is None:
        return {"outcome": "reject", "reason": "not_a_calendar"}
    return read_answer(part.data, STATE, sender=mail.sender, mime_method=part.method)


@pytest.mark.parametrize(
    ("line", "partstat"),
    [
        (of(HOST.upper(), "DECLINED", start="MAILTO:"), "DECLINED"),  # Exchange
        (of(TENANT, "TENTATIVE", ";CN=F. Ünal;X-NUM-GUESTS=0"), "TENTATIVE"),  # Google
        (of("/aMTIz/principal/", "ACCEPTED", f';EMAIL="{TENANT}"', ""), "ACCEPTED"),  # Apple
        (of("urn:uuid:12-34", "DECLINED", f";EMAIL={TENANT}", ""), "DECLINED"),  # iCloud
        (of("invalid:nomail", "ACCEPTED", f";EMAIL={TENANT}", ""), "ACCEPTED"),  # Outlook
        (of(TENANT, "TENTATIVE", ";X-JMAP-ID=a;SCHEDULE-STATUS=2.0"), "TENTATIVE"),  # FastMail
        (of(TENANT, "ACCEPTED", f";EMAIL={TENANT};RSVP=FALSE"), "ACCEPTED"),  # Zoho
        (of(HOST, "ACCEPTED", ';SENT-BY="mailto:secr@woonvoorbeeld.nl"'), "ACCEPTED"),
        (of(TENANT, '"DECLINED"'), "DECLINED"),
        (of(f"<{TENANT}>"), "ACCEPTED"),
        (of("f.unal%40voorbeeld.nl"), "ACCEPTED"),
        (of(TENANT, "ACCEPTED", ';CN="Ünal: F; x, y"'), "ACCEPTED"),
        (of(TENANT, "ACCEPTED", ";CN=Ünal, F"), "ACCEPTED"),
        (of(TENANT, "ACCEPTED", ";CN=F ^'x^' ^n y"), "ACCEPTED"),
        (of(TENANT, "ACCEPTED", r";CN=DOMEIN\funal"), "ACCEPTED"),
        (of(TENANT, "ACCEPTED", ";CN=50%2C"), "ACCEPTED"),
    ],
)  # fmt: skip
def test_an_answer_is_understood_however_its_program_writes_who_gives_it(
    line: str, partstat: str
) -> None:
    decision = decided(ics(*NOW, line))

    assert (decision["outcome"], decision["partstat"]) == ("apply", partstat)
    assert decision["attendee"] in {TENANT, HOST}


MAILS = {
    "as most send it": (eml(YES), "apply"),
    "quoted-printable": (eml(YES, way="quoted-printable"), "apply"),
    "in an older code page": (
        eml(YES.replace(b"x//NL", b"\xe9//NL"), "text/calendar; charset=iso-8859-1", way="8bit"),
        "apply",
    ),
    "in UTF-16": (
        eml(YES.decode().encode("utf-16-le"), "text/calendar; method=REPLY; charset=utf-16le"),
        "apply",
    ),
    "in a charset nobody has": (eml(YES, "text/calendar; charset=x-weird"), "apply"),
    "no method beside the type": (eml(YES, "text/calendar; charset=utf-8"), "apply"),
    "another method": (eml(YES, "text/calendar; method=REQUEST"), "reject:method_mismatch"),
    "the method in quotes": (eml(YES, 'text/calendar; method="reply"; name=meeting.ics'), "apply"),
    "a proposal": (eml(PROPOSAL, "text/calendar; method=COUNTER"), "counter"),
    "only attached": (
        eml(YES, "application/ics", around="mixed", file_name="invite.ics"), "apply"
    ),
    "attached without a type": (
        eml(YES, "application/octet-stream", around="mixed", file_name="Antwoord.ICS"), "apply"
    ),
    "in a package only Outlook reads": (
        eml(b"\x78\x9f\x3e\x22", "application/ms-tnef", around="mixed", file_name="winmail.dat"),
        "reject:not_a_calendar",
    ),
    "from somebody else": (eml(YES, sender="x@elders.nl"), "review:sender_is_not_attendee"),
    "a name before the address": (eml(YES, sender=f'"Unal, F." <{TENANT.upper()}>'), "apply"),
    "an encoded name": (eml(YES, sender=f"=?utf-8?q?F=2E_=C3=9Cnal?= <{TENANT}>"), "apply"),
    "from two": (eml(YES, sender=f"{TENANT}, {HOST}"), "review:sender_is_not_attendee"),
    "passed on": (forwarded(eml(YES)), "review:sender_is_not_attendee"),
    "passed on twice": (forwarded(forwarded(eml(YES))), "review:sender_is_not_attendee"),
    "line feeds only": (eml(YES).replace(b"\r\n", b"\n"), "apply"),
    "out of a mailbox file": (b"From f@x Tue Nov 24\r\n" + eml(YES), "apply"),
    "saved by an editor": (b"\xef\xbb\xbf" + eml(YES), "apply"),
    "blank lines before it": (b"\r\n\r\n" + eml(YES), "apply"),
    "the way it came first": (b"Received: from x by y; Tue\r\n\tfoo\r\n" + eml(YES), "apply"),
    "small letters": (eml(YES).replace(b"Content-T", b"content-t"), "apply"),
    "torn off": (eml(YES)[:-60], "reject:incomplete"),
    "spoilt": (eml(YES).replace(b"QkVHSU46", b"!!!!"), "reject:not_a_calendar"),
}  # fmt: skip


@pytest.mark.parametrize("name", MAILS)
def test_an_answer_by_mail_is_found_and_decided(name: str) -> None:
    data, want = MAILS[name]

    decision = decided(data)

    assert ":".join(filter(None, [decision["outcome"], decision.get("reason")])) == want


@pytest.mark.parametrize(
    ("lines", "start", "end"),
    [
        (["DTSTART:20261210T093000", "DTEND:20261210T103000"], "10T08:30", "10T09:30"),
        (["DTSTART;VALUE=DATE:20261210"], "09T23:00", "10T23:00"),
        ([LATER, "DURATION:PT90M"], "10T08:00", "10T09:30"),
        ([LATER], "10T08:00", "10T09:00"),  # as long as the visit
        (["DTSTART:20261208T130000Z", "DTEND:20261208T143000Z"], "08T13:00", "08T14:30"),
        (["DTSTART;TZID=Romance Standard Time:20261210T093000"], "10T08:30", "10T09:30"),
        (["DTSTART;TZID=Mars/Base:20261210T093000"], "10T08:30", "10T09:30"),
    ],
)
def test_a_proposal_says_when_in_any_of_the_ways_a_calendar_has(
    lines: list[str], start: str, end: str
) -> None:
    decision = decided(ics(*lines, of(HOST, "TENTATIVE"), method="COUNTER"))

    assert decision["outcome"] == "counter"
    assert decision["proposed_start"] == f"2026-12-{start}:00Z"
    assert decision["proposed_end"] == f"2026-12-{end}:00Z"
