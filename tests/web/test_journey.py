"""A whole month through the screens, as assistant, director and board."""

import re

from flask import Flask
from icalendar import Calendar

from tests.client import PageClient
from tests.factories import Cast
from tests.web import journey
from tests.web.journey import AFTER, NOW, on


def test_a_month_goes_from_the_draw_to_a_closed_visit(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.walk(client, app, cast)
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
        promise = client.get("/beloften/")
        assert "wijkbeheerder" in promise.text
        number = re.findall(r"/beloften/(\d+)", promise.text)[0]
        assert client.send(f"/bezoeken/{visit_id}/afsluiten").status_code == 409
        client.send(f"/beloften/{number}/uitkomst", outcome="done", text="Hij komt op dinsdag.")
        answered = client.send(
            f"/beloften/{number}/antwoord", on="17-12-2026", channel="phone", told="Op dinsdag."
        )
        assert answered.status_code == 303
        assert client.send(f"/bezoeken/{visit_id}/afsluiten").status_code == 303
    assert journey.state_of(app, visit_id) == "closed"


def test_the_next_name_stands_on_no_page_before_this_outcome_is_written_down(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    from visits.models import db
    from visits.models.draw import Draw
    from visits.models.tenant import Tenant
    from visits.services.draw.lot import order_of

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
