"""Accounts and teams on the screen."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import Cast
from tests.web.journey import AFTER, count, noted, on
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


def account_id(app: Flask, email: str) -> int:
    """Give the number of somebody's account."""
    with app.app_context():
        return db.session.scalars(select(Account.id).where(Account.email == email)).one()


def test_the_list_says_who_signs_in_with_which_role(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.admin)

    text = client.get("/accounts/").text

    assert all(address in text for address in (cast.director, cast.assistant, cast.admin))
    assert "Wijkteam" in text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": "bestuur@waterhof.example"}, "Er is al een account met dit adres."),  # taken
        ({"email": "geen adres"}, "Dit is geen e-mailadres."),
        ({"roles": []}, "Kies minstens één rol."),
        ({"name": ""}, "Vul dit in."),
    ],
)
def test_an_account_that_cannot_be_is_refused_beside_its_field(
    app: Flask, client: PageClient, cast: Cast, fields: dict[str, str], said: str
) -> None:
    client.sign_in(cast.admin)
    known = {"name": "Piet", "email": "piet@waterhof.example", "team": "0", "roles": "staff"}

    refused = client.send("/accounts/nieuw", **known | fields, password="lang genoeg 1")

    assert refused.status_code == 422
    assert said in refused.text
    assert count(app, Account) == 5


def test_the_only_administrator_stays_one(app: Flask, client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.admin)
    fields = {"name": "Beheer", "email": cast.admin, "team": "0", "roles": "staff"}

    refused = client.send(f"/accounts/{account_id(app, cast.admin)}", **fields)

    assert refused.status_code == 422
    assert "Dit is de enige beheerder." in refused.text


def test_another_password_ends_every_session_of_that_person(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    theirs = app.test_client()
    assert isinstance(theirs, PageClient)
    theirs.sign_in(cast.board)
    client.sign_in(cast.admin)
    path = f"/accounts/{account_id(app, cast.board)}/wachtwoord"

    empty, short = client.send(path), client.send(path, password="kort")
    before = theirs.get("/").status_code
    changed = client.send(path, password="een ander geheim")

    assert (empty.status_code, short.status_code, changed.status_code) == (422, 422, 303)
    assert "minstens 10 tekens" in short.text
    assert (before, theirs.get("/").status_code) == (200, 302)
    assert theirs.sign_in(cast.board).status_code == 422
    assert theirs.sign_in(cast.board, "een ander geheim").status_code == 302


def test_an_account_that_was_closed_is_opened_again(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.admin)
    path = f"/accounts/{account_id(app, cast.staff)}"
    client.send(f"{path}/sluiten")

    shut = client.get("/accounts/").text
    opened = client.send(f"{path}/openen")

    assert opened.status_code == 303
    assert '<span class="mark no small">gesloten</span>' in shut
    assert '<span class="mark no small">gesloten</span>' not in client.get("/accounts/").text


def test_the_administrator_reads_what_each_role_sees(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.admin)

    text = client.get("/accounts/").text

    seen = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", text))
    assert "lijst met huurders" in seen["Assistent"]
    assert "notities" not in seen["Assistent"]
    assert "huurders" not in seen["Beheerder"]
