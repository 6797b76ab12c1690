"""Every calendar file that we write, read back."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from tests.formats.calendar_cases import HOST, STAMP, TENANT, make_event, read_event
from tests.formats.lint import faults
from tests.formats.readers import READERS, TOLERANT, as_icalendar
from visits.formats.ical import (
    Event,
    Guest,
    new_uid,
    write_cancel,
    write_feed,
    write_publish,
    write_request,
)

SUMMER = datetime(2026, 7, 14, 8, 30, tzinfo=UTC)
LONG = "Erven van mevrouw " + "Wilhelmina Petronella " * 9 + "van der Ünal-Sørensen"
ADDRESS = "Burgemeester van Woelderenlaan 1234-A, " * 11
AWKWARD = 'a,b;c\\d\ne "f" é 😀 C:\\New \\n 100%2C'

EVENTS = {
    "winter": make_event(),
    "summer": make_event(start=SUMMER, end=SUMMER + timedelta(hours=1)),
    "clock change": make_event(
        start=datetime(2026, 10, 24, 22, tzinfo=UTC), end=datetime(2026, 10, 25, 11, tzinfo=UTC)
    ),
    "long names": make_event(organizer_name=LONG, summary=LONG),
    "long address": make_event(location=ADDRESS[:400]),
    "awkward": make_event(summary=AWKWARD, location=AWKWARD, description=AWKWARD),
    "emoji": make_event(description="👵🏽" * 100),
    "tentative": make_event(status="TENTATIVE"),
    "nothing said": make_event(location="", description=""),
}
GUESTS = [
    HOST,
    TENANT,
    Guest("a@b.nl", LONG, "companion"),
    Guest("a@b.nl", 'J. "Jo" Smit; Bos', "host"),
]


def files_of(event: Event, guest: Guest) -> dict[str, bytes]:
    """Write an event in each of the four ways."""
    return {
        "REQUEST": write_request(event, guest, stamp=STAMP),
        "CANCEL": write_cancel(event, guest, stamp=STAMP),
        "PUBLISH": write_publish(event, stamp=STAMP),
        "feed": write_feed([event], name="Bezoeken"),
    }


ALL_FILES = [
    pytest.param(kind, data, event, id=f"{name}-{guest.role}-{kind}")
    for name, event in EVENTS.items()
    for guest in GUESTS
    for kind, data in files_of(event, guest).items()
]


def unfolded(data: bytes) -> list[str]:
    """List the content lines of a file."""
    return data.replace(b"\r\n ", b"").decode().split("\r\n")


@pytest.mark.parametrize(("kind", "data", "event"), ALL_FILES)
def test_four_readers_read_the_same(kind: str, data: bytes, event: Event) -> None:
    read = as_icalendar(data)

    assert all(reader(data) == read for reader in READERS)
    assert (read["uid"], read["summary"]) == (event.uid, event.summary)
    assert (read["start"], read["end"]) == (event.start, event.end)
    assert read["start"].utcoffset() == timedelta(hours=2 if event.start.month in (7, 10) else 1)
    if kind != "CANCEL":
        assert (read["location"], read["description"]) == (event.location, event.description)


@pytest.mark.parametrize("data", [file.values[1] for file in ALL_FILES])
def test_a_file_keeps_to_the_rules(data: bytes) -> None:
    assert faults(data) == []


BROKEN = {
    "a bare line feed": (b"\r\nCLASS", b"\nCLASS"),
    "a line that is too long": (b"SUMMARY", b"X-LONG:" + b"x" * 80 + b"\r\nSUMMARY"),
    "a comma without its escape": (b"Kerkstraat 12\\,", b"Kerkstraat 12,"),
    "a stamp without a zone": (b"DTSTAMP:20261124T090000Z", b"DTSTAMP:20261124T090000"),
    "no address": (b"mailto:planning@", b"mailto:planning"),
    "two summaries": (b"SUMMARY", b"SUMMARY:x\r\nSUMMARY"),
    "an unknown zone": (b"DTSTART;TZID=Europe/Amsterdam", b"DTSTART;TZID=Europe/Nowhere"),
    "half a zone": (b"BEGIN:STANDARD", b"BEGIN:DAYLIGHT"),
    "a status of another method": (b"STATUS:CONFIRMED", b"STATUS:CANCELLED"),
    "no question": (b";RSVP=TRUE", b""),
    "an end before the start": (b"T150000", b"T130000"),
    "a part that stays open": (b"END:VALARM\r\n", b""),
    "a reminder that sends a mail": (b"ACTION:DISPLAY", b"ACTION:EMAIL"),
    "a reminder that comes too late": (b"TRIGGER:-P1D", b"TRIGGER:P1D"),
    "a reminder without words": (b"ACTION:DISPLAY\r\n", b"ACTION:DISPLAY\r\nREPEAT:2\r\n"),
    "two reminders": (b"END:VALARM\r\n", b"END:VALARM\r\nBEGIN:VALARM\r\nEND:VALARM\r\n"),
    "no method": (b"METHOD:REQUEST", b"X-METHOD:REQUEST\r\nMETHOD:REQUEST"),
    "an organizer with an answer": (b"ORGANIZER;", b"ORGANIZER;PARTSTAT=ACCEPTED;"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_linter_sees_what_is_broken(name: str) -> None:
    data = write_request(make_event(), HOST, stamp=STAMP)
    before, after = BROKEN[name]
    assert before in data

    assert faults(data.replace(before, after))


def test_the_time_zone_has_both_parts_with_rules() -> None:
    lines = unfolded(write_publish(make_event(), stamp=STAMP))

    zone = lines[lines.index("BEGIN:VTIMEZONE") : lines.index("END:VTIMEZONE")]

    assert zone[zone.index("BEGIN:DAYLIGHT") :] == [
        "BEGIN:DAYLIGHT",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "DTSTART:19810329T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "DTSTART:19961027T030000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "END:STANDARD",
    ]


def test_an_invitation_names_one_guest_and_asks_for_an_answer() -> None:
    data = write_request(make_event(), TENANT, stamp=STAMP)

    event = read_event(data)
    attendee = event["attendee"]
    assert str(attendee) == "mailto:f.unal@voorbeeld.nl"
    assert dict(attendee.params) == {
        "CN": "F. Ünal",
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
    }
    assert dict(event["organizer"].params) == {"CN": "Planning directiebezoeken"}
    assert b"joke" not in data


def test_an_invitation_is_private_and_takes_time() -> None:
    event = read_event(write_request(make_event(), TENANT, stamp=STAMP, language="en"))

    assert (event["class"], event["transp"]) == ("PRIVATE", "OPAQUE")
    assert event["x-microsoft-cdo-busystatus"] == "BUSY"
    assert event["x-microsoft-cdo-intendedstatus"] == "BUSY"
    assert event["summary"].params["LANGUAGE"] == "en"


@pytest.mark.parametrize(
    ("role", "alarms"),
    [("host", 1), ("companion", 1), ("tenant", 0)],  # a tenant's own phone stays quiet
)
def test_only_who_goes_there_is_reminded(role: str, alarms: int) -> None:
    event = read_event(write_request(make_event(), replace(HOST, role=role), stamp=STAMP))

    found = event.walk("VALARM")

    assert len(found) == alarms
    for alarm in found:
        assert (alarm["action"], alarm["trigger"].dt) == ("DISPLAY", timedelta(days=-1))
        assert str(alarm["description"]) == "Huurdersbezoek"


def test_a_change_of_text_keeps_what_was_answered() -> None:
    event = read_event(write_request(make_event(), replace(HOST, partstat="ACCEPTED"), stamp=STAMP))

    assert event["attendee"].params["PARTSTAT"] == "ACCEPTED"


def test_a_cancellation_says_no_more_than_it_must() -> None:
    data = write_cancel(make_event(sequence=2), HOST, stamp=STAMP)

    event = read_event(data)
    assert event["status"] == "CANCELLED"
    assert event["x-microsoft-cdo-busystatus"] == "FREE"
    assert not event.walk("VALARM")  # RFC 5546 3.2.5
    assert "RSVP" not in event["attendee"].params
    assert b"Kerkstraat" not in data


def test_a_download_invites_nobody() -> None:
    event = read_event(write_publish(make_event(), stamp=STAMP))

    assert "attendee" not in event
    assert not event.walk("VALARM")
    assert str(event["organizer"]) == "mailto:planning@woonvoorbeeld.nl"


def test_an_appointment_keeps_its_uid_and_counts_up() -> None:
    invited = make_event()
    moved = replace(
        invited,
        sequence=1,
        start=SUMMER,
        end=SUMMER + timedelta(hours=1),
        modified=STAMP + timedelta(1),
    )
    cancelled = replace(moved, sequence=2, status="CANCELLED", modified=STAMP + timedelta(2))

    life = [
        write_request(invited, HOST, stamp=invited.modified),
        write_request(moved, HOST, stamp=moved.modified),
        write_cancel(cancelled, HOST, stamp=cancelled.modified),
    ]

    events = [read_event(data) for data in life]
    stamps = [event["dtstamp"].dt for event in events]
    assert {event["uid"] for event in events} == {invited.uid}
    assert [event["sequence"] for event in events] == [0, 1, 2]
    assert stamps == sorted(stamps)
    assert [event["last-modified"].dt for event in events] == stamps
    assert {event["created"].dt for event in events} == {invited.created}
    assert [event["dtstart"].dt for event in events] == [invited.start, SUMMER, SUMMER]


def test_the_feed_is_byte_equal_for_unchanged_data() -> None:
    one, other = make_event(), make_event(uid=new_uid("00ff", "x.nl"), start=STAMP)

    assert write_feed([one, other], name="Bezoeken") == write_feed([other, one], name="Bezoeken")
    assert write_feed([one], name="Bezoeken") != write_feed([one, other], name="Bezoeken")


def test_the_feed_says_who_it_is_and_how_often_to_look() -> None:
    lines = unfolded(
        write_feed([make_event(status="CANCELLED", sequence=1)], name="Bezoeken, Alkmaar")
    )

    for line in (
        "METHOD:PUBLISH",
        "NAME:Bezoeken\\, Alkmaar",
        "X-WR-CALNAME:Bezoeken\\, Alkmaar",
        "X-WR-TIMEZONE:Europe/Amsterdam",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",  # RFC 7986 5.7
        "X-PUBLISHED-TTL:PT1H",
        "STATUS:CANCELLED",
        "TRANSP:TRANSPARENT",
        "DTSTAMP:20261124T090000Z",
    ):
        assert lines.count(line) == 1, line
    assert not any(line.startswith(("ATTENDEE", "BEGIN:VALARM")) for line in lines)


def test_a_feed_without_visits_is_a_calendar_all_the_same() -> None:
    calendar = Calendar.from_ical(write_feed([], name="Bezoeken"))

    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE"]


def test_a_uid_says_nothing_about_anybody() -> None:
    assert (
        new_uid("a1b2c3d4e5f60718", "bezoek.example.org")
        == "bezoek-a1b2c3d4e5f60718@bezoek.example.org"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"start": datetime(2026, 12, 8, 14)},  # noqa: DTZ001 - that is what is refused
        {"end": datetime(2026, 12, 8, 13, 0, tzinfo=UTC)},  # no time at all
    ],
)
def test_an_impossible_time_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"time|ends"):
        make_event(**changes)


# What a calendar file cannot carry: control characters (RFC 5545 3.1), lone surrogates (not
# UTF-8) and U+FEFF, which readers drop. Line breaks come back as LF.
CARRIED = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"))
ANY = st.text(st.characters())


@given(st.text(st.sampled_from("\\nN,;:\"'^%2C \t\né😀")) | CARRIED)
@example("C:\\New\\nieuw")
@example("\u2028 \u0085 \u3000")
def test_any_text_parses_back_to_the_same_text(text: str) -> None:
    event = make_event(summary=text, location=text, description=text)

    data = write_request(event, HOST, stamp=STAMP)

    for read in (reader(data) for reader in TOLERANT):
        assert (read["summary"], read["location"], read["description"]) == (text, text, text)


BARE = make_event(location="", description="")
PROPERTIES = set(read_event(write_request(BARE, HOST, stamp=STAMP)))


@given(ANY)
@example("\r\nATTENDEE:mailto:x@y.nl")
@example("\r\x00\ufeff\ud800\x0b")
def test_what_cannot_be_carried_is_left_out_and_adds_no_line(text: str) -> None:
    event = make_event(summary=text, location=text, description=text, organizer_name=text)
    guest = Guest("a@b.nl" + text, text, "host")

    read = read_event(write_request(event, guest, stamp=STAMP))

    kept = re.sub("\r\n?", "\n", text)
    kept = re.sub("[\x00-\x08\x0b-\x1f\x7f\ufeff\ud800-\udfff]", "", kept)
    assert [str(read.get(name, "")) for name in ("summary", "location", "description")] == [
        kept
    ] * 3
    assert set(read) - {"LOCATION", "DESCRIPTION"} == PROPERTIES


@given(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters='"\\\ufeff')
    )
)
# Quotes and backslashes are left out of names: not every reader takes them in a parameter.
@example("Ünal; van 't Hof, jr: 100%")
def test_any_name_parses_back_to_the_same_name(name: str) -> None:
    data = write_request(make_event(organizer_name=name), replace(HOST, name=name), stamp=STAMP)

    event = read_event(data)

    assert event["attendee"].params.get("CN", "") == name.strip()
    assert event["organizer"].params.get("CN", "") == name.strip()


@pytest.mark.parametrize("field", ["start", "end", "created", "modified"])
def test_a_time_without_a_zone_is_refused_wherever_it_stands(field: str) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        make_event(**{field: datetime(2026, 12, 8, 14)})  # noqa: DTZ001 - that is what is refused
