"""Every answer that may come back, and every file that may not."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import floors
from tests.formats.calendar_cases import (
    EXPECTED,
    HOST,
    SAMPLES,
    STAMP,
    STATE,
    TENANT,
    UID,
    make_event,
)
from visits.formats.ical import read_answer, write_cancel, write_publish, write_request

FILES = {name: want for name, want in EXPECTED["files"].items() if want["kind"] != "busy"}
ASIDE = {"kind", "note", "sender", "mime_method"}
OUTCOMES = {
    "apply",
    "counter",
    "review",
    "stale",
    "no_answer",
    "resend",
    "not_invited",
    "unknown_visit",
    "visit_cancelled",
    "reject",
}
REASONS = {
    *("too_large", "control_characters", "not_a_calendar", "nesting", "line_too_long"),
    *("incomplete", "malformed", "too_many_attendees", "not_an_answer", "method_mismatch"),
    "several_uids",
}
# In times of a floor; today the worst of the files below takes 140.
MOST_WORK = 400
TENANT_LINE = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:f.unal@voorbeeld.nl"
HOST_LINE = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:joke@woonvoorbeeld.nl"
PATH_LINE = 'ATTENDEE;PARTSTAT=ACCEPTED;EMAIL="F.Unal@voorbeeld.nl":/7/principal/'
# How Exchange wraps a UID that it did not make.
INSIDE = b"vCal-Uid\x01\0\0\0" + UID.encode() + b"\0"
WRAPPED = f"040000008200E00074C5B7101A82E008{'0' * 32}{len(INSIDE):08X}{INSIDE.hex()}"
CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:{method}\r\n{body}END:VCALENDAR\r\n"


def event_lines(*lines: str, uid: str = UID) -> str:
    """Write an event with these lines."""
    every = ("BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261124T100000Z", *lines, "END:VEVENT")
    return "".join(line + "\r\n" for line in every)


def answer_of(*lines: str, method: str = "REPLY", before: str = "") -> bytes:
    """Write an answer with these lines in its event."""
    return CALENDAR.format(method=method, body=before + event_lines(*lines)).encode()


def reply(*lines: str) -> bytes:
    """Write the tenant's yes to the current invitation, with more lines."""
    return answer_of("SEQUENCE:1", TENANT_LINE, *lines)


def counter(*lines: str, before: str = "") -> bytes:
    """Write a counter-proposal of the tenant."""
    return answer_of("SEQUENCE:1", TENANT_LINE, *lines, method="COUNTER", before=before)


def outcome(data: bytes, **given_too: Any) -> str:
    """Give the outcome, with its reason if it has one."""
    decision = read_answer(data, STATE, **given_too)
    return ":".join(filter(None, [decision["outcome"], decision.get("reason")]))


def check(data: bytes) -> None:
    """Check what must be true of the decision about any bytes at all."""
    decision, work = floors(
        lambda: read_answer(data, STATE, sender="f.unal@voorbeeld.nl", mime_method="REPLY")
    )

    assert decision["outcome"] in OUTCOMES
    assert decision["outcome"] != "reject" or decision["reason"] in REASONS
    assert work < MOST_WORK


@pytest.mark.parametrize("name", FILES)
def test_a_sample_is_read_as_expected(name: str) -> None:
    want = FILES[name]
    data = (SAMPLES / name).read_bytes()

    decision = read_answer(
        data, STATE, sender=want.get("sender"), mime_method=want.get("mime_method")
    )

    assert {key: decision[key] for key in want.keys() - ASIDE} == {
        key: value for key, value in want.items() if key not in ASIDE
    }


def test_an_answer_is_described_in_full() -> None:
    assert read_answer(reply("COMMENT:Tot dan\\, hoor"), STATE) == {
        "outcome": "apply",
        "attendee": "f.unal@voorbeeld.nl",
        "partstat": "ACCEPTED",
        "uid": UID,
        "sequence": 1,
        "stamp": "2026-11-24T10:00:00Z",
        "comment": "Tot dan, hoor",
        "warn": [],
    }


@pytest.mark.parametrize(
    ("data", "want"),
    [
        (b"", "reject:not_a_calendar"),
        (b"x" * 2_000_001, "reject:too_large"),
        (b"\x00" * 2_000_001, "reject:too_large"),  # the size first
        (b"\x00", "reject:control_characters"),
        (reply("SUMMARY:a\x07b")[40:], "reject:control_characters"),
        (b"\xff\xfe\x00\x00" + "BEGIN".encode("utf-32-le"), "reject:not_a_calendar"),
        (b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", "reject:not_a_calendar"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:A\n" * 4, "reject:nesting"),  # before incomplete
        (b"BEGIN:VCALENDAR\nX:" + b"\n y" * 50_001, "reject:line_too_long"),  # also when folded
        (b"BEGIN:VCALENDAR\n", "reject:incomplete"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "reject:incomplete"),
        (reply() + b"END:VCALENDAR\r\n", "reject:incomplete"),
        (reply().replace(b"UID:", b"UIT:"), "reject:malformed"),
        (reply().replace(UID.encode(), b" "), "reject:malformed"),
        (reply().replace(b"DTSTAMP:2026", b"DTSTAMP:26"), "reject:malformed"),
        (reply().replace(b"DTSTAMP", b"X-STAMP"), "reject:malformed"),
        (answer_of("SEQUENCE:1"), "reject:malformed"),  # nobody answers
        (answer_of('ATTENDEE;CN="a:mailto:a@b.nl'), "reject:malformed"),
        (reply("DTSTART:2026-12-08 14:00"), "reject:malformed"),
        (reply("DTSTART;VALUE=DATE:20261308"), "reject:malformed"),
        (reply("DTEND;TZID=Asia/Tokyo:00010101T000000"), "reject:malformed"),
        (answer_of("SEQUENCE:een", TENANT_LINE), "reject:malformed"),
        (answer_of("SEQUENCE:" + "9" * 40_000, TENANT_LINE), "reject:malformed"),
        (reply(*[HOST_LINE] * 500), "reject:too_many_attendees"),
        (answer_of(TENANT_LINE, method="ADD"), "reject:not_an_answer"),
        (reply().replace(b"METHOD", b"X-METHOD"), "reject:not_an_answer"),
        (CALENDAR.format(method="PUBLISH", body="").encode(), "reject:not_an_answer"),
        (CALENDAR.format(method="REPLY", body="").encode(), "reject:malformed"),
        (reply() + reply().replace(b"REPLY", b"REFRESH"), "reject:method_mismatch"),
        (reply() + reply().replace(UID.encode(), b"x"), "reject:several_uids"),
        (counter(), "reject:malformed"),  # proposes nothing
        (counter("DTSTART:20261210T080000Z", "DURATION:-PT1H"), "reject:malformed"),
        (counter("DTSTART:20261210T080000Z", "DURATION:P9999999W"), "reject:malformed"),
        (counter("DTSTART:99991231T235959Z"), "reject:malformed"),  # it would end in year 10000
    ],
)
def test_a_file_that_is_no_answer_is_refused_for_its_first_fault(data: bytes, want: str) -> None:
    assert outcome(data) == want


@pytest.mark.parametrize("event", [make_event(), make_event(sequence=1)])
def test_our_own_files_change_nothing_when_they_come_back(event: Any) -> None:
    for data in (
        write_request(event, TENANT, stamp=STAMP),
        write_cancel(event, HOST, stamp=STAMP),
        write_publish(event, stamp=STAMP),
    ):
        assert outcome(data, sender="planning@woonvoorbeeld.nl") == "reject:not_an_answer"


@pytest.mark.parametrize(
    ("data", "want"),
    [
        (reply(), "apply"),
        (reply().replace(b"\r\n", b"\n"), "apply"),
        (reply().replace(b"\r\n", b"\r"), "apply"),
        (reply().replace(b"\r\n", b"\r\r\n"), "apply"),  # line ends converted twice
        (b"\xef\xbb\xbf" + reply(), "apply"),
        (b"\xfe\xff" + reply().decode().encode("utf-16-be"), "apply"),
        (reply().replace(b"BEGIN:", b"begin:").replace(b"ATTENDEE", b"Attendee"), "apply"),
        (reply().replace(b"f.unal@", b"F.Un\r\n al@"), "apply"),
        (reply().replace(b"UID:", b"UID:  "), "apply"),  # trimmed, then exact
        (reply().replace(b"bezoek-2026", b"BEZOEK-2026"), "unknown_visit"),
        (reply() + b"\r\n-- \r\nVerstuurd via een lijst\r\n", "apply"),
        (reply("BEGIN:VALARM", "TRIGGER:-P1D", "REPEAT:999999999", "END:VALARM"), "apply"),
        (reply("RRULE:FREQ=SECONDLY", "EXDATE:x", "RDATE:y"), "apply"),  # never expanded
        (reply('COMMENT;X=":y'), "apply"),  # an unreadable remark
        (reply("DTSTART:20261208T130060Z"), "apply"),  # a leap second
        (answer_of("SEQUENCE:0", TENANT_LINE), "stale"),
        (answer_of("SEQUENCE:-1", TENANT_LINE), "stale"),
        (answer_of("SEQUENCE:2", TENANT_LINE), "review:sequence_never_sent"),
        (answer_of(TENANT_LINE), "stale"),  # nothing says it is about the current time
        (answer_of(TENANT_LINE, "DTSTART:20261208T130000Z"), "apply"),
        (answer_of(TENANT_LINE, "DTSTART:20261201T130000Z"), "stale"),
        (answer_of(TENANT_LINE, "SEQUENCE:1").replace(b"=ACCEPTED", b"=NEEDS-ACTION"), "no_answer"),
        (answer_of(TENANT_LINE, "SEQUENCE:1").replace(b";PARTSTAT=ACCEPTED", b""), "no_answer"),
        (answer_of(TENANT_LINE, "SEQUENCE:1").replace(b"=ACCEPTED", b"=MAYBE"), "no_answer"),
        (reply().replace(b"=ACCEPTED", b"=tentative"), "apply"),
        (reply().replace(b"=ACCEPTED", b"=DELEGATED"), "review:delegated"),
        (
            reply().replace(b"ATTENDEE;", b'ATTENDEE;DELEGATED-FROM="mailto:j@x.nl";'),
            "review:delegated",
        ),
        (answer_of(TENANT_LINE, method="REFRESH"), "resend"),
        (reply(HOST_LINE), "review:sender_is_not_attendee"),  # two answers at once
        (reply(HOST_LINE.replace("ACCEPTED", "NEEDS-ACTION")), "apply"),  # all guests copied
        (reply("ATTENDEE:mailto:vreemde@voorbeeld.org"), "apply"),
        (answer_of("SEQUENCE:1", PATH_LINE), "apply"),
        (answer_of("ATTENDEE:mailto:niemand"), "review:unknown_attendee"),
        (reply("SUMMARY:a\x07b"), "apply"),  # control characters say nothing
        (reply("COMMENT:a\x00b"), "apply"),
        (answer_of("SEQUENCE:1", "ATTENDEE;CN=F. Ünal:EX:/O=ORG/CN=F"), "review:unknown_attendee"),
        (
            CALENDAR.format(method="REQUEST", body=event_lines(TENANT_LINE)).encode() + reply(),
            "apply",
        ),  # what is answered stands before the answer
        (reply().replace(UID.encode(), WRAPPED.encode()), "apply"),
        (b"\n  " + reply(), "apply"),
    ],
)
def test_an_answer_gets_its_outcome(data: bytes, want: str) -> None:
    assert outcome(data) == want


@pytest.mark.parametrize(
    ("sender", "want"),
    [
        (None, "apply"),  # a file that somebody uploaded
        ("F.Unal@Voorbeeld.NL", "apply"),
        ("mailto:f.unal@voorbeeld.nl", "apply"),
        ("joke@woonvoorbeeld.nl", "review:sender_is_not_attendee"),
        ("", "review:sender_is_not_attendee"),  # a mail without a readable From
    ],
)
def test_an_answer_counts_only_from_who_gives_it(sender: str | None, want: str) -> None:
    assert outcome(reply(), sender=sender) == want


def test_the_sender_tells_which_of_two_answers_is_theirs() -> None:
    data = reply(HOST_LINE.replace("ACCEPTED", "DECLINED"))

    decision = read_answer(data, STATE, sender="joke@woonvoorbeeld.nl")

    assert (decision["outcome"], decision["partstat"]) == ("apply", "DECLINED")


@pytest.mark.parametrize(
    ("applied", "want"),
    [
        (datetime(2026, 11, 24, 9, 59, tzinfo=UTC), "apply"),
        (datetime(2026, 11, 24, 10, 0, tzinfo=UTC), "apply"),  # the same once more
        (datetime(2026, 11, 24, 10, 1, tzinfo=UTC), "stale"),
        (datetime(2099, 1, 1, tzinfo=UTC), "apply"),  # from a clock that was wrong
    ],
)
def test_an_older_answer_does_not_undo_a_newer_one(applied: datetime, want: str) -> None:
    assert outcome(reply(), seen={(UID, "f.unal@voorbeeld.nl"): applied}) == want
    assert outcome(reply(), seen={(UID, "joke@woonvoorbeeld.nl"): applied}) == "apply"


@pytest.mark.parametrize("method", ["REPLY", "reply", None])
def test_the_method_of_the_mail_is_that_of_the_file(method: str | None) -> None:
    assert outcome(reply(), mime_method=method) == "apply"


@pytest.mark.parametrize(
    ("lines", "comment"),
    [
        (["COMMENT:\\n"], None),
        (["COMMENT:\\N \\n", "COMMENT;LANGUAGE=nl:Graag"], "Graag"),
        (["COMMENT:C:\\\\nieuw\\, toch\\; ja"], "C:\\nieuw, toch; ja"),
        (["COMMENT:caf\ud8e9"], "café"),  # replaced by a byte of Windows below
    ],
)
def test_a_comment_is_read_as_it_was_meant(lines: list[str], comment: str | None) -> None:
    text = "\r\n".join(lines)
    data = reply("X-HERE:").replace(b"X-HERE:", text.encode("utf-8", "surrogatepass"))
    data = data.replace("\ud8e9".encode("utf-8", "surrogatepass"), b"\xe9")

    assert read_answer(data, STATE)["comment"] == comment


def test_a_fold_inside_a_character_does_not_break_it() -> None:
    data = reply("COMMENT:Ünal").replace("Ü".encode(), b"\xc3\r\n \x9c")

    assert read_answer(data, STATE)["comment"] == "Ünal"


ZONE = """BEGIN:VTIMEZONE\r\nTZID:{name}\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r
TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r
BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"""
TOKYO = """BEGIN:VTIMEZONE\r\nTZID:{name}\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r
TZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"""
AMSTERDAM = "(UTC+01:00) Amsterdam, Berlin"
CUSTOM = "Customized Time Zone"


@pytest.mark.parametrize(
    ("zone", "before", "local", "utc", "warn"),
    [
        ("Europe/Amsterdam", "", "20261210T093000", "2026-12-10T08:30:00Z", []),
        ('"Europe/Amsterdam"', "", "20270710T093000", "2027-07-10T07:30:00Z", []),
        ("europe/amsterdam", "", "20261210T093000", "2026-12-10T08:30:00Z", []),
        ("W. Europe Standard Time", "", "20270710T093000", "2027-07-10T07:30:00Z", []),
        ('"W. Europe Standard Time"', "", "20261210T093000", "2026-12-10T08:30:00Z", []),
        ("W. Europe Standard Time 1", "", "20261210T093000", "2026-12-10T08:30:00Z", []),
        ("Europe/Amsterdam 1", "", "20261210T093000", "2026-12-10T08:30:00Z", []),
        ("/vendor.org/Tz/Europe/Amsterdam", "", "20261210T093000", "2026-12-10T08:30:00Z", []),
        ("Asia/Tokyo", "", "20261210T173000", "2026-12-10T08:30:00Z", []),
        ("UTC", "", "20261210T083000", "2026-12-10T08:30:00Z", []),
        # the name counts, not what came with it
        ("Europe/London", TOKYO, "20261210T083000", "2026-12-10T08:30:00Z", []),
        # no known name: its own yearly rules
        (CUSTOM, ZONE, "20261210T093000", "2026-12-10T08:30:00Z", []),
        (CUSTOM, ZONE, "20270710T093000", "2027-07-10T07:30:00Z", []),
        (CUSTOM, ZONE, "20270328T015959", "2027-03-28T00:59:59Z", []),
        (CUSTOM, ZONE, "20270328T030000", "2027-03-28T01:00:00Z", []),
        (CUSTOM, ZONE, "20261025T025959", "2026-10-25T00:59:59Z", []),
        (CUSTOM, ZONE, "20261025T030000", "2026-10-25T02:00:00Z", []),
        (CUSTOM, TOKYO, "20261210T173000", "2026-12-10T08:30:00Z", []),
        (f'"{AMSTERDAM}"', ZONE, "20261210T093000", "2026-12-10T08:30:00Z", []),
        # unknown: the house zone, and said so
        ("Mars/Olympus_Mons", "", "20261210T093000", "2026-12-10T08:30:00Z", ["assumed_zone"]),
        (
            CUSTOM,
            ZONE.replace("YEARLY", "SECONDLY"),
            "20261210T093000",
            "2026-12-10T08:30:00Z",
            ["assumed_zone"],
        ),
        (
            CUSTOM,
            ZONE.replace("RRULE:", "RDATE:20200101T000000\r\nRRULE:"),
            "20261210T093000",
            "2026-12-10T08:30:00Z",
            ["assumed_zone"],
        ),
        (
            CUSTOM,
            ZONE.replace("+0", "+9"),
            "20261210T093000",
            "2026-12-10T08:30:00Z",
            ["assumed_zone"],
        ),
    ],
)
def test_a_proposed_time_is_read_in_its_zone(
    zone: str, before: str, local: str, utc: str, warn: list[str]
) -> None:
    bare = zone.strip('"').replace(",", "\\,")
    data = counter(f"DTSTART;TZID={zone}:{local}", before=before.format(name=bare))

    decision = read_answer(data, STATE)

    assert (decision["outcome"], decision["proposed_start"]) == ("counter", utc)
    assert decision["warn"] == warn


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        (["DTSTART:20261210T080000Z", "DTEND:20261210T084500Z"], "2026-12-10T08:45:00Z"),
        (["DTSTART:20261210T080000Z", "DURATION:PT30M"], "2026-12-10T08:30:00Z"),
        (["DTSTART:20261210T080000Z"], "2026-12-10T09:00:00Z"),  # as long as it was
        (["DTSTART:20261210T090000"], "2026-12-10T09:00:00Z"),  # no zone: ours
        (["DTSTART;VALUE=DATE:20261210"], "2026-12-10T23:00:00Z"),  # that day
    ],
)
def test_a_proposal_has_an_end(lines: list[str], end: str) -> None:
    decision = read_answer(counter(*lines), STATE)

    assert (decision["outcome"], decision["proposed_end"]) == ("counter", end)


@pytest.mark.parametrize(
    ("partstat", "want"),
    [("ACCEPTED", "apply"), ("DECLINED", "apply"), ("NEEDS-ACTION", "no_answer")],
)
def test_a_proposal_of_the_current_time_is_a_plain_answer(partstat: str, want: str) -> None:
    data = counter("DTSTART:20261208T130000Z", "DTEND:20261208T140000Z")

    assert outcome(data.replace(b"ACCEPTED", partstat.encode())) == want


@pytest.mark.parametrize(
    ("sequence", "want"),
    [("SEQUENCE:0", "stale"), ("SEQUENCE:1", "counter"), ("X-NO:", "counter")],
)
def test_a_proposal_answers_an_invitation_too(sequence: str, want: str) -> None:
    data = answer_of(
        sequence,
        TENANT_LINE,
        "DTSTART:20261210T080000Z",
        "X-MS-OLK-ORIGINALSTART:20261208T130000Z",
        method="COUNTER",
    )

    assert outcome(data) == want


def fill(head: str, unit: str, tail: str = "") -> bytes:
    """Repeat a unit until the file is as large as is read."""
    room = 1_990_000 - len(head) - len(tail)
    return (head + unit * (room // len(unit)) + tail).encode()


START = "BEGIN:VCALENDAR\nMETHOD:REPLY\n"
EVENT = START + "BEGIN:VEVENT\nUID:x\nDTSTAMP:20261124T100000Z\n"
END = "END:VEVENT\nEND:VCALENDAR\n"
DONE = EVENT + "ATTENDEE:a@b.nl\nEND:VEVENT\n"
ALWAYS = ZONE.replace("\r\n", "\n").format(name="q").split("BEGIN:STANDARD")[0]
PART = (
    "BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD\n"
)


@pytest.mark.parametrize(
    "data",
    [
        fill(START, "\n"),
        fill(START, "\r\n "),
        fill(START, "\n\n\n\n x"),
        fill(START, "BEGIN:A\nEND:A\n", "END:VCALENDAR\n"),
        fill(EVENT, "A:b\n", END),
        fill(EVENT, "ATTENDEE:mailto:a@b.nl\n", END),
        fill(DONE, "BEGIN:VEVENT\nUID:x\nEND:VEVENT\n", "END:VCALENDAR\n"),
        fill(DONE + "END:VCALENDAR\n", "BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n"),
        fill(EVENT, "ATTENDEE;CN=" + '"a;,\\' * 9_000 + '":mailto:a@b.nl\n', END),
        fill(EVENT, "ATTENDEE;CN=" + "," * 49_000 + ":mailto:a@b.nl\n", END),
        fill(EVENT, "ATTENDEE" + ";A=,,," * 8_000 + ":mailto:a@b.nl\n", END),
        fill(EVENT, "ATTENDEE:mailto:" + "%41" * 16_000 + "@b.nl\n", END),
        fill(EVENT, "ATTENDEE: " + "\t" * 49_000 + "@b.nl\n", END),
        fill(EVENT, "COMMENT;X=" + "^n\\" * 15_000 + ":\n", "ATTENDEE:a@b.nl\n" + END),
        fill(START, ALWAYS + "END:VTIMEZONE\n", DONE.removeprefix(START) + "END:VCALENDAR\n"),
        fill(START + ALWAYS, PART, "END:VTIMEZONE\n" + EVENT.removeprefix(START) + END),
        "".join(
            [DONE, *(f"BEGIN:VEVENT\nUID;X={n}:x\nEND:VEVENT\n" for n in range(40_000))]
        ).encode()
        + b"END:VCALENDAR\n",
    ],
)
def test_a_file_made_to_be_slow_is_not(data: bytes) -> None:
    check(data)


@given(st.binary(max_size=3000) | st.binary(max_size=3000).map(lambda tail: reply()[:-22] + tail))
def test_no_bytes_raise(data: bytes) -> None:
    check(data)


VALUES = st.sampled_from(
    [
        "",
        "20261208T130000Z",
        "20261208",
        "00010101T000000",
        "99991231T235959Z",
        "P9W",
        "-PT1H",
        "PT",
    ]
) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@given(
    st.sampled_from(["REPLY", "COUNTER", "REFRESH"]),
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "DTSTART",
                    "DTEND",
                    "DURATION",
                    "SEQUENCE",
                    "ATTENDEE",
                    "COMMENT",
                    "DTSTAMP",
                    "UID",
                ]
            ),
            st.sampled_from(["", ";TZID=q", ";TZID=Europe/Amsterdam", ";VALUE=DATE", ";TZID="]),
            VALUES,
        ),
        max_size=8,
    ),
    st.lists(
        st.tuples(
            st.sampled_from(["FREQ", "BYMONTH", "BYDAY", "UNTIL", "INTERVAL"]),
            VALUES | st.sampled_from(["YEARLY", "1", "12", "-1SU", "5MO"]),
        ),
        max_size=5,
    ),
)
def test_no_value_raises(
    method: str, lines: list[tuple[str, str, str]], rule: list[tuple[str, str]]
) -> None:
    written = ";".join(f"{name}={value}" for name, value in rule)
    zone = ALWAYS.replace("\n", "\r\n") + PART.replace("TZOFFSETTO", f"RRULE:{written}\nTZOFFSETTO")
    body = [f"{name}{parameters}:{value}" for name, parameters, value in lines]

    check(answer_of(*body, TENANT_LINE, method=method, before=zone + "END:VTIMEZONE\r\n"))


STRANGER_LINE = "ATTENDEE;PARTSTAT=DECLINED:mailto:vreemde@voorbeeld.org"


def test_who_is_invited_goes_before_a_stranger_in_the_same_answer() -> None:
    waiting = TENANT_LINE.replace("ACCEPTED", "NEEDS-ACTION")

    decision = read_answer(answer_of("SEQUENCE:1", STRANGER_LINE, waiting), STATE)

    assert (decision["outcome"], decision["attendee"]) == ("no_answer", "f.unal@voorbeeld.nl")


@pytest.mark.parametrize(
    ("sequence", "want"),
    [
        ("2147483647", "review:sequence_never_sent"),  # the largest INTEGER (RFC 5545 3.3.8)
        ("2147483648", "reject:malformed"),
        ("-2147483647", "stale"),
    ],
)
def test_a_sequence_is_an_integer_as_calendars_have_it(sequence: str, want: str) -> None:
    assert outcome(answer_of(f"SEQUENCE:{sequence}", TENANT_LINE)) == want


STRANGER_YES = answer_of("SEQUENCE:1", STRANGER_LINE)


def test_who_answers_by_mail_under_another_address_has_our_invitation_and_is_looked_at() -> None:
    stranger = "vreemde@voorbeeld.org"

    assert outcome(STRANGER_YES, sender=stranger) == "not_invited"
    assert outcome(STRANGER_YES, sender=stranger, mime_method="REPLY") == "review:unknown_attendee"


def test_the_method_may_stand_beside_the_file_only() -> None:
    bare = reply().replace(b"METHOD:REPLY\r\n", b"")

    assert outcome(bare, mime_method="REPLY") == "apply"
    assert outcome(bare) == "reject:not_an_answer"


def mail(*parts: str, headers: str = "", kind: str = "multipart/mixed") -> bytes:
    """Write a mail of the tenant with these parts."""
    head = f"From: F. Unal <f.unal@voorbeeld.nl>\nMIME-Version: 1.0\n{headers}"
    whole = "".join(f"--x\n{part}\n" for part in parts)
    return f"{head}Content-Type: {kind}; boundary=x\n\n{whole}--x--\n".encode()


def part(data: bytes, method: str) -> str:
    """Write a calendar file as a part of a mail."""
    return f"Content-Type: text/calendar; method={method}; charset=utf-8\n\n{data.decode()}"


QUOTED = part(answer_of("SEQUENCE:1", TENANT_LINE, method="REQUEST"), "REQUEST")
REPORT = (
    "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
    "Final-Recipient: rfc822; elders@voorbeeld.org\n"
    "Original-Recipient: rfc822;F.Unal@voorbeeld.nl\nAction: {action}\n"
)
AUTOMATIC = "Auto-Submitted: auto-replied\n"


@pytest.mark.parametrize(
    ("data", "want"),
    [
        (mail("Content-Type: text/plain\n\nJa", QUOTED, part(reply(), "REPLY")), "apply"),
        (mail(part(reply(), "REPLY"), headers=AUTOMATIC), "apply"),  # a calendar that says yes
        (mail("Content-Type: text/plain\n\nAfwezig", headers=AUTOMATIC), "no_answer"),
        (mail(QUOTED, headers=AUTOMATIC), "no_answer"),
        (mail(QUOTED), "reject:not_an_answer"),
        (mail("Content-Type: text/plain\n\nIk kom"), "review:no_calendar"),
        (mail(REPORT.format(action="failed"), kind="multipart/report"), "review:not_delivered"),
        (mail(REPORT.format(action="delayed"), kind="multipart/report"), "no_answer"),
        (mail("\n", headers="X-Failed-Recipients: f.unal@voorbeeld.nl\n"), "review:not_delivered"),
        (mail("\n", headers="X-Failed-Recipients: x@voorbeeld.nl\n"), "reject:not_delivered"),
        (mail("\n").replace(b"f.unal", b"iemand"), "reject:no_calendar"),
    ],
)  # fmt: skip
def test_a_mail_is_read_whole(data: bytes, want: str) -> None:
    assert outcome(data) == want


def test_a_mail_that_came_back_names_whom_it_was_sent_to() -> None:
    data = mail(REPORT.format(action="Failed"), kind="multipart/report")

    assert read_answer(data, STATE)["attendee"] == "f.unal@voorbeeld.nl"
