"""The card that the director takes along, on the screen and on paper."""

from flask import Flask

from tests.client import PageClient
from tests.factories import NOW, Cast
from tests.web import journey
from tests.web.journey import on


def test_the_cards_and_the_visit_card_come_as_paper(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.held_visit(client, app, cast)

        cards = client.get("/gesprekskaarten/kaarten.pdf")
        card = client.get(f"/bezoeken/{visit_id}/kaart.pdf")

    assert (cards.data[:4], card.data[:4]) == (b"%PDF", b"%PDF")
