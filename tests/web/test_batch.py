"""An import through the screens: what is never kept, what is shown first, what can be undone."""

import csv
import io
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import Cast, tenant_record
from tests.formats.tenant_cases import lined
from tests.services.village import import_file
from tests.web.journey import NOW, count, on
from visits.models import db
from visits.models.tenant import Batch, Change, Mapping, StagedRow, StagedTenant, Tenant
from visits.services.tenant.batch import SILENT, drop_stale, open_batch
from visits.web.kit import upload as uploads

SECRETS = ("Huurschuld", "slecht ter been", "12-05-1939", "999990019")


def upload(client: PageClient, path: Path, **fields: str) -> str:
    """Choose a file, and give where it leads."""
    data = {"csrf_token": client.token(), "file": (BytesIO(path.read_bytes()), path.name), **fields}
    response = client.post("/huurders/inlezen/", data=data)
    assert response.status_code == 303, response.text
    return str(response.location)


def upload_without_patience(app: Flask, client: PageClient, path: Path) -> str:
    """Choose a file and wait for nothing; give where it leads meanwhile."""
    patience = app.config["UPLOAD_PATIENCE"]
    app.config["UPLOAD_PATIENCE"] = 0
    try:
        return upload(client, path)
    finally:
        app.config["UPLOAD_PATIENCE"] = patience


def number_of_tenants(app: Flask) -> int:
    """Count the tenants."""
    with app.app_context():
        return len(db.session.scalars(select(Tenant.id)).all())


def test_a_file_is_shown_first_and_changes_no_tenant(
    app: Flask, client: PageClient, cast: Cast, data: Path
) -> None:
    client.sign_in(cast.assistant)

    page = client.get(upload(client, data / "tenants" / "clean.xlsx"))

    assert "200" in page.text
    assert "clean.xlsx" in page.text
    assert number_of_tenants(app) == 0


def test_a_yes_stores_the_whole_file_and_one_click_takes_it_back(
    app: Flask, client: PageClient, cast: Cast, data: Path
) -> None:
    client.sign_in(cast.assistant)
    preview = upload(client, data / "tenants" / "clean.csv")

    client.send(f"{preview}/bewaren")
    stored = number_of_tenants(app)
    client.send(f"{preview}/terugdraaien")

    assert (stored, number_of_tenants(app)) == (200, 0)
    assert client.get(preview).status_code == 200


def test_what_is_forbidden_is_named_as_left_out_and_kept_nowhere(
    app: Flask, client: PageClient, cast: Cast, data: Path, settings: object
) -> None:
    client.sign_in(cast.assistant)

    page = client.get(upload(client, data / "tenants" / "messy.csv"))

    with app.app_context():
        staged = " ".join(
            str(row)
            for table in (StagedRow, StagedTenant, Batch)
            for row in db.session.execute(select(table.__table__)).all()
        )
    for secret in SECRETS:
        assert secret not in page.text
        assert secret not in staged
    for header in ("BSN", "Geb.datum", "Signalering", "Opmerkingen"):
        assert header in page.text


def test_the_list_of_faults_holds_row_and_reason_and_nothing_that_the_row_said(
    client: PageClient, cast: Cast, data: Path
) -> None:
    client.sign_in(cast.assistant)
    preview = upload(client, data / "tenants" / "messy.csv")

    rows = list(csv.reader(io.StringIO(client.get(f"{preview}/fouten.csv").text), delimiter=";"))

    assert len(rows) == 40  # a header, and the 39 rows that the sample says
    assert rows[1][:2] == ["47", "invalid_date"]
    numbers = {row[1]: row[3] for row in rows[1:]}
    assert numbers["id_looks_like_bsn"] == ""
    assert numbers["invalid_postcode"].isdigit()
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_a_stop_keeps_nothing_of_the_file(
    app: Flask, client: PageClient, cast: Cast, data: Path
) -> None:
    client.sign_in(cast.assistant)
    preview = upload(client, data / "tenants" / "clean.csv")

    client.send(f"{preview}/stoppen")

    with app.app_context():
        for table in (StagedRow, StagedTenant):
            assert not db.session.scalars(select(table)).all()
    assert client.send(f"{preview}/bewaren").status_code == 409


def test_columns_that_nobody_knows_are_asked_and_remembered(
    app: Flask, client: PageClient, cast: Cast, tmp_path: Path
) -> None:
    client.sign_in(cast.assistant)
    lines = [
        "Huurdernummer;Hoe heet u;Straat;Huisnummer;Postcode;Plaats;Huurder sinds",
        "00100001;Vermeer;Kwakelpad;12;1823 AB;Alkmaar;01-03-1985",
    ]
    path = tmp_path / "eigen.csv"
    path.write_text("\r\n".join(lines))
    asked = client.post(
        "/huurders/inlezen/",
        data={"csrf_token": client.token(), "file": (BytesIO(path.read_bytes()), path.name)},
    )
    fields = ["external_id", "surname", "street", "house_number", "postcode", "city"]
    chosen = {f"kolom-{index}": name for index, name in enumerate([*fields, "tenant_since"])}

    preview = client.send(action_of(asked.text, "kolommen"), **chosen)
    again = upload(client, path)

    assert asked.status_code == 422
    assert "Hoe heet u" in asked.text
    assert "Vermeer" in client.get(str(preview.location)).text
    assert "Vermeer" in client.get(again).text


def test_a_column_that_was_read_wrongly_is_read_again_from_the_preview(
    app: Flask, client: PageClient, cast: Cast, data: Path
) -> None:
    client.sign_in(cast.assistant)
    first = upload(client, data / "tenants" / "clean.csv")
    page = client.get(first).text
    names = dict(re.findall(r'name="(kolom-\d+)"><option value="">.*?value="(\w+)" selected', page))
    changed = {key: "" if name == "district" else name for key, name in names.items()}

    again = client.send(action_of(page, "kolommen"), **changed)

    assert str(again.location) != first
    with app.app_context():
        staged = db.session.scalars(select(StagedTenant)).all()
        assert len(staged) == 200
        assert {tenant.district for tenant in staged} == {None}


def test_a_file_that_takes_long_has_a_page_that_says_how_far_it_is(
    app: Flask, client: PageClient, cast: Cast, data: Path
) -> None:
    client.sign_in(cast.assistant)
    waiting = upload_without_patience(app, client, data / "tenants" / "clean.csv")
    page = client.get(waiting)

    reading = uploads.find(int(waiting.rpartition("/")[2]))
    assert reading
    assert reading.settled.wait(60)
    done = client.get(waiting)

    assert page.headers["Refresh"] == "2"
    assert "clean.csv" in page.text
    assert "200 huurders" in done.text


def test_who_stops_while_a_file_is_read_keeps_nothing_of_it(
    app: Flask, client: PageClient, cast: Cast, data: Path
) -> None:
    client.sign_in(cast.assistant)
    waiting = upload_without_patience(app, client, data / "tenants" / "clean.csv")
    reading = uploads.find(int(waiting.rpartition("/")[2]))

    client.send(f"{waiting}/stoppen")

    assert reading
    assert reading.settled.wait(60)
    assert "Gestopt" in client.get(waiting).text
    with app.app_context():
        assert not db.session.scalars(select(StagedTenant)).all()
        assert not db.session.scalars(select(Batch).where(Batch.state == "staged")).all()


def elsewhere(number: str) -> None:
    """Do as another process does, that does not hold the file of an import."""
    uploads.HELD.pop(int(number.rpartition("/")[2]))


def test_a_list_that_one_process_read_is_stored_through_another_and_then_held_by_none(
    app: Flask, client: PageClient, cast: Cast, data: Path
) -> None:
    client.sign_in(cast.assistant)
    preview = upload(client, data / "tenants" / "clean.csv")
    held = uploads.find(int(preview.rpartition("/")[2]))
    assert held
    elsewhere(preview)

    page = client.get(preview).text
    client.send(f"{preview}/bewaren")
    uploads.HELD[held.number] = held
    with app.app_context():
        uploads.look(held)

    assert "Wij hebben het bestand zelf niet meer" in page
    assert number_of_tenants(app) == 200
    assert held.gone.is_set()
    assert not uploads.HELD


def test_the_file_itself_is_held_for_two_hours_at_most(
    app: Flask, client: PageClient, cast: Cast, data: Path
) -> None:
    client.sign_in(cast.assistant)
    held = uploads.find(int(upload(client, data / "tenants" / "clean.csv").rpartition("/")[2]))
    assert held
    left = []

    for minutes in (119, 120):
        with on(NOW + timedelta(minutes=minutes)), app.app_context():
            uploads.look(held)
        left.append(held.gone.is_set())

    assert left == [False, True]


def test_a_question_in_another_process_asks_for_the_file_again_and_keeps_the_answers(
    app: Flask, client: PageClient, cast: Cast, tmp_path: Path
) -> None:
    client.sign_in(cast.assistant)
    header = ["Huurdernummer", "Hoe heet u", "Straat", "Huisnummer", "Postcode", "Plaats", "Sinds"]
    row = ["00100001", "Vermeer", "Kwakelpad", "12", "1823 AB", "Alkmaar", "01-03-1985"]
    path = tmp_path / "eigen.csv"
    path.write_text(f"{';'.join(header)}\r\n{';'.join(row)}")
    asked = send_text(client, path.read_text(), "ascii")
    action = action_of(asked, "kolommen")
    elsewhere(action.removesuffix("/kolommen"))
    fields = "external_id surname street house_number postcode city tenant_since".split()
    chosen = {f"kolom-{index}": name for index, name in enumerate(fields)}
    signature = re.findall(r'name="header" value="(\w+)"', asked)

    question = client.get(action.removesuffix("/kolommen"))
    answer = client.send(action, header=signature, **chosen)
    preview = client.get(upload(client, path))

    assert "Wij hebben een vraag over dit bestand" in question.text
    assert answer.status_code == 422
    assert "Wij hebben uw antwoorden bewaard" in answer.text
    assert "Vermeer" in preview.text


def test_an_answer_about_the_whole_file_goes_along_when_the_file_is_chosen_again(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.assistant)
    text = "".join(lined({"surname": "König"}))
    action = action_of(send_text(client, text, "cp850"), "kolommen")
    elsewhere(action.removesuffix("/kolommen"))

    again = client.send(action, encoding="cp850")
    content = BytesIO(text.encode("cp850"))
    fields = {"csrf_token": client.token(), "encoding": "cp850", "file": (content, "x.csv")}
    client.post("/huurders/inlezen/", data=fields)

    assert '<input type="hidden" name="encoding" value="cp850">' in again.text
    with app.app_context():
        assert [one.surname for one in db.session.scalars(select(StagedTenant))] == ["König"]


def test_a_file_whose_process_is_gone_is_asked_for_again_and_dropped(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.assistant)
    with app.app_context():
        batch = open_batch(db.session(), "huurders.csv", whole=True, by=None, now=NOW)
        db.session.commit()
        pages = []
        for gone in (SILENT - timedelta(seconds=1), SILENT):
            with on(NOW + gone):
                client.sign_in(cast.assistant)
                pages.append(client.get(f"/huurders/inlezen/{batch.id}").text)
        drop_stale(db.session(), now=NOW + SILENT)

        assert batch.state == "cancelled"
    assert "Wij zijn net begonnen" in pages[0]
    assert "brak af" in pages[1]


def test_a_file_over_a_limit_is_refused_with_that_limit(
    app: Flask, client: PageClient, cast: Cast, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sign_in(cast.assistant)
    settings = app.extensions["settings"].model_copy(update={"import_rows": 150})
    monkeypatch.setitem(app.extensions, "settings", settings)
    content = (data / "tenants" / "clean.csv").read_bytes()
    body = {"csrf_token": client.token(), "file": (BytesIO(content), "huurders.csv")}

    response = client.post("/huurders/inlezen/", data=body)

    assert response.status_code == 422
    assert "hoogstens 150" in response.text


def test_the_same_file_again_says_that_nothing_changes(
    app: Flask, client: PageClient, cast: Cast, data: Path
) -> None:
    client.sign_in(cast.assistant)
    client.send(f"{upload(client, data / 'tenants' / 'clean.csv')}/bewaren")

    preview = upload(client, data / "tenants" / "clean.csv")
    page = client.get(preview)
    client.send(f"{preview}/bewaren")

    assert "Dit bestand verandert niets" in page.text
    assert number_of_tenants(app) == 200
    with app.app_context():
        assert not db.session.scalars(select(Change)).all()


def test_an_import_that_cannot_be_undone_says_why(
    app: Flask, client: PageClient, cast: Cast, data: Path
) -> None:
    with app.app_context():
        first, _newer = [import_file(db.session(), [tenant_record()]).id for _ in range(2)]
        db.session.commit()
    client.sign_in(cast.assistant)

    page = client.get(f"/huurders/inlezen/{first}")

    assert "Draai dat eerst terug" in page.text
    assert "terugdraaien" not in page.text


def action_of(page: str, ending: str) -> str:
    """Give where the form of a page leads whose address ends like this."""
    found = re.search(rf'action="([^"]+/{ending})"', page)
    assert found, ending
    return found[1]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("leeg.csv", b""),  # nothing in it
        ("foto.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200)),  # a picture
        ("huurders.xls", b"<html><table><tr><td>x</td></tr></table></html>"),  # a web page
        ("kolommen.csv", b"appel;peer\n1;2\n"),  # columns that nobody knows
        ("kop.csv", b"Huurdernummer;Achternaam\n"),  # a header, and required columns missing
        ("nul.csv", b"Huurdernummer;Achternaam\n\x00\x00;x\n"),  # NUL bytes
    ],
)
def test_a_file_that_is_no_list_of_tenants_is_refused_with_a_sentence(
    app: Flask, client: PageClient, cast: Cast, name: str, content: bytes
) -> None:
    client.sign_in(cast.assistant)
    data = {"csrf_token": client.token(), "file": (BytesIO(content), name)}

    response = client.post("/huurders/inlezen/", data=data)

    assert response.status_code == 422
    assert 'class="error"' in response.text
    assert count(app, Tenant, StagedTenant, StagedRow) == 0


def part_of(path: Path, lines: int, tmp_path: Path) -> Path:
    """Write the first lines of a list."""
    part = tmp_path / "deel.csv"
    part.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:lines]))
    return part


def test_a_file_in_which_very_many_are_missing_is_stored_once_somebody_ticks_it(
    app: Flask, client: PageClient, cast: Cast, data: Path, tmp_path: Path
) -> None:
    client.sign_in(cast.assistant)
    clean = data / "tenants" / "clean.csv"
    client.send(f"{upload(client, clean)}/bewaren")
    preview = upload(client, part_of(clean, 101, tmp_path))
    page = client.get(preview)

    refused = client.post(f"{preview}/bewaren", data={"csrf_token": client.token()})
    stored = client.send(f"{preview}/bewaren", many="1")

    assert "Niet meer in de loting: 100 huurders. Gewijzigd: 0 huurders." in page.text
    assert refused.status_code == 422
    assert "Zet eerst het vinkje" in refused.text
    assert stored.status_code == 303
    with app.app_context():
        assert (
            len(db.session.scalars(select(Tenant).where(Tenant.missing_since.is_not(None))).all())
            == 100
        )


def test_a_file_that_changes_little_asks_for_no_tick(
    client: PageClient, cast: Cast, data: Path
) -> None:
    client.sign_in(cast.assistant)

    page = client.get(upload(client, data / "tenants" / "clean.csv"))

    assert 'name="many"' not in page.text


def send_text(client: PageClient, text: str, encoding: str) -> str:
    """Choose a list that asks something, and give the page with its question."""
    file = (BytesIO(text.encode(encoding)), "huurders.csv")
    response = client.post("/huurders/inlezen/", data={"csrf_token": client.token(), "file": file})
    assert response.status_code == 422
    return response.text


@pytest.mark.parametrize(
    ("change", "encoding", "asked", "answer", "stored"),
    [
        ({"surname": "König"}, "cp850", "Kînig", {"encoding": "cp850"}, ("König", "1971-03-01")),
        (
            {"tenancy_start": "03/25/1984"},
            "utf-8",
            "03/25/1984",
            {"date_order": "month_first"},
            ("Bos", "1984-03-25"),
        ),
    ],
)
def test_a_file_that_can_be_read_in_two_ways_is_read_as_somebody_says(
    app: Flask,
    client: PageClient,
    cast: Cast,
    change: dict[str, str],
    encoding: str,
    asked: str,
    answer: dict[str, str],
    stored: tuple[str, str],
) -> None:
    client.sign_in(cast.assistant)
    page = send_text(client, "".join(lined(change)), encoding)

    again = client.send(action_of(page, "kolommen"), **answer)

    assert asked in page
    assert "kolom-0" not in page
    with app.app_context():
        (tenant,) = db.session.scalars(select(StagedTenant))
        assert (tenant.surname, str(tenant.tenancy_start)) == stored
        assert not db.session.scalars(select(Mapping)).all()
    assert client.get(str(again.location)).status_code == 200


def test_who_answers_nothing_is_asked_again(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.assistant)
    page = send_text(client, "".join(lined({"surname": "König"})), "cp850")

    again = client.post(action_of(page, "kolommen"), data={"csrf_token": client.token()})

    assert again.status_code == 422
    assert "Kînig" in again.text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("c01_excel97.xls", "van vóór 2007"),
        ("c04_backslash_paths.xlsx", "een ander programma"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_how_to_save_it(
    client: PageClient, cast: Cast, data: Path, name: str, said: str
) -> None:
    client.sign_in(cast.assistant)
    content = BytesIO((data / "tenants" / "cases" / name).read_bytes())

    page = client.post(
        "/huurders/inlezen/", data={"csrf_token": client.token(), "file": (content, name)}
    )

    assert page.status_code == 422
    assert said in page.text
    assert "bewaar het als xlsx" in page.text


def test_the_preview_names_other_sheets_and_lines_with_a_lone_quotation_mark(
    client: PageClient, cast: Cast, data: Path
) -> None:
    client.sign_in(cast.assistant)
    cases = data / "tenants" / "cases"

    sheets = client.get(upload(client, cases / "b11_two_sheets_with_tenants.xlsx"))
    lines = client.get(upload(client, cases / "a11_open_quotes_in_unread_column.csv"))

    assert "Zuid" in sheets.text
    assert "3 en 7" in lines.text
