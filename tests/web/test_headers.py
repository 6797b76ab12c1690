"""Every answer keeps to itself: no third party, no frame, no cache of names."""

import pytest

from tests.client import PageClient
from tests.factories import Cast
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


def test_a_page_is_kept_by_no_cache_and_a_static_file_for_a_year(
    client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.assistant)

    assert client.get("/huurders/").headers["Cache-Control"] == "no-store"
    assert "max-age=31536000" in client.get("/static/look.css").headers["Cache-Control"]


def test_healthz_says_that_it_lives_and_nothing_else(client: PageClient) -> None:
    assert client.get("/healthz").data == b"ok"


def test_signing_out_clears_what_the_browser_kept(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.director)

    assert client.send("/logout").headers["Clear-Site-Data"] == '"storage"'
