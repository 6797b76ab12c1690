"""Static files with their fingerprint, so that a browser may keep them for a year."""

from hashlib import sha256
from pathlib import Path

from flask import Flask, current_app, request, url_for


def asset(name: str) -> str:
    """Give the address of a static file as it is now."""
    return url_for("static", filename=name, v=fingerprint(name))


def fingerprint(name: str) -> str:
    """Give the fingerprint of a static file."""
    known: dict[str, str] = current_app.extensions["assets"]
    if name not in known or current_app.debug:
        content = (Path(current_app.static_folder or "") / name).read_bytes()
        known[name] = sha256(content).hexdigest()[:12]
    return known[name]


def is_as_asked() -> bool:
    """Say whether a static file that was found is the one that its address names.

    While an update is on its way, an old process may be asked for a file by its new name.
    """
    asked = request.args.get("v")
    return asked is None or asked == fingerprint((request.view_args or {})["filename"])


def init(app: Flask) -> None:
    """Let templates name static files."""
    app.extensions["assets"] = {}
    app.jinja_env.globals["asset"] = asset
