"""The board's pages: what they show, and what they keep silent about."""

from flask import Flask

from tests.client import PageClient
from tests.factories import Cast
from tests.web import journey
from tests.web.journey import AFTER, NOW, on


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
