"""The note on the screen: kept while somebody types, finished once, read by who wrote it."""

import re
from typing import Any

import pytest
from flask import Flask
from flask_babel import gettext
from markupsafe import escape
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import NOW, Cast, make_account
from tests.services import village
from tests.web import journey
from tests.web.journey import AFTER, count, noted, on
from visits.domain.account import Role
from visits.domain.insight import Kind, Stage
from visits.domain.note import FIELDS, Field, Permission
from visits.models import db
from visits.models.audit import AuditLine
from visits.models.insight import Insight
from visits.models.note import Note, NoteDraft
from visits.services.journal.note import NewInsight


@pytest.fixture
def visit_id(app: Flask, client: PageClient, cast: Cast) -> int:
    """A visit that the director made, about which nothing was written yet."""
    with on(NOW):
        return journey.held_visit(client, app, cast)


def keep(client: PageClient, visit_id: int, **fields: str) -> tuple[int, dict[str, Any]]:
    """Send a draft as the script does."""
    answer = client.send(f"/bezoeken/{visit_id}/notitie/concept", **fields)
    return answer.status_code, answer.json


def test_opening_and_leaving_the_note_stores_nothing(
    app: Flask, client: PageClient, cast: Cast, visit_id: int
) -> None:
    with on(AFTER):
        client.sign_in(cast.director)

        opened = client.get(f"/bezoeken/{visit_id}/notitie").status_code

    assert opened == 200
    with app.app_context():
        assert not db.session.scalars(select(NoteDraft)).all()
        assert not db.session.scalars(select(Note)).all()


def test_a_draft_is_kept_while_typing_and_found_again_after_a_lost_session(
    app: Flask, client: PageClient, cast: Cast, visit_id: int
) -> None:
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
    app: Flask, client: PageClient, cast: Cast, visit_id: int
) -> None:
    with on(AFTER):
        client.sign_in(cast.director)

        response = client.send(f"/bezoeken/{visit_id}/notitie", one_line="Trots.")

    assert response.status_code == 422
    assert 'href="#permission"' in response.text
    assert "Trots." in response.text
    with app.app_context():
        assert db.session.scalars(select(NoteDraft)).one()


def test_another_insight_makes_room_without_losing_what_stands_there(
    app: Flask, client: PageClient, cast: Cast, visit_id: int
) -> None:
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
    app: Flask, client: PageClient, cast: Cast, visit_id: int
) -> None:
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


def test_a_window_that_was_overtaken_is_told_and_overwrites_nothing(
    app: Flask, client: PageClient, cast: Cast, visit_id: int
) -> None:
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


def test_a_draft_is_opened_with_the_permission_of_its_note(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(village.AFTER):
        visit_id = journey.written_visit(app, cast, texts={"wish": "Een bankje."})
        client.sign_in(cast.director)
        keep(client, visit_id, wish="Twee bankjes.", permission="3", version="1", window="a")

        client.send(f"/bezoeken/{visit_id}/toestemming", permission="1")
        page = client.get(f"/bezoeken/{visit_id}/notitie").text

    assert "Twee bankjes." in page
    assert re.findall(r'checked id="permission-(\d)"', page) == ["1"]


@pytest.mark.parametrize(("mine", "left"), [("3", "1"), ("1", "1"), ("0", "0"), ("", "1")])
def test_a_window_of_before_is_told_what_may_be_done_and_keeps_the_narrower_permission(
    app: Flask, client: PageClient, cast: Cast, mine: str, left: str
) -> None:
    with on(village.AFTER):
        visit_id = journey.written_visit(app, cast, texts={"wish": "Een bankje."})
        client.sign_in(cast.director)
        client.send(f"/bezoeken/{visit_id}/toestemming", permission="1")
        mine_too = {"wish": "Een bankje.", "permission": mine, "version": "1", "window": "a"}

        status, told = keep(client, visit_id, **mine_too)
        page = client.send(f"/bezoeken/{visit_id}/notitie", **mine_too)

    asked = "Wat mag u met deze notitie doen?"
    assert (status, page.status_code) == (409, 409)
    assert told["permission"] == left
    assert [label for label, _ in told["others"]] == ([] if mine == "1" else [asked])
    assert re.findall(r'checked id="permission-(\d)"', page.text) == [left]
    with app.app_context():
        assert db.session.scalars(select(Note.permission)).one() == Permission.INTERNAL


@pytest.mark.parametrize(
    ("path", "fields", "status", "said"),
    [
        ("/bezoeken/{}/notitie/concept", {"wish": "x" * 200_001}, 413, "te lang om te bewaren"),
        ("/bezoeken/999/notitie/concept", {"wish": "x"}, 404, "weggehaald"),
    ],
)
def test_a_script_hears_why_something_is_refused_in_a_sentence(
    app: Flask, client: PageClient, cast: Cast, path: str, fields: dict[str, str], status: int,
    said: str,
) -> None:  # fmt: skip
    with on(village.AFTER):
        visit_id = journey.written_visit(app, cast)
        client.sign_in(cast.director)

        answer = client.post(
            path.format(visit_id),
            data={"csrf_token": client.token(), "version": "1", **fields},
            headers={"X-Requested-With": "fetch"},
        )

    assert answer.status_code == status
    assert said in answer.get_json()["said"]


def test_a_form_that_is_sent_after_the_session_ended_leads_back_to_its_page(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(village.AFTER):
        visit_id = journey.written_visit(app, cast)
        page = f"/bezoeken/{visit_id}/brieven/after"

        sent = client.post(f"{page}/gehoord-en-beloofd", data={"heard": "x"},
                           headers={"Referer": f"http://localhost{page}"})  # fmt: skip

    assert sent.status_code == 302
    assert sent.location == f"/login?next={page}"


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
    assert not [page for page in pages if "Schrijf de notitie" in page]
    assert all("Schrijf de notitie" in page for page in on_the_day)
    with app.app_context():
        assert db.session.scalar(select(NoteDraft.id)) is None


def test_a_sensitive_word_is_asked_about_and_logged_nowhere(
    app: Flask, client: PageClient, cast: Cast, caplog: pytest.LogCaptureFixture, visit_id: int
) -> None:
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


@pytest.mark.parametrize(
    "fields",
    [
        {"promises-0-what": "Lamp", "promises-0-owner": "team-1"},  # no day
        {"promises-0-what": "Lamp", "promises-0-due": "15-1-2027"},  # nobody who sees to it
        {"promises-0-what": "Lamp", "promises-0-owner": "team-1", "promises-0-due": "1-1-2020"},
        {"permission": "\u0663"},  # a level in strange digits
    ],
)
def test_a_note_that_is_not_complete_is_shown_again_and_its_text_is_kept(
    app: Flask, client: PageClient, cast: Cast, fields: dict[str, str]
) -> None:
    with on(NOW):
        visit_id = journey.held_visit(client, app, cast)
    with on(journey.AFTER):
        client.sign_in(cast.director)
        path = f"/bezoeken/{visit_id}/notitie"

        response = client.send(path, **{"permission": "1", "one_line": "Trots.", **fields})

        assert response.status_code == 422
        assert "Trots." in client.get(path).text


def test_blanks_are_no_choice_and_no_fault(app: Flask, client: PageClient, cast: Cast) -> None:
    with on(NOW):
        visit_id = journey.held_visit(client, app, cast)
    with on(journey.AFTER):
        client.sign_in(cast.director)

        response = client.send(
            f"/bezoeken/{visit_id}/notitie", permission="1", read_back=" ", felt="\u2028"
        )

    assert response.status_code == 303


def test_a_finished_note_is_opened_again_as_it_was_and_keeps_what_changes(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(village.AFTER):
        texts = {
            "one_line": "Trots op de straat.",
            "wish": "Een bankje.",
            "home_words": "licht, rust",
        }
        visit_id = journey.written_visit(app, cast, texts=texts)
        client.sign_in(cast.director)
        path = f"/bezoeken/{visit_id}/notitie"
        again = client.get(path).text

        client.send(path, version="1", permission="3", one_line="Trots op de buren.")

    assert "Trots op de straat." in again
    assert "licht, rust" in again
    with app.app_context():
        note = db.session.scalars(select(Note)).one()
        assert (note.one_line, note.wish, note.version) == ("Trots op de buren.", "", 3)
        reads = db.session.scalars(select(AuditLine).where(AuditLine.deed == "note.read")).all()
        assert len(reads) == 1


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_each_field_is_asked_with_its_hint_kept_shown_and_found_as_the_table_says(
    app: Flask, client: PageClient, cast: Cast, field: Field
) -> None:
    with on(village.AFTER):
        visit_id = journey.written_visit(app, cast)
        client.sign_in(cast.director)
        path = f"/bezoeken/{visit_id}"
        form = client.get(f"{path}/notitie").text
        note = {"version": "1", "permission": "1", field.name: "Tulpenbollen"}

        refused = client.send(f"{path}/notitie", **note | {field.name: "x" * (field.length + 1)})
        kept = client.send(f"{path}/notitie", **note | {"version": "2"})
        shown = client.get(f"{path}/verslag").text
        found = client.get("/notities?zoek=tulpenbol").text

    with app.test_request_context():
        asked = [escape(gettext(said)) for said in (field.label, field.hint)]
    assert f'name="{field.name}"' in form
    assert all(said in form for said in asked)
    assert (refused.status_code, kept.status_code) == (422, 303)
    assert "Tulpenbollen" in shown
    assert (f"{path}/verslag" in found) is (field.days is None)


@pytest.mark.parametrize("level", ["0", "1"])
def test_a_tenant_who_thinks_otherwise_later_is_heard_at_once(
    app: Flask, client: PageClient, cast: Cast, level: str
) -> None:
    with on(village.AFTER):
        told = NewInsight("De hal is licht.", kind=Kind.STORY, themes=["WON"])
        visit_id = journey.written_visit(app, cast, insights=[told])
        client.sign_in(cast.director)
        client.send(f"/inzichten/{insight_of(app)}/vrijgeven")

        changed = client.send(f"/bezoeken/{visit_id}/toestemming", permission=level)

    assert changed.status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Note.permission)).one() == int(level)
        assert db.session.scalars(select(Insight.stage)).one() is Stage.WITHDRAWN


def insight_of(app: Flask) -> int:
    """Give the number of the only insight."""
    with app.app_context():
        return db.session.scalars(select(Insight.id)).one()


@pytest.mark.parametrize("level", ["", "5", "-1", "ja", "٣"])
def test_a_permission_that_does_not_exist_changes_nothing(
    app: Flask, client: PageClient, cast: Cast, level: str
) -> None:
    with on(village.AFTER):
        visit_id = journey.written_visit(app, cast)
        client.sign_in(cast.director)

        refused = client.send(f"/bezoeken/{visit_id}/toestemming", permission=level)

    assert refused.status_code == 400
    with app.app_context():
        assert db.session.scalars(select(Note.permission)).one() == Permission.WITHOUT_NAME


def test_a_tenant_who_wishes_no_note_is_written_down_nowhere(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(village.AFTER):
        with journey.deed(app, cast) as (session, office):
            visit_id = village.held(session, office).id
        client.sign_in(cast.director)
        client.send(f"/bezoeken/{visit_id}/notitie/concept", wish="Toch iets.")

        gone = client.send(f"/bezoeken/{visit_id}/geen-notitie")
        closed = client.get(f"/bezoeken/{visit_id}/notitie")
        page = client.get(f"/bezoeken/{visit_id}").text

    assert (gone.status_code, closed.status_code) == (303, 409)
    assert "De huurder wilde geen notitie." in page
    assert count(app, Note, NoteDraft) == 0


def test_a_note_of_another_director_stays_shut_in_every_way(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(village.AFTER):
        visit_id = journey.written_visit(app, cast, texts={"one_line": "Geheim verhaal."})
        with app.app_context():
            make_account(db.session(), Role.DIRECTOR, email="tweede@waterhof.example")
            db.session.commit()
        client.sign_in("tweede@waterhof.example")
        path = f"/bezoeken/{visit_id}"

        opened = [client.get(f"{path}/{page}") for page in ("notitie", "verslag")]
        deeds = {"notitie": {"permission": "1"}, "notitie/concept": {"wish": "x"},
                 "toestemming": {"permission": "4"}, "geen-notitie": {},
                 "verslag/inzicht": {"split-statement": "x"},
                 "brieven/after/gehoord-en-beloofd": {"heard": "x"}}  # fmt: skip
        done = [client.send(f"{path}/{deed}", **fields) for deed, fields in deeds.items()]
        listed = client.get("/notities").text

    assert {one.status_code for one in (*opened, *done)} == {409}
    assert "Geheim verhaal." not in listed
    assert count(app, NoteDraft) == 0
    with app.app_context():
        assert db.session.scalars(select(Note.permission)).one() == Permission.WITHOUT_NAME


def test_the_list_of_notes_shows_what_is_still_to_be_written(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(village.AFTER):
        client.sign_in(cast.director)
        nothing = client.get("/notities").text
        with journey.deed(app, cast) as (session, office):
            visit_id = village.held(session, office).id

        listed = client.get("/notities").text

    assert f"/bezoeken/{visit_id}/notitie" in listed
    assert '/notitie"' not in nothing


def test_a_draft_that_no_hand_can_have_typed_is_too_large(
    app: Flask, client: PageClient, cast: Cast, visit_id: int
) -> None:
    with on(AFTER):
        client.sign_in(cast.director)

        refused = client.send(f"/bezoeken/{visit_id}/notitie/concept", wish="x" * 200_001)

    assert refused.status_code == 413
    assert count(app, NoteDraft) == 0
