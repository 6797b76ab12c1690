"""Behind a proxy, and below a path: every link, redirect, cookie and mail leads to this app."""

import re
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import PASSWORD, PageClient
from tests.databases import started
from tests.factories import Cast, make_cast
from tests.served import Visitor, proxied, served
from tests.web import journey
from tests.web.journey import NOW, on
from visits.config import SettingsRefused, load
from visits.domain.account import Role
from visits.models import db
from visits.models.outbox import Mail
from visits.services.outbox import message_of
from visits.words.organisation import sender

BELOW = "https://localhost/bezoek"
LINK = re.compile(r'(?:href|src|action|data-[a-z]+)="(/[^"]*)"')


@pytest.fixture
def below(tmp_path: Path, empty_database: Path) -> Flask:
    """An app that stands below a path, behind a proxy."""
    settings = {"base_url": BELOW, "proxies": 1, "mail_from": "bezoek@waterhof.example"}
    app = started(empty_database, tmp_path, sign_in_limit=3, **settings)
    app.test_client_class = PageClient
    app.extensions["security"].pwd_context.update(argon2__rounds=1, argon2__memory_cost=64)
    return app


@pytest.fixture
def people(below: Flask) -> Cast:
    """The accounts of that app."""
    with below.app_context():
        return make_cast(db.session())


class BelowClient(PageClient):
    """A browser of an app below a path."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Fetch a page, at the path that a test of an app without one would name."""
        path, *rest = args
        path = path if str(path).startswith("/bezoek/") else f"/bezoek{path}"
        return super().open(path, *rest, **{"base_url": "https://localhost", **kwargs})


def walk(client: PageClient) -> dict[str, int]:
    """Open every page that a reader finds from the start page, and give what each answered."""
    found: dict[str, int] = {}
    waits = ["/bezoek/"]
    while waits:
        path = waits.pop()
        shape = re.sub(r"\d+", "N", path)
        if shape in found:
            continue
        answer = client.get(path)
        found[shape] = answer.status_code
        if answer.mimetype == "text/html":
            waits += [urljoin(path, link) for link in LINK.findall(answer.text)]
        if answer.location:
            waits.append(answer.location)
    return found


@pytest.fixture
def client(below: Flask, people: Cast) -> PageClient:
    """A browser of the app below a path, in the middle of the work."""
    below.test_client_class = BelowClient
    client = below.test_client()
    assert isinstance(client, PageClient)
    return client


def test_every_link_of_every_page_stays_below_the_path(
    below: Flask, people: Cast, client: PageClient
) -> None:
    with on(NOW):
        journey.planned_visit(client, below, people)
        found: dict[str, int] = {}
        for role in Role:
            client.sign_in(people.of(role))
            found |= walk(client)

    assert len(found) > 50
    assert {path for path in found if not path.startswith("/bezoek/")} == set()
    # What is sent with a button cannot be fetched (405), and the menu of others is not for all.
    assert set(found.values()) <= {200, 302, 405}


def test_signing_in_and_out_and_choosing_a_language_lead_back_below_the_path(
    client: PageClient, people: Cast
) -> None:
    asked = client.get("/huurders/?zoek=x")
    entered = client.send("/login", email=people.assistant, password=PASSWORD, next=next_of(asked))
    chosen = client.send("/taal", language="en", back="/bezoek/beloften/")
    elsewhere = client.send("/taal", language="nl", back="/elders/")
    left = client.send("/logout")

    assert next_of(asked) == "/bezoek/huurders/?zoek=x"
    assert entered.location == "/bezoek/huurders/?zoek=x"
    assert (chosen.location, elsewhere.location) == ("/bezoek/beloften/", "/bezoek/")
    assert left.location.startswith("/bezoek/login")


def next_of(answer: Any) -> str:
    """Give where a sign-in page would lead back to."""
    return str(parse_qs(urlsplit(answer.location).query)["next"][0])


def test_cookies_go_to_nothing_else_on_the_same_host(client: PageClient, people: Cast) -> None:
    token = client.token()
    entered = client.post(
        "/login",
        data={
            "csrf_token": token, "email": people.board, "password": PASSWORD, "remember": "y",
        },
    )  # fmt: skip

    cookies = entered.headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    assert all("Path=/bezoek;" in f"{cookie};" and "Secure" in cookie for cookie in cookies)


def test_the_feed_and_every_mail_lead_below_the_path(
    below: Flask, people: Cast, client: PageClient
) -> None:
    with on(NOW):
        journey.furnish(below)
        client.sign_in(people.assistant)
        drawn = client.send("/loting/", period="2026-12", reason="Vroeg")
        page = client.send("/agenda/").text
        feed = re.findall(r"https://localhost(/\S+?\.ics)", page)[0]
        answer = client.get(feed)
    with below.test_request_context():
        mails = [message_of(mail, sender()) for mail in db.session.scalars(select(Mail))]
    links = re.findall(r"https?://localhost\S*", " ".join(map(plain, mails)))

    assert (drawn.status_code, answer.status_code) == (303, 200)
    assert links
    assert all(link.startswith(f"{BELOW}/loting/") for link in links)


def plain(mail: EmailMessage) -> str:
    """Give the text of a mail."""
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body else ""


@pytest.mark.parametrize("prefix", ["//evil.example", "/a b", "http://evil.example"])
def test_what_a_proxy_says_of_a_path_leads_to_no_other_site(
    client: PageClient, prefix: str, caplog: pytest.LogCaptureFixture
) -> None:
    location = client.get("/beloften/", headers={"X-Forwarded-Prefix": prefix}).location

    assert location.startswith("/bezoek/login")
    assert "VISITS_BASE_URL" in caplog.text


@pytest.mark.parametrize(
    "address",
    [
        "bezoek.example.org",  # no scheme
        "https://",  # no host
        "https://example.org/?a=b",
        "https://example.org/#a",
        "https://example.org/een bezoek",
        "https://example.org//evil",
        "https://naam:woord@example.org",
    ],
)
def test_an_address_that_cannot_stand_before_every_link_is_refused_at_the_start(
    tmp_path: Path, address: str
) -> None:
    with pytest.raises(SettingsRefused, match="VISITS_BASE_URL"):
        load(instance=tmp_path, base_url=address)


ALONE: tuple[tuple[str, str], ...] = ()
KEPT = (("location / {", "location /bezoek/ {"),)
TAKEN = (*KEPT, ("127.0.0.1:8000;", "127.0.0.1:8000/;"), ('Prefix ""', "Prefix /bezoek"))


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        pytest.param("", ALONE, marks=pytest.mark.thorough),
        ("/bezoek", KEPT),
        pytest.param("/bezoek", TAKEN, marks=pytest.mark.thorough),
    ],
)
def test_behind_nginx_as_the_readme_says_people_sign_in_and_stay_there(
    tmp_path: Path, empty_database: Path, path: str, changes: tuple[tuple[str, str], ...]
) -> None:
    (tmp_path / "app").mkdir()
    settings = {"base_url": f"https://localhost{path}", "proxies": 1, "sign_in_limit": 2}
    app = started(empty_database, tmp_path / "app", **settings)
    app.extensions["security"].pwd_context.update(argon2__rounds=1, argon2__memory_cost=64)
    with app.app_context():
        people = make_cast(db.session())

    with served(app) as port, proxied(tmp_path, port, *changes) as visitor:
        asked = visitor.ask(f"{path}/huurders/")
        entered = visitor.sign_in(people.assistant, below=path)
        redirect = visitor.ask(f"{path}/huurders")
        page = visitor.ask(f"{path}/huurders/")
        style = re.findall(r'href="(/[^"]*look.css[^"]*)"', page.text)[0]
        file = visitor.ask(style)
        cookies = list(visitor.cookies)
        upload = visitor.ask(f"{path}/huurders/inlezen/", bytes(20_000_000))
        large = visitor.ask(f"{path}/huurders/inlezen/", bytes(60_000_000))
        guesses = [
            guess(Visitor(visitor.site, tmp_path / "cert.pem"), people.admin, path, number)
            for number in range(3)
        ]

    assert asked.headers["Location"].startswith(f"{path}/login")
    # Whatever somebody says of themselves, nginx says who they are.
    assert guesses == [422, 422, 429]
    assert entered.headers["Location"] == f"{path}/"
    assert redirect.headers["Location"] == f"{visitor.site}{path}/huurders/"
    assert (page.status, file.status) == (200, 200)
    assert "immutable" in file.headers["Cache-Control"]
    assert file.headers["Set-Cookie"] is None
    assert {cookie.path for cookie in cookies} == {path or "/"}
    assert all(cookie.secure for cookie in cookies)
    assert (upload.status, large.status) == (400, 413)
    assert "tot 25" in large.text
    assert not [*(tmp_path / "body").iterdir(), *(tmp_path / "proxy").iterdir()]


def guess(visitor: Visitor, email: str, below: str, number: int) -> int:
    """Guess a password, and say that it comes from an address of one's own."""
    lie = {"X-Forwarded-For": f"192.0.2.{number}"}
    return visitor.sign_in(email, "geraden", below=below, **lie).status
