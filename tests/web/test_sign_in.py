"""Signing in and out: generic answers, limits, and sessions that really end."""

import hmac
import re
from base64 import b64encode
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests.client import PASSWORD, PageClient
from tests.databases import started
from tests.factories import Cast, make_cast
from tests.web.journey import NOW, on
from visits.config import SettingsRefused, load
from visits.domain.sign_in import FLOOD, FREE
from visits.models import db
from visits.models.account import SIGNED, Account
from visits.services.organisation import mark_sample


def test_the_right_password_opens_the_start_page(client: PageClient, cast: Cast) -> None:
    response = client.sign_in(cast.assistant)

    assert response.status_code == 302
    assert client.get("/").status_code == 200


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    client: PageClient, cast: Cast
) -> None:
    wrong = client.sign_in(cast.director, "verkeerd wachtwoord")
    unknown = client.sign_in("niemand@waterhof.example", "verkeerd wachtwoord")

    assert wrong.status_code == unknown.status_code == 422
    for text in (wrong.text, unknown.text):
        assert "horen niet bij elkaar" in text
    same = wrong.text.replace(cast.director, "")
    assert len(same) == len(unknown.text.replace("niemand@waterhof.example", ""))


def test_a_copied_cookie_is_worth_nothing_after_signing_out(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.director)
    cookie = client.get_cookie("visits")
    assert cookie is not None
    client.send("/logout")
    thief = app.test_client()
    thief.set_cookie("visits", cookie.value)

    response = thief.get("/")

    assert "/login" in response.location


def test_a_closed_account_is_out_at_once(app: Flask, client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.board)
    with app.app_context():
        db.session.query(Account).filter_by(email=cast.board).one().active = False
        db.session.commit()

    response = client.get("/")

    assert "/login" in response.location


def test_who_guesses_waits_and_then_signs_in_with_the_right_password(
    client: PageClient, cast: Cast
) -> None:
    with on(NOW) as clock:
        for _ in range(FREE):
            client.sign_in(cast.director, "verkeerd wachtwoord")

        early = client.sign_in(cast.director)
        clock.shift(timedelta(seconds=30))
        later = client.sign_in(cast.director)

    assert (early.status_code, later.status_code) == (429, 302)
    assert early.headers["Retry-After"] == "30"
    assert "Dat was te vaak verkeerd. Wacht een minuut" in early.text


def test_a_wait_says_nothing_of_whether_an_account_exists(client: PageClient, cast: Cast) -> None:
    pages = []
    for name in (cast.director, "niemand@waterhof.example"):
        answers = [client.sign_in(name, "verkeerd wachtwoord") for _ in range(FREE + 1)]
        pages.append([(one.status_code, one.text.replace(name, "")) for one in answers])

    assert [len(text) for _, text in pages[0]] == [len(text) for _, text in pages[1]]
    assert [status for status, _ in pages[0]] == [status for status, _ in pages[1]]


def test_guesses_from_elsewhere_do_not_keep_the_owner_out(client: PageClient, cast: Cast) -> None:
    for number in range(2 * FLOOD):
        guesser = {"REMOTE_ADDR": f"192.0.2.{number}"}
        fields = {"csrf_token": client.token(), "email": cast.director, "password": "geraden"}
        client.post("/login", data=fields, environ_base=guesser)

    assert client.sign_in(cast.director).status_code == 302


def test_another_way_to_write_an_address_gives_no_other_guesses(
    client: PageClient, cast: Cast
) -> None:
    written = [cast.director, cast.director.upper(), f" {cast.director}", f"{cast.director} "]

    answers = [client.sign_in(written[n % 4], "geraden").status_code for n in range(FREE + 1)]

    assert answers == [422] * FREE + [429]


def test_too_many_attempts_from_one_address_are_turned_away_whatever_process_took_them(
    tmp_path: Path, empty_database: Path
) -> None:
    clients = []
    for _ in range(2):
        app = started(empty_database, tmp_path, sign_in_limit=3)
        clients.append(PageClient(app, app.response_class))

    answers = [
        client.sign_in(f"iemand{number}@waterhof.example", "geraden")
        for number, client in enumerate([*clients, *clients])
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 429]
    assert "Wacht 10 minuten" in answers[3].text


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",  # another site
        "//evil.example/",  # another site without its scheme
        "/\\evil.example",  # what a browser reads as another site
    ],
)
def test_signing_in_leads_to_no_other_site(client: PageClient, cast: Cast, target: str) -> None:
    response = client.send("/login", email=cast.director, password=PASSWORD, next=target)

    assert not urlsplit(response.location or "").netloc


def test_the_language_that_is_chosen_stays_after_signing_in_again(
    client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.assistant)
    client.send("/taal", language="en", back="/huurders/")
    client.send("/logout")
    client.sign_in(cast.assistant)

    assert '<html lang="en">' in client.get("/").text


def test_signing_in_with_a_token_that_is_no_latin_is_refused_politely(client: PageClient) -> None:
    response = client.post("/login", data={"csrf_token": "ÿłø…", "email": "a", "password": "b"})

    assert response.status_code == 400


SECRETS = [
    "eerste-geheim-van-veertig-tekens-0123456789",
    "tweede-geheim-van-veertig-tekens-987654321",
]


def with_secret(folder: Path, empty: Path, **secrets: str) -> PageClient:
    """Open a browser at an app with one account and a secret of its own."""
    app = started(empty, folder, **secrets)
    app.testing = True
    app.test_client_class = PageClient
    with app.app_context():
        make_cast(db.session())
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client


def test_a_password_holds_when_the_secret_is_another_one(
    tmp_path: Path, empty_database: Path
) -> None:
    with_secret(tmp_path, empty_database, secret_key=SECRETS[0])
    app = started(empty_database, tmp_path, secret_key=SECRETS[1])
    app.test_client_class = PageClient
    client = app.test_client()
    assert isinstance(client, PageClient)

    assert client.sign_in("assistent@waterhof.example").status_code == 302


@pytest.mark.parametrize("old", [SECRETS[0], ""])
def test_who_is_signed_in_stays_so_while_the_old_secret_is_named(
    tmp_path: Path, empty_database: Path, old: str
) -> None:
    before = with_secret(tmp_path, empty_database, secret_key=SECRETS[0])
    before.sign_in("assistent@waterhof.example")
    cookie = before.get_cookie("visits")
    assert cookie is not None
    app = started(empty_database, tmp_path, secret_key=SECRETS[1], secret_key_old=old)
    after = app.test_client()
    after.set_cookie("visits", cookie.value, domain="localhost")

    assert after.get("/").status_code == (200 if old else 302)


def test_a_password_that_was_hashed_with_the_secret_is_hashed_without_at_the_next_sign_in(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    key, context = str(app.secret_key).encode(), app.extensions["security"].pwd_context
    signed = b64encode(hmac.digest(key, PASSWORD.encode(), "sha512"))
    with app.app_context():
        account = db.session.query(Account).filter_by(email=cast.director).one()
        account.password = SIGNED + context.hash(signed)
        db.session.commit()

    wrong = client.sign_in(cast.director, "verkeerd wachtwoord").status_code
    right = client.sign_in(cast.director).status_code

    assert (wrong, right) == (422, 302)
    with app.app_context():
        account = db.session.query(Account).filter_by(email=cast.director).one()
        assert context.verify(PASSWORD, account.password)


@pytest.mark.parametrize("weak", ["geheim", "a" * 64, "abc" * 20])
def test_a_secret_that_is_easy_to_guess_is_refused_with_what_makes_a_good_one(
    tmp_path: Path, weak: str
) -> None:
    with pytest.raises(SettingsRefused, match=r"VISITS_SECRET_KEY: .*token_urlsafe"):
        load(instance=tmp_path, secret_key=weak)
    (tmp_path / "secret").write_text(weak)
    with pytest.raises(SettingsRefused, match=r"secret: .*token_urlsafe"):
        load(instance=tmp_path)


def test_whoever_tries_the_sample_data_signs_in_with_one_press(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    assert cast.director not in client.get("/login").text
    with app.app_context():
        mark_sample(db.session(), PASSWORD, now=NOW)
        db.session.commit()

    text = client.get("/login").text
    form = next(one for one in text.split("<form")[1:] if cast.director in one)
    fields = dict(re.findall(r'name="(email|password)" value="([^"]*)"', form))

    assert client.send("/login", **fields).status_code == 302
    assert client.get("/").status_code == 200
