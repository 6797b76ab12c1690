"""Answers on the screen: files that came back, and what became of each."""

import io

from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import NOW, Cast
from tests.web import journey
from tests.web.journey import on, upload
from visits.models import db
from visits.models.answer import Answer
from visits.models.appointment import Appointment
from visits.models.outbox import Mail

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
