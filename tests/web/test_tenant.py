"""Tenants on the screen: added, found, corrected, left in peace, taken away."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import Cast, make_tenant
from tests.web import journey
from tests.web.journey import count
from visits.models import db
from visits.models.tenant import Tenant
from visits.web.forms.tenant import read_month

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


def test_earlier_visits_are_pasted_and_a_line_that_names_nobody_is_named(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    journey.furnish(app, tenants=1)
    with app.app_context():
        number = db.session.scalars(select(Tenant.external_id)).one()
    client.sign_in(cast.assistant)
    good = f"{number}; mei 2025"

    wrong = client.send("/huurders/al-bezocht", visits=f"{good}\nonbekend\t5-2025")
    with app.app_context():
        before = db.session.scalars(select(Tenant.visited_on)).one()
    right = client.send("/huurders/al-bezocht", visits=good)

    assert wrong.status_code == 422
    assert "onbekend" in wrong.text.split('class="error"')[1]
    assert before is None
    assert right.status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Tenant.visited_on)).one() == date(2025, 5, 1)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("5-2025", date(2025, 5, 1)),
        ("2025-05", date(2025, 5, 1)),
        ("12-5-2025", date(2025, 5, 1)),
        ("2025-05-12", date(2025, 5, 1)),
        ("Mei 2025", date(2025, 5, 1)),
        ("12 May 2025", date(2025, 5, 1)),
        ("13-2025", None),
        ("2025", None),
        ("ooit", None),
        ("", None),
    ],
)
def test_a_month_is_read_as_people_write_it(text: str, month: date | None) -> None:
    assert read_month(text) == month


@pytest.mark.parametrize("line", ["10023", "; mei 2025", "10023; mei 2126"])
def test_a_line_without_somebody_or_a_month_that_has_come_is_named_by_its_number(
    client: PageClient, cast: Cast, line: str
) -> None:
    client.sign_in(cast.assistant)

    response = client.send("/huurders/al-bezocht", visits=f"\n{line}")

    assert response.status_code == 422
    assert "Regel 1" in response.text or "Regel 2" in response.text


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

    assert "U kunt dit niet ongedaan maken" in asked.text
    assert (unsure.status_code, sure.status_code) == (422, 303)
    assert client.get(f"/huurders/{number}").status_code == 404
    assert "Zonderling" not in client.get("/huurders/").text
    receipt = client.get(sure.location).text
    assert "Alles over deze huurder is weggehaald" in receipt
    assert "Zonderling" not in receipt
    assert client.get("/huurders/weggehaald/999999").status_code == 404


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
