"""Bad input gets a clear sentence in the reader's language, a 4xx, and changes nothing."""

import re

import pytest
from flask import Flask

from tests.client import PageClient
from tests.factories import Cast
from tests.web import journey
from tests.web.journey import NOW, count, on
from visits import log
from visits.models.audit import AuditLine
from visits.models.draw import Draw
from visits.models.tenant import Batch


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
        ("/beloften/999999", 404),
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
        visit_id = journey.drawn_visit(app, cast)
        client.sign_in(cast.assistant)
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


@pytest.mark.parametrize("kind", ["text", "json"])
def test_a_fault_of_ours_is_a_page_with_a_code_and_no_name_in_the_log(
    app: Flask, client: PageClient, cast: Cast, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], kind: str,
) -> None:  # fmt: skip
    def fail(*_given: object, **_more: object) -> None:
        raise RuntimeError("mevrouw Geheimenaam")

    client.sign_in(cast.assistant)
    monkeypatch.setattr("visits.web.tenant.tenants.list_tenants", fail)
    app.testing = False
    log.set_up(kind)

    response = client.get("/huurders/?zoek=Geheimenaam")

    app.testing = True
    line = capsys.readouterr().err.splitlines()[-2]
    code = re.findall(r"<span class=\"code\">(\w{6})<", response.text)
    assert response.status_code == 500
    assert "Het ligt aan ons" in response.text
    assert "Geheimenaam" not in line
    assert "RuntimeError" in line
    assert "list_tenants" in line or "test_errors.py" in line
    assert all(part in line for part in [*code, response.headers["X-Request-ID"]])
