"""Settings on the screen: what the association chooses, its logo, its years."""

from io import BytesIO

from flask import Flask

from tests.client import PageClient
from tests.factories import Cast, set_up
from tests.formats.test_logo import png
from tests.web import journey
from tests.web.journey import NOW, on
from visits.models import db
from visits.services.organisation import get_organisation


def test_the_administrator_sets_up_and_both_lists_say_what_is_left(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.admin)
    before = client.get("/").text
    rules = {"not_now_months": "12", "no_reply_months": "24", "promise_brake": "10",
             "visit_minutes": "60", "minimum_years": "20", "small_pool": "500",
             "declined_months": "0", "travel_minutes": "15", "notice_days": "7",
             "visiting_days": ["1", "2"], "school_region": "Zuid",
             "visiting_hours": "9.00-10.30"}  # fmt: skip
    privacy = {"smallest_group": "3", "public_group": "5", "import_days": "35",
               "erase_days": "30", "invitation_shows_address": "y"}  # fmt: skip
    with app.app_context():
        set_up(db.session())

    saved = [
        client.send("/instellingen/", name="Waterhof").status_code,
        client.send("/instellingen/regels", **rules).status_code,
        client.send("/instellingen/privacy", **privacy).status_code,
    ]
    refused = client.send("/instellingen/privacy", **{**privacy, "smallest_group": "1"})

    assert "Klaar om te beginnen" in before
    assert (saved, refused.status_code) == ([303, 303, 303], 422)
    with app.app_context():
        chosen = get_organisation(db.session())
    assert (chosen.name, chosen.minimum_years, chosen.visiting_days) == ("Waterhof", 20, "12")
    assert (chosen.erase_days, chosen.assistant_releases) == (30, False)


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


def test_the_number_of_tenants_stands_beside_each_number_of_years(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.furnish(app, tenants=3, tenant_since="1990-01-01", tenancy_start="1990-01-01")
        client.sign_in(cast.admin)

        text = client.get("/instellingen/jaren").text

    assert 'data-years="36" data-tenants="3"' in text
    assert 'data-years="37" data-tenants="0"' in text
