"""What each screen shows and does, beyond who may open it."""

import re
from io import BytesIO

from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import TODAY, Cast, make_tenant, set_up
from tests.formats.test_logo import png
from tests.web import journey
from tests.web.journey import AFTER, NOW, on
from visits.domain.visit import State
from visits.models import db
from visits.models.account import Account, Team
from visits.models.audit import AuditLine
from visits.models.insight import Insight
from visits.models.note import Note, NoteDraft
from visits.models.tenant import Tenant

NEW_TENANT = {
    "external_id": "00200001", "surname": "Vermeer", "prefix": "van der", "initials": "J.",
    "street": "Kwakelpad", "house_number": "12", "postcode": "1823ab", "city": "Alkmaar",
    "tenant_since": "1-3-1985",
}  # fmt: skip


def test_a_tenant_is_added_found_corrected_and_left_in_peace(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.assistant)
    added = client.send("/huurders/nieuw", **NEW_TENANT)
    path = added.location

    corrected = client.send(f"{path}/verbeteren", **{**NEW_TENANT, "tenant_since": "1-5-1971"})
    client.send(f"{path}/niet-benaderen")

    assert (added.status_code, corrected.status_code) == (303, 303)
    assert "Vermeer" in client.get("/huurders/?zoek=vermeer+kwakelpad").text
    assert "Vermeer" not in client.get("/huurders/?zoek=niemand").text
    with app.app_context():
        tenant = db.session.scalars(select(Tenant)).one()
        assert tenant.postcode == "1823 AB"
        assert str(tenant.tenant_since) == "1971-05-01"
        assert tenant.opted_out_on is not None
        assert tenant.since_source == "hand"


def test_a_tenant_with_faults_is_shown_again_with_what_was_typed(
    client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.assistant)

    response = client.send("/huurders/nieuw", **{**NEW_TENANT, "postcode": "1823"})

    assert response.status_code == 422
    assert "<title>Fout:" in response.text
    assert "Vermeer" in response.text


def test_earlier_visits_are_noted_by_number_and_unknown_numbers_are_named(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    journey.furnish(app, tenants=1)
    with app.app_context():
        number = db.session.scalars(select(Tenant.external_id)).one()
    client.sign_in(cast.assistant)

    response = client.send("/huurders/al-bezocht", numbers=f"{number}, 42", on="12-5-2025")

    assert response.status_code == 422
    assert "42" in response.text.split('class="error"')[1]
    with app.app_context():
        assert db.session.scalars(select(Tenant.visited_on)).one() is not None


def test_the_page_of_a_draw_tells_who_why_who_sat_out_and_who_was_left_out(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.furnish(app, tenants=3)
        with app.app_context():
            make_tenant(db.session(), tenancy_start="2020-01-01", tenant_since="2020-01-01")
            make_tenant(db.session(), opted_out_on=TODAY)
            db.session.commit()
        client.sign_in(cast.assistant)
        journey.draw(client, app)

        text = client.get("/loting/2026-11").text

    assert "Huurt korter dan 25" in text.replace("\u00a0", " ")
    assert "Wil nooit benaderd worden" in text
    assert "loting/1" in text
    assert re.search(r"[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}", text)


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


def test_the_board_reads_no_word_that_was_not_released(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.held_visit(client, app, cast)
    with on(AFTER):
        client.sign_in(cast.director)
        client.send(
            f"/bezoeken/{visit_id}/notitie",
            **{"permission": "3", "one_line": "Zin van de notitie.",
               "insights-0-statement": "Eigen inzicht.", "insights-0-kind": "idea",
               "insights-0-themes": "WON"},
        )  # fmt: skip
        client.send("/logout")
        client.sign_in(cast.board)

        pages = [client.get(path).text for path in ("/", "/wat-we-hoorden/WON", "/wat-we-deden")]
        pages.append(client.get("/wat-we-hoorden.csv").text)

    for text in pages:
        assert "Eigen inzicht" not in text
        assert "Zin van de notitie" not in text


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


def test_staff_see_the_promises_of_their_team_and_no_others(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.held_visit(client, app, cast)
        with app.app_context():
            team = db.session.scalars(select(Team).where(Team.name == "Wijkteam")).one()
            staff = db.session.scalars(select(Account).where(Account.email == cast.staff)).one()
            staff.team_id, team_id = team.id, team.id
            director = db.session.scalars(select(Account.id).where(Account.email == cast.director))
            mine = f"account-{director.one()}"
            db.session.commit()
    with on(AFTER):
        client.sign_in(cast.director)
        client.send(
            f"/bezoeken/{visit_id}/notitie",
            **{"permission": "1", "promises-0-what": "Voor het wijkteam.",
               "promises-0-owner": f"team-{team_id}", "promises-0-due": "15-1-2027",
               "promises-1-what": "Voor mij.", "promises-1-owner": mine,
               "promises-1-due": "15-1-2027"},
        )  # fmt: skip
        client.send("/logout")
        client.sign_in(cast.staff)

        text = client.get("/opvolging/").text

    assert "Voor het wijkteam." in text
    assert "Voor mij." not in text
    assert "Van der Meer" not in text


def test_the_administrator_sets_up_and_both_lists_say_what_is_left(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.admin)
    before = client.get("/").text
    form = {"smallest_group": "3", "public_group": "5", "not_now_months": "12",
            "no_reply_months": "24", "promise_brake": "10", "import_days": "35",
            "visit_minutes": "60", "minimum_years": "20", "small_pool": "500",
            "declined_months": "0", "erase_days": "30", "invitation_shows_address": "y",
            "travel_minutes": "15", "notice_days": "7", "visiting_days": ["1", "2"],
            "school_region": "Zuid", "visiting_hours": "9.00-10.30"}  # fmt: skip
    with app.app_context():
        set_up(db.session())

    saved = client.send("/instellingen/", name="Waterhof", **form)
    refused = client.send("/instellingen/", **{**form, "smallest_group": "1"})

    assert "Klaar om te beginnen" in before
    assert (saved.status_code, refused.status_code) == (303, 422)


def test_the_administrator_makes_changes_and_closes_accounts(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.admin)
    fields = {"name": "Piet", "email": "piet@waterhof.example", "team": "0"}

    made = client.send("/accounts/nieuw", **fields, roles="staff", password="lang genoeg 1")
    short = client.send("/accounts/nieuw", **{**fields, "email": "k@waterhof.example"},
                        roles="staff", password="kort")  # fmt: skip
    with app.app_context():
        number = db.session.scalars(
            select(Account.id).where(Account.email == "piet@waterhof.example")
        ).one()
        admin = db.session.scalars(select(Account.id).where(Account.email == cast.admin)).one()
    changed = client.send(f"/accounts/{number}", **fields, roles="assistant")
    closed = client.send(f"/accounts/{number}/sluiten")
    last = client.send(f"/accounts/{admin}/sluiten")

    assert (made.status_code, short.status_code) == (303, 422)
    assert (changed.status_code, closed.status_code, last.status_code) == (303, 303, 409)


def test_the_log_says_who_did_what_and_never_what_was_written(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.planned_visit(client, app, cast)
        client.send("/logout")
        client.sign_in(cast.admin)

        text = client.get("/logboek/").text

    assert "visit.planned" in text
    assert "Kwakelpad" not in text
    assert "voorbeeld.example" not in text


def test_a_visit_that_fell_through_can_be_planned_anew_or_given_up(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.planned_visit(client, app, cast)
        client.send(f"/bezoeken/{visit_id}/afspraak/afzeggen", who="cancelled_by_tenant")
        page = client.get(f"/bezoeken/{visit_id}").text
        given_up = client.send(f"/bezoeken/{visit_id}/opgeven", **{"stop-reason": "Kan niet meer"})

    assert "Laat deze maand vervallen" in page
    assert given_up.status_code == 303
    assert journey.state_of(app, visit_id) == State.GIVEN_UP


def test_privacy_is_readable_without_signing_in_and_in_short_sentences(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        set_up(db.session())

    text = client.get("/privacy").text

    body = re.sub(r"<[^>]+>", " ", text.split("<main")[1].split("</main>")[0])
    sentences = [s.split() for s in re.split(r"[.?!:]\s", body) if len(s.split()) > 2]
    assert sum(map(len, sentences)) / len(sentences) <= 12  # B1: twelve words on average at most
    assert "privacy@waterhof.example" in text


def test_a_logo_is_uploaded_shown_and_taken_away(
    client: PageClient, cast: Cast, app: Flask
) -> None:
    client.sign_in(cast.admin)

    def upload(data: bytes) -> int:
        fields = {"csrf_token": client.token(), "picture": (BytesIO(data), "logo.png")}
        return int(client.post("/instellingen/logo", data=fields).status_code)

    none = client.get("/instellingen/logo").status_code
    refused = upload(b"<svg/>")
    taken = upload(png())
    shown = client.get("/instellingen/logo")
    dropped = client.send("/instellingen/logo/weg").status_code

    assert (none, refused, taken, dropped) == (404, 422, 303, 303)
    assert (shown.mimetype, shown.data) == ("image/png", png())
    assert client.get("/instellingen/logo").status_code == 404


def test_a_tenant_is_erased_only_after_a_clear_yes(
    client: PageClient, cast: Cast, app: Flask
) -> None:
    with app.app_context():
        number = make_tenant(db.session(), surname="Zonderling").id
        db.session.commit()
    client.sign_in(cast.assistant)
    path = f"/huurders/{number}/weghalen"

    asked = client.get(path)
    unsure = client.send(path)
    sure = client.send(path, sure="y")

    assert "Dit kan niet terug" in asked.text
    assert (unsure.status_code, sure.status_code) == (422, 303)
    assert client.get(f"/huurders/{number}").status_code == 404
    assert "Zonderling" not in client.get("/huurders/").text
    receipt = client.get(sure.location).text
    assert "Alles over deze huurder is weggehaald" in receipt
    assert "Zonderling" not in receipt
    assert client.get("/huurders/weggehaald/999999").status_code == 404
