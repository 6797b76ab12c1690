"""Static files with their fingerprint, so that a browser may keep them for a year."""

from hashlib import sha256
from pathlib import Path

from flask import Flask, current_app, url_for


def asset(name: str) -> str:
    """Give the address of a static file as it is now."""
    known: dict[str, str] = current_app.extensions["assets"]
    if name not in known or current_app.debug:
        content = (Path(current_app.static_folder or "") / name).read_bytes()
        known[name] = sha256(content).hexdigest()[:12]
    return url_for("static", filename=name, v=known[name])


def init(app: Flask) -> None:
    """Let templates name static files."""
    app.extensions["assets"] = {}
    app.jinja_env.globals["asset"] = asset
