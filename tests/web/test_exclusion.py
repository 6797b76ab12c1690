"""Exceptions on the screen: who is left out of the draw for a while, and until when."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import Cast
from tests.web import journey
from tests.web.journey import NOW, on
from visits.models import db
from visits.models.draw import Exclusion
from visits.models.tenant import Tenant


def tenant_id(app: Flask) -> int:
    """Give the number of some tenant."""
    with app.app_context():
        return db.session.scalars(select(Tenant.id).order_by(Tenant.id)).first() or 0


def test_who_is_left_out_stands_on_the_list_until_somebody_ends_it(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.furnish(app, tenants=1)
        path = f"/loting/uitzonderingen/huurder/{tenant_id(app)}"
        client.sign_in(cast.assistant)

        made = client.send(path, reason="werkzaamheden", until="1-6-2027")
        listed = client.get("/loting/uitzonderingen/").text
        shown = client.get(f"/huurders/{tenant_id(app)}").text
        with app.app_context():
            number = db.session.scalars(select(Exclusion.id)).one()
        client.send(f"/loting/uitzonderingen/{number}/beeindigen")
        after = client.get("/loting/uitzonderingen/").text

    assert made.status_code == 303
    assert "Iemand (assistant)" in listed
    assert "Buiten de loting tot 1\u00a0juni 2027" in shown
    assert "Niemand staat buiten de loting" in after


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": "werkzaamheden"},  # no end
        {"reason": "werkzaamheden", "until": "25-11-2027"},  # a day more than a year
        {"reason": "werkzaamheden", "until": "24-11-2026"},  # today
        {"reason": "schuld", "until": "1-6-2027"},  # no such reason
        {"until": "1-6-2027"},  # no reason
    ],
)
def test_an_exception_without_a_good_reason_and_end_is_shown_again(
    app: Flask, client: PageClient, cast: Cast, fields: dict[str, str]
) -> None:
    with on(NOW):
        journey.furnish(app, tenants=1)
        client.sign_in(cast.assistant)

        response = client.send(f"/loting/uitzonderingen/huurder/{tenant_id(app)}", **fields)

    assert response.status_code == 422
    with app.app_context():
        assert not db.session.scalars(select(Exclusion)).all()
