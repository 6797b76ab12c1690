"""Who has a session: readers of pages do, static files and the sign of life do not."""

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

SIGN_OF_LIFE, READINESS = "/healthz", "/readyz"


def is_for_anybody(request: Request) -> bool:
    """Say whether an address answers everybody alike, and so without a cookie or an account."""
    return request.path.startswith("/static/") or request.path in {SIGN_OF_LIFE, READINESS}


class PageSession(SecureCookieSessionInterface):
    """Flask's own session, opened for pages only.

    A file that is fetched beside a page would send back the cookie it was asked with, and so
    undo what the page has just begun; and a shared cache would hand that cookie to others.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return the session of a reader, or None where there is none to read or to keep."""
        return None if is_for_anybody(request) else super().open_session(app, request)


def init(app: Flask) -> None:
    """Open sessions for pages only."""
    app.session_interface = PageSession()
