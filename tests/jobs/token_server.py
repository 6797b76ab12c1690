"""A real token endpoint on this machine, which also says whose a token is (as Dovecot asks)."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

CLIENT, SECRET = "visits-app", "geheim van de app"
ASKED = {
    "grant_type": ["client_credentials"],
    "client_id": [CLIENT],
    "client_secret": [SECRET],
    "scope": ["https://outlook.office365.com/.default"],
}


class TokenServer(ThreadingHTTPServer):
    """An endpoint that gives tokens to one client; each is good until it is taken back."""

    daemon_threads = True

    def __init__(self, user: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.user, self.life = user, 3600
        self.given: list[str] = []
        self.good: set[str] = set()
        self.nonsense: tuple[int, bytes] | None = None

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def settings(self) -> dict[str, Any]:
        """What an app is set to that gets its tokens here."""
        return {
            "token_endpoint": f"{self.address}/token",
            "token_client": CLIENT,
            "token_secret": SECRET,
        }

    def give(self) -> tuple[int, bytes]:
        """Give a new token, or what was ordered instead."""
        if self.nonsense is not None:
            return self.nonsense
        token = f"token-{len(self.given)}"
        self.given.append(token)
        self.good.add(token)
        told = {"access_token": token, "token_type": "Bearer", "expires_in": self.life}
        return 200, json.dumps(told).encode()


class Handler(BaseHTTPRequestHandler):
    """Answers one question."""

    server: TokenServer

    def do_POST(self) -> None:
        """Give a token to who knows the secret (RFC 6749 4.4)."""
        asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
        right = parse_qs(asked) == ASKED and self.path == "/token"
        self.say(*(self.server.give() if right else (401, b'{"error": "invalid_client"}')))

    def do_GET(self) -> None:
        """Say whose a token is."""
        shown = parse_qs(urlsplit(self.path).query).get("token", [""])[0]
        good = shown in self.server.good
        self.say(*((200, json.dumps({"email": self.server.user}).encode()) if good else (401, b"")))

    def say(self, status: int, body: bytes) -> None:
        """Send an answer."""
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_told: object) -> None:
        """Write nothing on the screen of the tests."""


@contextmanager
def tokens_for(user: str) -> Iterator[TokenServer]:
    """Serve tokens of one user while a test runs."""
    with TokenServer(user) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
