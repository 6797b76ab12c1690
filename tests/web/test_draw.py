"""The draw on the screen: opened and lapsed with a reason, on paper, to be checked."""

import json
import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import TODAY, Cast, make_tenant
from tests.services import village
from tests.web import journey
from tests.web.journey import NOW, count, on, words
from visits import verify
from visits.models import db
from visits.models.draw import Draw
from visits.models.tenant import Tenant
from visits.services.draw import lot


def test_a_month_is_opened_by_hand_only_with_a_reason_that_stands_on_its_page(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.furnish(app)
        client.sign_in(cast.assistant)

        asked = client.get("/loting/2026-11/openen")
        silent = client.send("/loting/", period="2026-11")
        drawn = client.send("/loting/", period="2026-11", reason="De lijst kwam laat.")
        page = client.get("/loting/2026-11").text

    assert (asked.status_code, silent.status_code, drawn.status_code) == (200, 422, 303)
    assert "<title>Fout:" in silent.text
    assert "De lijst kwam laat." in page


def test_the_first_working_day_needs_no_reason(app: Flask, client: PageClient, cast: Cast) -> None:
    with on(NOW.replace(month=12, day=1)):
        journey.furnish(app)
        client.sign_in(cast.assistant)

        assert client.send("/loting/", period="2026-12").status_code == 303


def test_a_month_that_has_passed_is_not_opened_any_more(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.furnish(app)
        client.sign_in(cast.assistant)

        assert client.send("/loting/", period="2026-10", reason="Vergeten").status_code == 409
        assert client.get("/loting/2026-10/openen").status_code == 404


def test_a_month_lapses_with_a_reason_that_stands_on_its_page(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.first_draw(client, app, cast)

        silent = client.send("/loting/2026-11/vervallen")
        done = client.send("/loting/2026-11/vervallen", reason="De directeur is er niet.")
        page = client.get("/loting/2026-11").text

    assert (silent.status_code, done.status_code) == (422, 303)
    assert "De directeur is er niet." in page
    assert "/loting/2026-11/vervallen" not in page


@pytest.mark.parametrize("path", ["/loting/", "/hoe-wij-loten/"])
def test_draws_of_more_than_two_years_ago_are_a_page_further(
    app: Flask, client: PageClient, cast: Cast, path: str
) -> None:
    months = [f"{year}-{month:02}" for year in (2024, 2025, 2026) for month in range(1, 13)][:26]
    with on(NOW):
        journey.furnish(app, tenants=40)
        with app.app_context():
            for period in months:
                village.hold_draw(db.session(), period)
            db.session.commit()
        client.sign_in(cast.director)

        newest = client.get(path).text
        (older,) = re.findall(r'rel="next" href="([^"]+)"', newest)
        oldest = client.get(older).text

    assert ("Maart 2024" in newest, "Februari 2024" in newest) == (True, False)
    assert ("Maart 2024" in oldest, "Januari 2024" in oldest) == (False, True)
    assert 'rel="next"' not in oldest


def test_the_account_of_a_draw_on_paper_has_its_code_and_no_number_of_a_tenant(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.planned_visit(client, app, cast)
        paper = words(client.get("/loting/2026-11/verantwoording.pdf").data)
        with app.app_context():
            draw = db.session.scalars(select(Draw)).one()
            numbers, code = lot.order_of(draw), draw.control_code

    assert "Verantwoording loting november 2026" in paper
    assert code[:4] in paper
    assert not [number for number in numbers if number in paper]


def test_the_account_of_a_draw_says_how_far_districts_are_off_and_how_long_one_waited(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.furnish(app, district="Overdie")
        with app.app_context():
            for _ in range(6):
                make_tenant(db.session(), district="Daalmeer")
            db.session.commit()
        client.sign_in(cast.assistant)
        visit_id = journey.draw(client, app)
        journey.approach(client, visit_id)
        client.send(f"/bezoeken/{visit_id}/gesprek", result="yes")
        first = words(client.get("/loting/2026-11/verantwoording.pdf").data)
    with on(datetime(2027, 1, 4, 9, tzinfo=UTC)):
        client.sign_in(cast.assistant)
        journey.draw(client, app, "2027-01")
        second = words(client.get("/loting/2027-01/verantwoording.pdf").data)
    told = " ".join(second.split())

    assert "langste wachttijd" not in first
    assert "Geen wijk ligt meer dan 0,5 bezoek van haar eerlijke deel af" in told
    assert "langste wachttijd van een wijk is 0,5 keer" in told


def test_codes_stand_in_one_folded_part_of_a_draw_and_on_the_page_of_the_board(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.first_draw(client, app, cast)
        listed, page = client.get("/loting/").text, client.get("/loting/2026-11").text
        client.sign_in(cast.board)
        board = client.get("/hoe-wij-loten/").text
        with app.app_context():
            code = db.session.scalars(select(Draw.control_code)).one()

    seen, folded = page.split("Controleer deze loting")
    start = " ".join(code[place : place + 4] for place in range(0, 16, 4))
    assert start not in listed + seen
    assert start in folded
    assert "verantwoording.pdf" in folded
    assert "verantwoording.pdf" not in seen
    assert start in board


def test_the_files_of_a_settled_month_check_themselves_and_an_open_month_gives_none(
    app: Flask, client: PageClient, cast: Cast, tmp_path: Path
) -> None:
    with on(NOW):
        journey.first_draw(client, app, cast)
        early = client.send("/loting/2026-11/narekenen")
        client.send("/loting/2026-11/vervallen", reason="Proef")

        packed = client.send("/loting/2026-11/narekenen")

    assert early.status_code == 409
    assert "VERTROUWELIJK" in packed.headers["Content-Disposition"]
    zipfile.ZipFile(BytesIO(packed.data)).extractall(tmp_path)
    folder = tmp_path / "loting-2026-11"
    assert verify.verify(folder).findings == []
    assert (folder / "verify.py").read_text() == Path(verify.__file__).read_text()
    outcomes = json.loads((folder / "record.json").read_text())["invitations"]
    assert [one["outcome"] for one in outcomes] == ["lapsed"]


def test_a_later_name_is_in_no_page_before_the_outcome_is_stored(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.first_draw(client, app, cast)
        with app.app_context():
            numbers = lot.order_of(db.session.scalars(select(Draw)).one())[1:]
            later = db.session.scalars(select(Tenant).where(Tenant.external_id.in_(numbers)))
            names = [f"{one.initials} {one.prefix} {one.surname}" for one in later]
        paths = ("/", "/deze-maand", "/loting/", "/loting/2026-11", f"/bezoeken/{visit_id}")

        pages = [client.get(path).text for path in (*paths, "/loting/2026-11/vervallen")]

    assert len(names) == 5
    for text in pages:
        assert not [secret for secret in (*numbers, *names) if secret in text]


def test_the_page_of_a_draw_tells_who_why_who_sat_out_and_who_was_left_out(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.furnish(app, tenants=3)
        with app.app_context():
            make_tenant(db.session(), tenancy_start="2020-01-01", tenant_since="2020-01-01")
            make_tenant(db.session(), opted_out_on=TODAY)
            db.session.commit()
        client.sign_in(cast.assistant)
        journey.draw(client, app)

        text = client.get("/loting/2026-11").text

    assert "Huurt korter dan 25" in text.replace("\u00a0", " ")
    assert "Wil nooit benaderd worden" in text
    assert "loting/1" in text
    assert re.search(r"[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}", text)


@pytest.mark.parametrize(
    ("period", "status"),
    [
        *((text, 400) for text in ("", "2026-13", "onzin", "2026-1", "2026-11x", "٢٠٢٦-١١")),
        ("2026-10", 409),  # passed
        ("2027-01", 409),  # after the next
        ("2027-12", 409),  # a typing error would shut a year of months
    ],
)
def test_a_month_that_cannot_be_drawn_is_refused(
    app: Flask, client: PageClient, cast: Cast, period: str, status: int
) -> None:
    with on(NOW):
        journey.furnish(app)
        client.sign_in(cast.assistant)

        response = client.send("/loting/", period=period, reason="Proef")

    assert response.status_code == status
    assert count(app, Draw) == 0


def test_a_draw_without_tenants_says_what_to_do(app: Flask, client: PageClient, cast: Cast) -> None:
    with on(NOW):
        client.sign_in(cast.assistant)

        response = client.send("/loting/", period="2026-11", reason="Proef")

    assert response.status_code == 409
    assert count(app, Draw) == 0
