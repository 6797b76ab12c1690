"""Appointments: one event in every calendar, and nobody's address in another's."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, set_up
from tests.services.village import (
    AFTER,
    DAY,
    SENDER,
    START,
    Office,
    add_person,
    approach,
    approached,
    count,
    deeds,
    draw_visit,
    held,
    plan,
    planned,
)
from visits.domain.account import Role
from visits.domain.visit import Result, State, StepNotAllowed
from visits.models.account import Account
from visits.models.appointment import Appointment, Feed, GuestRole, Partstat
from visits.models.audit import AuditLine
from visits.models.outbox import Mail
from visits.models.visit import Visit
from visits.services.organisation import change_organisation
from visits.services.outbox import message_of
from visits.services.refusals import NotFound, Refused
from visits.services.visit import appointment as appointments
from visits.services.visit import contact as contacts
from visits.services.visit import feed as feeds
from visits.services.visit.guest import list_guests

TENANT = "huurder@thuis.example"
HOUR = timedelta(hours=1)


def move(
    session: Session,
    visit: Visit,
    office: Office,
    *,
    by_days: int = 0,
    now: Any = NOW + DAY,
    companions: list[Account] | None = None,
    tell_tenant: bool = True,
) -> Appointment:
    """Move a visit some days."""
    return appointments.move(
        session,
        visit,
        START + by_days * DAY,
        60,
        companions=companions,
        tell_tenant=tell_tenant,
        sender=SENDER,
        by=office.assistant.id,
        now=now,
    )


def cancel(
    session: Session,
    visit: Visit,
    office: Office,
    state: State = State.CANCELLED_BY_US,
    *,
    now: Any = NOW + DAY,
) -> None:
    """Cancel a visit."""
    appointments.cancel(session, visit, state, sender=SENDER, by=office.assistant.id, now=now)


def mails(session: Session, recipient: str | None = None) -> list[Mail]:
    """List the mails to somebody, oldest first."""
    found = session.scalars(select(Mail).order_by(Mail.id)).all()
    return [mail for mail in found if recipient in {None, mail.recipient}]


def event_of(mail: Mail) -> Any:
    """Read the event in a mail as a calendar program would."""
    (event,) = Calendar.from_ical(mail.calendar or b"").walk("VEVENT")
    return event


def told(session: Session, recipient: str) -> list[tuple[str, int]]:
    """Give the method and the sequence of what somebody received."""
    found = []
    for mail in mails(session, recipient):
        feeds = Calendar.from_ical(mail.calendar or b"")
        assert str(feeds["METHOD"]) == mail.method
        found.append((str(feeds["METHOD"]), int(event_of(mail)["SEQUENCE"])))
    return found


def test_one_event_lives_from_the_invitation_to_the_cancellation(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)
    move(session, visit, office, by_days=1)
    move(session, visit, office, by_days=2, now=NOW + 2 * DAY)
    cancel(session, visit, office, now=NOW + 3 * DAY)

    life = [("REQUEST", 0), ("REQUEST", 1), ("REQUEST", 2), ("CANCEL", 3)]
    assert told(session, office.director.email) == life
    assert told(session, TENANT) == life
    assert len({str(event_of(mail)["UID"]) for mail in mails(session)}) == 1
    for person in (office.director.email, TENANT):
        stamps = [event_of(mail).decoded("DTSTAMP") for mail in mails(session, person)]
        assert stamps == sorted(set(stamps))


def test_a_visit_planned_again_is_a_new_event(session: Session, office: Office) -> None:
    visit = planned(session, office)
    cancel(session, visit, office)

    again = plan(session, visit, office, starts_at=START + DAY, now=NOW + DAY)

    first, second = appointments.list_appointments(session, visit)
    assert second is again
    assert first.uid != second.uid
    assert (first.sequence, second.sequence) == (1, 0)


@pytest.mark.parametrize("said_yes", [False, True])
def test_a_visit_is_tentative_until_the_tenant_said_yes(
    session: Session, office: Office, said_yes: bool
) -> None:
    visit = approached(session, office)
    if said_yes:
        contacts.log_contact(session, visit, Result.YES, by=office.assistant.id, now=NOW)

    plan(session, visit, office)

    status = event_of(mails(session)[0])["STATUS"]
    assert status == ("CONFIRMED" if said_yes else "TENTATIVE")


def test_tenant_and_director_never_see_each_others_address(
    session: Session, office: Office
) -> None:
    companion = add_person(session, Role.STAFF, email="mee@waterhof.example")
    visit = approached(session, office, email=TENANT)
    plan(session, visit, office, companions=[companion])
    move(session, visit, office, by_days=1)
    cancel(session, visit, office)

    people = {office.director.email, TENANT, companion.email}
    found = mails(session)
    assert {mail.recipient for mail in found} == people
    for mail in found:
        whole = message_of(mail, SENDER).as_bytes()
        parts = [part.get_payload(decode=True) for part in message_from_bytes(whole).walk()]
        data = b"".join([whole, *(part for part in parts if isinstance(part, bytes))])
        text = data.decode(errors="replace").replace("\r\n ", "")
        assert not [one for one in people - {mail.recipient} if one in text]


def test_no_file_holds_a_name_a_tenancy_or_a_reason(session: Session, office: Office) -> None:
    visit = approached(
        session, office, email=TENANT, surname="Çelik", initials="Q.Z.", tenant_since="1971-03-01"
    )
    visit.door = "Hond blaft. Hoort slecht."
    appointment = plan(session, visit, office)
    move(session, visit, office, by_days=1)
    token = feeds.make_feed(session, office.assistant.id, with_invited=True, now=NOW)
    feed = feeds.find_feed(session, token)
    assert feed is not None
    files = [mail.calendar or b"" for mail in mails(session) if mail.recipient != TENANT]
    files += [feeds.download(session, visit, SENDER)]
    files += [feeds.feed_file(session, feed, SENDER, now=NOW)[0]]
    files += [
        feeds.invitation_file(session, visit, guest.id, SENDER)
        for guest in list_guests(session, appointment)
        if guest.role is not GuestRole.TENANT
    ]

    for data in files:
        text = data.replace(b"\r\n ", b"").decode()
        words = ("elik", "Q.Z.", "1971", "Hond", "slecht", str(visit.external_id))
        assert not [word for word in words if word in text]
        (event,) = Calendar.from_ical(data).walk("VEVENT")
        assert (event["SUMMARY"], event["CLASS"]) == ("Huurdersbezoek", "PRIVATE")


def test_the_tenant_gets_no_link_into_the_app_and_no_alarm(
    session: Session, office: Office
) -> None:
    planned(session, office)

    (mine,) = mails(session, TENANT)
    (other,) = mails(session, office.director.email)
    assert SENDER.base_url not in mine.body
    assert "DESCRIPTION" not in event_of(mine)
    assert not event_of(mine).walk("VALARM")
    assert f"{SENDER.base_url}/bezoeken/" in event_of(other)["DESCRIPTION"]
    assert event_of(other).walk("VALARM")


@pytest.mark.parametrize(
    ("shows", "location"), [(True, "Kwakelpad 7, 1823 AB Alkmaar"), (False, None)]
)
def test_the_association_chooses_whether_an_invitation_shows_the_address(
    session: Session, office: Office, shows: bool, location: str | None
) -> None:
    set_up(session, invitation_shows_address=shows)
    visit = approached(session, office, email=TENANT, house_number=7, tenants=1)

    plan(session, visit, office)

    assert event_of(mails(session, office.director.email)[0]).get("LOCATION") == location
    assert event_of(mails(session, TENANT)[0])["LOCATION"] == "Kwakelpad 7, 1823 AB Alkmaar"


def test_who_does_not_come_along_any_more_hears_so_and_the_director_too(
    session: Session, office: Office
) -> None:
    companion = add_person(session, Role.STAFF, email="mee@waterhof.example")
    visit = approached(session, office, email=TENANT)
    plan(session, visit, office, companions=[companion])

    move(session, visit, office, companions=[])

    assert told(session, companion.email) == [("REQUEST", 0), ("CANCEL", 0)]
    assert told(session, office.director.email) == [("REQUEST", 0), ("REQUEST", 0)]
    assert told(session, TENANT) == [("REQUEST", 0), ("REQUEST", 0)]  # the box was ticked


def test_a_cancellation_for_one_is_newer_than_the_invitation_it_takes_back(
    session: Session, office: Office
) -> None:
    companion = add_person(session, Role.STAFF, email="mee@waterhof.example")
    visit = approached(session, office)
    plan(session, visit, office, companions=[companion])
    move(session, visit, office, companions=[])
    move(session, visit, office, companions=[companion], now=NOW + 2 * DAY)

    stamps = [event_of(mail).decoded("DTSTAMP") for mail in mails(session, companion.email)]

    assert [method for method, _ in told(session, companion.email)] == [
        "REQUEST",
        "CANCEL",
        "REQUEST",
    ]
    assert stamps == sorted(set(stamps))


def test_who_comes_along_later_is_invited_and_the_director_reads_who(
    session: Session, office: Office
) -> None:
    companion = add_person(session, Role.STAFF, email="mee@waterhof.example")
    visit = planned(session, office)

    move(session, visit, office, companions=[companion])

    assert told(session, companion.email) == [("REQUEST", 0)]
    assert told(session, office.director.email) == [("REQUEST", 0), ("REQUEST", 0)]


def test_a_tenant_who_was_told_hears_of_every_change(session: Session, office: Office) -> None:
    visit = planned(session, office)

    move(session, visit, office, by_days=1, tell_tenant=False)

    assert told(session, TENANT) == [("REQUEST", 0), ("REQUEST", 1)]


def test_a_tenant_without_mail_gets_none(session: Session, office: Office) -> None:
    visit = approached(session, office, email=None)

    plan(session, visit, office)

    assert {mail.recipient for mail in mails(session)} == {office.director.email}


def test_moving_a_confirmed_visit_asks_everybody_again(session: Session, office: Office) -> None:
    visit = planned(session, office)
    appointment = appointments.get_appointment(session, visit)
    appointments.confirm(session, visit, by=office.assistant.id, now=NOW)
    for guest in list_guests(session, appointment):
        guest.partstat = Partstat.ACCEPTED

    move(session, visit, office, by_days=1)

    assert visit.state is State.PLANNED
    answers = {guest.partstat for guest in list_guests(session, appointment)}
    assert answers == {Partstat.NEEDS_ACTION}


def test_a_move_to_the_same_moment_sends_nothing(session: Session, office: Office) -> None:
    visit = planned(session, office)
    before = count(session, Mail)

    move(session, visit, office)

    assert count(session, Mail) == before
    assert appointments.get_appointment(session, visit).sequence == 0


def test_confirming_sends_nothing_and_shows_in_the_feed(session: Session, office: Office) -> None:
    visit = planned(session, office)
    token = feeds.make_feed(session, office.assistant.id, with_invited=False, now=NOW)
    feed = feeds.find_feed(session, token)
    assert feed is not None
    before, changed_before = feeds.feed_file(session, feed, SENDER, now=NOW)
    sent = count(session, Mail)

    appointments.confirm(session, visit, by=office.assistant.id, now=NOW + HOUR)

    after, changed_after = feeds.feed_file(session, feed, SENDER, now=NOW + HOUR)
    assert count(session, Mail) == sent
    assert (b"STATUS:TENTATIVE" in before, b"STATUS:CONFIRMED" in after) == (True, True)
    assert changed_after > changed_before  # else a program that asks by date never sees it


@pytest.mark.parametrize(
    ("starts_at", "minutes", "code"),
    [
        (NOW, 60, "in_the_past"),
        (NOW - HOUR, 60, "in_the_past"),
        (START, 14, "too_short_or_long"),
        (START, 241, "too_short_or_long"),
    ],
)
def test_an_odd_moment_or_length_is_refused(
    session: Session,
    office: Office,
    starts_at: Any,
    minutes: int,
    code: str,
) -> None:
    visit = approached(session, office)

    with pytest.raises(Refused, match=code):
        appointments.plan(
            session,
            visit,
            starts_at,
            minutes,
            tell_tenant=True,
            sender=SENDER,
            by=office.assistant.id,
            now=NOW,
        )

    assert count(session, Appointment) == count(session, Mail) == 0


def test_nobody_is_home_only_afterwards_and_no_cancellation_goes_out(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)
    sent = count(session, Mail)

    with pytest.raises(Refused, match="not_yet"):
        cancel(session, visit, office, State.NOT_HOME, now=START - HOUR)
    cancel(session, visit, office, State.NOT_HOME, now=AFTER)

    assert visit.state is State.NOT_HOME
    assert count(session, Mail) == sent


def test_a_planned_visit_is_not_planned_twice(session: Session, office: Office) -> None:
    visit = planned(session, office)
    appointments.confirm(session, visit, by=office.assistant.id, now=NOW)

    with pytest.raises(StepNotAllowed):
        plan(session, visit, office)


def test_a_visit_that_was_held_cannot_be_moved(session: Session, office: Office) -> None:
    visit = held(session, office)

    with pytest.raises(StepNotAllowed):
        move(session, visit, office, by_days=30, now=AFTER)


def test_a_visit_without_an_appointment_says_so(session: Session) -> None:
    visit = draw_visit(session)

    with pytest.raises(Refused, match="no_appointment"):
        feeds.download(session, visit, SENDER)


def test_the_file_to_download_invites_nobody(session: Session, office: Office) -> None:
    visit = planned(session, office)

    file = Calendar.from_ical(feeds.download(session, visit, SENDER))

    (event,) = file.walk("VEVENT")
    assert file["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in event


def test_somebody_who_is_not_invited_has_no_invitation(session: Session, office: Office) -> None:
    visit = planned(session, office)

    with pytest.raises(NotFound):
        feeds.invitation_file(session, visit, 404, SENDER)


def test_a_new_address_of_a_feed_stops_the_old_one(session: Session, office: Office) -> None:
    me = office.assistant.id
    old = feeds.make_feed(session, me, with_invited=False, now=NOW)
    new = feeds.make_feed(session, me, with_invited=True, now=NOW)
    session.expire_all()

    found = feeds.find_feed(session, new)

    assert found is not None
    assert (found.account_id, found.with_invited) == (me, True)
    assert feeds.find_feed(session, old) is None
    assert new not in set(session.scalars(select(Feed.token_hash)))


def test_a_feed_that_was_ended_is_gone(session: Session, office: Office) -> None:
    token = feeds.make_feed(session, office.assistant.id, with_invited=False, now=NOW)

    feeds.end_feed(session, office.assistant.id, now=NOW)

    assert feeds.find_feed(session, token) is None


def test_a_feed_that_begins_and_ends_is_logged_without_its_address(
    session: Session, office: Office
) -> None:
    me = office.assistant.id
    token = feeds.make_feed(session, me, with_invited=False, now=NOW)

    for _ in range(2):
        feeds.end_feed(session, me, now=NOW)

    assert deeds(session)[-2:] == ["feed.make", "feed.end"]
    assert not [line for line in session.scalars(select(AuditLine)) if token in str(line.detail)]


def test_a_feed_speaks_the_language_of_its_reader(session: Session, office: Office) -> None:
    planned(session, office)
    office.assistant.language = "en"

    data, _ = feeds.feed_file(session, feed_of(session, office.assistant), SENDER, now=NOW)

    (event,) = Calendar.from_ical(data).walk("VEVENT")
    assert event["SUMMARY"] == "Tenant visit"


def feed_of(session: Session, person: Account, *, with_invited: bool = False) -> Feed:
    """Make a feed and find it as a calendar program would."""
    token = feeds.make_feed(session, person.id, with_invited=with_invited, now=NOW)
    feed = feeds.find_feed(session, token)
    assert feed is not None
    return feed


def test_a_feed_is_the_same_bytes_until_something_changes(session: Session, office: Office) -> None:
    visit = planned(session, office)
    feed = feed_of(session, office.assistant)
    first, _ = feeds.feed_file(session, feed, SENDER, now=NOW)

    again, _ = feeds.feed_file(session, feed, SENDER, now=NOW + DAY)
    move(session, visit, office, by_days=1)
    moved, _ = feeds.feed_file(session, feed, SENDER, now=NOW + DAY)

    assert first == again
    assert moved != first


@pytest.mark.parametrize(("with_invited", "events"), [(False, 0), (True, 1)])
def test_what_somebody_was_mailed_stands_in_the_feed_only_if_chosen(
    session: Session, office: Office, with_invited: bool, events: int
) -> None:
    planned(session, office)
    feed = feed_of(session, office.director, with_invited=with_invited)

    data, _ = feeds.feed_file(session, feed, SENDER, now=NOW)

    assert len(Calendar.from_ical(data).walk("VEVENT")) == events


@pytest.mark.parametrize(
    ("after", "statuses"),
    [
        (59 * DAY, ["CANCELLED"]),
        (60 * DAY - timedelta(seconds=1), ["CANCELLED"]),
        (60 * DAY, []),  # everybody has seen it by now
        (61 * DAY, []),
    ],
)
def test_a_cancelled_visit_stays_in_the_feed_for_sixty_days(
    session: Session, office: Office, after: timedelta, statuses: list[str]
) -> None:
    visit = planned(session, office)
    cancel(session, visit, office, now=NOW)
    feed = feed_of(session, office.assistant)

    data, _ = feeds.feed_file(session, feed, SENDER, now=NOW + after)

    assert [event["STATUS"] for event in Calendar.from_ical(data).walk("VEVENT")] == statuses


def test_a_feed_shows_an_address_only_if_the_association_chose_so(
    session: Session, office: Office
) -> None:
    visit = draw_visit(session, house_number=7, tenants=1)
    plan(session, approach(session, visit, office), office)
    feed = feed_of(session, office.assistant)
    without, _ = feeds.feed_file(session, feed, SENDER, now=NOW)

    set_up(session, feed_shows="street")

    shown, _ = feeds.feed_file(session, feed, SENDER, now=NOW)
    assert (b"Kwakelpad" in without, b"Kwakelpad 7" in shown) == (False, True)


@pytest.mark.parametrize("deed", ["setting", "address", "sixty days", "a year"])
def test_a_feed_says_when_it_last_came_to_say_something_else(
    session: Session, office: Office, deed: str
) -> None:
    visit = planned(session, office)
    set_up(session, feed_shows="street")
    feed = feed_of(session, office.assistant)
    if deed == "sixty days":
        cancel(session, visit, office, now=NOW)
    soon = START + HOUR + timedelta(days=400 if deed == "a year" else 90)
    before, changed = feeds.feed_file(session, feed, SENDER, now=NOW)

    if deed == "setting":
        change_organisation(session, {"feed_shows": "nothing"}, by=None, now=START)
    elif deed == "address" and visit.tenant is not None:
        visit.tenant.house_number, visit.tenant.changed_at = 99, START

    after, later = feeds.feed_file(session, feed, SENDER, now=soon)
    assert after != before
    assert later > changed


def planned_by(session: Session, office: Office, planner: Account) -> tuple[Visit, Appointment]:
    """Plan a visit in an app that has no mailbox of its own."""
    visit = approached(session, office)
    made = appointments.plan(
        session, visit, START, 60, tell_tenant=False, sender=replace(SENDER, email=""),
        by=planner.id, now=NOW,
    )  # fmt: skip
    return visit, made


def organizer(mail: Mail) -> str:
    """Give whose appointment a mail says it is."""
    return str(event_of(mail)["organizer"]).removeprefix("mailto:")


def test_without_a_mailbox_an_appointment_is_the_assistants_and_stays_so(
    session: Session, office: Office
) -> None:
    visit, made = planned_by(session, office, office.assistant)

    move(session, visit, office, by_days=1)

    assert made.organizer_email == office.assistant.email
    assert {organizer(mail) for mail in mails(session)} == {office.assistant.email}


def test_the_organizer_is_never_the_only_guest(session: Session, office: Office) -> None:
    _, made = planned_by(session, office, office.director)

    assert made.organizer_email == office.assistant.email
    assert {mail.recipient for mail in mails(session)} == {office.director.email}
