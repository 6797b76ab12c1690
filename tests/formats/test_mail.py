"""Mails with a calendar file: written as programs expect them, and taken apart again."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.effort import floors
from tests.formats.calendar_cases import HOST, SAMPLES, STAMP, STATE, TENANT, make_event
from tests.formats.mail_lint import faults
from visits.formats.ical import read_answer, write_cancel, write_request
from visits.formats.incoming import CalendarPart, Incoming, is_eml, read_mail
from visits.formats.mail import html_of, write_mail

ICS = write_request(make_event(), TENANT, stamp=STAMP)
REPLY = (SAMPLES / "answers" / "google-accepted.ics").read_bytes()
DATE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def make_mail(**changes: Any) -> EmailMessage:
    """Write the mail of an invitation, except for the changes."""
    plain: dict[str, Any] = {
        "sender": ("Planning directiebezoeken", "planning@woonvoorbeeld.nl"),
        "recipient": "f.unal@voorbeeld.nl",
        "subject": "Onze afspraak op dinsdag 8 december",
        "text": "Beste mevrouw Ünal,\n\nIk kom om 14.00 uur.\nTot dan!",
        "date": DATE,
        "message_id": "<a1b2c3@bezoek.example.org>",
        "calendar": ICS,
    }
    return write_mail(**plain | changes)


def read_back(message: EmailMessage) -> EmailMessage:
    """Give a mail as it is read after it was sent."""
    read = message_from_bytes(message.as_bytes(), policy=default)
    assert isinstance(read, EmailMessage)
    assert not any(part.defects for part in read.walk())
    return read


def tree(message: Any) -> Any:
    """Give the types of a mail as they stand in each other."""
    if not message.is_multipart():
        return message.get_content_type()
    return [message.get_content_type(), *map(tree, message.iter_parts())]


def test_an_invitation_has_the_parts_that_calendar_programs_look_for() -> None:
    read = read_back(make_mail())

    assert tree(read) == [
        "multipart/mixed",
        ["multipart/alternative", "text/plain", "text/html", "text/calendar"],
        "application/ics",
    ]


@pytest.mark.parametrize(
    ("ics", "method"),
    [(ICS, "REQUEST"), (write_cancel(make_event(sequence=1), HOST, stamp=STAMP), "CANCEL")],
)
def test_the_calendar_part_names_its_method_and_comes_back_byte_equal(
    ics: bytes, method: str
) -> None:
    read = read_back(make_mail(calendar=ics, method=method))

    part, attached = [
        one for one in read.walk() if "cal" in one.get_content_type() or one.get_filename()
    ]
    assert (part.get_param("method"), part.get_param("charset")) == (method, "UTF-8")
    assert part["Content-Transfer-Encoding"] == "base64"
    assert part["Content-Disposition"] is None
    assert attached.get_filename() == "uitnodiging.ics"
    assert attached.get_content_disposition() == "attachment"
    assert part.get_payload(decode=True) == attached.get_payload(decode=True) == ics


SPOILT = {
    "another method": (b'method="REQUEST"', b'method="CANCEL"'),
    "no method": (b'method="REQUEST"', b'x="REQUEST"'),
    "a bare line feed": (b"\r\nSubject", b"\nSubject"),
    "a header twice": (b"\r\nTo: ", b"\r\nTo: iemand@x.nl\r\nTo: "),
    "somebody else who reads along": (b"\r\nTo: ", b"\r\nCc: iemand@x.nl\r\nTo: "),
    "a long line": (
        b"Content-Type: text/html",
        b"X-L: " + b"x" * 999 + b"\r\nContent-Type: text/html",
    ),
    "a transfer that not every server knows": (b"quoted-printable", b"8bit"),
    "a part that stays open": (b"--\r\n", b"\r\n"),
    "no message number": (b"<a1b2c3@", b"<a1b2c3"),
    "no language": (b'lang=3D"nl"', b""),
    "an attachment of another name": (b"uitnodiging.ics", b"winmail.dat"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_the_linter_sees_what_is_broken_in_a_mail(name: str) -> None:
    data = make_mail().as_bytes()
    before, after = SPOILT[name]

    assert before in data
    assert faults(data) == []
    assert faults(data.replace(before, after))


def test_the_headers_say_who_when_and_that_a_program_wrote_it() -> None:
    read = read_back(make_mail())

    assert read["From"] == "Planning directiebezoeken <planning@woonvoorbeeld.nl>"
    assert read["To"] == "f.unal@voorbeeld.nl"
    assert read["Subject"] == "Onze afspraak op dinsdag 8 december"
    assert read["Date"].datetime == DATE
    assert read["Message-ID"] == "<a1b2c3@bezoek.example.org>"
    assert read["Auto-Submitted"] == "auto-generated"


def test_the_text_and_the_page_say_the_same() -> None:
    read = read_back(make_mail())

    text, page = (read.get_body((kind,)) for kind in ("plain", "html"))
    assert isinstance(text, EmailMessage)
    assert isinstance(page, EmailMessage)
    assert text.get_content().splitlines() == [
        "Beste mevrouw Ünal,",
        "",
        "Ik kom om 14.00 uur.",
        "Tot dan!",
    ]
    assert "<p>Ik kom om 14.00 uur.<br>Tot dan!</p>" in page.get_content()


def test_a_mail_without_a_calendar_is_text_and_page() -> None:
    read = read_back(make_mail(calendar=None))

    assert tree(read) == ["multipart/alternative", "text/plain", "text/html"]


def test_a_page_shows_what_was_written_and_runs_nothing() -> None:
    assert "<p>&lt;script&gt; &amp; co<br>2</p>\n<p>3</p>" in html_of(
        "<script> & co\n2\r\n\r\n3\n", "nl"
    )
    assert '<html lang="en">' in html_of("x", "en")


def test_a_mail_is_passed_on_by_every_server() -> None:
    data = make_mail(text="é" * 5000, subject="ü" * 300).as_bytes()

    lines = data.split(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 998  # RFC 5321 4.5.3.1.6
    assert data.isascii()


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": "a@b.nl\r\nBcc: x@y.nl"},
        {"recipient": "a@b.nl, x@y.nl"},
        {"recipient": "a@b.nl> <x@y.nl"},
        {"recipient": ""},
        {"recipient": "niemand"},
        {"sender": ("x", "a@b.nl\nBcc: x@y.nl")},
        {"message_id": "<a@b>\r\nBcc: x@y.nl"},
        {"message_id": "a@b"},
        {"calendar": b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"},
        {"method": "CANCEL"},  # RFC 6047 2.4: the same in the mail and in the file
    ],
)
def test_a_mail_that_could_be_misread_is_not_written(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"not|label|empty|domain"):
        make_mail(**changes)


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("info@bücher.nl", "info@xn--bcher-kva.nl"),
        ("info@straße.nl", "info@xn--strae-oqa.nl"),  # IDNA 2008: ß is a letter of its own
    ],
)
def test_a_domain_with_other_letters_is_written_in_ascii(given: str, written: str) -> None:
    assert read_back(make_mail(recipient=given))["To"] == written


def test_a_mailbox_with_other_letters_is_written_for_a_server_that_takes_it() -> None:
    data = make_mail(recipient="ünal@voorbeeld.nl").as_bytes()

    assert "To: ünal@voorbeeld.nl".encode() in data


def test_without_a_mailbox_of_the_app_a_mail_is_a_draft() -> None:
    made = read_back(make_mail(sender=("Waterhof", "")))

    assert made["From"] is None
    assert made["X-Unsent"] == "1"


@given(st.text(max_size=200), st.text(max_size=200))
@example("x\r\nBcc: a@b.nl\r\n\r\nlijf", 'J. "Jo" <x@y.nl>\r\nBcc: a@b.nl')
@example("=?utf-8?q?a=0D=0ABcc:_x@y.nl?=", "=?utf-8?b?DQpCY2M6IHhAeS5ubA==?=")
@example("=?=?=??utf-8?q?a=0D=0ABcc:_x@y.nl?=", "=\n?utf-8?q?a=0D=0ABcc:_x@y.nl?=")
@example("\ud800\u2028Bcc: a@b.nl", "=?utf-8?q?a=0D=0ABcc:_x@y.nl?=")
def test_no_text_adds_a_header_or_a_recipient(text: str, name: str) -> None:
    plain = read_back(make_mail())

    read = read_back(make_mail(subject=text, text=text, sender=(name, "planning@woonvoorbeeld.nl")))

    assert read.keys() == plain.keys()
    assert [one.addr_spec for one in read["From"].addresses] == ["planning@woonvoorbeeld.nl"]
    assert [one.addr_spec for one in read["To"].addresses] == ["f.unal@voorbeeld.nl"]
    assert tree(read) == tree(plain)


LETTERS = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs"], max_codepoint=0x24F), max_size=80
)


@given(LETTERS.filter(lambda subject: "=?" not in subject))
@example('Ünal, van \'t Hof; "Jo" <3')
def test_a_subject_comes_back_as_it_was(subject: str) -> None:
    read = read_back(make_mail(subject=subject))

    assert " ".join(read["Subject"].split()) == " ".join(subject.split())


def answer_mail(
    ics: bytes = REPLY, *, method: str = "REPLY", sender: str = "F. Ünal <F.Unal@voorbeeld.nl>"
) -> EmailMessage:
    """Write a mail as Google sends the answer of a guest."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["Subject"] = "Geaccepteerd: Huurdersbezoek"
    message.set_content("F. Ünal heeft deze uitnodiging geaccepteerd.")
    parameters = {"method": method, "charset": "UTF-8"}
    message.add_alternative(ics, maintype="text", subtype="calendar", params=parameters)
    message.add_attachment(ics, maintype="application", subtype="ics", filename="invite.ics")
    return message


def test_the_answer_in_a_mail_is_read() -> None:
    mail = read_mail(answer_mail().as_bytes())

    assert mail == Incoming("f.unal@voorbeeld.nl", CalendarPart(REPLY, "REPLY"))
    assert mail.part is not None
    decision = read_answer(mail.part.data, STATE, sender=mail.sender, mime_method=mail.part.method)
    assert decision["outcome"] == "apply"


def test_our_own_mail_can_be_taken_apart_too() -> None:
    mail = read_mail(make_mail().as_bytes())

    assert (mail.sender, mail.part) == ("planning@woonvoorbeeld.nl", CalendarPart(ICS, "REQUEST"))


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("application/ics", None),
        ("application/octet-stream", "Antwoord.ICS"),
        ("text/plain", "antwoord.ics"),
    ],
)
def test_an_attached_file_counts_without_a_method(kind: str, name: str | None) -> None:
    message = EmailMessage()
    message["From"] = "f.unal@voorbeeld.nl"
    message.set_content("Zie bijlage")
    maintype, subtype = kind.split("/")
    message.add_attachment(REPLY, maintype=maintype, subtype=subtype, filename=name)

    mail = read_mail(message.as_bytes())
    assert (mail.sender, mail.part) == ("f.unal@voorbeeld.nl", CalendarPart(REPLY, None))


def test_the_part_for_programs_goes_before_the_attachment() -> None:
    message = answer_mail()
    message.clear_content()
    message.set_content("Zie bijlage")
    message.add_attachment(b"anders", maintype="application", subtype="ics", filename="a.ics")
    message.add_attachment(REPLY, maintype="text", subtype="calendar", params={"method": "reply"})

    mail = read_mail(message.as_bytes())
    assert (mail.sender, mail.part) == ("f.unal@voorbeeld.nl", CalendarPart(REPLY, "REPLY"))


def test_a_forwarded_answer_comes_from_who_forwards_it() -> None:
    message = EmailMessage()
    message["From"] = "joke@woonvoorbeeld.nl"
    message.set_content("Zie hieronder")
    message.add_attachment(answer_mail())

    mail = read_mail(message.as_bytes())

    assert mail.part is not None
    assert (mail.part.data, mail.sender) == (REPLY, "joke@woonvoorbeeld.nl")


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("iso-8859-1", "latin-1"),
        ("windows-1252", "cp1252"),
        ("utf-16le", "utf-16-le"),
        ("iso-8859-1", "utf-8"),
        ("hex", "utf-8"),
    ],
)
def test_another_character_set_becomes_utf_8(charset: str, encoding: str) -> None:
    head = f"From: a@b.nl\r\nContent-Type: text/calendar; charset={charset}\r\n\r\n".encode()

    part = read_mail(head + REPLY.decode().replace("\r\n ", "").encode(encoding)).part

    assert part is not None
    assert "SUMMARY:Kennismakingsbezoek mevrouw Ünal" in part.data.decode()


@pytest.mark.parametrize(
    ("sender", "address"),
    [
        ("f.unal@voorbeeld.nl", "f.unal@voorbeeld.nl"),
        ('"joke@woonvoorbeeld.nl" <X@Y.nl>', "x@y.nl"),  # the name is not the address
        ("=?utf-8?q?joke=40woonvoorbeeld=2Enl?= <x@y.nl>", "x@y.nl"),
        ("", ""),
        ("(" * 5000, ""),
        ("a@b.nl\r\nFrom: c@d.nl", ""),  # two senders are none
        ("a@b.nl, c@d.nl", ""),
    ],
)
def test_the_sender_is_the_address_in_from(sender: str, address: str) -> None:
    head = f"From: {sender}\r\nContent-Type: text/calendar\r\n\r\n".encode()

    mail = read_mail(head + REPLY)

    assert mail.part is not None
    assert mail.sender == address


@pytest.mark.parametrize(
    ("data", "want"),
    [
        (answer_mail().as_bytes(), True),
        (make_mail(calendar=None).as_bytes(), True),
        (b"From joke Tue Nov 24\nFrom: a@b.nl\n\nx", True),  # as an mbox has it
        (b"\xef\xbb\xbfReceived: from x\r\nFrom: a@b.nl\r\n\r\n", True),
        (REPLY, False),
        (b"begin:vcalendar\nFROM:x\n", False),
        ((SAMPLES / "answers" / "utf16.ics").read_bytes(), False),
        (b"<html>\nFrom: x</html>", False),
        (b"zomaar een zin: met een punt\n\nFrom: a@b.nl", False),
        (b"", False),
    ],
)
def test_a_saved_mail_is_told_from_a_calendar_file(data: bytes, want: bool) -> None:
    assert is_eml(data) is want


@pytest.mark.parametrize(
    "data",
    [
        b"",
        make_mail(calendar=None).as_bytes(),
        b"From: a@b.nl\r\n" + b"x" * 10_000_001,
        b"From: a@b.nl\r\n\r\n" + b"\n" * 1_000_000,
        b"Content-Type: message/rfc822\r\n\r\n" * 5000,
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
            for n in range(3000)
        ),
        b"Content-Type: text/calendar; " + b"a;" * 500_000 + b"\r\n\r\nx",
        b"From: x\rContent-Type: text/calendar;\r" + b" a;\r" * 100_000 + b"\r\rx",
        b"A:b\n" * 190_000,
    ],
)
def test_a_mail_without_a_readable_calendar_gives_none_and_soon(data: bytes) -> None:
    part, work = floors(lambda: read_mail(data).part)

    assert part is None
    assert work < 200  # today the worst takes 50


@given(
    st.lists(
        st.sampled_from(
            [
                b"From: a@b.nl\r\n",
                b"From: =?utf-8?q?=FF?= <a@b.nl>\r\n",
                b"From: =?x?b?!!?=\r\n",
                b"From: \xff\xfe <a@b.nl>\r\n",
                b"Content-Type: text/calendar; method*0=R; method*1=EPLY\r\n",
                b"Content-Type: text/calendar; charset*=x'y'%FF; method*=z''%41\r\n",
                b"Content-Type: multipart/mixed; boundary=b\r\n",
                b"Content-Type: message/rfc822\r\n",
                b"Content-Disposition: attachment; filename*=utf-8''%ff.ics\r\n",
                b"Content-Disposition: attachment; filename*0*=q'; filename*x=.ics\r\n",
                b"Content-Transfer-Encoding: base64\r\n",
                b"Content-Transfer-Encoding: x-uuencode\r\n",
                b"Content-Transfer-Encoding: quoted-printable\r\n",
                b"\r\n",
                b"--b\r\n",
                b"--b--\r\n",
                b"begin 666 x\r\n!!\r\nend\r\n",
                b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
            ]
        )
        | st.binary(max_size=40),
        max_size=14,
    ).map(b"".join)
)
def test_no_mail_raises(data: bytes) -> None:
    mail = read_mail(data)

    assert is_eml(data) in {True, False}
    if part := mail.part:
        assert read_answer(part.data, STATE, sender=mail.sender, mime_method=part.method)
