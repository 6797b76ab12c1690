"""Accounts and teams on the screen."""

from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import Cast
from visits.models import db
from visits.models.account import Account


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
