"""What no database keeps is refused with a sentence, in every field, address and query."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import Cast
from tests.web import journey
from visits.domain.account import Role
from visits.models import db
from visits.models.account import Account, Team
from visits.models.insight import Insight
from visits.models.outbox import Mail
from visits.models.promise import Promise
from visits.models.tenant import Tenant

ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
NAME = re.compile(r' name="([^"]+)"')
TOO_LARGE = (str(2**63), "9" * 400)
QUERIES = ("voor", "blad", "pagina", "jaar", "week", "zoek", "wijk", "periode", "v", "next")
TABLES: dict[str, Any] = {
    "tenant_id": Tenant, "insight_id": Insight, "promise_id": Promise, "account_id": Account,
    "team_id": Team, "mail_id": Mail,
}  # fmt: skip


@pytest.fixture
def known(app: Flask, cast: Cast) -> dict[str, str]:
    """A visit with a note, and the numbers of what there is around it."""
    visit = journey.written_visit(app, cast)
    with app.app_context():
        found = {name: db.session.scalar(select(kind.id).limit(1)) for name, kind in TABLES.items()}
    return {name: str(number or 1) for name, number in found.items()} | {
        "visit_id": str(visit), "period": "2026-11", "kind": "confirmation", "name": "op-de-koffie",
    }  # fmt: skip


def paths(app: Flask, method: str, known: dict[str, str]) -> Iterator[str]:
    """Give the address of every route that knows a method, with what there is."""
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or set()) and rule.endpoint != "security.logout":
            yield ARGUMENT.sub(lambda part: known.get(part[2], "1"), rule.rule)


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.DIRECTOR])
def test_no_number_in_any_field_or_query_is_too_large(
    app: Flask, client: PageClient, cast: Cast, known: dict[str, str], role: Role
) -> None:
    client.sign_in(cast.of(role))
    fields: set[str] = set()
    for path in paths(app, "GET", known):
        fields |= set(NAME.findall(client.get(path).get_data().decode(errors="replace")))
        for large in TOO_LARGE:
            client.get(path, query_string=dict.fromkeys(QUERIES, large))
    fields -= {"csrf_token", "email", "password"}

    for path in paths(app, "POST", known):
        for large in TOO_LARGE:
            client.send(path, **dict.fromkeys(fields, large))

    assert len(fields) > 1  # a fault of ours would have been raised


@pytest.mark.parametrize("voor", TOO_LARGE)
def test_a_number_that_no_table_holds_is_refused_with_a_sentence(
    client: PageClient, cast: Cast, voor: str
) -> None:
    client.sign_in(cast.assistant)

    answer = client.get("/loting/", query_string={"voor": voor})

    assert answer.status_code == 400
    assert "Er is niets gewijzigd." in answer.text


def test_a_character_that_no_database_keeps_is_refused_in_every_field(
    app: Flask, client: PageClient, cast: Cast, known: dict[str, str]
) -> None:
    client.sign_in(cast.assistant)

    for path in paths(app, "POST", known):
        answer = client.send(path, reden="a\0b")

        assert answer.status_code == 400, path
        assert "Er is niets gewijzigd." in answer.text
    for path in ("/huurders/", "/login", "/loting/"):
        assert client.get(path, query_string={"zoek": "a\0b"}).status_code == 400, path
        assert client.get(f"{path}%00").status_code == 400, path


def test_the_sign_in_page_refuses_what_no_database_keeps(client: PageClient, cast: Cast) -> None:
    answer = client.send("/login", email="a\0b@waterhof.example", password="x\0y")

    assert answer.status_code == 400
    assert "Er is niets gewijzigd." in answer.text
