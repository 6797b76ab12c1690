"""When the director is busy: intervals are kept, and nothing that says why."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.services.village import (
    SENDER,
    START,
    Office,
    add_person,
    approached,
    count,
    deeds,
    draw_visit,
    held,
    hold_draw,
    last_lot,
    plan,
)
from visits.domain.account import Role
from visits.domain.month import moment
from visits.domain.slot import Interval
from visits.domain.visit import State
from visits.formats.fetch import Fetched, FetchRefused
from visits.models.appointment import Appointment
from visits.models.audit import AuditLine
from visits.models.busy import BusyCalendar, BusyInterval
from visits.models.visit import Visit
from visits.services.organisation import change_organisation
from visits.services.upkeep.retention import clear
from visits.services.visit import appointment as appointments
from visits.services.visit import busy
from visits.services.visit import slot as slots

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
HOURS = range(9, 17)


def calendar(*starts: datetime, lines: str = "") -> bytes:
    """Write a calendar with an hour at each of these moments."""
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{start.timestamp()}\r\nDTSTART:{start:%Y%m%dT%H%M%SZ}\r\nDURATION:PT1H\r\n"
        f"SUMMARY:Geheim overleg\r\n{lines}END:VEVENT\r\n"
        for start in starts
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n".encode()


def read(session: Session, office: Office, data: bytes, *, now: datetime = NOW) -> BusyCalendar:
    """Read a calendar of the director."""
    decision = busy.read(data, office.director.email, busy.list_own(session), now=now)
    return busy.store(session, office.director, decision, by=office.assistant.id, now=now)


def hours(session: Session, office: Office, visit: Visit) -> list[Interval]:
    """List when the director is busy in the next weeks, as one visit sees it."""
    number = office.director.id
    return busy.busy_hours(session, number, NOW, NOW + 60 * DAY, besides=visit)


def test_a_calendar_is_kept_as_intervals_and_its_words_nowhere(
    session: Session, office: Office
) -> None:
    known = read(session, office, calendar(START, START + HOUR, START + DAY))
    session.commit()

    rows = session.execute(select(BusyInterval.starts_at, BusyInterval.ends_at)).all()
    assert [tuple(row) for row in rows] == [
        (START, START + 2 * HOUR),  # what touches is one
        (START + DAY, START + DAY + HOUR),
    ]
    assert (known.read_at, known.trouble) == (NOW, "")
    lines = session.scalars(select(AuditLine).where(AuditLine.deed == "busy.read")).all()
    whole = " ".join(str(one.detail) for one in lines)
    tables = [session.execute(text(f"SELECT * FROM {name}")).all() for name in
              ("busy_calendar", "busy_interval")]  # fmt: skip
    assert "Geheim" not in f"{whole} {tables}"


def test_a_second_calendar_takes_the_place_of_the_first(session: Session, office: Office) -> None:
    read(session, office, calendar(START))

    read(session, office, calendar(START + DAY))

    assert session.scalars(select(BusyInterval.starts_at)).all() == [START + DAY]


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"geen agenda", "not_a_calendar"),
        (b"\r\n<html>Log in</html>", "login_page"),
        (b"\x78\x9f\x3e\x22", "winmail"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "outlook_mail"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_what_was_known_and_is_named(
    session: Session, office: Office, data: bytes, trouble: str
) -> None:
    read(session, office, calendar(START))

    known = read(session, office, data)

    assert known.trouble == trouble
    assert count(session, BusyInterval) == 1


def test_a_perhaps_is_kept_as_one(session: Session, office: Office) -> None:
    read(session, office, calendar(START, lines="STATUS:TENTATIVE\r\n"))

    assert session.scalars(select(BusyInterval.tentative)).all() == [True]


def test_forgetting_takes_everything_away(session: Session, office: Office) -> None:
    read(session, office, calendar(START))

    busy.forget(session, office.director, by=office.assistant.id, now=NOW)

    assert (count(session, BusyCalendar), count(session, BusyInterval)) == (0, 0)
    assert deeds(session)[-1] == "busy.forget"


def test_hours_that_are_over_go_at_night(session: Session, office: Office) -> None:
    read(session, office, calendar(START, START + DAY))

    clear(session, now=START + HOUR)

    assert session.scalars(select(BusyInterval.starts_at)).all() == [START + DAY]


def test_other_visits_and_moments_of_letters_are_taken_too(
    session: Session, office: Office
) -> None:
    visit = approached(session, office)
    plan(session, visit, office)
    other = Visit(
        draw_number=visit.draw_number, lot=99, district="", tenure_band="", state="approached",
        state_since=NOW, seen_at=NOW, proposed_at=START + DAY,
    )  # fmt: skip
    session.add(other)
    session.flush()
    read(session, office, calendar(START + 2 * DAY))

    assert hours(session, office, visit) == [
        (START + DAY, START + DAY + HOUR),
        (START + 2 * DAY, START + 2 * DAY + HOUR),
    ]
    assert hours(session, office, other)[0] == (START, START + HOUR)


def test_our_own_visit_in_her_calendar_does_not_stand_in_its_own_way(
    session: Session, office: Office
) -> None:
    visit = approached(session, office)
    plan(session, visit, office)
    uid = session.scalars(select(Appointment.uid)).one()
    data = calendar(START).replace(f"UID:{START.timestamp()}".encode(), f"UID:{uid}".encode())

    read(session, office, data)

    assert hours(session, office, visit) == []


def test_five_moments_are_offered_after_the_days_a_letter_needs(
    session: Session, office: Office
) -> None:
    visit = approached(session, office)
    busy_day = moment((NOW + 8 * DAY).date(), time(10))  # Wednesday 2 December
    visit.host_id = office.director.id
    read(session, office, calendar(*(busy_day + n * HOUR for n in range(6))))

    offered = slots.offer(session, visit, now=NOW).slots

    assert len(offered) == 5
    assert offered[0].day == (NOW + 7 * DAY).date()
    assert (NOW + 8 * DAY).date() not in {slot.day for slot in offered}


@pytest.mark.parametrize(
    ("day", "region", "codes"),
    [
        (START, "Noord", ["busy"]),
        (START + DAY, "Noord", []),
        (moment(datetime(2026, 12, 29).date(), time(10)), "Noord", ["school_holiday"]),  # noqa: DTZ001
        (moment(datetime(2026, 12, 29).date(), time(10)), "", []),  # noqa: DTZ001
        (moment(datetime(2026, 12, 31).date(), time(10)), "", ["new_years_eve"]),  # noqa: DTZ001
        (moment(datetime(2041, 1, 8).date(), time(10)), "Noord", ["school_unknown"]),  # noqa: DTZ001
        (moment(datetime(2041, 1, 8).date(), time(10)), "", []),  # noqa: DTZ001
    ],
)
def test_a_moment_that_somebody_chose_says_what_speaks_against_it(
    session: Session, office: Office, day: datetime, region: str, codes: list[str]
) -> None:
    change_organisation(session, {"school_region": region}, by=None, now=NOW)

    found = slots.against(session, day, 60, [(START + HOUR, START + 2 * HOUR)])

    assert found == codes


def test_a_calendar_of_one_director_says_nothing_of_another(
    session: Session, office: Office
) -> None:
    other = add_person(session, Role.DIRECTOR)
    visit = draw_visit(session)
    for person, start in ((office.director, START), (other, START + DAY)):
        decision = busy.read(calendar(start), person.email, [], now=NOW)
        busy.store(session, person, decision, by=person.id, now=NOW)

    found = [
        busy.busy_hours(session, person.id, NOW, NOW + 60 * DAY, besides=visit)
        for person in (office.director, other)
    ]

    assert found == [[(START, START + HOUR)], [(START + DAY, START + DAY + HOUR)]]


def test_an_hour_that_was_cancelled_is_free_again(session: Session, office: Office) -> None:
    first = approached(session, office, tenants=6)
    plan(session, first, office)
    appointments.cancel(session, first, State.CANCELLED_BY_US, sender=SENDER,
                        by=office.assistant.id, now=NOW)  # fmt: skip
    plan(session, first, office, starts_at=START + DAY)
    other = last_lot(session, hold_draw(session, "2026-12"))

    assert hours(session, office, other) == [(START + DAY, START + DAY + HOUR)]


def test_the_hour_of_a_visit_that_was_made_is_free_again(session: Session, office: Office) -> None:
    held(session, office, tenants=6)
    other = last_lot(session, hold_draw(session, "2026-12"))

    assert hours(session, office, other) == []


def test_no_moment_on_a_public_holiday_is_offered(session: Session, office: Office) -> None:
    choices = {"visiting_days": "4", "school_region": ""}  # Fridays, as Christmas and New Year are
    change_organisation(session, choices, by=None, now=NOW)
    visit = approached(session, office)
    fridays = [moment(date(2026, 12, day), time(hour)) for day in (4, 11, 18) for hour in HOURS]
    read(session, office, calendar(*fridays))

    offered = slots.offer(session, visit, now=NOW).slots

    assert offered[0].day == date(2027, 1, 8)


def feed(session: Session, office: Office, monkeypatch: pytest.MonkeyPatch, *given: object) -> None:
    """Give the director a calendar at an address, whose server answers so."""
    change_organisation(session, {"calendar_hosts": "agenda.example"}, by=None, now=NOW)
    busy.set_address(session, office.director, ADDRESS, by=office.director.id, now=NOW)
    answers = iter(given)

    def answer(*_: object, **__: object) -> object:
        found = next(answers)
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(busy, "fetch", answer)  # the far side of the network


def fetch_once(session: Session, office: Office, *, now: datetime = NOW) -> BusyCalendar:
    """Fetch the calendar of the director, and keep what it says."""
    known = busy.get_calendar(session, office.director)
    decision, etag = busy.fetched(known, office.director.email, [], "agenda.example", now=now)
    return busy.store(session, office.director, decision, etag=etag, by=None, now=now)


ADDRESS = "https://agenda.example/geheim.ics"


def test_a_calendar_at_an_address_is_fetched_and_its_address_is_in_no_log(
    session: Session, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(session, office, monkeypatch, Fetched(calendar(START), '"1"'), Fetched(None, '"1"'))

    first = fetch_once(session, office)
    etag = first.etag
    again = fetch_once(session, office, now=NOW + DAY)

    assert (etag, again.read_at) == ('"1"', NOW + DAY)
    assert count(session, BusyInterval) == 1
    lines = session.scalars(select(AuditLine)).all()
    assert "geheim" not in " ".join(str(line.detail) for line in lines)
    assert [one for one, _ in busy.list_fetched(session)] == [again]


def test_a_server_that_fails_leaves_what_was_known_and_says_why(
    session: Session, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(session, office, monkeypatch, Fetched(calendar(START), ""), FetchRefused("unreachable"))
    fetch_once(session, office)

    known = fetch_once(session, office)

    assert (known.trouble, count(session, BusyInterval)) == ("unreachable", 1)


def test_a_calendar_that_did_not_change_is_well_again(
    session: Session, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(session, office, monkeypatch, FetchRefused("unreachable"), Fetched(None, '"1"'))
    fetch_once(session, office)

    known = fetch_once(session, office, now=NOW + DAY)

    assert (known.trouble, known.read_at) == ("", NOW + DAY)


@pytest.mark.parametrize(
    ("days", "etag"),
    [
        (30, '"1"'),  # ninety days are known still
        (31, ""),  # whole again, changed or not
    ],
)
def test_a_calendar_is_fetched_whole_before_what_is_known_of_it_runs_out(
    session: Session, office: Office, monkeypatch: pytest.MonkeyPatch, days: int, etag: str
) -> None:
    feed(session, office, monkeypatch, Fetched(calendar(START), '"1"'))
    fetch_once(session, office)
    asked = []

    def answer(_address: str, *, etag: str, **_more: object) -> Fetched:
        asked.append(etag)
        return Fetched(None, etag)

    monkeypatch.setattr(busy, "fetch", answer)  # the far side of the network

    fetch_once(session, office, now=NOW + days * DAY)

    assert asked == [etag]


def test_another_address_is_another_calendar_and_is_logged_without_its_words(
    session: Session, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(session, office, monkeypatch, Fetched(calendar(START), '"1"'))
    fetch_once(session, office)

    known = busy.set_address(
        session, office.director, f" {ADDRESS}?jaar=2027 ", by=office.director.id, now=NOW
    )

    assert (known.address, known.etag) == (f"{ADDRESS}?jaar=2027", "")
    assert deeds(session)[-1] == "busy.address"


def test_an_address_elsewhere_is_not_kept(session: Session, office: Office) -> None:
    with pytest.raises(FetchRefused):
        busy.set_address(session, office.director, ADDRESS, by=office.director.id, now=NOW)

    assert count(session, BusyCalendar) == 0


@pytest.mark.parametrize(
    ("left", "asked"),
    [
        (timedelta(days=365), '"1"'),  # only what is new
        (timedelta(days=1), ""),  # all of it: the known hours come to an end
        (None, ""),  # nothing was read yet
    ],
)
def test_hours_that_come_to_an_end_are_fetched_though_nothing_changed(
    session: Session,
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    left: timedelta | None,
    asked: str,
) -> None:
    known = busy.get_calendar(session, office.director)
    known.address, known.etag = ADDRESS, '"1"'
    known.read_until = None if left is None else NOW + left
    etags: list[str] = []

    def answer(_address: str, *, etag: str, **_more: object) -> Fetched:
        etags.append(etag)
        return Fetched(None, etag)

    monkeypatch.setattr(busy, "fetch", answer)  # the far side of the network

    busy.fetched(known, office.director.email, [], ["agenda.example"], now=NOW)

    assert etags == [asked]


@pytest.mark.parametrize(
    ("day", "clock", "said"),
    [
        (date(2026, 12, 16), time(10, 30), []),  # a Wednesday morning
        (date(2026, 12, 16), time(2, 30), ["other_hour"]),  # for 14.30
        (date(2026, 12, 16), time(15, 31), ["other_hour"]),
        (date(2026, 12, 14), time(10, 30), ["other_day"]),  # a Monday
    ],
)
def test_a_moment_outside_the_days_and_hours_of_visits_is_warned_about(
    session: Session, office: Office, day: date, clock: time, said: list[str]
) -> None:
    assert slots.against(session, moment(day, clock), 60, []) == said


BAD = b"BEGIN:VEVENT\r\nUID:x\r\nDTSTART:morgen\r\nEND:VEVENT\r\n"


def with_bad(data: bytes, bad: int) -> bytes:
    """Give a calendar with some events more, which nobody can read."""
    return data.replace(b"BEGIN:VEVENT", BAD * bad + b"BEGIN:VEVENT", 1)


def test_a_reading_that_loses_much_leaves_the_older_hours_and_says_how_much(
    session: Session, office: Office
) -> None:
    read(session, office, calendar(START, START + DAY))

    known = read(session, office, with_bad(calendar(START), 3), now=NOW + DAY)

    assert (known.trouble, known.warnings) == ("lost_much", "skipped_events=3")
    assert (known.read_at, count(session, BusyInterval)) == (NOW, 2)


@pytest.mark.parametrize(
    ("before", "lost", "days", "kept"),
    [
        (0, 1, 1, False),  # one of six is not much
        (0, 2, 1, True),
        (0, 2, 21, False),  # the older hours are three weeks old
        (2, 2, 1, False),  # no worse than the last time
        (2, 3, 1, True),
    ],
)
def test_older_hours_stay_only_where_a_new_reading_says_much_less(
    session: Session, office: Office, before: int, lost: int, days: int, kept: bool
) -> None:
    five = [START + n * DAY for n in range(5)]
    read(session, office, with_bad(calendar(*five), before))

    known = read(session, office, with_bad(calendar(*five), lost), now=NOW + days * DAY)

    assert (known.trouble == "lost_much", known.read_at == NOW) == (kept, kept)


def test_the_first_reading_counts_however_much_it_loses(session: Session, office: Office) -> None:
    known = read(session, office, with_bad(calendar(START), 3))

    assert (known.trouble, known.left_out, count(session, BusyInterval)) == ("", 3, 1)


def test_what_was_declined_under_another_address_of_the_director_leaves_room(
    session: Session, office: Office
) -> None:
    busy.set_also(session, office.director, "Ook@Elders.example; x@y.example",
                  by=office.director.id, now=NOW)  # fmt: skip
    known = busy.get_calendar(session, office.director)
    data = calendar(START, lines="ATTENDEE;PARTSTAT=DECLINED:mailto:ook@elders.example\r\n")

    reading = busy.read(data, office.director.email, [], also=known.also, now=NOW)

    assert known.also == "ook@elders.example x@y.example"
    assert reading.hours is not None
    assert reading.hours.busy == ()
    assert deeds(session)[-1] == "busy.also"
