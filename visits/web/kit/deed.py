"""The edge of a deed: one moment, one transaction, one commit, and once for each form."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from flask import Flask, g, request
from flask_security import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from visits.models import database
from visits.models.once import SentForm
from visits.services import audit
from visits.web.kit.access import my_id

ONCE = "once"


class Repeated(Exception):
    """The form was sent before, exactly as it is, and its deed was done."""


def init(app: Flask) -> None:
    """Give every page a key of its own, which its forms carry."""
    app.jinja_env.globals["once"] = lambda: g.setdefault(ONCE, token_urlsafe(9))


def now() -> datetime:
    """Give the present moment in UTC; the only clock of the screens."""
    return datetime.now(UTC)


@contextmanager
def deed() -> Iterator[Session]:
    """Open a transaction that writes, and commit it once when nothing went wrong.

    Repeated when the form of this request was sent before: two clicks, two tabs, a page that
    was sent again. In one transaction with the deed, so that of two at once only one does it.
    """
    with database.deed() as session:
        key = key_of_form()
        if key is not None and not g.get("claimed"):
            claim(session, key)
        yield session


def enact(act: Callable[..., Any], *given: Any, **more: Any) -> Any:
    """Do something in a deed of its own, and return what came of it."""
    with deed() as session:
        return act(session, *given, **more, by=my_id(), now=now())


def do(
    get: Callable[[Session, Any], Any], key: Any, act: Callable[..., Any], *given: Any, **more: Any
) -> Any:
    """Do something with one record in a deed of its own, and return what came of it."""
    with deed() as session:
        return act(session, get(session, key), *given, **more, by=my_id(), now=now())


def note_export(export: str, subject: str, number: int | str, **detail: Any) -> None:
    """Write in the log that something left the app."""
    with deed() as session:
        audit.record(session, export, subject, number, by=my_id(), now=now(), **detail)


def key_of_form() -> str | None:
    """Return what tells the form of this request from every other one, if it carries a key.

    None for files, which are not in the form, and for scripts, which send a text many times.
    """
    if not request or not request.form.get(ONCE) or request.files:
        return None
    if request.headers.get("X-Requested-With") == "fetch":
        return None
    sent = sorted(request.form.items(multi=True))
    return sha256(repr((current_user.get_id(), request.path, sent)).encode()).hexdigest()


def claim(session: Session, key: str) -> None:
    """Note that a form is used; Repeated when it was."""
    session.add(SentForm(key=key, at=now()))
    try:
        session.flush()
    except IntegrityError:
        raise Repeated from None
    g.claimed = True
