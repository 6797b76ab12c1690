"""Two processes of the app with one database, behind one proxy: either does for the other."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from sqlalchemy import select

from tests.databases import postgresql_address
from tests.factories import Cast, make_account, make_cast
from tests.loopback import PATIENCE, free_port, listens, wait_until
from tests.served import Answer, Visitor, proxied
from visits import create_app
from visits.config import load
from visits.domain.account import Role
from visits.models import db
from visits.models.tenant import Tenant
from visits.start import prepare

LIST = Path(__file__).parents[1] / "data" / "tenants" / "clean.csv"
PAGES = ("/", "/huurders/", "/loting/", "/beloften/", "/hoe-wij-loten/", "/privacy")
DIRECTORS = [f"directeur-{number}@waterhof.example" for number in range(8)]


@pytest.fixture(params=["postgresql", pytest.param("sqlite", marks=pytest.mark.thorough)])
def office(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Cast]:
    """The accounts of an app of which no process runs yet; its settings are in the environment."""
    address = postgresql_address("processes") if request.param == "postgresql" else ""
    for name, value in (("INSTANCE", str(tmp_path)), ("DATABASE_URL", address), ("PROXIES", "1")):
        monkeypatch.setenv(f"VISITS_{name}", value)
    app = create_app(load())
    prepare(app)
    # Whoever signs in is not what is tried here: one cheap round of the real scheme.
    app.extensions["security"].pwd_context.update(argon2__rounds=1, argon2__memory_cost=64)
    with app.app_context():
        cast = make_cast(db.session())
        for email in DIRECTORS:
            make_account(db.session(), Role.DIRECTOR, email=email)
        db.session.commit()
        yield cast
        db.session.remove()
        db.engine.dispose()


@contextmanager
def serving() -> Iterator[int]:
    """Run `visits serve` in a process of its own, and give its port."""
    port = free_port()
    command = [sys.executable, "-m", "visits", "serve", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ)
    try:
        wait_until(lambda: listens(port))
        yield port
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


@contextmanager
def two_behind_nginx(home: Path) -> Iterator[Visitor]:
    """Run two processes behind nginx as the README says; every request goes to the other one."""
    with ExitStack() as running:
        ports = [running.enter_context(serving()) for _ in range(2)]
        servers = "".join(f"server 127.0.0.1:{port};" for port in ports)
        changes = (
            ("server {\n", f"upstream visits {{ {servers} }}\nserver {{\n"),
            ("http://127.0.0.1:8000;", "http://visits;  # and not 127.0.0.1:8000"),
        )
        home.mkdir()
        yield running.enter_context(proxied(home, ports[0], *changes))


def choose(visitor: Visitor, token: str, path: Path) -> Answer:
    """Choose a list of tenants."""
    mark = "grens"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n',
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{path.name}"\r\n\r\n',
    ]
    body = "".join(parts).encode() + path.read_bytes() + f"\r\n--{mark}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    return visitor.ask("/huurders/inlezen/", body, headers | referer(visitor))


def referer(visitor: Visitor) -> dict[str, str]:
    """Say where a form stood, as a browser does."""
    return {"Referer": f"{visitor.site}/"}


def send(visitor: Visitor, path: str) -> Answer:
    """Press a button."""
    body = urlencode({"csrf_token": visitor.token("/privacy")}).encode()
    return visitor.ask(path, body, referer(visitor))


def work(visitor: Visitor, email: str) -> list[int]:
    """Sign in, look at some pages and press a button, and list what came back."""
    signed = visitor.sign_in(email).status
    pages = [visitor.ask(page).status for page in PAGES]
    return [signed, *pages, send(visitor, "/taal").status]


def test_a_list_that_one_process_reads_is_stored_through_the_other_while_eight_people_work(
    office: Cast, tmp_path: Path
) -> None:
    home = tmp_path / "nginx"
    with two_behind_nginx(home) as visitor, ThreadPoolExecutor(8) as people:
        others = [(Visitor(visitor.site, home / "cert.pem"), email) for email in DIRECTORS]
        working = [people.submit(work, *other) for other in others]
        visitor.sign_in(office.assistant)
        chosen = choose(visitor, visitor.token("/privacy"), LIST)
        place = urlsplit(chosen.headers["Location"]).path
        wait_until(lambda: "Refresh" not in visitor.ask(place).headers)
        shown = [visitor.ask(place) for _ in range(4)]
        stored = send(visitor, f"{place}/bewaren")
        statuses = [one.result() for one in working]

    assert [("200 huurders" in one.text, one.status) for one in shown] == [(True, 200)] * 4
    assert stored.status == 303
    assert len(db.session.scalars(select(Tenant)).all()) == 200
    assert statuses == [[302, *[200] * len(PAGES), 303]] * len(DIRECTORS)
