"""What a proxy in front of the app says, believed only where the settings say that there is one."""

import logging
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from visits.config import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)
PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)*")


class Below:
    """Serves the app below a path, whether the proxy leaves that path in the address or not."""

    def __init__(self, app: "WSGIApplication", path: str) -> None:
        self.app = app
        self.path = path
        self.differs = False

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request; a proxy that says X-Forwarded-Prefix took the path away."""
        told = environ.get("SCRIPT_NAME", "").rstrip("/")
        if told and told != self.path:
            self.doubt()
        if not told or not PREFIX.fullmatch(told):
            told = self.path
            asked = environ.get("PATH_INFO", "")
            if asked == told or asked.startswith(f"{told}/"):
                environ["PATH_INFO"] = asked[len(told) :]
        environ["SCRIPT_NAME"] = told
        return self.app(environ, start_response)

    def doubt(self) -> None:
        """Say once that pages and mails would lead to two places."""
        if not self.differs:
            self.differs = True
            log.warning("the proxy names another path than VISITS_BASE_URL, which mails lead to")


def init(app: Flask, settings: Settings) -> None:
    """Believe as many proxies as the settings say, and stand below the path of the address."""
    app.config["APPLICATION_ROOT"] = settings.path or "/"
    app.wsgi_app = Below(app.wsgi_app, settings.path)  # type: ignore[method-assign]
    if trusted := settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted, x_prefix=trusted
        )
