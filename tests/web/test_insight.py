"""Insights on the screen: looked over, coded, split, put together, released."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import NOW, Cast
from tests.services import village
from tests.web import journey
from tests.web.journey import AFTER, count, noted, on
from visits.domain.insight import Kind, Stage
from visits.domain.note import Permission
from visits.models import db
from visits.models.insight import Insight
from visits.models.note import Note
from visits.services.journal.insight import get_insight
from visits.services.journal.note import NewInsight


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


def insights(app: Flask, cast: Cast, *statements: str, coded: bool = True) -> list[int]:
    """Write a note with these insights, and give them; the coded ones have a kind and a theme."""
    labels: dict[str, Any] = {"kind": Kind.CONCERN, "themes": ["WON.comfort"]} if coded else {}
    journey.written_visit(
        app, cast, insights=[NewInsight(statement, **labels) for statement in statements]
    )
    with app.app_context():
        return list(db.session.scalars(select(Insight.id).order_by(Insight.id)))


def stage(app: Flask, number: int) -> Stage:
    """Give where an insight stands."""
    with app.app_context():
        return db.session.get_one(Insight, number).stage


def test_an_insight_gets_its_words_its_kind_and_its_themes(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(village.AFTER):
        (number,) = insights(app, cast, "De lift is klein.", coded=False)
        client.sign_in(cast.assistant)
        fields = {"statement": "De lift is te klein.", "kind": "concern", "important": "y"}

        open_ = client.get("/inzichten/").text
        coded = client.send(f"/inzichten/{number}", **fields, themes=["WON.comfort", "BUU"])

    assert "Eén inzicht wacht" in open_
    assert coded.status_code == 303
    with app.app_context():
        found = get_insight(db.session(), number)
        assert (found.statement, found.kind, found.important) == (
            "De lift is te klein.", Kind.CONCERN, True,
        )  # fmt: skip
        assert [theme.code for theme in found.themes] == ["WON.comfort", "BUU"]
        assert found.stage is Stage.CODED


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"themes": []}, "Kies minstens één thema."),
        ({"themes": ["WON", "BUU", "THU", "DVL"]}, "Kies er hoogstens drie."),
        ({"themes": ["XYZ"]}, 'class="error"'),  # no such theme
        ({"kind": ""}, "Kies wat het is."),
        ({"statement": " "}, "Schrijf het inzicht in één zin."),
    ],
)
def test_an_insight_that_is_not_coded_well_is_shown_again_and_stays_a_draft(
    app: Flask, client: PageClient, cast: Cast, fields: dict[str, Any], said: str
) -> None:
    with on(village.AFTER):
        (number,) = insights(app, cast, "De lift is klein.", coded=False)
        client.sign_in(cast.assistant)
        known = {"statement": "De lift.", "kind": "concern", "themes": ["WON.comfort"]}

        refused = client.send(f"/inzichten/{number}", **known | fields)

    assert refused.status_code == 422
    assert said in refused.text
    assert stage(app, number) is Stage.DRAFT


def test_a_release_leads_to_the_next_insight_that_waits(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(village.AFTER):
        first, second = insights(app, cast, "De lift is te klein.", "De hal is donker.")
        client.sign_in(cast.director)

        released = client.send(f"/inzichten/{first}/vrijgeven")
        last = client.send(f"/inzichten/{second}/vrijgeven")

    assert released.location == f"/inzichten/{second}"
    assert last.location == "/inzichten/"
    assert (stage(app, first), stage(app, second)) == (Stage.RELEASED, Stage.RELEASED)


def test_what_the_tenant_keeps_inside_is_released_by_nobody(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(village.AFTER):
        (number,) = insights(app, cast, "De lift is te klein.")
        with app.app_context():
            db.session.scalars(select(Note)).one().permission = Permission.INTERNAL
            db.session.commit()
        client.sign_in(cast.director)

        page = client.get(f"/inzichten/{number}").text
        refused = client.send(f"/inzichten/{number}/vrijgeven")

    assert refused.status_code == 409
    assert "Dit mogen wij van de huurder niet delen." in page
    assert f"/inzichten/{number}/vrijgeven" not in page
    assert stage(app, number) is Stage.CODED


def test_the_assistant_keeps_an_insight_inside_and_offers_no_release(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(village.AFTER):
        (number,) = insights(app, cast, "De lift is te klein.")
        client.sign_in(cast.assistant)

        page = client.get(f"/inzichten/{number}").text
        kept = client.send(f"/inzichten/{number}/intern")
        listed = client.get("/inzichten/").text

    assert "De directeur geeft het vrij." in page
    assert kept.status_code == 303
    assert stage(app, number) is Stage.INTERNAL
    assert "De lift is te klein." in listed.split("<h2>Alleen voor ons</h2>")[1]


def test_a_released_insight_is_put_away_and_taken_from_the_board(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(village.AFTER):
        (number,) = insights(app, cast, "De lift is te klein.")
        client.sign_in(cast.director)
        early = client.send(f"/inzichten/{number}/archiveren")
        client.send(f"/inzichten/{number}/vrijgeven")

        away = client.send(f"/inzichten/{number}/archiveren")
        archived = stage(app, number)
        gone = client.send(f"/inzichten/{number}/intrekken")
        again = client.send(f"/inzichten/{number}/vrijgeven")

    assert [one.status_code for one in (early, away, gone, again)] == [409, 303, 303, 409]
    assert (archived, stage(app, number)) == (Stage.ARCHIVED, Stage.WITHDRAWN)


@pytest.mark.parametrize("other", ["", "999999", "-1", "9" * 20, "٣"])
def test_an_insight_is_put_together_only_with_one_that_exists(
    app: Flask, client: PageClient, cast: Cast, other: str
) -> None:
    with on(village.AFTER):
        (number,) = insights(app, cast, "De lift is te klein.")
        client.sign_in(cast.assistant)

        assert client.send(f"/inzichten/{number}/samenvoegen", other=other).status_code == 404
        assert client.send(f"/inzichten/{number}/samenvoegen", other=number).status_code == 409


def test_a_second_insight_without_words_is_asked_again(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(village.AFTER):
        (number,) = insights(app, cast, "De lift is te klein.")
        client.sign_in(cast.assistant)

        refused = client.send(f"/inzichten/{number}/splitsen")

    assert refused.status_code == 422
    assert count(app, Insight) == 1
