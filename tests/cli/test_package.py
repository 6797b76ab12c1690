"""What is installed works by itself: nothing in it leans on the checkout that it was made from."""

import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.cookiejar import CookieJar
from pathlib import Path
from typing import IO
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener
from zipfile import ZipFile

import pytest

from tests.client import TOKEN
from tests.loopback import PATIENCE, free_port, wait_until

ROOT = Path(__file__).parents[2]
# What is kept in the checkout beside its Python files, and must travel.
DATA = ("templates", "visits/static", "visits/translations", "visits/migrations", "visits/demo")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, made from this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_everything_that_is_no_code_travels_in_the_package(wheel: Path) -> None:
    with ZipFile(wheel) as package:
        packed = set(package.namelist())

    wanted = {path for folder in DATA for path in (ROOT / folder).rglob("*") if path.is_file()}
    wanted |= {*(ROOT / "visits").rglob("*.json")}
    names = {path.relative_to(ROOT).as_posix() for path in wanted if path.suffix != ".pyc"}
    assert {f"visits/{name.removeprefix('visits/')}" for name in names} <= packed
    assert not {name for name in packed if name.startswith(("tests/", "instance/"))}


@pytest.mark.thorough
def test_the_package_serves_its_demo_and_lets_somebody_sign_in(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = installed(wheel, tmp_path / "venv")
    port = free_port()
    for name in [name for name in os.environ if name.startswith(("VISITS_", "PYTHON", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    with running([python, "-m", "visits", "demo", "--port", str(port)]) as server:
        wait_until(lambda: build_opener().open(f"http://127.0.0.1:{port}/healthz").read() == b"ok")
        page = signed_in(f"http://127.0.0.1:{port}", "directeur@demo.example", "bezoek-demo")
        printed = [server.readline() for _ in range(5)]

    made = next(tmp_path.rglob("demo.sqlite3"))
    assert "<h1" in page
    assert any("directeur@demo.example" in line for line in printed)
    assert "visits" in made.parts
    assert "venv" not in made.parts
    monkeypatch.setenv("VISITS_DATABASE_URL", f"sqlite:///{made}")
    script = python.with_name("visits")
    subprocess.run([script, "outbox", "--to", tmp_path / "post"], check=True)
    mails = [path.read_bytes() for path in sorted((tmp_path / "post").glob("*.eml"))]
    parts = message_from_bytes(mails[0], policy=policy.default).walk()
    assert "text/calendar" in {part.get_content_type() for part in parts}


def installed(wheel: Path, venv: Path) -> Path:
    """Install a package in an empty place; what it depends on is lent by this interpreter."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    python = venv / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-deps"]
    subprocess.run([*pip, str(wheel)], check=True)
    site = next(venv.glob("lib/python*/site-packages"))
    (site / "lent.pth").write_text(sysconfig.get_path("purelib"))
    return python


@contextmanager
def running(command: list[str | Path]) -> Iterator[IO[str]]:
    """Run a server, and end it."""
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        yield server.stdout
    finally:
        server.terminate()
        server.communicate(timeout=PATIENCE)


def signed_in(address: str, email: str, password: str) -> str:
    """Sign in as a browser would, and give the page that comes then."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    token = TOKEN.search(read(browser, f"{address}/login"))
    assert token
    fields = {"csrf_token": token[1], "email": email, "password": password}
    page = read(browser, f"{address}/login", fields)
    assert re.search(r'action="/logout"', page)
    return page


def read(browser: OpenerDirector, address: str, fields: dict[str, str] | None = None) -> str:
    """Open a page, or send a form."""
    body = urlencode(fields).encode() if fields else None
    with browser.open(address, body, timeout=PATIENCE) as answer:
        return str(answer.read().decode())
