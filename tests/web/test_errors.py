"""Bad input gets a clear sentence in the reader's language, a 4xx, and changes nothing."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.client import PageClient
from tests.factories import Cast
from tests.web import journey
from tests.web.journey import NOW, on
from visits.models import db
from visits.models.appointment import Appointment
from visits.models.audit import AuditLine
from visits.models.draw import Draw
from visits.models.tenant import Batch, StagedRow, Tenant


def count(app: Flask, *tables: type) -> int:
    """Count the rows of some tables."""
    with app.app_context():
        return sum(
            db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables
        )


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nergens", 404),  # no such page
        ("/loting/2026-13", 404),  # no such month
        ("/loting/onzin", 404),  # no month at all
        ("/loting/2031-01", 404),  # a month that was not drawn
        ("/huurders/999999", 404),  # no such tenant
        ("/huurders/99999999999999999999", 404),  # a number that no database holds
        ("/bezoeken/999999", 404),  # no such visit
        ("/bezoeken/999999/kaart", 404),
        ("/opvolging/999999", 404),
        ("/inzichten/999999", 404),
        ("/huurders/inlezen/999999", 404),
        ("/wat-we-hoorden/XYZ", 404),  # no such subject
        ("/agenda/geheim.ics", 404),  # no such feed
        ("/instellingen/", 403),  # not for an assistant
        ("/taal", 405),  # a deed, not a page
    ],
)
def test_an_address_that_leads_nowhere_says_so_in_both_languages(
    client: PageClient, cast: Cast, path: str, status: int
) -> None:
    client.sign_in(cast.assistant)

    dutch = client.get(path)
    client.send("/taal", language="en")
    english = client.get(path)

    assert (dutch.status_code, english.status_code) == (status, status)
    assert '<html lang="nl">' in dutch.text
    assert '<html lang="en">' in english.text
    assert dutch.text != english.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("leeg.csv", b""),  # nothing in it
        ("foto.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200)),  # a picture
        ("huurders.xls", b"<html><table><tr><td>x</td></tr></table></html>"),  # a web page
        ("kolommen.csv", b"appel;peer\n1;2\n"),  # columns that nobody knows
        ("kop.csv", b"Huurdernummer;Achternaam\n"),  # a header, and required columns missing
        ("nul.csv", b"Huurdernummer;Achternaam\n\x00\x00;x\n"),  # NUL bytes
    ],
)
def test_a_file_that_is_no_list_of_tenants_is_refused_with_a_sentence(
    app: Flask, client: PageClient, cast: Cast, name: str, content: bytes
) -> None:
    client.sign_in(cast.assistant)
    data = {"csrf_token": client.token(), "file": (BytesIO(content), name)}

    response = client.post("/huurders/inlezen/", data=data)

    assert response.status_code == 422
    assert 'class="error"' in response.text
    assert count(app, Tenant, Batch, StagedRow) == 0


def test_an_upload_of_thirty_megabytes_is_refused_before_it_is_read(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.assistant)
    kind = "multipart/form-data; boundary=x"

    response = client.post("/huurders/inlezen/", data=bytes(30_000_000), content_type=kind)

    assert response.status_code == 413
    assert "25" in response.text
    assert count(app, Batch) == 0


def test_no_file_at_all_is_asked_for(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.assistant)

    assert client.send("/huurders/inlezen/").status_code == 422
    assert client.send("/antwoorden/").status_code == 422


def test_an_upload_by_somebody_who_may_not_is_refused(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.board)

    assert client.send("/huurders/inlezen/").status_code == 403
    assert client.send("/antwoorden/").status_code == 403


@pytest.mark.parametrize(
    "period", ["", "2026-13", "onzin", "2026-1", "2027-06", "2026-11x", "٢٠٢٦-١١"]
)
def test_a_month_that_cannot_be_drawn_is_refused(
    app: Flask, client: PageClient, cast: Cast, period: str
) -> None:
    with on(NOW):
        journey.furnish(app)
        client.sign_in(cast.assistant)

        response = client.send("/loting/", period=period)

    assert response.status_code == 400
    assert count(app, Draw) == 0


def test_a_draw_without_tenants_says_what_to_do(app: Flask, client: PageClient, cast: Cast) -> None:
    with on(NOW):
        client.sign_in(cast.assistant)

        response = client.send("/loting/", period="2026-11", reason="Proef")

    assert response.status_code == 409
    assert count(app, Draw) == 0


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"day": "1-1-2020", "clock": "10.30", "minutes": "60"}, "is voorbij"),  # in the past
        ({"day": "31-2-2027", "clock": "10.30", "minutes": "60"}, "bestaat niet"),  # no such day
        ({"day": "17-12-2026", "clock": "25.00", "minutes": "60"}, "bestaat niet"),  # no such time
        ({"day": "morgen", "clock": "10.30", "minutes": "60"}, "zo"),  # not written as a date
        ({"day": "17-12-2026", "clock": "10.30", "minutes": "1"}, "15"),  # too short
        ({"day": "", "clock": "", "minutes": ""}, "Kies"),  # nothing
    ],
)
def test_a_moment_that_cannot_be_is_refused_beside_its_field(
    app: Flask, client: PageClient, cast: Cast, fields: dict[str, str], said: str
) -> None:
    with on(NOW):
        journey.furnish(app)
        client.sign_in(cast.assistant)
        visit_id = journey.draw(client, app)
        journey.approach(client, visit_id)

        response = client.send(f"/bezoeken/{visit_id}/afspraak", **fields)

    assert response.status_code == 422
    assert said in response.text.split('class="error"')[1]
    assert count(app, Appointment) == 0


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("brief", {}),  # a letter without today's check
        ("geen-antwoord", {}),  # silence before anything was sent
        ("bezocht", {"on": "1-11-2026"}),  # a visit that was never planned
        ("afsluiten", {}),  # closing what did not happen
        ("afspraak/bevestigen", {}),  # confirming what was not planned
        ("afspraak/afzeggen", {"who": "cancelled_by_us"}),  # cancelling what was not planned
        ("opgeven", {"stop-reason": "zomaar"}),  # giving up what did not fall through
        ("terugnemen", {"back-reason": "zomaar"}),  # taking back what was not stored
    ],
)
def test_a_step_outside_the_table_is_refused_and_changes_nothing(
    app: Flask, client: PageClient, cast: Cast, path: str, fields: dict[str, str]
) -> None:
    with on(NOW):
        journey.furnish(app)
        client.sign_in(cast.assistant)
        visit_id = journey.draw(client, app)
        before = count(app, AuditLine)

        response = client.send(f"/bezoeken/{visit_id}/{path}", **fields)

    assert response.status_code == 409
    assert journey.state_of(app, visit_id) == "drawn"
    assert count(app, AuditLine) == before


def test_a_deed_without_a_token_is_refused(app: Flask, client: PageClient, cast: Cast) -> None:
    with on(NOW):
        journey.furnish(app)
        client.sign_in(cast.assistant)

        response = client.post("/loting/", data={"period": "2026-11"})

    assert response.status_code == 400
    assert count(app, Draw) == 0


def test_a_fault_of_ours_is_a_page_with_a_code_and_no_name_in_the_log(
    app: Flask, client: PageClient, cast: Cast, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    def fail(*_given: object, **_more: object) -> None:
        raise RuntimeError("nothing")

    client.sign_in(cast.assistant)
    monkeypatch.setattr("visits.web.tenant.tenants.list_tenants", fail)
    app.testing = False

    response = client.get("/huurders/?zoek=Geheimenaam")

    app.testing = True
    assert response.status_code == 500
    assert "Het ligt aan ons" in response.text
    assert "Geheimenaam" not in caplog.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("external_id", "123456782"),  # passes the test of a BSN, and we keep none
        ("external_id", "1e9"),  # what a spreadsheet makes of a number
        ("external_id", "A\tB"),  # cannot stand on a line of the draw's list
        ("district", "X\u2028Y"),  # a separator that some readers take for a new line
        ("surname", "a\nb"),  # two lines in one name
        ("house_number", "\u0663"),  # a digit that nobody here writes
        ("house_letter", "\u202e"),  # turns the text around
        ("phone", "bel mij"),  # no number
        ("tenant_since", "1-1-0001"),  # a year before the calendar
    ],
)
def test_a_tenant_is_not_stored_with_what_no_tenant_has(
    app: Flask, client: PageClient, cast: Cast, field: str, value: str
) -> None:
    client.sign_in(cast.assistant)
    fields = {
        "external_id": "00200001", "surname": "Vermeer", "street": "Kwakelpad",
        "house_number": "12", "postcode": "1823 AB", "city": "Alkmaar", "tenant_since": "1-3-1985",
    }  # fmt: skip

    response = client.send("/huurders/nieuw", **{**fields, field: value})

    assert response.status_code == 422
    assert count(app, Tenant) == 0


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


def test_a_visit_is_not_written_down_before_it_was_drawn(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.planned_visit(client, app, cast)

        response = client.send(f"/bezoeken/{visit_id}/bezocht", on="1-1-2020")

    assert response.status_code == 409
    assert journey.state_of(app, visit_id) == "planned"


def test_a_tenant_who_asked_to_be_left_in_peace_gets_no_letter(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.furnish(app, tenants=1)
        client.sign_in(cast.assistant)
        visit_id = journey.draw(client, app)
        with app.app_context():
            tenant_id = db.session.scalars(select(Tenant.id)).one()
        client.send(f"/bezoeken/{visit_id}/controle")
        client.send(f"/huurders/{tenant_id}/niet-benaderen")

        response = client.send(f"/bezoeken/{visit_id}/brief")

    assert response.status_code == 409
    assert journey.state_of(app, visit_id) == "drawn"
