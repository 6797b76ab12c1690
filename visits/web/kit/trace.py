"""Each request has a number of its own: in its answer, and in every line of the log about it."""

import logging
import re
from secrets import token_hex
from time import perf_counter

from flask import Flask, Response, g, request

from visits.config import Settings
from visits.web.kit.session import is_for_anybody

log = logging.getLogger(__name__)
HEADER = "X-Request-ID"
NUMBER = re.compile(r"[A-Za-z0-9._-]{8,64}")


def init(app: Flask, settings: Settings) -> None:
    """Begin each request with its number, and end it with a line."""

    @app.before_request
    def begin() -> None:
        given = request.headers.get(HEADER, "") if settings.proxies else ""
        g.request_id = given if NUMBER.fullmatch(given) else token_hex(8)
        g.begun = perf_counter()

    app.after_request(end)


def end(response: Response) -> Response:
    """Say which page was asked for, and how it went; never its address, which may hold a name."""
    response.headers[HEADER] = g.request_id
    numbers = {
        "method": request.method,
        "page": request.endpoint,
        "status": response.status_code,
        "ms": round((perf_counter() - g.begun) * 1000),
        "account": g.get("my_id"),
    }
    level = logging.DEBUG if is_for_anybody(request) else logging.INFO
    log.log(level, "request", extra={"numbers": numbers})
    return response
