"""The toolbox: cards, guide and routes for everybody, and a talk that a colleague passes on."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import NOW, Cast
from tests.web.journey import on
from visits.domain.account import Role
from visits.models import db
from visits.models.insight import Talk


def test_a_colleague_passes_on_what_was_heard_in_three_fields(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        client.sign_in(cast.staff)
        wrong = client.send("/gesprekskaarten/gesprek", statement="De hal is licht.")
        right = client.send(
            "/gesprekskaarten/gesprek", statement="De hal is licht.", source="repair", shared="yes"
        )
        page = client.get("/gesprekskaarten/gesprek").text
        shut = [
            client.get(path).status_code for path in ("/inzichten/", "/notities", "/bezoeken/1")
        ]

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "De hal is licht." in page
    assert "Wij lezen dit nog" in page
    assert shut == [403, 403, 403]
    with app.app_context():
        assert db.session.scalar(select(Talk.permission)) == 3


@pytest.mark.parametrize("path", ["", "gids", "wat-doe-ik-met"])
def test_the_toolbox_is_open_to_everybody(client: PageClient, cast: Cast, path: str) -> None:
    for role in Role:
        client.sign_in(cast.of(role))

        assert client.get(f"/gesprekskaarten/{path}").status_code == 200
        client.send("/logout")
