"""The note on the screen: kept while somebody types, finished once, read by who wrote it."""

from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import Cast
from tests.web import journey
from tests.web.journey import AFTER, NOW, on
from visits.models import db
from visits.models.audit import AuditLine
from visits.models.note import Note, NoteDraft


def test_opening_and_leaving_the_note_stores_nothing(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.held_visit(client, app, cast)
    with on(AFTER):
        client.sign_in(cast.director)

        opened = client.get(f"/bezoeken/{visit_id}/notitie").status_code

    assert opened == 200
    with app.app_context():
        assert not db.session.scalars(select(NoteDraft)).all()
        assert not db.session.scalars(select(Note)).all()


def test_a_draft_is_kept_while_typing_and_found_again_after_a_lost_session(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.held_visit(client, app, cast)
    with on(AFTER):
        client.sign_in(cast.director)
        path = f"/bezoeken/{visit_id}/notitie"
        kept = client.send(f"{path}/concept", one_line="Trots op de straat.")
        client.send("/logout")
        client.sign_in(cast.director)

        again = client.get(path).text

    assert kept.json["saved"].startswith("Bewaard")
    assert "Trots op de straat." in again


def test_a_lost_session_is_told_to_the_script_and_not_sent_to_a_form(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.held_visit(client, app, cast)
        client.send("/logout")

        response = client.post(
            f"/bezoeken/{visit_id}/notitie/concept",
            data={"csrf_token": client.token(), "one_line": "x"},
            headers={"X-Requested-With": "fetch"},
        )

    assert response.status_code == 401


def test_a_note_without_permission_is_shown_again_and_kept_as_a_draft(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.held_visit(client, app, cast)
    with on(AFTER):
        client.sign_in(cast.director)

        response = client.send(f"/bezoeken/{visit_id}/notitie", one_line="Trots.")

    assert response.status_code == 422
    assert 'href="#permission"' in response.text
    assert "Trots." in response.text
    with app.app_context():
        assert db.session.scalars(select(NoteDraft)).one()


def test_another_insight_makes_room_without_losing_what_stands_there(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.held_visit(client, app, cast)
    with on(AFTER):
        client.sign_in(cast.director)

        response = client.send(
            f"/bezoeken/{visit_id}/notitie",
            **{"one_line": "Trots.", "insights-0-statement": "Eén", "doe": "insight"},
        )
        again = client.get(response.location.split("#")[0]).text

    assert 'name="insights-1-statement"' in again
    assert "Trots." in again


def test_only_the_director_who_made_the_visit_opens_the_note_and_that_is_logged(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.held_visit(client, app, cast)
    with on(AFTER):
        client.sign_in(cast.director)
        client.send(f"/bezoeken/{visit_id}/notitie", one_line="Geheim verhaal.", permission="1")
        mine = client.get(f"/bezoeken/{visit_id}/verslag")
        client.send("/logout")
        client.sign_in(cast.assistant)

        theirs = client.get(f"/bezoeken/{visit_id}/verslag")

    assert "Geheim verhaal." in mine.text
    assert theirs.status_code == 403
    with app.app_context():
        lines = db.session.scalars(select(AuditLine).where(AuditLine.deed == "note.read")).all()
        assert lines
        assert "Geheim" not in " ".join(str(line.detail) for line in lines)
