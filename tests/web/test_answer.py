"""Answers on the screen: files that came back, and what became of each."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import NOW, Cast
from tests.services.visit.test_answer import mail_with, reply
from tests.web import journey
from tests.web.journey import on, upload
from visits.models import db
from visits.models.answer import Answer
from visits.models.appointment import Appointment, Guest
from visits.models.outbox import Mail

OTHER = datetime(2026, 12, 18, 13, 0, tzinfo=UTC)
REPLY = """BEGIN:VCALENDAR\r
PRODID:-//Test//NL\r
VERSION:2.0\r
METHOD:REPLY\r
BEGIN:VEVENT\r
UID:{uid}\r
SEQUENCE:0\r
DTSTAMP:20261125T080000Z\r
DTSTART:20261217T093000Z\r
ATTENDEE;PARTSTAT=ACCEPTED:mailto:{email}\r
END:VEVENT\r
END:VCALENDAR\r
"""


def mails(app: Flask, cast: Cast) -> list[tuple[str | None, int | None]]:
    """List method and SEQUENCE of what the director was sent, oldest first."""
    with app.app_context():
        query = select(Mail.method, Mail.sequence).where(Mail.recipient == cast.director)
        return [(row[0], row[1]) for row in db.session.execute(query.order_by(Mail.id))]


def test_several_answers_are_read_at_once_and_each_says_what_became_of_it(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.planned_visit(client, app, cast)
        with app.app_context():
            uid = db.session.scalars(select(Appointment.uid)).one()
        yes = (
            f"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nSEQUENCE:0\r\n"
            "DTSTAMP:20261124T100000Z\r\n"
            f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{cast.director}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
        files = [(io.BytesIO(yes.encode()), "ja.ics"), (io.BytesIO(b"<html>"), "niets.ics")]
        fields = {"csrf_token": client.token(), "file": files}

        response = client.post("/antwoorden/", data=fields)
        text = client.get("/antwoorden/").text

    assert response.status_code == 303
    assert "ja.ics: " in text
    assert "niets.ics: " in text
    with app.app_context():
        outcomes = db.session.scalars(select(Answer.outcome).order_by(Answer.id)).all()
    assert outcomes == ["apply", "reject"]


def test_somebody_who_asks_for_the_invitation_again_gets_it(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.planned_visit(client, app, cast)
        with app.app_context():
            uid = db.session.scalars(select(Appointment.uid)).one()
        ask = (
            f"BEGIN:VCALENDAR\r\nMETHOD:REFRESH\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n"
            "DTSTAMP:20261124T100000Z\r\n"
            f"ATTENDEE:mailto:{cast.director}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
        upload(client, ask.encode(), "/antwoorden/")
        with app.app_context():
            number = db.session.scalars(select(Answer.id)).one()
        before = len(mails(app, cast))

        response = client.send(f"/antwoorden/{number}/akkoord")

    assert response.status_code == 303
    assert len(mails(app, cast)) == before + 1
    assert mails(app, cast)[-1] == ("REQUEST", 0)


def test_a_calendar_answer_of_the_director_confirms_the_visit(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.planned_visit(client, app, cast)
        with app.app_context():
            sent = db.session.query(Mail).filter_by(recipient=cast.director).one().calendar or b""
        event = Calendar.from_ical(sent).walk("VEVENT")[0]
        answer = REPLY.format(uid=event["UID"], email=cast.director).encode()

        client.post(
            "/antwoorden/",
            data={"csrf_token": client.token(), "file": (io.BytesIO(answer), "antwoord.ics")},
        )

    assert journey.state_of(app, visit_id) == "confirmed"


def receive(
    app: Flask, client: PageClient, cast: Cast, partstat: str = "ACCEPTED", **changes: Any
) -> int:
    """Plan a visit, upload what the director answered, and give that answer."""
    journey.planned_visit(client, app, cast)
    with app.app_context():
        appointment = db.session.scalars(select(Appointment)).one()
        data = reply(appointment, cast.director, partstat, **changes)
    upload(client, data, "/antwoorden/")
    with app.app_context():
        return db.session.scalars(select(Answer.id)).one()


def appointment(app: Flask) -> Appointment:
    """Give the appointment as it stands."""
    with app.app_context():
        return db.session.scalars(select(Appointment)).one()


def test_before_any_answer_the_page_says_how_one_comes_in(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.assistant)

    text = client.get("/antwoorden/").text

    assert "Er kwam nog geen antwoord binnen." in text
    assert "Beslissen" not in text


def test_a_no_of_the_director_waits_until_somebody_dealt_with_it(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        number = receive(app, client, cast, "DECLINED")
        waiting = client.get("/antwoorden/").text

        settled = client.send(f"/antwoorden/{number}/akkoord")
        again = client.send(f"/antwoorden/{number}/akkoord")

    assert "Iemand (director) kan niet komen. Het bezoek is niet bevestigd." in waiting
    assert (settled.status_code, again.status_code) == (303, 409)
    assert "Het bezoek is niet bevestigd." not in client.get("/antwoorden/").text


def test_another_time_that_is_accepted_moves_the_visit_and_tells_everybody(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        number = receive(app, client, cast, "TENTATIVE", method="COUNTER", start=OTHER)
        waiting = client.get("/antwoorden/").text.replace("\u00a0", " ")

        accepted = client.send(f"/antwoorden/{number}/akkoord")

    assert "stelt een andere tijd voor" in waiting
    assert accepted.status_code == 303
    assert (appointment(app).starts_at, appointment(app).sequence) == (OTHER, 1)
    assert mails(app, cast)[-1] == ("REQUEST", 1)


def test_another_time_that_is_refused_leaves_the_visit_and_says_so_in_a_mail(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        number = receive(app, client, cast, "TENTATIVE", method="COUNTER", start=OTHER)
        before = appointment(app).starts_at

        refused = client.send(f"/antwoorden/{number}/afwijzen")

    assert refused.status_code == 303
    assert (appointment(app).starts_at, appointment(app).sequence) == (before, 0)
    assert mails(app, cast)[-1][0] is None


@pytest.mark.parametrize(("deed", "state"), [("akkoord", "confirmed"), ("afwijzen", "planned")])
def test_a_doubtful_answer_counts_only_if_somebody_says_so(
    app: Flask, client: PageClient, cast: Cast, deed: str, state: str
) -> None:
    with on(NOW):
        number = receive(app, client, cast, sequence=9)  # no invitation that we ever sent
        before = journey.state_of(app, journey.newest_visit(app))

        decided = client.send(f"/antwoorden/{number}/{deed}")

    assert decided.status_code == 303
    assert (before, journey.state_of(app, journey.newest_visit(app))) == ("planned", state)


def test_a_file_that_says_nothing_is_refused_beside_its_field(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.assistant)
    data = b"<html>"

    refused = client.send("/antwoorden/", file=(io.BytesIO(data), "niets.ics"))

    assert refused.status_code == 422
    assert "Dit is geen agendabestand." in refused.text


def test_more_than_fifty_files_at_once_are_too_many(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.assistant)
    files = [(io.BytesIO(b"x"), f"{number}.ics") for number in range(51)]

    refused = client.post("/antwoorden/", data={"csrf_token": client.token(), "file": files})

    assert refused.status_code == 422
    with app.app_context():
        assert not db.session.scalars(select(Answer)).all()


def said(client: PageClient) -> str:
    """Give the page of answers, its blanks plain."""
    return client.get("/antwoorden/").text.replace("\u00a0", " ").replace("\n", " ")


def test_a_yes_that_is_read_says_who_comes_and_what_follows(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        receive(app, client, cast)

    assert "Iemand (director) komt. Het bezoek is bevestigd." in said(client)


def test_a_copy_says_that_it_was_read_before(app: Flask, client: PageClient, cast: Cast) -> None:
    with on(NOW):
        receive(app, client, cast)
        said(client)
        with app.app_context():
            data = reply(db.session.scalars(select(Appointment)).one(), cast.director)
    with on(NOW + timedelta(minutes=1)):
        upload(client, data, "/antwoorden/")
        text = said(client)

    assert "Dit antwoord was al gelezen. Iemand (director) komt." in text
    with app.app_context():
        assert len(db.session.scalars(select(Answer)).all()) == 1


def test_a_doubtful_mail_shows_who_sent_it_what_they_answered_and_what_we_sent_and_can_be_named(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    alias = "d.terpstra@elders.example"
    with on(NOW):
        visit_id = journey.planned_visit(client, app, cast)
        with app.app_context():
            data = reply(db.session.scalars(select(Appointment)).one(), alias)
            guest_id = db.session.scalars(
                select(Guest.id).where(Guest.email == cast.director)
            ).one()
            subject = db.session.scalars(
                select(Mail.subject).where(Mail.recipient == cast.director)
            ).one()
        upload(client, mail_with(data, alias), "/antwoorden/")
        with app.app_context():
            number = db.session.scalars(select(Answer.id)).one()
        waiting = said(client)

        named = client.send(f"/antwoorden/{number}/akkoord", guest=str(guest_id))

    assert f"{alias} komt." in waiting
    assert all(
        words in waiting for words in (cast.director, f"“{subject}”", "24 november, 10.00 uur")
    )
    assert named.status_code == 303
    assert "Iemand (director) komt. Het bezoek is bevestigd." in said(client)
    assert journey.state_of(app, visit_id) == "confirmed"


def test_a_mail_that_came_back_says_what_to_do_and_marks_the_guest_on_the_page_of_the_visit(
    app: Flask, client: PageClient, cast: Cast, data: Path
) -> None:
    bounce = (data / "calendar/cases/answers/bounced-invitation.eml").read_bytes()
    with on(NOW):
        visit_id = journey.planned_visit(client, app, cast)
        upload(
            client, bounce.replace(b"q.dros@post.example", cast.director.encode()), "/antwoorden/"
        )

        page = client.get(f"/bezoeken/{visit_id}").text

    assert "De mail aan Iemand (director) is niet aangekomen. Bel," in said(client)
    assert "Mail kwam niet aan" in page


def test_a_no_inside_another_time_says_both(app: Flask, client: PageClient, cast: Cast) -> None:
    with on(NOW):
        receive(app, client, cast, "DECLINED", method="COUNTER", start=OTHER)

    text = said(client)
    assert "Iemand (director) kan niet komen." in text
    assert "stelt een andere tijd voor: 18 december, 14.00 uur." in text
