"""How we draw, for the board: counts without names, and the code for the minutes."""

import re
from io import BytesIO

from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import Cast
from tests.web import journey
from tests.web.journey import NOW, on, words
from visits.models import db
from visits.models.draw import Draw
from visits.services.draw import hold as draws
from visits.services.draw import lot


def anchor(app: Flask) -> str:
    """Make the chain of seeds, as a start does, and give its end."""
    with app.app_context():
        found = draws.ensure_chain(db.session(), now=NOW).anchor
        db.session.commit()
        return found


def test_the_page_for_the_board_counts_and_names_nobody(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.planned_visit(client, app, cast)
        client.send("/logout")
        client.sign_in(cast.board)

        text = client.get("/hoe-wij-loten/").text
        with app.app_context():
            draw = db.session.scalars(select(Draw)).one()
            numbers, code = lot.order_of(draw), draw.control_code

    assert "Eén loting, één uitnodiging" in text
    assert " ".join(re.findall("....", code[:16])) in text
    assert not [number for number in numbers if number in text]
    assert "Van der Meer" not in text
    assert "Kwakelpad" not in text


def test_the_code_for_the_minutes_stands_on_its_page_and_on_one_page_of_paper(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    code = anchor(app)
    client.sign_in(cast.board)

    page = client.get("/hoe-wij-loten/controle").text
    paper = client.get("/hoe-wij-loten/controle.pdf").data

    assert "Zet deze code in de notulen vóór de eerste trekking" in page
    assert code in page.replace(" ", "")
    assert len(PdfReader(BytesIO(paper)).pages) == 1
    assert code in words(paper).replace(" ", "").replace("\n", "")
