"""Mails and subscriptions on the screen, and the feed as a calendar program asks for it."""

import logging
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import NOW, Cast, set_up
from tests.web import journey
from tests.web.journey import on
from visits.domain.outbox import Failure
from visits.models import db
from visits.models.audit import AuditLine
from visits.models.outbox import Mail
from visits.services.organisation import mark_sample
from visits.services.outbox import claim, note_sending

FEED = re.compile(r"http://localhost(/agenda/[\w-]+\.ics)")


def make_feed(client: PageClient) -> str:
    """Make a subscription, and give its path."""
    page = client.send("/agenda/", with_invited="1").text
    found = FEED.search(page)
    assert found
    assert f"webcal://localhost{found[1]}" in page
    return found[1]


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Stand at a day before the visit."""
    with journey.on(NOW):
        yield


@pytest.fixture
def visit_id(app: Flask, client: PageClient, cast: Cast) -> int:
    """A visit in the calendars of the director and the tenant; the assistant is signed in."""
    return journey.planned_visit(client, app, cast)


def test_an_unchanged_feed_is_not_sent_twice_and_is_equal_byte_for_byte(
    client: PageClient, visit_id: int
) -> None:
    path = make_feed(client)
    first = client.get(path)

    again = client.get(path)
    by_tag = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    by_day = client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})

    assert first.data == again.data
    assert (by_tag.status_code, by_tag.data) == (304, b"")
    assert by_day.status_code == 304
    assert not first.headers["ETag"].startswith("W/")
    assert first.headers["Cache-Control"] == "private, max-age=900"
    assert "noindex" in first.headers["X-Robots-Tag"]
    assert first.content_type == "text/calendar; charset=utf-8"


def test_one_change_gives_another_tag(client: PageClient, visit_id: int) -> None:
    path = make_feed(client)
    before = client.get(path)

    client.send(f"/bezoeken/{visit_id}/afspraak/bevestigen")
    after = client.get(path, headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]


def test_the_address_of_a_feed_is_shown_once_and_stops_when_told(
    client: PageClient, visit_id: int
) -> None:
    path = make_feed(client)

    page = client.get("/agenda/").text
    client.send("/agenda/stoppen")

    assert path not in page
    assert client.get(path).status_code == 404


def test_a_calendar_program_needs_no_session_and_leaves_no_secret_in_the_log(
    app: Flask, client: PageClient, visit_id: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    path = make_feed(client)
    client.send("/logout")

    answer = client.get(path)

    assert answer.status_code == 200
    secret = path.removeprefix("/agenda/").removesuffix(".ics")
    with app.app_context():
        lines = [str(line.detail) for line in db.session.scalars(select(AuditLine))]
    assert secret not in caplog.text + " ".join(lines)


def test_the_page_says_what_the_feed_shows_and_how_to_add_it(
    app: Flask, client: PageClient, visit_id: int
) -> None:
    nothing = client.get("/agenda/").text
    with app.app_context():
        set_up(db.session(), feed_shows="street")

    street = client.get("/agenda/").text

    assert "Alleen dat er een bezoek is." in nothing
    assert "de voorletters en het adres" in street
    assert all(name in nothing for name in ("Outlook", "Google", "Apple"))


def test_the_outbox_says_what_to_whom_in_which_version_and_how_it_stands(
    app: Flask, client: PageClient, visit_id: int
) -> None:
    with app.app_context():
        invited = select(Mail).where(Mail.role.is_not(None)).order_by(Mail.id)
        first, second = db.session.scalars(invited)
        claim(db.session(), first, now=NOW)
        note_sending(db.session(), first, now=NOW)
        claim(db.session(), second, now=NOW)
        note_sending(db.session(), second, Failure.REFUSED, now=NOW)
        number = first.id
        db.session.commit()

    page = client.get("/agenda/post").text
    again = client.send(f"/agenda/post/{number}/opnieuw")

    assert "Directeur" in page
    assert "Huurder" in page
    assert "Verstuurd" in page
    assert "Kon niet weg" in page
    assert "De mailserver weigert dit adres." in page
    assert again.status_code == 303
    assert "Nog niet verstuurd" in client.get("/agenda/post").text
    assert client.send(f"/agenda/post/{number}/opnieuw").status_code == 409  # a newer one waits


def test_sample_data_say_that_nothing_is_sent(
    app: Flask, client: PageClient, visit_id: int
) -> None:
    with app.app_context():
        mark_sample(db.session(), "geheim", now=NOW)
        db.session.commit()

    assert "Hier ziet u wat er verstuurd zou zijn." in client.get("/agenda/post").text


def test_files_that_leave_the_app_are_logged_and_marked_as_confidential(
    app: Flask, client: PageClient, visit_id: int
) -> None:
    with app.app_context():
        mail = db.session.scalars(select(Mail.id)).first()
    page = client.get(f"/bezoeken/{visit_id}").text
    invitation = re.findall(r"/bezoeken/\d+/uitnodiging/\d+\.ics", page)[0]

    for path in (
        f"/agenda/post/{mail}.eml",
        invitation,
        f"/bezoeken/{visit_id}/huurdersbezoek.ics",
    ):
        assert "VERTROUWELIJK" in client.get(path).headers["Content-Disposition"]

    with app.app_context():
        done = list(db.session.scalars(select(AuditLine.deed)))
    assert (done.count("mail.export"), done.count("calendar.export")) == (1, 2)


def test_a_guest_is_invited_by_hand_only_while_no_mail_went_out(
    app: Flask, client: PageClient, visit_id: int
) -> None:
    before = client.get(f"/bezoeken/{visit_id}").text
    by_hand = re.findall(r"/bezoeken/\d+/uitnodiging/\d+\.ics", before)
    with app.app_context():
        mail = db.session.scalars(select(Mail).where(Mail.role == "host")).one()
        note_sending(db.session(), mail, now=NOW)
        db.session.commit()

    after = client.get(f"/bezoeken/{visit_id}").text

    assert "Zelf versturen" in before
    assert re.findall(r"/bezoeken/\d+/uitnodiging/\d+\.ics", after) == by_hand[1:]
    assert [client.get(path).status_code for path in by_hand] == [404, 200]
    assert f"/bezoeken/{visit_id}/huurdersbezoek.ics" in after


def test_the_feed_follows_and_answers_not_modified_when_nothing_changed(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW) as clock:
        journey.planned_visit(client, app, cast)
        made = client.send("/agenda/")
        path = (
            made.text.split('class="code address">')[1]
            .split("<")[0]
            .removeprefix("http://localhost")
        )
        first = client.get(path)
        clock.shift(timedelta(hours=1))
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        client.send("/agenda/stoppen")

        ended = client.get(path)

    assert Calendar.from_ical(first.data).walk("VEVENT")
    assert first.headers["Cache-Control"] == "private, max-age=900"
    assert again.status_code == 304
    assert ended.status_code == 404
