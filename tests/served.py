"""The app behind the door that ships, and behind a real nginx with a certificate of its own."""

import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, HTTPSHandler, Request
from urllib.request import build_opener as opened

from flask import Flask

from tests.client import PASSWORD, TOKEN
from tests.databases import missing
from tests.jobs.mailbox_server import make_certificate
from tests.loopback import PATIENCE, free_port, listens, wait_until
from visits.cli import door
from visits.models import db

README = (Path(__file__).parents[1] / "README.md").read_text()
AROUND = """
daemon off;
pid {home}/pid;
error_log {home}/log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/other;
    uwsgi_temp_path {home}/other;
    scgi_temp_path {home}/other;
    {servers}
}}
"""


@contextmanager
def served(app: Flask) -> Iterator[int]:
    """Serve an app as `visits serve` does, and give the port."""
    port = door.take("127.0.0.1", 0)
    number: int = port.getsockname()[1]
    stop = threading.Event()
    thread = threading.Thread(target=door.serve, args=(app, port, stop), daemon=True)
    thread.start()
    try:
        yield number
    finally:
        stop.set()
        thread.join(PATIENCE)
        with app.app_context():
            db.engine.dispose()


def example(language: str) -> str:
    """Give the example in the README that is written in a language."""
    return README.split(f"```{language}\n", 1)[1].split("```", 1)[0]


@contextmanager
def proxied(home: Path, port: int, *changes: tuple[str, str]) -> Iterator["Visitor"]:
    """Run nginx as the README says, in front of a port, and give a visitor of it.

    `changes` are what an administrator would write differently.
    """
    if shutil.which("nginx") is None:
        missing("no nginx on the path: install it to try the app behind a real proxy")
    make_certificate(home)
    outside = free_port()
    for old, new in (
        ("listen 443 ssl", f"listen 127.0.0.1:{outside} ssl"),
        ("/etc/ssl/bezoek.pem", str(home / "cert.pem")),
        ("/etc/ssl/bezoek.key", str(home / "key.pem")),
        ("127.0.0.1:8000", f"127.0.0.1:{port}"),
    ):
        changes = (*changes, (old, new))
    servers = example("nginx")
    for old, new in changes:
        assert old in servers
        servers = servers.replace(old, new)
    (home / "conf").write_text(AROUND.format(home=home, servers=servers))
    process = subprocess.Popen(["nginx", "-e", str(home / "log"), "-c", str(home / "conf")])
    try:
        wait_until(lambda: listens(outside))
        yield Visitor(f"https://localhost:{outside}", home / "cert.pem")
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


class Stay(HTTPRedirectHandler):
    """Goes nowhere by itself."""

    def redirect_request(self, *_given: Any) -> None:
        """Follow nothing."""


class Answer:
    """What came back."""

    def __init__(self, response: HTTPResponse | HTTPError) -> None:
        self.status = response.status or 0
        self.headers = response.headers
        self.body = response.read()
        self.text = self.body.decode(errors="replace")


class Visitor:
    """A browser of few words: it keeps cookies, checks certificates, and sees what is sent."""

    def __init__(self, site: str, certificate: Path | None = None) -> None:
        self.site = site
        self.cookies = CookieJar()
        trusted = ssl.create_default_context(cafile=str(certificate) if certificate else None)
        self.opener = opened(HTTPCookieProcessor(self.cookies), HTTPSHandler(context=trusted), Stay)

    def ask(
        self, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask for a page, or send it something."""
        request = Request(self.site + path, body, dict(headers or {}))  # noqa: S310
        try:
            return Answer(self.opener.open(request, timeout=PATIENCE))
        except HTTPError as refused:
            return Answer(refused)

    def token(self, path: str) -> str:
        """Give the token of the forms on a page."""
        found = TOKEN.search(self.ask(path).text)
        assert found
        return found[1]

    def sign_in(self, email: str, password: str = PASSWORD, **headers: str) -> Answer:
        """Sign in; `headers` are sent along."""
        below = headers.pop("below", "")
        token = self.token(f"{below}/login")
        sent = urlencode({"csrf_token": token, "email": email, "password": password}).encode()
        referer = {"Referer": f"{self.site}{below}/login"}
        return self.ask(f"{below}/login", sent, referer | headers)
