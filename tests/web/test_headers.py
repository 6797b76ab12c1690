"""Every answer keeps to itself: no third party, no frame, no cache of names."""

import re
import struct
from urllib.parse import urljoin

import pytest
from flask import Flask

from tests.client import PASSWORD, PageClient
from tests.factories import Cast
from tests.web.test_statements import counted
from visits.web.kit.headers import HEADERS


@pytest.mark.parametrize("name", HEADERS)
@pytest.mark.parametrize("path", ["/login", "/static/look.css", "/healthz", "/nergens"])
def test_every_answer_carries_the_header(client: PageClient, name: str, path: str) -> None:
    assert client.get(path).headers[name] == HEADERS[name]


def test_the_policy_allows_no_inline_and_no_other_site() -> None:
    policy = HEADERS["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "http" not in policy
    assert "default-src 'self'" in policy
    assert "form-action 'self'" in policy


def test_a_page_is_kept_by_no_cache_and_a_static_file_for_a_year(
    client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.assistant)

    assert client.get("/huurders/").headers["Cache-Control"] == "no-store"
    assert "max-age=31536000" in client.get("/static/look.css").headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/static/look.css", "/static/nergens.css", "/healthz"])
def test_what_everybody_gets_alike_carries_no_cookie_and_asks_for_no_account(
    app: Flask, client: PageClient, cast: Cast, path: str
) -> None:
    client.sign_in(cast.assistant)

    with counted(app) as asked:
        headers = client.get(path).headers

    assert "Set-Cookie" not in headers
    assert "Cookie" not in headers.get("Vary", "")
    assert not [statement for statement in asked if "account" in statement]


@pytest.mark.parametrize("path", ["/static/look.css", "/healthz"])
def test_a_file_asked_for_with_an_old_cookie_leaves_the_new_session_alone(
    client: PageClient, cast: Cast, path: str
) -> None:
    client.sign_in(cast.assistant)
    client.send("/logout")
    old = client.get_cookie("visits")
    token = client.token()
    begun = client.get_cookie("visits")
    assert old is not None
    assert begun is not None
    client.set_cookie("visits", old.value)  # the request for the file left before the page came

    answer = client.get(path)
    if "Set-Cookie" not in answer.headers:
        client.set_cookie("visits", begun.value)
    entered = client.post(
        "/login", data={"csrf_token": token, "email": cast.assistant, "password": PASSWORD}
    )

    assert entered.status_code == 302


def test_a_file_is_kept_for_good_only_under_the_fingerprint_that_it_has(
    client: PageClient,
) -> None:
    linked = re.findall(r'"(/static/look.css[^"]*)"', client.get("/login").text)[0]

    good = client.get(linked)
    again = client.get(linked, headers={"If-None-Match": good.headers["ETag"]})
    other = client.get("/static/look.css?v=000000000000")
    lost = client.get("/static/nergens.css?v=000000000000")

    kept = "public, max-age=31536000, immutable"
    assert [one.headers["Cache-Control"] for one in (good, again)] == [kept, kept]
    assert [one.headers["Cache-Control"] for one in (other, lost)] == ["no-store", "no-store"]
    assert [one.status_code for one in (good, again, other, lost)] == [200, 304, 200, 404]


def test_healthz_says_that_it_lives_and_nothing_else(client: PageClient) -> None:
    assert client.get("/healthz").data == b"ok"


def test_signing_out_clears_what_the_browser_kept(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.director)

    assert client.send("/logout").headers["Clear-Site-Data"] == '"storage"'


def test_a_phone_may_keep_the_app_on_its_home_screen(client: PageClient) -> None:
    page = client.get("/login").text
    (address,) = re.findall(r'rel="manifest" href="([^"]+)"', page)

    kept = client.get(address).get_json()

    assert urljoin(address, kept["start_url"]) == urljoin(address, kept["scope"]) == "/"
    for icon in kept["icons"]:
        picture = client.get(urljoin(address, icon["src"]))
        width, height = struct.unpack(">II", picture.data[16:24])  # PNG, section 11.2.2
        assert picture.mimetype == icon["type"]
        assert icon["sizes"] == f"{width}x{height}"
