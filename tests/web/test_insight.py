"""Insights on the screen: looked over, coded, split, put together, released."""

from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import Cast
from tests.web import journey
from tests.web.journey import NOW, on
from visits.models import db
from visits.models.insight import Insight


def test_a_coded_insight_with_a_name_in_it_is_warned_about(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.held_visit(client, app, cast)
        with app.app_context():
            db.session.add(
                Insight(ref="r1", visit_id=visit_id, statement="Woont op Kwakelpad 12.",
                        made_at=NOW)
            )  # fmt: skip
            db.session.commit()
            number = db.session.scalars(select(Insight.id)).one()

        text = client.get(f"/inzichten/{number}").text

    assert "een huisnummer" in text
    assert "<mark>Kwakelpad</mark>" in text
    assert "een straat" in text
