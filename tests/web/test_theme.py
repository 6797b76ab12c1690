"""Themes on the screen: proposed by anyone, taken in or put together by the assistant."""

from flask import Flask
from sqlalchemy import delete, select

from tests.client import PageClient
from tests.factories import Cast
from visits.models import db
from visits.models.theme import Theme, ThemeProposal


def test_a_theme_is_proposed_by_anyone_and_accepted_by_the_assistant(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.staff)
    proposed = client.send("/themas/voorstel", name_nl="Brievenbus", parent="WON")
    twice = client.send("/themas/voorstel", name_nl="Comfort", parent="WON")
    with app.app_context():
        number = db.session.scalars(select(ThemeProposal.id)).one()
    not_mine = client.send(f"/themas/voorstel/{number}", besluit="ja")
    client.send("/logout")
    client.sign_in(cast.assistant)

    accepted = client.send(f"/themas/voorstel/{number}", besluit="ja")

    page = client.get("/themas/").text
    with app.app_context():
        db.session.execute(delete(Theme).where(Theme.code == "WON.brievenbus"))
        db.session.commit()
    assert (proposed.status_code, twice.status_code) == (303, 422)
    assert (not_mine.status_code, accepted.status_code) == (403, 303)
    assert "Brievenbus" in page
