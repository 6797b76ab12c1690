"""The page of one visit: what happened, what can be done next."""

from datetime import timedelta

from flask import Flask

from tests.client import PageClient
from tests.factories import NOW, Cast, tenant_record
from tests.services.village import Office, approach, hold_draw, import_file, last_lot
from tests.web import journey
from tests.web.journey import on
from visits.domain.visit import State
from visits.models import db
from visits.services.account import find_account


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


def test_a_visit_is_not_written_down_before_it_was_drawn(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.planned_visit(client, app, cast)

        response = client.send(f"/bezoeken/{visit_id}/bezocht", on="1-1-2020")

    assert response.status_code == 409
    assert journey.state_of(app, visit_id) == "planned"


def test_a_no_closes_quietly_and_opens_the_next_lot(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        first = journey.first_draw(client, app, cast)
        journey.approach(client, first)

        client.send(f"/bezoeken/{first}/gesprek", result="no")

    assert journey.state_of(app, first) == "declined"
    assert journey.state_of(app, journey.newest_visit(app)) == "drawn"
    assert journey.newest_visit(app) != first


def test_a_visit_whose_tenant_changed_is_on_top_and_shows_no_number_until_somebody_has_looked(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with app.app_context():
        session = db.session()
        people = [find_account(session, email) for email in (cast.director, cast.assistant)]
        office = Office(*(person for person in people if person))
        record = tenant_record(phone="+31725550199")
        import_file(session, [record])
        visit = approach(session, last_lot(session, hold_draw(session)), office)
        import_file(session, [record | {"surname": "Anders"}], now=NOW + timedelta(days=1))
        number = visit.id
        session.commit()
    client.sign_in(cast.assistant)

    flagged, home = client.get(f"/bezoeken/{number}"), client.get("/deze-maand")
    client.send(f"/bezoeken/{number}/controle")
    checked = client.get(f"/bezoeken/{number}")

    assert "Bel niet: controleer eerst" in home.text
    assert "De naam is anders" in flagged.text
    assert "072" not in flagged.text
    assert "Bel niet" not in checked.text
    assert "072" in checked.text


def test_what_to_know_at_the_door_is_kept_with_a_call_and_without_one(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.first_draw(client, app, cast)
        journey.approach(client, visit_id)
        path = f"/bezoeken/{visit_id}"

        client.send(f"{path}/gesprek", result="not_reached", door="Bel twee keer.\nDe hond blaft.")
        called = client.get(path).text
        client.send(f"{path}/aan-de-deur", door="Kom achterom.")
        changed = client.get(f"{path}/kaart").text
        long = client.send(f"{path}/aan-de-deur", door="x" * 501)

    assert called.count("Bel twee keer.\nDe hond blaft.") == 2  # with the call, and apart from it
    assert "Kom achterom." in changed
    assert "Bel twee keer." not in changed
    assert long.status_code == 422
