"""An import through the screens: what is never kept, what is shown first, what can be undone."""

import csv
import io
from io import BytesIO
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import Cast
from visits.models import db
from visits.models.tenant import StagedRow, Tenant

SECRETS = ("Huurschuld", "slecht ter been", "12-05-1939", "999990019")


def upload(client: PageClient, path: Path, **fields: str) -> str:
    """Choose a file, and give where it leads."""
    data = {"csrf_token": client.token(), "file": (BytesIO(path.read_bytes()), path.name), **fields}
    response = client.post("/huurders/inlezen/", data=data)
    assert response.status_code == 303, response.text
    return str(response.location)


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
            f"{row.tenant} {row.codes} {row.external_id}"
            for row in db.session.scalars(select(StagedRow))
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
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_a_stop_keeps_nothing_of_the_file(
    app: Flask, client: PageClient, cast: Cast, data: Path
) -> None:
    client.sign_in(cast.assistant)
    preview = upload(client, data / "tenants" / "clean.csv")

    client.send(f"{preview}/stoppen")

    with app.app_context():
        assert not db.session.scalars(select(StagedRow)).all()
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

    upload(client, path, **chosen)
    again = upload(client, path)

    assert asked.status_code == 422
    assert "Hoe heet u" in asked.text
    assert "Vermeer" in client.get(again).text
