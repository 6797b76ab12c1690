"""What may come with a request: how much, from whom; it stays in memory and touches no disk."""

from collections.abc import Mapping
from io import BytesIO
from typing import IO, Any

from flask import Flask, Request, current_app
from flask_login import COOKIE_NAME, decode_cookie

FORM = 500_000


class MemoryRequest(Request):
    """A request whose files stay in memory: no list of tenants ever stands in a temporary file."""

    def _get_file_stream(self, *_given: object, **_more: object) -> IO[bytes]:
        return BytesIO()

    @property
    def max_content_length(self) -> int:
        """Most bytes that are read of this request."""
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        return most(app, self)

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        raise NotImplementedError("`most` says how much is read")


def most(app: Flask, request: Request) -> int:
    """Return how many bytes may come with a request: a stranger sends no files."""
    files: int = app.config["MAX_CONTENT_LENGTH"]
    return files if is_known(app, request) else min(FORM, files)


def is_known(app: Flask, request: Request) -> bool:
    """Say whether somebody signed in here: by what we signed in their cookies, without a query."""
    session = app.session_interface.open_session(app, request)
    if session and session.get("_user_id"):
        return True
    remembered = request.cookies.get(COOKIE_NAME, "")
    return remembered.isascii() and decode_cookie(remembered, key=app.secret_key) is not None


def most_of(app: Flask, headers: Mapping[str, str]) -> int:
    """Return how many bytes may come, to a server that has read no more than the headers."""
    environ: dict[str, Any] = {"PATH_INFO": "/", "HTTP_COOKIE": headers.get("COOKIE", "")}
    return most(app, app.request_class(environ))


def init(app: Flask) -> None:
    """Read requests into memory, and tell a server how much of one it has to take."""
    app.request_class = MemoryRequest
    app.extensions["most"] = lambda headers: most_of(app, headers)
