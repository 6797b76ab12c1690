"""The board's pages: what they show, and what they keep silent about."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import Cast, set_up
from tests.services.board.said import two_years
from tests.web import journey
from tests.web.journey import AFTER, NOW, on
from visits.domain.theme import Verdict
from visits.models import db
from visits.models.account import Account
from visits.models.audit import AuditLine
from visits.services.journal import theme as themes

READ_ON = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)


@pytest.fixture
def told(app: Flask, cast: Cast) -> Iterator[list[int]]:
    """Two years in which much was said, read in January; gives the visits of the last year."""
    with app.app_context():
        set_up(db.session())
        visits = two_years(db.session())
        db.session.commit()
    with on(READ_ON):
        yield visits


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


def test_insights_go_to_other_tools_with_what_their_columns_mean(
    app: Flask, client: PageClient, cast: Cast, told: list[int]
) -> None:
    client.sign_in(cast.board)

    rows = list(
        csv.reader(
            io.StringIO(client.get("/wat-we-hoorden.csv").data.decode("utf-8-sig")), delimiter=";"
        )
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/wat-we-hoorden.xlsx").data))
    found = json.loads(client.get("/wat-we-hoorden.json").data)

    table = book.get_sheet_by_index(0).to_python()
    assert [list(map(str, row)) for row in table] == rows
    assert [list(row.values()) for row in found["rows"]] == rows[1:]
    assert list(found["columns"]) == rows[0]
    assert len(book.get_sheet_by_index(1).to_python()) == len(rows[0]) + 1
    with app.app_context():
        assert db.session.scalars(select(AuditLine).where(AuditLine.deed == "board.export")).first()


@pytest.mark.parametrize("path", ["/wat-we-hoorden.exe", "/themalijst.exe"])
def test_other_kinds_of_files_do_not_exist(client: PageClient, cast: Cast, path: str) -> None:
    client.sign_in(cast.board)

    assert client.get(path).status_code == 404


def test_the_list_of_themes_keeps_its_guids_in_every_language(
    client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.board)

    table = client.get("/themalijst.csv").data.decode("utf-8-sig")

    assert "bf746560-aa25-4af0-8362-b2fc8e74e417" in table
    assert "Vocht en schimmel" in table


def test_a_new_theme_is_in_the_list_when_the_next_quarter_has_begun(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with app.app_context():
        session = db.session()
        by = session.scalars(select(Account.id)).first() or 0
        proposal = themes.propose(session, "WON", "Duiven", "Pigeons", by=by, now=NOW)
        themes.decide(session, proposal.id, Verdict.ACCEPTED, by=by, now=NOW)
        session.commit()

    listed = []
    for moment in (NOW, NOW.replace(month=12, day=31), NOW.replace(year=2027, month=1, day=1)):
        with on(moment):
            client.sign_in(cast.board)
            listed.append("WON.duiven" in client.get("/themalijst.csv").text)

    assert listed == [False, False, True]
