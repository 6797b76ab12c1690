"""Every route says who may open it, and every role is let in or refused as it says."""

import re

import pytest
from flask import Flask

from tests.client import PageClient
from tests.factories import Cast
from visits.domain.account import RIGHTS, Right, Role
from visits.web.kit.access import PUBLIC, access_of

ARGUMENT = re.compile(r"<[^>]+>")
# What is refused because of who asks; every other answer means that the door was open.
SHUT = {403}


def routes(app: Flask) -> list[tuple[str, str, str]]:
    """List every route as endpoint, method and a path in which nothing exists."""
    return [
        (rule.endpoint, method, ARGUMENT.sub("999999", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]


def knock(client: PageClient, method: str, path: str, token: str) -> int:
    """Open a route with a token and without fields, and give the status."""
    if method == "GET":
        return int(client.get(path).status_code)
    return int(client.post(path, data={"csrf_token": token}).status_code)


def test_every_route_says_who_may_open_it(app: Flask) -> None:
    with app.app_context():
        silent = [endpoint for endpoint, _, _ in routes(app) if access_of(endpoint) is None]

    assert not silent


def test_a_stranger_is_sent_to_sign_in_on_every_route_that_is_not_public(
    app: Flask, client: PageClient
) -> None:
    for endpoint, method, path in routes(app):
        if endpoint == "security.logout":
            continue  # a stranger who signs out is sent to sign in, and that is right
        with app.app_context():
            public = access_of(endpoint) == PUBLIC

        response = client.get(path) if method == "GET" else client.send(path)

        sent_away = response.status_code == 302 and "/login" in response.location
        assert sent_away != public, f"{method} {path}"


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_let_in_or_refused_as_the_table_of_rights_says(
    app: Flask, client: PageClient, cast: Cast, role: Role
) -> None:
    client.sign_in(cast.of(role))
    token = client.token()

    for endpoint, method, path in routes(app):
        with app.app_context():
            access = access_of(endpoint)
        if endpoint == "security.logout":
            continue
        open_door = access == PUBLIC or role in RIGHTS[Right(str(access))]
        assert (knock(client, method, path, token) in SHUT) != open_door, f"{role}: {method} {path}"


def test_an_assistant_releases_only_if_the_association_says_so(
    client: PageClient, cast: Cast, app: Flask
) -> None:
    from tests.factories import set_up
    from visits.models import db

    client.sign_in(cast.assistant)
    before = client.send("/inzichten/999999/vrijgeven").status_code
    with app.app_context():
        set_up(db.session(), assistant_releases=True)

    after = client.send("/inzichten/999999/vrijgeven").status_code

    assert (before, after) == (403, 404)
