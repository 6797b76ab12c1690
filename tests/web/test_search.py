"""One search finds what the reader may see, and nothing else."""

import re
from datetime import date

from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import Cast
from tests.web import journey
from tests.web.journey import NOW, on
from visits.models import db
from visits.models.tenant import Tenant
from visits.services.journal.note import NewInsight, NewPromise
from visits.web.search import FEW

WORD = "kwikstaart"


def headings(client: PageClient, words: str) -> list[str]:
    """List the kinds of which something is found."""
    page = client.get("/zoeken", query_string={"zoek": words})
    assert page.status_code == 200
    return re.findall(r"<h2>([^<]+)</h2>", page.text)


def test_each_finds_of_every_kind_what_they_may_see(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.written_visit(
            app, cast, texts={"wish": f"Een {WORD}"},
            insights=[NewInsight(f"De {WORD} zingt.", "")],
            promises=[NewPromise(f"Nestkast voor de {WORD}", date(2027, 2, 1))],
        )  # fmt: skip
        with app.app_context():
            tenant = db.session.scalars(select(Tenant)).first()
            assert tenant is not None
            name = tenant.surname
        client.sign_in(cast.director)
        of_director = headings(client, WORD)
        client.sign_in(cast.assistant)
        of_assistant, by_name = headings(client, WORD), headings(client, name)

    assert of_director == ["Notities", "Inzichten", "Beloften"]
    assert of_assistant == ["Inzichten", "Beloften"]
    assert "Huurders" in by_name


def test_who_sees_no_visits_has_no_search(client: PageClient, cast: Cast) -> None:
    for who in (cast.board, cast.staff, cast.admin):
        client.sign_in(who)

        assert client.get("/zoeken", query_string={"zoek": WORD}).status_code == 403


def test_of_much_the_first_few_are_shown_and_the_others_are_one_tap_away(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.furnish(app, tenants=FEW + 1, district="Overdie")
        client.sign_in(cast.assistant)

        text = client.get("/zoeken", query_string={"zoek": "Overdie"}).text

    assert len(re.findall(r'href="/huurders/\d+"', text)) == FEW
    assert 'href="/huurders/?zoek=Overdie"' in text
