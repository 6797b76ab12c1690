"""Accounts and teams on the screen."""

from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import Cast
from tests.web.journey import AFTER, noted, on
from visits.models import db
from visits.models.account import Account, Team


def test_the_administrator_makes_changes_and_closes_accounts(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.admin)
    fields = {"name": "Piet", "email": "piet@waterhof.example", "team": "0"}

    made = client.send("/accounts/nieuw", **fields, roles="staff", password="lang genoeg 1")
    short = client.send("/accounts/nieuw", **{**fields, "email": "k@waterhof.example"},
                        roles="staff", password="kort")  # fmt: skip
    with app.app_context():
        number = db.session.scalars(
            select(Account.id).where(Account.email == "piet@waterhof.example")
        ).one()
        admin = db.session.scalars(select(Account.id).where(Account.email == cast.admin)).one()
    changed = client.send(f"/accounts/{number}", **fields, roles="assistant")
    closed = client.send(f"/accounts/{number}/sluiten")
    last = client.send(f"/accounts/{admin}/sluiten")

    assert (made.status_code, short.status_code) == (303, 422)
    assert (changed.status_code, closed.status_code, last.status_code) == (303, 303, 409)


def test_a_team_with_a_mailbox_is_made_and_hears_where_its_promise_stands(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.admin)
    wrong = client.send("/accounts/teams", name="Tuinen", email="geen adres")
    client.send("/accounts/teams", name="Tuinen", email="tuin@waterhof.example")
    with app.app_context():
        number = db.session.scalars(select(Team.id).where(Team.name == "Tuinen")).one()
    taken = client.send(f"/accounts/teams/{number}", name="Wijkteam", email="")
    changed = client.send(f"/accounts/teams/{number}", name="Groen", email="groen@waterhof.example")
    client.send("/logout")
    with on(AFTER):
        noted(
            client, app, cast,
            **{"handover-what": "Haag snoeien", "handover-team": str(number)},
        )  # fmt: skip
        outbox = client.get("/agenda/post").text

    assert (wrong.status_code, taken.status_code, changed.status_code) == (422, 422, 303)
    assert "Dit is geen e-mailadres" in wrong.text
    assert "groen@waterhof.example" in outbox
    assert "Er is een belofte voor uw team" in outbox
