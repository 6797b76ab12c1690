"""Every file and mail that a visit gives in its whole life, read by four programs and a linter."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, set_up
from tests.formats.lint import faults
from tests.formats.mail_lint import faults as mail_faults
from tests.formats.readers import READERS, as_icalendar
from tests.services.village import DAY, SENDER, Office, add_person, approached, plan
from visits.domain.account import Role
from visits.domain.visit import State
from visits.models.account import Account
from visits.models.appointment import Appointment, GuestRole
from visits.models.outbox import Mail
from visits.models.visit import Visit
from visits.services.outbox import message_of
from visits.services.visit import appointment as appointments
from visits.services.visit import feed as feeds
from visits.services.visit.guest import list_guests

WINTER = datetime(2026, 12, 8, 13, 0, tzinfo=UTC)
SUMMER = datetime(2027, 7, 13, 8, 30, tzinfo=UTC)
LONG = "Burgemeester van Woelderenlaan-Zuidzijde, ingang " + "B" * 70
NAMES = {
    "plain": {"surname": "Meer"},
    "accents": {"surname": "Ünal-Sørensen", "street": "Ünal-plein"},
    "quotes and commas": {"surname": 'O\'Neill "Jo", jr; x', "street": 'Plein "1940", hoek; zij'},
    "emoji": {"surname": "Smit 👵🏽", "street": "Bloemstraat 🌷"},
    "long": {"surname": "Voorthuizen-" * 9, "street": LONG, "city": "Sint " + "A" * 70},
}
# Every two of language, name and season meet in one half; the other half is for thorough runs.
SEASONS = {"winter": WINTER, "summer": SUMMER}
SUMMARIES = {"nl": "Huurdersbezoek", "en": "Tenant visit"}


class Life:
    """A visit that is planned, moved twice, reworded, joined, left and cancelled."""

    def __init__(
        self, session: Session, office: Office, visit: Visit, company: list[Account]
    ) -> None:
        self.session, self.office, self.visit, self.company = session, office, visit, company
        self.now = NOW

    def moves(self, start: datetime, companions: list[Account] | None = None) -> Appointment:
        """Move it."""
        self.now += DAY
        return appointments.move(
            self.session, self.visit, start, 75, companions=companions, tell_tenant=True,
            sender=SENDER, by=self.office.assistant.id, now=self.now,
        )  # fmt: skip

    def details(self, companions: list[Account], remark: str, *, tell: bool = False) -> Appointment:
        """Change who comes along and the text."""
        self.now += DAY
        return appointments.change_details(
            self.session, self.visit, companions=companions, remark=remark, tell_tenant=tell,
            sender=SENDER, by=self.office.assistant.id, now=self.now,
        )  # fmt: skip

    def cancels(self) -> None:
        """Cancel it."""
        self.now += DAY
        appointments.cancel(
            self.session, self.visit, State.CANCELLED_BY_US,
            sender=SENDER, by=self.office.assistant.id, now=self.now,
        )  # fmt: skip


def live(
    session: Session, office: Office, start: datetime, language: str = "nl", **fields: Any
) -> Iterator[Life]:
    """Go through a whole life among colleagues of one language, and stop after each step."""
    company = [
        add_person(session, Role.STAFF, name='K. "K." el Idrissi, wijk; 🚲', email="k@w.example"),
        add_person(session, Role.STAFF, name="Zoë Ångström", email="z@w.example"),
    ]
    for colleague in (office.director, office.assistant, *company):
        colleague.language = language
    visit = approached(session, office, email="Huurder@Thuis.example", **fields)
    plan(session, visit, office, starts_at=start, companions=company[:1])
    life = Life(session, office, visit, company)
    yield life
    life.moves(start + 2 * DAY)
    yield life
    life.moves(start + 9 * DAY, company)
    yield life
    life.details(company, "Wij gaan om 10.10 uur weg, bij de voordeur; fiets mee.", tell=True)
    yield life
    life.details(company[:1], "Wij gaan om 10.10 uur weg, bij de voordeur; fiets mee.")
    yield life
    life.cancels()
    yield life


def lives() -> Iterator[ParameterSet]:
    """List every language with every name in every season."""
    for number, name in enumerate(NAMES):
        for place, language in enumerate(SUMMARIES):
            for season, start in enumerate(SEASONS):
                rare = (number + place + season) % 2 == 1
                marks = [pytest.mark.thorough] if rare else []
                yield pytest.param(
                    language, name, SEASONS[start], marks=marks, id=f"{language}-{name}-{start}"
                )


def calendar_files(life: Life) -> Iterator[bytes]:
    """Give every calendar file that can be had now, besides those in the mails."""
    feed_of = life.office.assistant.id
    token = feeds.make_feed(life.session, feed_of, with_invited=True, now=NOW)
    feed = feeds.find_feed(life.session, token)
    assert feed is not None
    yield feeds.feed_file(life.session, feed, SENDER, now=life.now)[0]
    appointment = appointments.find_appointment(life.session, life.visit)
    if appointment is not None:
        yield feeds.download(life.session, life.visit, SENDER)
        for guest in list_guests(life.session, appointment):
            yield feeds.invitation_file(life.session, life.visit, guest.id, SENDER)


@pytest.mark.parametrize(("language", "name", "start"), list(lives()))
def test_every_file_of_a_life_is_clean_and_read_alike(
    session: Session, office: Office, name: str, start: datetime, language: str
) -> None:
    set_up(session, feed_shows="street")
    files: list[bytes] = []

    for life in live(session, office, start, language, tenants=1, **NAMES[name]):
        files += calendar_files(life)
    files += [mail.calendar or b"" for mail in session.scalars(select(Mail))]

    assert len(files) > 20
    for data in files:
        assert not faults(data), data.decode()
        seen = as_icalendar(data)
        assert all(reader(data) == seen for reader in READERS)
        summer = start is SUMMER
        assert seen["start"].utcoffset() == timedelta(hours=2 if summer else 1)


@pytest.mark.parametrize(("language", "name", "start"), list(lives()))
def test_every_mail_of_a_life_is_built_as_calendar_programs_want_it(
    session: Session, office: Office, name: str, start: datetime, language: str
) -> None:
    for _ in live(session, office, start, language, tenants=1, **NAMES[name]):
        pass

    for mail in session.scalars(select(Mail)):
        whole = message_of(mail, SENDER).as_bytes()
        assert mail_faults(whole) == [], whole.decode()
        message = message_from_bytes(whole, policy=policy.default)
        assert isinstance(message, EmailMessage)
        assert not any(part.defects for part in message.walk())
        assert (message["To"], message["Subject"]) == (mail.recipient, mail.subject)
        seen = as_icalendar(mail.calendar or b"")
        assert seen["attendees"] == [f"mailto:{mail.recipient}"]
        assert seen["organizer"] == f"mailto:{SENDER.email}"


def test_colleagues_read_their_own_language_and_tenants_read_dutch(
    session: Session, office: Office
) -> None:
    for _ in live(session, office, SUMMER, "en"):
        pass

    for mail in session.scalars(select(Mail)):
        language = "nl" if mail.role is GuestRole.TENANT else "en"
        seen = as_icalendar(mail.calendar or b"")
        page = message_of(mail, SENDER).get_body(("html",))
        assert isinstance(page, EmailMessage)
        assert f'<html lang="{language}">' in page.get_content()
        assert seen["summary"] == SUMMARIES[language]
        assert bool(re.search(r"\b(juli|uur)\b", mail.subject + mail.body)) is (language == "nl")
        assert bool(re.search(r"\b(July|at)\b", mail.subject + mail.body)) is (language == "en")


def story_of(session: Session, recipient: str) -> list[tuple[str, int]]:
    """Give the method and the SEQUENCE of what somebody was sent."""
    mails = session.scalars(select(Mail).where(Mail.recipient == recipient).order_by(Mail.id))
    return [(str(mail.method), mail.sequence or 0) for mail in mails]


def test_each_person_hears_only_what_concerns_that_person(session: Session, office: Office) -> None:
    for _ in live(session, office, WINTER):
        pass

    people = (office.director.email, "huurder@thuis.example", "k@w.example", "z@w.example")
    told = {one: story_of(session, one) for one in people}
    assert told == {
        office.director.email: [
            ("REQUEST", 0), ("REQUEST", 1), ("REQUEST", 2), ("REQUEST", 2), ("REQUEST", 2),
            ("CANCEL", 3),
        ],
        "huurder@thuis.example": [
            ("REQUEST", 0), ("REQUEST", 1), ("REQUEST", 2), ("REQUEST", 2), ("CANCEL", 3)
        ],
        "k@w.example": [
            ("REQUEST", 0), ("REQUEST", 1), ("REQUEST", 2), ("REQUEST", 2), ("REQUEST", 2),
            ("CANCEL", 3),
        ],
        "z@w.example": [("REQUEST", 2), ("REQUEST", 2), ("CANCEL", 2)],
    }  # fmt: skip


def test_one_event_keeps_its_uid_and_its_stamps_never_fall(
    session: Session, office: Office
) -> None:
    for _ in live(session, office, WINTER):
        pass

    mails = session.scalars(select(Mail).order_by(Mail.id)).all()
    assert len({as_icalendar(mail.calendar or b"")["uid"] for mail in mails}) == 1
    for person in {mail.recipient for mail in mails}:
        stamps = [
            line
            for mail in mails
            if mail.recipient == person
            for line in (mail.calendar or b"").split(b"\r\n")
            if line.startswith(b"DTSTAMP")
        ]
        assert stamps == sorted(set(stamps))
