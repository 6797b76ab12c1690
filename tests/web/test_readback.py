"""The letter after a visit: proposed, edited, printed, noted as sent."""

from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import Cast
from tests.web.journey import AFTER, noted, on
from visits.models import db
from visits.models.note import Note


def test_the_letter_is_edited_before_it_goes_and_comes_out_as_paper(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(AFTER):
        visit_id = noted(client, app, cast, **{"insights-0-statement": "De hal is licht."})
        path = f"/bezoeken/{visit_id}/terugbrief"
        proposed = client.get(path).text
        early = client.get(f"{path}.pdf").status_code
        client.send(path, text="Dank u wel.\n\nIk hoorde veel.")
        paper = client.get(f"{path}.pdf")
        sent = client.send(f"{path}/verstuurd")

    assert "De hal is licht." in proposed
    assert early == 404
    assert paper.data[:4] == b"%PDF"
    assert sent.status_code == 303
    with app.app_context():
        assert db.session.scalar(select(Note.letter_sent_on)) == AFTER.date()
