"""Promises on the screen: who sees them, and what becomes of them."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import NOW, Cast
from tests.web import journey
from tests.web.journey import AFTER, noted, on
from visits.models import db
from visits.models.account import Account, Team


def test_staff_see_the_promises_of_their_team_and_no_others(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.held_visit(client, app, cast)
        with app.app_context():
            team = db.session.scalars(select(Team).where(Team.name == "Wijkteam")).one()
            staff = db.session.scalars(select(Account).where(Account.email == cast.staff)).one()
            staff.team_id, team_id = team.id, team.id
            director = db.session.scalars(select(Account.id).where(Account.email == cast.director))
            mine = f"account-{director.one()}"
            db.session.commit()
    with on(AFTER):
        client.sign_in(cast.director)
        client.send(
            f"/bezoeken/{visit_id}/notitie",
            **{"permission": "1", "promises-0-what": "Voor het wijkteam.",
               "promises-0-owner": f"team-{team_id}", "promises-0-due": "15-1-2027",
               "promises-1-what": "Voor mij.", "promises-1-owner": mine,
               "promises-1-due": "15-1-2027"},
        )  # fmt: skip
        client.send("/logout")
        client.sign_in(cast.staff)

        text = client.get("/beloften/").text

    assert "Voor het wijkteam." in text
    assert "Voor mij." not in text
    assert "Van der Meer" not in text


def test_the_promises_of_this_week_show_what_is_late_and_not_what_is_far_off(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(AFTER):
        noted(client, app, cast, **{
            "promises-0-what": "Lamp maken", "promises-0-due": "20-12-2026",
            "promises-0-owner": "team-1",
            "promises-1-what": "Haag snoeien", "promises-1-due": "20-2-2027",
            "promises-1-owner": "team-1",
        })  # fmt: skip
        early = client.get("/beloften/?stand=deze-week&zoek=haag").text
    with on(AFTER + timedelta(days=10)):
        client.sign_in(cast.director)
        page = client.get("/beloften/?stand=deze-week").text

    assert "Eén belofte vraagt deze week aandacht" in page
    assert "Lamp maken" in page
    assert "dagen te laat" in page
    assert "Haag snoeien" not in page + early


def test_a_week_without_anything_late_says_so(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.director)

    page = client.get("/beloften/?stand=deze-week").text

    assert "Niets is te laat, en deze week hoeft er niets" in page


@pytest.mark.parametrize("role", ["director", "assistant", "staff"])
def test_a_mail_of_before_still_leads_to_what_waits_this_week(
    client: PageClient, cast: Cast, role: str
) -> None:
    client.sign_in(getattr(cast, role))

    led = [client.get(f"/opvolging/{path}") for path in ("maandag", "12", "?stand=closed")]

    assert [(one.status_code, one.location) for one in led] == [
        (301, "/beloften/?stand=deze-week"),
        (301, "/beloften/12"),
        (301, "/beloften/?stand=closed"),
    ]


def test_notes_and_promises_are_searched_by_district_period_and_state(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(AFTER):
        noted(client, app, cast, **{
            "promises-0-what": "Lamp maken", "promises-0-due": "20-1-2027",
            "promises-0-owner": "team-1",
        })  # fmt: skip
        pages = {
            path: client.get(path).text
            for path in (
                "/beloften/?zoek=lampen&wijk=Overdie&periode=2026-Q4&stand=assigned",
                "/beloften/?stand=closed",
                "/beloften/?periode=2025&stand=onzin",
                "/notities?zoek=straten&periode=2026",
                "/notities?wijk=Huiswaard",
            )
        }

    found = [("Lamp maken" in text or "Open de notitie" in text) for text in pages.values()]
    assert found == [True, False, False, True, False]
