"""The headers that keep every page to itself."""

from flask import Flask, Response, request

from visits.config import Settings
from visits.web.kit.assets import is_as_asked

# No third party, no inline script or style: what a page shows comes from here.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
YEAR = 31_536_000
FOUND = (200, 304)


def init(app: Flask, settings: Settings) -> None:
    """Put the headers on every answer."""

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.secure:
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR}"
        if request.endpoint == "static" and response.status_code in FOUND and is_as_asked():
            response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        elif request.endpoint == "static" or "Cache-Control" not in response.headers:
            # Pages hold names: no shared computer may show them after signing out.
            response.headers["Cache-Control"] = "no-store"
        return response
