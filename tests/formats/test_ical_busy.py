"""When somebody is busy, as any calendar program may write it; and what no file may do."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import floors, tries
from tests.formats.calendar_cases import EXPECTED, SAMPLES, UID
from visits.formats.ical import Warn, hours_of, read_busy
from visits.formats.ical.recurrence import Budget, moments, read_rule

FILES = {name: want for name, want in EXPECTED["files"].items() if want["kind"] == "busy"}
HOSTILE = {
    name: want
    for name, want in EXPECTED["files"].items()
    if want["kind"] == "hostile" and want["reason"] != "line_too_long"
}
WINDOW = datetime(2026, 10, 12, tzinfo=UTC), datetime(2026, 11, 9, tzinfo=UTC)
OWNER = "joke@woonvoorbeeld.nl"
AMSTERDAM = "Europe/Amsterdam"
numbers = count(1)


# In times of a floor; today the worst of the files below takes 120.
MOST_WORK = 400


def event(*lines: str, uid: str = "") -> str:
    """Write an event with these lines."""
    every = ("BEGIN:VEVENT", f"UID:{uid or next(numbers)}", "DTSTAMP:20261001T080000Z", *lines)
    return "".join(line + "\r\n" for line in (*every, "END:VEVENT"))


def calendar(*parts: str, head: str = "") -> bytes:
    """Write a calendar with these events."""
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{''.join(parts)}END:VCALENDAR\r\n".encode()


def read(data: bytes, **given_too: Any) -> dict[str, Any]:
    """Read a file as the director's."""
    return read_busy(data, **{"window": WINDOW, "zone": AMSTERDAM, "owner": OWNER} | given_too)


def short(intervals: list[list[str]]) -> list[str]:
    """Give intervals as "14T06:00/07:00": all of them lie in October or November 2026."""
    return [
        f"{start[8:16]}/{end[11:16] if start[:10] == end[:10] else end[8:16]}"
        for start, end in intervals
    ]


def busy(*parts: str, head: str = "", **given_too: Any) -> list[str]:
    """Give when somebody with these events is busy."""
    decision = read(calendar(*parts, head=head), **given_too)
    assert decision["outcome"] == "read"
    return short(decision["busy"])


def warnings(*parts: str, head: str = "") -> list[str]:
    """Give what a file warns of."""
    found: list[str] = read(calendar(*parts, head=head))["warn"]
    return found


@pytest.mark.parametrize("name", FILES)
def test_a_busy_sample_is_read_as_expected(name: str) -> None:
    want = FILES[name]
    first, last = map(datetime.fromisoformat, want["window"])

    decision = read_busy(
        (SAMPLES / name).read_bytes(),
        window=(first, last),
        zone=want["zone"],
        owner=want.get("owner"),
        own=want.get("own", ()),
    )

    warned = want.get("warn", [])
    assert decision == {
        "outcome": want["outcome"],
        "busy": want["busy"],
        "tentative": want.get("tentative", []),
        "warn": [warned] if isinstance(warned, str) else warned,
    }


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_sample_is_refused_as_a_busy_calendar_too(name: str) -> None:
    want = {key: HOSTILE[name][key] for key in ("outcome", "reason")}

    assert read((SAMPLES / name).read_bytes()) == want


def test_a_title_without_end_spoils_nothing_because_titles_are_not_read() -> None:
    data = (SAMPLES / "hostile/line-300k.ics").read_bytes()

    decision = read(
        data, window=(datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    )

    assert decision["busy"] == [["2026-12-08T13:00:00Z", "2026-12-08T14:00:00Z"]]


def test_no_title_leaves_the_reader() -> None:
    for name, want in FILES.items():
        window = tuple(map(datetime.fromisoformat, want["window"]))

        decision = read((SAMPLES / name).read_bytes(), window=window)

        assert "Geheim" not in json.dumps(decision)


@pytest.mark.parametrize(
    ("lines", "want"),
    [
        (["DTSTART:20261014T060000Z", "DTEND:20261014T070000Z"], ["14T06:00/07:00"]),
        (["DTSTART:20261014T060000Z", "DURATION:PT1H30M"], ["14T06:00/07:30"]),
        (["DTSTART:20261014T060000", "DURATION:PT1H"], ["14T04:00/05:00"]),  # floating: here
        (["DTSTART;TZID=Asia/Tokyo:20261014T150000", "DURATION:PT1H"], ["14T06:00/07:00"]),
        (["DTSTART;TZID=Asia/Tokyo:20261014T150000", "DTEND:20261014T160000"], ["14T06:00/07:00"]),
        (["DTSTART:20261014T080000+0200", "DURATION:PT1H"], ["14T06:00/07:00"]),
        (
            ["DTSTART;TZID=Asia/Tokyo:20261014T150000", "DTEND;TZID=Europe/London:20261014T080000"],
            ["14T06:00/07:00"],
        ),
        (["DTSTART:20261014T060000Z"], []),  # a moment takes no time
        (["DTSTART:20261014T060000Z", "DTEND:20261014T060000Z"], []),
        (["DTSTART;VALUE=DATE:20261014"], ["13T22:00/14T22:00"]),  # a day without an end
        (["DTSTART:20261014"], ["13T22:00/14T22:00"]),  # VALUE=DATE forgotten
        (["DTSTART;VALUE=DATE:20261014", "DTEND;VALUE=DATE:20261014"], ["13T22:00/14T22:00"]),
        (["DTSTART;VALUE=DATE:20261014", "DURATION:P2D"], ["13T22:00/15T22:00"]),
        (["DTSTART;VALUE=DATE:20261025"], ["24T22:00/25T23:00"]),  # 25 hours
        (["DTSTART;VALUE=DATE;TZID=Asia/Tokyo:20261014"], ["13T22:00/14T22:00"]),
        (["DTSTART:20261010T060000Z", "DTEND:20261012T060000Z"], ["12T00:00/06:00"]),  # cut
        (["DTSTART:20261108T230000Z", "DTEND:20261109T060000Z"], ["08T23:00/09T00:00"]),
        (["DTSTART:20260101T000000Z", "DTEND:20270101T000000Z"], ["12T00:00/09T00:00"]),
        # two o'clock comes twice, and the first is meant; half past two in March never comes
        (["DTSTART;TZID=Europe/Amsterdam:20261025T023000", "DURATION:PT1H"], ["25T00:30/01:30"]),
        # a day longer by the clock is 25 hours here; 24 hours are 24 hours
        (["DTSTART;TZID=Europe/Paris:20261024T120000", "DURATION:P1D"], ["24T10:00/25T11:00"]),
        (["DTSTART;TZID=Europe/Paris:20261024T120000", "DURATION:PT24H"], ["24T10:00/25T10:00"]),
        (["DTSTART;TZID=Europe/Paris:20261024T120000", "DTEND:20261025T110000Z"],
         ["24T10:00/25T11:00"]),
    ],
)  # fmt: skip
def test_an_event_takes_its_time(lines: list[str], want: list[str]) -> None:
    assert busy(event(*lines)) == want


@pytest.mark.parametrize(
    ("lines", "counts"),
    [
        (["TRANSP:TRANSPARENT"], False),
        (["transp:transparent"], False),
        (["TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY"], False),
        (["TRANSP:OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"], False),
        (["X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE"], False),
        (["X-MICROSOFT-CDO-BUSYSTATUS:OOF"], True),
        (["STATUS:CANCELLED"], False),
        (["STATUS:CONFIRMED"], True),
        ([f"ATTENDEE;PARTSTAT=DECLINED:MAILTO:{OWNER.upper()}"], False),
        ([f'ATTENDEE;PARTSTAT=DECLINED;EMAIL="{OWNER}":/7/principal/'], False),
        ([f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{OWNER}"], True),
        (["ATTENDEE;PARTSTAT=DECLINED:mailto:piet@woonvoorbeeld.nl"], True),
        ([f"ATTENDEE;PARTSTAT=DECLINED:mailto:x{OWNER}"], True),
    ],
)
def test_an_event_counts_unless_it_leaves_the_owner_free(lines: list[str], counts: bool) -> None:
    found = busy(event("DTSTART:20261014T060000Z", "DURATION:PT1H", *lines))

    assert bool(found) is counts


def test_without_an_owner_a_no_is_somebody_elses() -> None:
    no = f"ATTENDEE;PARTSTAT=DECLINED:mailto:{OWNER}"

    assert busy(event("DTSTART:20261014T060000Z", "DURATION:PT1H", no), owner=None)


@pytest.mark.parametrize(
    "line",
    [
        "STATUS:TENTATIVE",
        "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE",
        f"ATTENDEE;PARTSTAT=TENTATIVE:mailto:{OWNER}",
    ],
)
def test_a_perhaps_is_busy_and_marked(line: str) -> None:
    decision = read(calendar(event("DTSTART:20261014T060000Z", "DURATION:PT1H", line)))

    assert decision["tentative"] == decision["busy"] != []


def test_our_own_visits_do_not_stand_in_their_own_way() -> None:
    mine = event("DTSTART:20261014T060000Z", "DURATION:PT1H", uid=UID)

    assert busy(mine, own=[UID]) == []
    assert busy(mine, own=[UID.upper()]) == ["14T06:00/07:00"]  # a UID is compared exactly


START = "DTSTART;TZID=Europe/Amsterdam:20261013T130000"
WEEKLY = ["13T11:00/12:00", "20T11:00/12:00", "27T12:00/13:00", "03T12:00/13:00"]


@pytest.mark.parametrize(
    ("lines", "want"),
    [
        (["RRULE:FREQ=WEEKLY"], WEEKLY),
        (["RRULE:freq=weekly;byday=tu"], WEEKLY),
        (["RRULE:FREQ=WEEKLY;INTERVAL=2"], WEEKLY[::2]),
        (["RRULE:FREQ=WEEKLY;COUNT=2"], WEEKLY[:2]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20261027T120000Z"], WEEKLY[:3]),  # the last one counts
        (["RRULE:FREQ=WEEKLY;UNTIL=20261027T115959Z"], WEEKLY[:2]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20261027T130000"], WEEKLY[:3]),  # in the zone of the start
        (["RRULE:FREQ=WEEKLY;UNTIL=20261027"], WEEKLY[:3]),  # a day means that day too
        (["RRULE:FREQ=WEEKLY;UNTIL=20261001T000000Z"], []),  # the series was cut off before it
        (["RRULE:FREQ=MONTHLY;BYDAY=2TU"], WEEKLY[:1]),
        (["RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"], [WEEKLY[0], "30T12:00/13:00"]),
        (["RRULE:FREQ=YEARLY"], WEEKLY[:1]),
        (["RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31"], WEEKLY[:1]),  # never but the first time
        (["EXDATE;TZID=Europe/Amsterdam:20261013T130000"], []),
        (["RRULE:FREQ=WEEKLY", "EXDATE:20261020T110000Z,20261027T120000Z"], WEEKLY[::3]),
        (["RRULE:FREQ=WEEKLY", "EXDATE;VALUE=DATE:20261020"], [WEEKLY[0], *WEEKLY[2:]]),
        (["RRULE:FREQ=WEEKLY", "EXDATE:20261020T130000Z"], WEEKLY),  # another hour
        (["RDATE:20261020T110000Z", "RDATE;VALUE=PERIOD:20261027T120000Z/PT1H"], WEEKLY[:3]),
        (["RDATE;VALUE=PERIOD:20261020T110000Z/20261020T120000Z"], WEEKLY[:2]),
        (["RRULE:FREQ=WEEKLY;COUNT=1", "RRULE:FREQ=WEEKLY;INTERVAL=2"], WEEKLY[::2]),
        (["RRULE:FREQ=WEEKLY; BYDAY=TU, TU;WKST = SU"], WEEKLY),
        (["RRULE:FREQ=WEEKLY\\;COUNT=2"], WEEKLY[:2]),
        (["RRULE:FREQ=WEEKLY;BYHOUR=13;BYMINUTE=0;BYSECOND=00"], WEEKLY),  # as the start says
        (["RRULE:FREQ=WEEKLY", "EXDATE:20261020T130000"], [WEEKLY[0], *WEEKLY[2:]]),  # as clocks do
    ],
)
def test_a_series_takes_place_each_time(lines: list[str], want: list[str]) -> None:
    assert busy(event(START, "DURATION:PT1H", *lines)) == want


def test_a_series_that_began_long_ago_still_goes_on() -> None:
    old = event("DTSTART;TZID=Europe/Amsterdam:19261012T130000", "DURATION:PT1H",
                "RRULE:FREQ=WEEKLY;BYDAY=TU")  # fmt: skip

    assert busy(old) == WEEKLY


def test_a_series_of_whole_days_follows_the_clock() -> None:
    days = event(
        "DTSTART;VALUE=DATE:20261024", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20261026"
    )

    assert busy(days) == ["23T22:00/25T23:00"]


def test_a_series_of_whole_days_ends_with_its_last_day() -> None:
    days = event("DTSTART;VALUE=DATE:20261014", "RRULE:FREQ=DAILY;UNTIL=20261015")

    assert busy(days) == ["13T22:00/15T22:00"]


def changed(*lines: str, sequence: int = 1, instance: str = "20261020T110000Z") -> str:
    """Write one instance of the series that was changed."""
    return event(f"RECURRENCE-ID:{instance}", f"SEQUENCE:{sequence}", *lines, uid="o")


SERIES = event(START, "DURATION:PT1H", "RRULE:FREQ=WEEKLY", uid="o")
MOVED = ["DTSTART:20261021T140000Z", "DURATION:PT1H"]


@pytest.mark.parametrize(
    ("parts", "want"),
    [
        ([changed(*MOVED), SERIES], [WEEKLY[0], "21T14:00/15:00", *WEEKLY[2:]]),
        ([SERIES, changed("STATUS:CANCELLED")], [WEEKLY[0], *WEEKLY[2:]]),
        ([SERIES, changed(*MOVED, "TRANSP:TRANSPARENT")], [WEEKLY[0], *WEEKLY[2:]]),
        (
            [SERIES, changed("STATUS:CANCELLED", sequence=2), changed(*MOVED)],
            [WEEKLY[0], *WEEKLY[2:]],
        ),  # the newer change counts, wherever it stands
        ([changed(*MOVED)], ["21T14:00/15:00"]),  # without its series
        ([SERIES, changed("DTSTART:morgen")], WEEKLY),  # unreadable: the series stands
        (
            [SERIES, changed("DTSTART:20270101T100000Z", "DURATION:PT1H")],
            [WEEKLY[0], *WEEKLY[2:]],
        ),  # moved out of the window
        (
            [SERIES, changed(*MOVED, instance="20261222T120000Z")],
            [*WEEKLY[:2], "21T14:00/15:00", *WEEKLY[2:]],
        ),  # moved into the window
    ],
)
def test_a_changed_instance_takes_the_place_of_the_old_one(
    parts: list[str], want: list[str]
) -> None:
    assert busy(*parts) == want


def test_a_change_of_all_later_instances_moves_them_too() -> None:
    later = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261027T120000Z",
        "DTSTART;TZID=Europe/Amsterdam:20261028T150000",
        "DURATION:PT2H",
        uid="o",
    )

    assert busy(SERIES, later) == [*WEEKLY[:2], "28T14:00/16:00", "04T14:00/16:00"]


def test_the_newest_version_of_an_event_counts() -> None:
    old = event("SEQUENCE:0", "DTSTART:20261014T060000Z", "DURATION:PT1H", uid="a")
    new = event("SEQUENCE:1", "DTSTART:20261015T060000Z", "DURATION:PT1H", uid="a")

    assert busy(new, old) == ["15T06:00/07:00"]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_two_calendars_in_one_file_both_count(mark: bytes) -> None:
    first = calendar(event("DTSTART:20261014T060000Z", "DURATION:PT1H"))
    second = calendar(event("DTSTART:20261015T060000Z", "DURATION:PT1H"))

    assert short(read(mark + first + mark + second)["busy"]) == ["14T06:00/07:00", "15T06:00/07:00"]


def test_a_file_in_utf_16_is_read_too() -> None:
    data = calendar(event("DTSTART:20261014T060000Z", "DURATION:PT1H")).decode().encode("utf-16")

    assert short(read(data)["busy"]) == ["14T06:00/07:00"]


ZONE = """BEGIN:VTIMEZONE\r\nTZID:{name}\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r
TZOFFSETFROM:+0300\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r
BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0300\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"""
CUSTOM = "Customized Time Zone"
BOMB = ZONE.format(name=CUSTOM).replace("YEARLY", "SECONDLY")
ONE_OFFSET = """BEGIN:VTIMEZONE\r\nTZID:{name}\r\nBEGIN:STANDARD\r\nTZOFFSETTO:+0200\r
DTSTART:16010101T000000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"""
FIXED = ["20T11:00/12:00", "27T11:00/12:00"]
HOURLY = ["20T10:00/11:00", "27T11:00/12:00"]  # 13.00 in Athens


@pytest.mark.parametrize(
    ("zone", "head", "want", "warned"),
    [
        ("GTB Standard Time", "", HOURLY, []),
        ('"GTB Standard Time"', "", HOURLY, []),
        ("GTB Standard Time 1", "", HOURLY, []),
        ("/citadel.org/20210210_1/Europe/Athens", "", HOURLY, []),
        (CUSTOM, ZONE.format(name=CUSTOM), HOURLY, []),
        ('"(UTC+02:00) Athens, Bucharest"', "", HOURLY, []),
        (CUSTOM, BOMB, WEEKLY[1:3], ["assumed_zone"]),
        (CUSTOM, ZONE.format(name=f'"{CUSTOM}"'), HOURLY, []),
        (CUSTOM, "", WEEKLY[1:3], ["assumed_zone"]),
        ("Europe/Amsterdam", ZONE.format(name="Europe/Amsterdam"), WEEKLY[1:3], []),
        ("(UTC+02:00) Athens, Bucharest", "", HOURLY, []),
        ('"(GMT+02:00) Athens / Bucharest"', "", HOURLY, []),
        ("Athens\\, Bucharest", "", HOURLY, []),
        ("GTB", "", HOURLY, []),
        ("Europe_Athens", "", HOURLY, []),
        ("Europe-Athens", "", HOURLY, []),
        ('"Pacific Time (US & Canada)"', "", ["20T20:00/21:00", "27T20:00/21:00"], []),
        ('"(GMT -08:00) Nowhere"', "", ["20T21:00/22:00", "27T21:00/22:00"], []),
        ("tzone://Microsoft/Utc", "", ["20T13:00/14:00", "27T13:00/14:00"], []),
        ("tzone://Microsoft/Custom", "", WEEKLY[1:3], ["assumed_zone"]),
        ("+02:00", "", FIXED, []),
        ("UTC+2", "", FIXED, []),
        ("GMT+0200", "", FIXED, []),
        (CUSTOM, ZONE.format(name=CUSTOM).replace("+", ""), HOURLY, []),
        (CUSTOM, ZONE.format(name=CUSTOM).replace("+0300", "3:00"), HOURLY, []),
        (CUSTOM, ONE_OFFSET.format(name=CUSTOM), FIXED, []),
    ],
)  # fmt: skip
def test_a_series_runs_in_its_own_zone(
    zone: str, head: str, want: list[str], warned: list[str]
) -> None:
    series = event(f"DTSTART;TZID={zone}:20261020T130000", "DURATION:PT1H",
                   "RRULE:FREQ=WEEKLY;COUNT=2")  # fmt: skip

    assert busy(series, head=head) == want
    assert warnings(series, head=head) == warned


def test_a_zone_of_its_own_changes_on_the_sunday_that_its_rules_say() -> None:
    head = ZONE.format(name=CUSTOM).replace("+0300", "-0400").replace("+0200", "-0500")
    head = head.replace("-1SU;BYMONTH=10", "1SU;BYMONTH=11").replace(
        "-1SU;BYMONTH=3", "2SU;BYMONTH=3"
    )
    series = event(f"DTSTART;TZID={CUSTOM}:20261027T130000", "DURATION:PT1H",
                   "RRULE:FREQ=WEEKLY;COUNT=2")  # fmt: skip

    assert busy(series, head=head) == ["27T17:00/18:00", "03T18:00/19:00"]


@pytest.mark.parametrize(
    ("day", "hour"),
    [("20261024", "10:00/11:00"), ("20261026", "11:00/12:00"), ("20261031", "11:00/12:00")],
)
def test_a_zone_of_its_own_changes_on_the_last_sunday_of_october(day: str, hour: str) -> None:
    one = event(f"DTSTART;TZID={CUSTOM}:{day}T130000", "DURATION:PT1H")

    assert busy(one, head=ZONE.format(name=CUSTOM)) == [f"{day[-2:]}T{hour}"]


def test_a_calendar_says_in_which_zone_its_floating_times_are() -> None:
    floating = event("DTSTART:20261014T150000", "DURATION:PT1H")

    assert busy(floating, head="X-WR-TIMEZONE:Asia/Tokyo\r\n") == ["14T06:00/07:00"]


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("FREEBUSY:20261014T060000Z/PT1H", ["14T06:00/07:00"]),  # BUSY unless it says otherwise
        ("FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261014T060000Z/20261014T070000Z", ["14T06:00/07:00"]),
        ("FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261014T060000Z/PT1H", ["14T06:00/07:00"]),
        ("FREEBUSY;FBTYPE=X-ODD:20261014T060000Z/PT1H", ["14T06:00/07:00"]),
        ("FREEBUSY;FBTYPE=FREE:20261014T060000Z/PT1H", []),
    ],
)
def test_a_free_busy_calendar_gives_its_periods(line: str, want: list[str]) -> None:
    assert busy(f"BEGIN:VFREEBUSY\r\nUID:f\r\n{line}\r\nEND:VFREEBUSY\r\n") == want


GOOD_HOUR = ["DTSTART:20261014T060000Z", "DURATION:PT1H"]
GOOD = event(*GOOD_HOUR)


@pytest.mark.parametrize(
    "lines",
    [
        ["SUMMARY:zonder tijd"],
        ["DTSTART:2026-10-14 09:00"],
        ["DTSTART:20261014T250000Z"],
        ["DTSTART:20261014T110000Z", "DTEND:20261014T100000Z"],
        ["DTSTART:20261014T110000Z", "DURATION:-PT1H"],
        ["DTSTART:20261014T110000Z", "DURATION:P9999999W"],
        ["DTSTART:20261014T110000Z", "DURATION:PT"],
        ["DTSTART:20261014T110000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY", "EXDATE:morgen"],
        ["DTSTART;TZID=Asia/Tokyo:00010101T000000", "RDATE:20261015T060000Z"],
    ],
)
def test_an_event_that_cannot_be_read_is_left_out_and_the_others_count(lines: list[str]) -> None:
    assert busy(event(*lines), GOOD) == ["14T06:00/07:00"]
    assert warnings(event(*lines), GOOD) == ["skipped_events"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=1000000000",
        "FREQ=HOURLY",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=" + "9" * 5000,
        "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1;BYSECOND=1",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=YEARLY;BYMONTH=13",
        "INTERVAL=2",
        "gibberish",
    ],
)
def test_a_rule_that_nobody_needs_leaves_out_its_own_event_alone(rule: str) -> None:
    bomb = event("DTSTART:20200101T000000Z", "DURATION:PT1M", f"RRULE:{rule}")

    assert busy(bomb, GOOD) == ["14T06:00/07:00"]
    assert warnings(bomb, GOOD) == ["rule_refused"]


def filled(one: str) -> bytes:
    """Fill a file of the largest size with the same event, each with a number of its own."""
    size = len(one.format(number=0)) + 6
    return calendar(*(one.format(number=number) for number in range(1_990_000 // size)))


@pytest.mark.parametrize(
    "line",
    [
        "RDATE:" + "20261014T060000Z," * 11_000,
        "RDATE:" + ",".join(f"{n:08}T060000Z" for n in range(19_000_101, 19_011_000)),
        "EXDATE:" + ",".join(f"2026{n % 12 + 1:02}14T0{n % 10}{n % 60:02}00Z" for n in range(9000)),
        "RRULE:FREQ=DAILY;COUNT={number}",
        'ATTENDEE;CN="joke@woonvoorbeeld.nl {number}":mailto:x@y.nl',
        "ATTENDEE;EMAIL=joke@woonvoorbeeld.nl{number};CN=a\\,b:x",
    ],
)  # fmt: skip
def test_one_event_full_of_traps_is_read_in_two_seconds(line: str) -> None:
    lines = [line.replace("{number}", str(n)) for n in range(1_900_000 // len(line))]
    data = calendar(event("DTSTART:20261014T060000Z", "DURATION:PT1H", *lines))

    decision, work = floors(lambda: read(data))

    assert decision["outcome"] == "read"
    assert work < MOST_WORK


@pytest.mark.parametrize(
    "one",
    [
        "BEGIN:VEVENT\nDTSTART:20261014T060000Z\nDURATION:PT1H\nEND:VEVENT\n",
        "BEGIN:VEVENT\nDTSTART:16010101T060000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=999999\nEND:VEVENT\n",
        "BEGIN:VEVENT\nDTSTART:19010101T060000Z\nDURATION:P9999D\nRRULE:FREQ=YEARLY;BYDAY=MO,TU;BYSETPOS=-1,99\nEND:VEVENT\n",
        "BEGIN:VEVENT\nDTSTART;TZID=Zone {number}:20261014T060000\nRRULE:FREQ=WEEKLY\nEND:VEVENT\n",
        "BEGIN:VEVENT\nDTSTART:20261014T060000Z\nBEGIN:VALARM\nREPEAT:999999\nEND:VALARM\nEND:VEVENT\n",
        "BEGIN:VEVENT\nUID:a\nDTSTART:20261014T060000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:a\nDTSTART:20261015T070000Z\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261015T060000Z\nEND:VEVENT\n",
        'BEGIN:VEVENT\nDTSTART:20261014T060000Z\nATTENDEE;CN="joke@woonvoorbeeld.nl":mailto:x{number}@y.nl\nATTENDEE;EMAIL="xjoke@woonvoorbeeld.nl";CN="a\\,b":x\nEND:VEVENT\n',
        "BEGIN:VFREEBUSY\nFREEBUSY;TZID={number}:20261014T060000/PT1H\nEND:VFREEBUSY\n",
        "BEGIN:VTIMEZONE\nTZID:{number}\nBEGIN:STANDARD\nDTSTART:16010101T030000\nEND:STANDARD\nEND:VTIMEZONE\n",
    ],
)  # fmt: skip
def test_a_file_full_of_traps_is_read_in_two_seconds(one: str) -> None:
    data = filled(one)

    decision, work = floors(lambda: read(data))

    assert decision["outcome"] == "read"
    assert work < MOST_WORK


DAYS = ["DTSTART;VALUE=DATE:20261019", "RRULE:FREQ=DAILY;COUNT=3"]
FIRST, SECOND, THIRD = (f"{day}T22:00" for day in (18, 19, 20))
LEFT = [f"{FIRST}/{SECOND}", f"{THIRD}/21T22:00"]


@pytest.mark.parametrize(
    ("lines", "want"),
    [
        (["EXDATE:20261019T220000Z"], LEFT),  # midnight here
        (["EXDATE:20261020T000000Z"], LEFT),  # midnight there
        (["EXDATE;TZID=Asia/Tokyo:20261020T000000"], LEFT),
        (["EXDATE;VALUE=DATE:20261020"], LEFT),
        (["EXDATE:20261020T220000Z"], [f"{FIRST}/{THIRD}"]),
    ],
)
def test_an_exception_of_a_series_of_days_is_a_day_however_it_is_written(
    lines: list[str], want: list[str]
) -> None:
    assert busy(event(*DAYS, *lines)) == want


@pytest.mark.parametrize("instance", ["20261019T220000Z", "20261020T000000Z", "20261020"])
def test_a_day_of_a_series_that_was_moved_leaves_its_place(instance: str) -> None:
    moved = event(f"RECURRENCE-ID:{instance}", "DTSTART:20261024T220000Z",
                  "DTEND:20261025T230000Z", uid="d")  # fmt: skip

    assert busy(event(*DAYS, uid="d"), moved) == [*LEFT, "24T22:00/25T23:00"]


@pytest.mark.parametrize(
    "until", ["20261020T220000Z", "20261021T000000Z", "20261021T235959Z", "20261021"]
)
def test_a_series_of_days_ends_with_the_day_that_is_meant(until: str) -> None:
    days = event("DTSTART;VALUE=DATE:20261019", f"RRULE:FREQ=DAILY;UNTIL={until}")

    assert busy(days) == [f"{FIRST}/21T22:00"]


def test_events_that_share_a_uid_all_count() -> None:
    lines = [["DTSTART:20261014T060000Z", "DURATION:PT1H"], ["DTSTART;VALUE=DATE:20261016"]]

    assert busy(*(event(*one, uid="x") for one in lines)) == ["14T06:00/07:00", "15T22:00/16T22:00"]


@pytest.mark.parametrize(
    ("series", "change", "want"),
    [
        (2, 1, [WEEKLY[0], *WEEKLY[2:]]),  # moved, and deleted afterwards
        (1, 1, [WEEKLY[0], "21T14:00/15:00", *WEEKLY[2:]]),
        (1, 2, [WEEKLY[0], "21T14:00/15:00", *WEEKLY[2:]]),
    ],
)
def test_an_instance_that_was_moved_is_gone_once_the_newer_series_leaves_it_out(
    series: int, change: int, want: list[str]
) -> None:
    without = event(START, "DURATION:PT1H", "RRULE:FREQ=WEEKLY", f"SEQUENCE:{series}",
                    "EXDATE:20261020T110000Z", uid="o")  # fmt: skip

    assert busy(changed(*MOVED, sequence=change), without) == want


def test_our_own_visit_is_known_where_exchange_wrapped_its_uid() -> None:
    inside = b"vCal-Uid\x01\0\0\0" + UID.encode() + b"\0"
    wrapped = f"040000008200E00074C5B7101A82E008{'0' * 40}{inside.hex()}"

    assert busy(event(*GOOD_HOUR, uid=wrapped), own=[UID]) == []


@pytest.mark.parametrize(
    ("head", "answers", "counts"),
    [
        ("", ["DECLINED:mailto:ook@x.nl"], False),
        ("", ["DECLINED:mailto:ook@x.nl", f"NEEDS-ACTION:mailto:{OWNER}"], False),
        ("", ["DECLINED:mailto:ook@x.nl", f"ACCEPTED:mailto:{OWNER}"], True),
        ("", ["DECLINED:mailto:derde@x.nl"], True),
        ("X-WR-CALNAME:Derde@x.nl\r\n", ["DECLINED:mailto:derde@x.nl"], False),
    ],
)
def test_a_no_counts_under_each_address_of_the_owner(
    head: str, answers: list[str], counts: bool
) -> None:
    lines = [f"ATTENDEE;PARTSTAT={answer}" for answer in answers]

    assert bool(busy(event(*GOOD_HOUR, *lines), head=head, also=["Ook@x.nl"])) is counts


@pytest.mark.parametrize(
    "odd",
    [
        GOOD.replace("END:VEVENT\r\n", ""),
        GOOD.replace("END:VEVENT\r\n", "BEGIN:VALARM\r\nTRIGGER:P1D\r\nEND:VEVENT\r\n"),
        GOOD.replace("BEGIN:VEVENT", "BEGIN:VEVNT"),
        GOOD.replace("DTSTART", "DESCRIPTION:Programma\nBegin: 10.00\nEnd: 11.00\nDTSTART"),
        "END:VALARM\r\n",
        "DESCRIPTION:\x00\x15\x1b\r\n",
        "X-UNSEEN:" + "x" * 300_000 + "\r\n",
    ],
)
def test_what_is_torn_or_odd_spoils_no_other_event(odd: str) -> None:
    later = event("DTSTART:20261015T060000Z", "DURATION:PT1H")

    assert busy(odd, later, GOOD)[-2:] == ["14T06:00/07:00", "15T06:00/07:00"]
    assert warnings(odd, later, GOOD) == []


def test_a_line_without_end_costs_its_own_event() -> None:
    long = event(*GOOD_HOUR, "EXDATE:" + "20261014T060000Z," * 12_000)

    assert busy(long, GOOD) == ["14T06:00/07:00"]
    assert warnings(long, GOOD) == ["skipped_events"]


OLD = {
    "single": [],
    "until": ["RRULE:FREQ=WEEKLY;BYDAY=MO, TU;UNTIL=20220101T000000Z"],
    "hourly": ["RRULE:FREQ=HOURLY;UNTIL=20220101T000000Z"],
    "count": ["RRULE:FREQ=WEEKLY;COUNT=20"],
    "moved": ["RECURRENCE-ID:20210101T060000Z"],
    "still to come": ["DTSTART:20290101T060000Z"],
}


@pytest.mark.parametrize("kind", OLD)
def test_what_is_over_counts_against_no_limit(kind: str) -> None:
    lines = OLD[kind]
    if not (lines and lines[0].startswith("DTSTART")):
        lines = ["DTSTART:20210107T060000Z", *lines]

    decision = read(calendar(*(event(*lines, "DURATION:PT1H") for _ in range(6_000)), GOOD))

    assert (short(decision["busy"]), decision["warn"]) == (["14T06:00/07:00"], [])


def test_more_than_anybody_has_is_left_out_and_counted() -> None:
    data = calendar(*(event(*GOOD_HOUR) for _ in range(5_010)))

    hours = hours_of(data, WINDOW, AMSTERDAM, [OWNER], [])

    assert (hours.left_out, hours.read) == ({Warn.SKIPPED_EVENTS: 10}, 5_010)
    assert len(hours.busy) == 1


LARGE = """
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from visits.formats.ical import Warn, hours_of, read_busy

begin = datetime(2010, 1, 1)
def one(number):
    start = begin + timedelta(hours=2.5 * number)
    return (
        f"BEGIN:VEVENT\\r\\nUID:{number}@x\\r\\nDTSTAMP:20200101T000000Z\\r\\nSUMMARY:Overleg\\r\\n"
        f"DTSTART;TZID=W. Europe Standard Time:{start:%Y%m%dT%H%M%S}\\r\\n"
        f"DTEND;TZID=W. Europe Standard Time:{start + timedelta(hours=1):%Y%m%dT%H%M%S}\\r\\n"
        f"DESCRIPTION:{'x' * 200}\\r\\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\\r\\nEND:VEVENT\\r\\n"
    )
events = "".join(map(one, range(50_000))) + one(58_000)
data = f"BEGIN:VCALENDAR\\r\\n{events}END:VCALENDAR\\r\\n".encode()
assert len(data) > 20_000_000
del events
window = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
decision = read_busy(data, window=window, zone="Europe/Amsterdam")
status = Path("/proc/self/status")
# Since this program began: ru_maxrss would count the one that started it, too.
peak = re.search("VmHWM: *\\t* *([0-9]+)", status.read_text())[1] if status.exists() else 0
print(len(decision["busy"]), decision["warn"], peak)
"""


def test_a_file_of_20_mb_full_of_the_past_is_read_in_little_room() -> None:
    begun = [sys.executable, "-c", LARGE]

    told = subprocess.run(begun, check=True, capture_output=True, text=True).stdout.split()

    intervals, warned, kilobytes = told
    assert (intervals, warned) == ("1", "[]")
    assert int(kilobytes) < 400_000


def rules(text: str, *parts: list[Any]) -> st.SearchStrategy[str]:
    """Fill a rule with one of each list."""
    return st.builds(text.format, *map(st.sampled_from, parts))


FEW, MONTHS = list(range(1, 6)), list(range(1, 13))
RULES = st.one_of(
    rules("FREQ=DAILY;INTERVAL={}", FEW),
    rules("FREQ=DAILY;BYDAY={};BYMONTH={}", ["MO,TU", "SU"], MONTHS),
    rules("FREQ=WEEKLY;INTERVAL={};BYDAY={};WKST={}", FEW, ["MO", "TU,TH", "SU,FR"], ["MO", "SU"]),
    rules("FREQ=MONTHLY;INTERVAL={};BYMONTHDAY={}", FEW, ["1", "31", "-1", "13,-2"]),
    rules("FREQ=MONTHLY;BYDAY={};BYSETPOS={}", ["MO,TU,WE", "SA,SU"], ["1", "-1", "2,-2"]),
    rules("FREQ=MONTHLY;BYDAY={}", ["2TU", "-1FR", "5MO", "1MO,3WE"]),
    rules("FREQ=YEARLY;INTERVAL={}", FEW),
    rules("FREQ=YEARLY;BYMONTH={};BYDAY={}", MONTHS, ["1SU", "-1SU", "MO"]),
    rules("FREQ=YEARLY;BYDAY={}", ["20MO", "-1FR"]),
    rules("FREQ=YEARLY;BYYEARDAY={}", ["1", "366", "-1", "100,200"]),
    rules("FREQ=YEARLY;BYWEEKNO={};BYDAY=TU", ["1", "20", "52"]),
)


@settings(max_examples=tries(150), deadline=None)
@given(
    rule=RULES,
    day=st.dates(date(2021, 1, 1), date(2026, 10, 1)),
    times=st.one_of(st.none(), st.integers(1, 400)),
)
def test_a_rule_gives_the_moments_that_another_program_finds(
    rule: str, day: date, times: int | None
) -> None:
    whole = rule + (f";COUNT={times}" if times else "")
    begin = datetime.combine(day, datetime.min.time())
    # RFC 5545 leaves open what a start means that its own rule would not give.
    start = rrulestr(f"DTSTART:{begin:%Y%m%dT%H%M%S}\nRRULE:{rule}").after(begin, inc=True)
    theirs = rrulestr(f"DTSTART:{start:%Y%m%dT%H%M%S}\nRRULE:{whole}")
    since, before = datetime(2026, 10, 1), datetime(2026, 12, 31)  # noqa: DTZ001

    ours = list(moments(read_rule(whole), start, since, before, Budget()))

    assert [moment for moment in ours if since <= moment <= before] == theirs.between(
        since, before, inc=True
    )
    assert ours == sorted(set(ours))


@settings(max_examples=tries(150), deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(-500, 900), st.integers(0, 300), st.booleans()), max_size=12
    )
)  # fmt: skip
def test_intervals_come_out_sorted_apart_and_within_the_window(
    events: list[tuple[int, int, bool]],
) -> None:
    parts = []
    for start, hours, perhaps in events:
        begin = WINDOW[0] + timedelta(hours=start)
        lines = [f"DTSTART:{begin:%Y%m%dT%H%M%SZ}", f"DURATION:PT{hours}H"]
        parts.append(event(*lines, *(["STATUS:TENTATIVE"] if perhaps else [])))

    decision = read(calendar(*parts))

    for kind in ("busy", "tentative"):
        edges = [edge for interval in decision[kind] for edge in interval]
        assert edges == sorted(set(edges))
        assert all("2026-10-12T" <= edge <= "2026-11-09T00:00:00Z" for edge in edges)
    inside = [
        any(start <= begin and end <= stop for start, stop in decision["busy"])
        for begin, end in decision["tentative"]
    ]
    assert all(inside)
