"""The page of one visit: what happened, what can be done next."""

from flask import Flask

from tests.client import PageClient
from tests.factories import Cast
from tests.web import journey
from tests.web.journey import NOW, on
from visits.domain.visit import State


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
