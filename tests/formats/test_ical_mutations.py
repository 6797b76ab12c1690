"""Ten thousand files that somebody broke on the way: no reader raises, hangs or invents words."""

import random
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import tries
from tests.formats.calendar_cases import SAMPLES, STATE
from visits.formats.ical import read_answer, read_busy
from visits.formats.incoming import read_mail

# The two largest are read by tests of their own; a change in them seldom reaches a date.
LARGE = {"line-300k.ics", "nested-5000.ics", "inline-attachment-300kb.ics"}
NAMES = sorted([*SAMPLES.rglob("*.ics"), *SAMPLES.rglob("*.eml")])
FILES = [path.read_bytes() for path in NAMES if path.name not in LARGE]
WINDOW = datetime(2026, 10, 12, tzinfo=UTC), datetime(2026, 11, 9, tzinfo=UTC)
OUTCOMES = {
    *("apply", "counter", "review", "stale", "no_answer", "resend", "not_invited"),
    *("unknown_visit", "visit_cancelled", "reject"),
}
REASONS = {
    *("too_large", "control_characters", "not_a_calendar", "nesting", "line_too_long"),
    *("incomplete", "malformed", "too_many_attendees", "not_an_answer", "method_mismatch"),
    *("several_uids", "sender_is_not_attendee", "delegated", "sequence_never_sent"),
    *("unknown_attendee", "not_delivered", "no_calendar", "winmail", "outlook_mail", "encrypted"),
}
LINES = [
    *(b"RRULE:FREQ=DAILY", b"RRULE:FREQ=SECONDLY", b"RRULE:FREQ=YEARLY;BYDAY=5MO;BYMONTH=2"),
    *(b"EXDATE:20261020T110000Z", b"EXDATE;VALUE=DATE:20261020", b"RDATE:99991231"),
    *(b"RECURRENCE-ID:20261020T110000Z", b"DURATION:P1W", b"DURATION:-PT1H", b"DTEND:00010101"),
    *(b"DTSTART;TZID=Customized Time Zone:20261014T090000", b"DTSTART:99991231T235959Z"),
    *(b"BEGIN:VEVENT", b"END:VEVENT", b"BEGIN:VALARM", b"END:VCALENDAR", b"METHOD:COUNTER"),
    *(b"SEQUENCE:9999999999", b"STATUS:CANCELLED", b"FREEBUSY:20261014T060000Z/PT1H", b" folded"),
    *(b"ATTENDEE;PARTSTAT=DELEGATED:mailto:a@b.nl", b"X-WR-TIMEZONE:Mars/Base", b"COMMENT:\xe9"),
]
BITS = [
    b"",
    b":",
    b";",
    b",",
    b'"',
    b"\\",
    b"\r",
    b"\n",
    b"\n ",
    b"\xff\xfe",
    b"\x00",
    b"9999",
    b"Z",
]
BATCH = 100


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Change a file in a few places; most changes keep its lines, as real damage does."""
    lines = data.split(b"\n")
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(lines))
        kind = chance.randrange(6)
        if kind == 0:
            lines.insert(place, chance.choice(LINES))
        elif kind == 1:
            lines[place] = chance.choice(lines)
        elif kind == 2 and len(lines) > 1:
            del lines[place]
        elif kind == 3:
            lines[place:place] = lines[place : place + chance.randint(1, 9)]
        else:
            line, cut = lines[place], chance.randrange(len(lines[place]) + 1)
            instead = chance.choice(BITS) if kind == 4 else chance.randbytes(2)
            lines[place] = line[:cut] + instead + line[cut + chance.randint(0, 3) :]
    return b"\n".join(lines)


@settings(max_examples=tries(100), deadline=None)
@given(st.integers(0, 2**63))
def test_no_change_of_a_sample_makes_a_reader_raise(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - to break files, not to keep a secret
    for _ in range(BATCH):
        data = mutated(chance.choice(FILES), chance)
        answer = read_answer(data, STATE, sender="f.unal@voorbeeld.nl", mime_method="REPLY")
        busy = read_busy(data, window=WINDOW, zone="Europe/Amsterdam", owner="joke@voorbeeld.nl")
        read_mail(data)

        assert answer["outcome"] in OUTCOMES, data
        assert answer.get("reason") in REASONS | {None}, data
        assert busy["outcome"] == "read" or busy["reason"] in REASONS, data
