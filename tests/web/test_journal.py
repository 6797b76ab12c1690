"""The journal's screens: notes between windows, insights, themes, talks, the list of Monday."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from tests.client import PageClient
from tests.factories import NOW, Cast
from tests.web import journey
from tests.web.journey import AFTER, on
from visits.domain.account import Role
from visits.domain.insight import Stage
from visits.models import db
from visits.models.account import Team
from visits.models.audit import AuditLine
from visits.models.insight import Insight, Talk
from visits.models.note import Note, NoteDraft
from visits.models.theme import Theme, ThemeProposal

STORY = {"one_line": "Trots op de straat", "permission": "3"}


def noted(client: PageClient, app: Flask, cast: Cast, **fields: object) -> int:
    """Write the note of a visit, and give the visit."""
    with on(NOW):
        visit_id = journey.held_visit(client, app, cast)
    with on(AFTER):
        client.sign_in(cast.director)  # the session of a month ago has ended
        answer = client.send(f"/bezoeken/{visit_id}/notitie", version="0", **(STORY | fields))
        assert answer.status_code == 303, answer.text
    return visit_id


def insight_id(app: Flask) -> int:
    """Give the number of the newest insight."""
    with app.app_context():
        return db.session.scalars(select(Insight.id).order_by(Insight.id.desc())).first() or 0


def keep(client: PageClient, visit_id: int, **fields: str) -> tuple[int, dict[str, Any]]:
    """Send a draft as the script does."""
    answer = client.send(f"/bezoeken/{visit_id}/notitie/concept", **fields)
    return answer.status_code, answer.json


def test_a_window_that_was_overtaken_is_told_and_overwrites_nothing(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.held_visit(client, app, cast)
    with on(AFTER):
        client.sign_in(cast.director)
        first, kept = keep(client, visit_id, wish="Een", version="0", window="a")
        second, told = keep(client, visit_id, wish="Ander", version="0", window="b")
        lost, _ = keep(client, visit_id, wish="Een lang", version="0", window="a")
        finished = client.send(
            f"/bezoeken/{visit_id}/notitie", wish="Ander", version="0", permission="3"
        )

    assert (first, kept["version"]) == (200, "1")
    assert second == 409
    assert told["others"] == [["Wat zou de huurder anders willen?", "Een"]]
    assert lost == 200  # its own answer was lost on the way
    assert finished.status_code == 409
    assert "Een lang" in finished.text
    assert "Ander" in finished.text
    with app.app_context():
        assert db.session.scalars(select(NoteDraft.fields)).one()["wish"] == ["Een lang"]
        assert db.session.scalar(select(Note.id)) is None


def test_before_its_day_a_visit_asks_for_no_note_and_takes_none(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.held_visit(client, app, cast)
        early = client.get(f"/bezoeken/{visit_id}/notitie")
        kept, _ = keep(client, visit_id, wish="Te vroeg.", version="0")
        pages = [client.get(path).text for path in ("/", f"/bezoeken/{visit_id}/kaart")]
    with on(AFTER):
        client.sign_in(cast.director)
        on_the_day = [client.get(path).text for path in ("/", f"/bezoeken/{visit_id}/kaart")]

    assert (early.status_code, kept) == (409, 409)
    assert "Dit bezoek moet nog komen" in early.text
    assert not [page for page in pages if "Bezoek afgerond" in page]
    assert all("Bezoek afgerond" in page for page in on_the_day)
    with app.app_context():
        assert db.session.scalar(select(NoteDraft.id)) is None


def test_a_sensitive_word_is_asked_about_and_logged_nowhere(
    app: Flask, client: PageClient, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    with on(NOW):
        visit_id = journey.held_visit(client, app, cast)
    with on(AFTER):
        client.sign_in(cast.director)
        _, answer = keep(client, visit_id, wish="Kan door reuma niet lopen.", version="0")

    assert "reuma" in str(answer["care"])
    assert "reuma" not in caplog.text
    with app.app_context():
        details = [str(one) for one in db.session.scalars(select(AuditLine.detail))]
    assert not [one for one in details if "reuma" in one or "health" in one]


def test_what_is_for_a_team_is_theirs_and_a_compliment_waits_for_release(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(AFTER):
        team = "1"
        visit_id = noted(
            client, app, cast,
            **{"handover-what": "Lamp in de hal", "handover-team": team,
               "compliment-what": "De vakman was netjes.", "compliment-team": team},
        )  # fmt: skip
        text = client.get(f"/bezoeken/{visit_id}/verslag").text

    assert "Lamp in de hal" in text
    assert "De vakman was netjes." in text


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


def test_a_colleague_passes_on_what_was_heard_in_three_fields(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        client.sign_in(cast.staff)
        wrong = client.send("/gesprekskaarten/gesprek", statement="De hal is licht.")
        right = client.send(
            "/gesprekskaarten/gesprek", statement="De hal is licht.", source="repair", shared="yes"
        )
        page = client.get("/gesprekskaarten/gesprek").text
        shut = [
            client.get(path).status_code for path in ("/inzichten/", "/notities", "/bezoeken/1")
        ]

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "De hal is licht." in page
    assert "Wij lezen dit nog" in page
    assert shut == [403, 403, 403]
    with app.app_context():
        assert db.session.scalar(select(Talk.permission)) == 3


@pytest.mark.parametrize("path", ["", "gids", "wat-doe-ik-met"])
def test_the_toolbox_is_open_to_everybody(client: PageClient, cast: Cast, path: str) -> None:
    for role in Role:
        client.sign_in(cast.of(role))

        assert client.get(f"/gesprekskaarten/{path}").status_code == 200
        client.send("/logout")


def test_the_cards_and_the_visit_card_come_as_paper(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.held_visit(client, app, cast)

        cards = client.get("/gesprekskaarten/kaarten.pdf")
        card = client.get(f"/bezoeken/{visit_id}/kaart.pdf")

    assert (cards.data[:4], card.data[:4]) == (b"%PDF", b"%PDF")


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


def test_the_list_of_monday_shows_what_is_late(app: Flask, client: PageClient, cast: Cast) -> None:
    with on(AFTER):
        noted(client, app, cast, **{
            "promises-0-what": "Lamp maken", "promises-0-due": "20-12-2026",
            "promises-0-owner": "team-1",
        })  # fmt: skip
    with on(AFTER + timedelta(days=10)):
        client.sign_in(cast.director)
        page = client.get("/opvolging/maandag").text

    assert "Lamp maken" in page
    assert "Te laat" in page


def test_a_team_with_a_mailbox_is_made_and_hears_where_its_promise_stands(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.admin)
    wrong = client.send("/accounts/teams", name="Tuinen", email="geen adres")
    client.send("/accounts/teams", name="Tuinen", email="tuin@waterhof.example")
    with app.app_context():
        number = db.session.scalars(select(Team.id).where(Team.name == "Tuinen")).one()
    taken = client.send(f"/accounts/teams/{number}", name="Wijkteam", email="")
    changed = client.send(f"/accounts/teams/{number}", name="Groen", email="groen@waterhof.example")
    client.send("/logout")
    with on(AFTER):
        noted(
            client, app, cast,
            **{"handover-what": "Haag snoeien", "handover-team": str(number)},
        )  # fmt: skip
        outbox = client.get("/agenda/post").text

    assert (wrong.status_code, taken.status_code, changed.status_code) == (422, 422, 303)
    assert "Dit is geen e-mailadres" in wrong.text
    assert "groen@waterhof.example" in outbox
    assert "Er is een toezegging voor uw team" in outbox


def test_notes_and_promises_are_searched_by_district_period_and_state(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(AFTER):
        noted(client, app, cast, **{
            "promises-0-what": "Lamp maken", "promises-0-due": "20-1-2027",
            "promises-0-owner": "team-1",
        })  # fmt: skip
        pages = {
            path: client.get(path).text
            for path in (
                "/opvolging/?zoek=lampen&wijk=Overdie&periode=2026-Q4&stand=assigned",
                "/opvolging/?stand=closed",
                "/opvolging/?periode=2025&stand=onzin",
                "/notities?zoek=straten&periode=2026",
                "/notities?wijk=Huiswaard",
            )
        }

    found = [("Lamp maken" in text or "Open de notitie" in text) for text in pages.values()]
    assert found == [True, False, False, True, False]
