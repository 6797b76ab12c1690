"""Insights on the screen: looked over, coded, split, put together, released."""

from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import NOW, Cast
from tests.web import journey
from tests.web.journey import AFTER, noted, on
from visits.domain.insight import Stage
from visits.models import db
from visits.models.insight import Insight


def insight_id(app: Flask) -> int:
    """Give the number of the newest insight."""
    with app.app_context():
        return db.session.scalars(select(Insight.id).order_by(Insight.id.desc())).first() or 0


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


def test_a_name_stands_marked_and_a_release_needs_a_reason(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(AFTER):
        noted(client, app, cast, **{
            "insights-0-statement": "Mevrouw Jansen helpt iedereen.",
            "insights-0-kind": "story", "insights-0-themes": "BUU",
        })  # fmt: skip
        number = insight_id(app)
        page = client.get(f"/inzichten/{number}").text
        refused = client.send(f"/inzichten/{number}/vrijgeven")
        released = client.send(f"/inzichten/{number}/vrijgeven", reason="Staat in de krant")

    assert "<mark>Jansen</mark>" in page
    assert refused.status_code == 422
    assert "Zeg waarom niemand" in refused.text
    assert released.status_code == 303
    with app.app_context():
        insight = db.session.get_one(Insight, number)
        assert (insight.stage, insight.release_reason) == (Stage.RELEASED, "Staat in de krant")


def test_an_insight_is_split_and_put_together_on_the_screen(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(AFTER):
        visit_id = noted(
            client, app, cast, **{"insights-0-statement": "De hal is licht en schoon."}
        )
        number = insight_id(app)
        client.send(f"/inzichten/{number}/splitsen", **{"split-statement": "De hal is schoon."})
        part = insight_id(app)
        own = client.send(f"/bezoeken/{visit_id}/verslag/inzicht", **{"split-statement": "Trots."})
        empty = client.send(f"/bezoeken/{visit_id}/verslag/inzicht")
        merged = client.send(f"/inzichten/{number}/samenvoegen", other=str(part))
        page = client.get(f"/inzichten/{part}").text

    assert (own.status_code, empty.status_code, merged.status_code) == (303, 422, 303)
    assert "samengevoegd met een ander inzicht" in page


def test_the_list_of_insights_is_searched_with_words_and_labels(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(AFTER):
        noted(client, app, cast, **{"insights-0-statement": "De liften zijn klein."})
        found = client.get("/inzichten/?zoek=lift&wijk=Overdie").text
        none = client.get("/inzichten/?zoek=trap&soort=onzin&periode=2026-Q9").text
        notes = client.get("/notities?zoek=straten").text

    assert "De liften zijn klein." in found
    assert "De liften zijn klein." not in none
    assert "Open de notitie" in notes
