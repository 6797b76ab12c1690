"""A whole month through the screens, as assistant, director and board."""

import re
from datetime import timedelta

from flask import Flask
from icalendar import Calendar

from tests.client import PageClient
from tests.factories import Cast
from tests.web import journey
from tests.web.journey import AFTER, NOW, on

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


def test_a_month_goes_from_the_draw_to_a_closed_visit(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.planned_visit(client, app, cast)
        assert journey.state_of(app, visit_id) == "planned"
        for path in (
            "/",
            "/deze-maand",
            "/loting/",
            "/loting/2026-11",
            "/huurders/",
            "/antwoorden/",
            f"/bezoeken/{visit_id}",
            f"/bezoeken/{visit_id}/kaart",
            "/agenda/post",
            f"/bezoeken/{visit_id}/brief",
            f"/bezoeken/{visit_id}/afspraak",
        ):
            assert client.get(path).status_code == 200, path
        file = client.get(f"/bezoeken/{visit_id}/huurdersbezoek.ics")
        assert Calendar.from_ical(file.data)["METHOD"] == "PUBLISH"
        client.send(f"/bezoeken/{visit_id}/afspraak/bevestigen")
        client.send("/logout")
        client.sign_in(cast.director)
        assert "10.30" in client.get("/").text
    with on(AFTER):
        client.sign_in(cast.director)
        assert client.get(f"/bezoeken/{visit_id}/notitie").status_code == 200
        done = client.send(
            f"/bezoeken/{visit_id}/notitie",
            **{
                "one_line": "Trots op de straat.",
                "permission": "3",
                "insights-0-statement": "Mensen kennen hun buren nog.",
                "insights-0-kind": "story",
                "insights-0-themes": ["BUU"],
                "promises-0-what": "Navragen wanneer de wijkbeheerder komt.",
                "promises-0-owner": "team-1",
                "promises-0-due": "15-1-2027",
            },
        )
        assert done.status_code == 303, done.text
        assert "Trots op de straat" in client.get(done.location).text
        assert client.get("/notities").status_code == 200
        client.send("/inzichten/1/vrijgeven")
        action = client.get("/opvolging/")
        assert "wijkbeheerder" in action.text
        number = re.findall(r"/opvolging/(\d+)", action.text)[0]
        assert client.send(f"/bezoeken/{visit_id}/afsluiten").status_code == 409
        client.send(f"/opvolging/{number}/uitkomst", outcome="done", text="Hij komt op dinsdag.")
        answered = client.send(
            f"/opvolging/{number}/antwoord", on="17-12-2026", channel="phone", told="Op dinsdag."
        )
        assert answered.status_code == 303
        assert client.send(f"/bezoeken/{visit_id}/afsluiten").status_code == 303
    assert journey.state_of(app, visit_id) == "closed"


def test_a_no_closes_quietly_and_opens_the_next_lot(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.furnish(app)
        client.sign_in(cast.assistant)
        first = journey.draw(client, app)
        journey.approach(client, first)

        client.send(f"/bezoeken/{first}/gesprek", result="no")

    assert journey.state_of(app, first) == "declined"
    assert journey.state_of(app, journey.newest_visit(app)) == "drawn"
    assert journey.newest_visit(app) != first


def test_the_next_name_stands_on_no_page_before_this_outcome_is_written_down(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    from visits.models import db
    from visits.models.draw import Draw
    from visits.models.tenant import Tenant
    from visits.services.lot import order_of

    with on(NOW):
        journey.furnish(app, tenants=4)
        client.sign_in(cast.assistant)
        journey.draw(client, app)
        with app.app_context():
            order = order_of(db.session.query(Draw).one())
            later = db.session.query(Tenant).where(Tenant.external_id.in_(order[1:])).all()
            names = [f"{tenant.street} {tenant.house_number}<" for tenant in later]
            numbers = order[1:]

        pages = [client.get(path).text for path in ("/", "/loting/", "/loting/2026-11")]

    for text in pages:
        assert not [secret for secret in names + numbers if secret in text]


def test_a_move_and_a_cancellation_keep_the_event_and_tell_everybody(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    from visits.models import db
    from visits.models.invitation import Mail

    with on(NOW):
        visit_id = journey.planned_visit(client, app, cast)
        client.send(f"/bezoeken/{visit_id}/afspraak", day="18-12-2026", clock="14.00", minutes="60")
        client.send(f"/bezoeken/{visit_id}/afspraak/afzeggen", who="cancelled_by_tenant")

    with app.app_context():
        mails = db.session.query(Mail).filter(Mail.method.is_not(None)).order_by(Mail.id).all()
        calendars = [Calendar.from_ical(mail.calendar or b"") for mail in mails]
        sent = [(mail.recipient, mail.method, mail.sequence) for mail in mails]
    tenant = "huurder@voorbeeld.example"
    assert sent == [
        (cast.director, "REQUEST", 0), (tenant, "REQUEST", 0),
        (cast.director, "REQUEST", 1), (tenant, "REQUEST", 1),
        (cast.director, "CANCEL", 2), (tenant, "CANCEL", 2),
    ]  # fmt: skip
    assert len({str(one.walk("VEVENT")[0]["UID"]) for one in calendars}) == 1


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


def test_a_calendar_answer_of_the_director_confirms_the_visit(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    from io import BytesIO

    from visits.models import db
    from visits.models.invitation import Mail

    with on(NOW):
        visit_id = journey.planned_visit(client, app, cast)
        with app.app_context():
            sent = db.session.query(Mail).filter_by(recipient=cast.director).one().calendar or b""
        event = Calendar.from_ical(sent).walk("VEVENT")[0]
        answer = REPLY.format(uid=event["UID"], email=cast.director).encode()

        client.post(
            "/antwoorden/",
            data={"csrf_token": client.token(), "file": (BytesIO(answer), "antwoord.ics")},
        )

    assert journey.state_of(app, visit_id) == "confirmed"


def test_what_to_know_at_the_door_is_kept_with_a_call_and_without_one(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.furnish(app)
        client.sign_in(cast.assistant)
        visit_id = journey.draw(client, app)
        journey.approach(client, visit_id)
        path = f"/bezoeken/{visit_id}"

        client.send(f"{path}/gesprek", result="not_reached", door="Bel twee keer.\nDe hond blaft.")
        called = client.get(path).text
        client.send(f"{path}/aan-de-deur", door="Kom achterom.")
        changed = client.get(f"{path}/kaart").text
        long = client.send(f"{path}/aan-de-deur", door="x" * 501)

    assert called.count("Bel twee keer.\nDe hond blaft.") == 2  # with the call, and apart from it
    assert "Kom achterom." in changed
    assert "Bel twee keer." not in changed
    assert long.status_code == 422
