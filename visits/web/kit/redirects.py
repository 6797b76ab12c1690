"""Where a reader goes: back to a path of this app only, and on from an address of before."""

from typing import Any

from flask import Flask, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from visits.web.kit.access import public

# Mails that were sent already lead to these.
MOVED = {"maandag": "?stand=deze-week"}


def safe_path(path: str | None) -> str:
    """Give a path of this app, or the start page for anything else."""
    start = f"{request.script_root if request else ''}/"
    path = path or start
    # Browsers read a backslash as a slash, and leave out the control characters.
    elsewhere = path[len(start) :][:1] in {"/", "\\"} or not path.isprintable()
    return path if path.startswith(start) and not elsewhere else start


def go_on(said: str, endpoint: str, **values: Any) -> ResponseReturnValue:
    """Say what happened, and lead on to a page."""
    flash(said)
    return redirect(url_for(endpoint, **values), 303)


@public
def moved(rest: str = "") -> ResponseReturnValue:
    """Lead on from where promises stood before."""
    asked = f"?{request.query_string.decode()}" if request.query_string else ""
    return redirect(f"{url_for('promise.index')}{MOVED.get(rest, rest + asked)}", 301)


@public
def sheet(rest: str) -> ResponseReturnValue:
    """Lead on from a report of promises to the sheet of the same quarter, which tells of them."""
    return redirect(f"{url_for('report.index')}op-de-koffie/{rest}", 301)


def init(app: Flask) -> None:
    """Answer addresses of before."""
    app.add_url_rule("/rapporten/opvolging/<path:rest>", "sheet", sheet)
    app.add_url_rule("/opvolging/", "moved", moved)
    app.add_url_rule("/opvolging/<path:rest>", "moved", moved)
