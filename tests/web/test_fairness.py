"""How we draw, for the board: counts without names, and the code for the minutes."""

import re
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import Cast, make_tenant, set_up
from tests.services.board.said import hold_visit
from tests.web import journey
from tests.web.attack import plain, steady
from tests.web.journey import NOW, on, words
from visits import verify
from visits.domain.eligibility import ExclusionReason
from visits.domain.visit import State
from visits.models import db
from visits.models.draw import Draw
from visits.services.draw import hold as draws
from visits.services.draw import lot
from visits.services.tenant.exclusion import exclude_tenant


def anchor(app: Flask) -> str:
    """Make the chain of seeds, as a start does, and give its end."""
    with app.app_context():
        found = draws.ensure_chain(db.session(), now=NOW).anchor
        db.session.commit()
        return found


def test_the_page_for_the_board_counts_and_names_nobody(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.planned_visit(client, app, cast)
        client.send("/logout")
        client.sign_in(cast.board)

        text = client.get("/hoe-wij-loten/").text
        with app.app_context():
            draw = db.session.scalars(select(Draw)).one()
            numbers, code = lot.order_of(draw), draw.control_code

    assert "Vanaf 3 bezoeken leest u hier hoe de lotingen gingen." in text
    assert " ".join(re.findall("....", code[:16])) in text
    assert not [number for number in numbers if number in text]
    assert "Van der Meer" not in text
    assert "Kwakelpad" not in text


def test_the_account_of_one_month_is_for_the_office_and_not_for_the_board(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.first_draw(client, app, cast)
        account = client.get("/loting/2026-11/verantwoording.pdf")
        client.send("/logout")
        client.sign_in(cast.board)
        refused = [
            client.get(f"/loting/{month}/verantwoording.pdf").status_code
            for month in ("2026-11", "2026-12", "nooit")  # one that was not drawn looks alike
        ]
        page = client.get("/hoe-wij-loten/").text

    assert account.status_code == 200
    assert refused == [403, 403, 403]
    assert "verantwoording" not in page


def test_what_the_board_holds_proves_a_draw_beside_the_files_of_the_accountant(
    app: Flask, client: PageClient, cast: Cast, tmp_path: Path
) -> None:
    with on(NOW):
        journey.first_draw(client, app, cast)
        client.send("/loting/2026-11/vervallen", reason="Proef")
        packed = client.send("/loting/2026-11/narekenen").data
        client.send("/logout")
        client.sign_in(cast.board)
        page = client.get("/hoe-wij-loten/").text
        paper = words(client.get("/hoe-wij-loten/controle.pdf").data)
        with app.app_context():
            anchor = draws.get_chain(db.session()).anchor

    zipfile.ZipFile(BytesIO(packed)).extractall(tmp_path)
    folder = tmp_path / "loting-2026-11"
    for held in (page, paper):
        (code,) = re.findall(r"(?:[0-9a-f]{4} ){3}[0-9a-f]{4}(?! [0-9a-f])", held)
        found = verify.verify(folder, code)
        assert (found.findings, found.compared) == ([], True)
        other = verify.verify(folder, code.replace(code[0], "0" if code[0] != "0" else "1"))
        assert other.findings
    assert (folder / "anchor.txt").read_text().strip() == anchor
    assert anchor in paper.replace(" ", "").replace("\n", "")
    assert "Verantwoording loting november 2026" in words(
        (folder / "verantwoording.pdf").read_bytes()
    )


def test_the_page_for_the_board_stands_as_it_did_when_the_quarter_began(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with app.app_context():
        session = db.session()
        set_up(session)
        for month in (7, 8, 9):
            hold_visit(session, date(2026, month, 5))
        make_tenant(session)
        session.commit()
    with on(NOW):
        client.sign_in(cast.board)
        before = client.get("/hoe-wij-loten/").text
        with app.app_context():
            session = db.session()
            hold_visit(session, date(2026, 10, 5))
            hold_visit(session, date(2026, 10, 6)).state = State.DECLINED
            tenant = make_tenant(session, district="De Mare")
            until = date(2027, 1, 5)
            exclude_tenant(session, tenant, ExclusionReason.WORKS, until=until, by=None, now=NOW)
            session.commit()
        after = client.get("/hoe-wij-loten/").text
    with on(datetime(2027, 1, 4, 9, tzinfo=UTC)):
        client.sign_in(cast.board)
        later = client.get("/hoe-wij-loten/").text

    assert "3 lotingen, 3 bezoeken." in plain(before)
    assert steady(plain(after)) == steady(plain(before))
    assert "4 lotingen, 4 bezoeken." in plain(later)
    assert "Eén keer liet een collega een huurder" in plain(later)


def test_the_code_for_the_minutes_stands_on_its_page_and_on_one_page_of_paper(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    code = anchor(app)
    client.sign_in(cast.board)

    page = client.get("/hoe-wij-loten/controle").text
    paper = client.get("/hoe-wij-loten/controle.pdf").data

    assert "Zet deze code in de notulen vóór de eerste loting" in page
    assert code in page.replace(" ", "")
    assert len(PdfReader(BytesIO(paper)).pages) == 1
    assert code in words(paper).replace(" ", "").replace("\n", "")
