"""The log on the screen: who did what, when; never what it said."""

from flask import Flask

from tests.client import PageClient
from tests.factories import Cast
from tests.web import journey
from tests.web.journey import NOW, on


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
