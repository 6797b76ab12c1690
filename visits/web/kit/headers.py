"""The headers that keep every page to itself."""

from flask import Flask, Response, request

from visits.config import Settings

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


def init(app: Flask, settings: Settings) -> None:
    """Put the headers on every answer."""

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.secure:
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR}"
        if request.endpoint == "static":
            response.cache_control.public = True
            response.cache_control.max_age = YEAR
        elif "Cache-Control" not in response.headers:
            # Pages hold names: no shared computer may show them after signing out.
            response.cache_control.no_store = True
        return response
