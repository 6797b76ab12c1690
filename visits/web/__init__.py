"""The screens: one module per menu word, and the kit that they share."""

from datetime import timedelta
from importlib import import_module
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.routing import IntegerConverter

from visits.config import Settings
from visits.web import sign_in
from visits.web.kit import (
    access,
    assets,
    body,
    deed,
    errors,
    headers,
    keep,
    menu,
    pages,
    proxy,
    redirects,
    session,
    trace,
    values,
)
from visits.words import labels, locale, people

SCREENS = (
    "home",
    "tenant",
    "batch",
    "draw",
    "exclusion",
    "fairness",
    "visit",
    "visit_card",
    "appointment",
    "letter",
    "outbox",
    "answer",
    "busy",
    "note",
    "insight",
    "theme",
    "promise",
    "search",
    "board",
    "report",
    "card",
    "account",
    "organisation",
    "audit",
    "privacy",
    "ready",
)


class NumberConverter(IntegerConverter):
    """A number in an address: one that a database can hold, or the page does not exist."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **{"max": values.LARGEST, **more})


def set_up(app: Flask, settings: Settings) -> None:
    """Give the app its screens, its languages and its guards."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=[settings.secret_key_old] if settings.secret_key_old else [],
        MAX_CONTENT_LENGTH=settings.upload_limit,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        SESSION_COOKIE_NAME="visits",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    proxy.init(app, settings)
    body.init(app)
    app.url_map.converters["int"] = NumberConverter
    session.init(app)
    trace.init(app, settings)
    values.init(app)
    CSRFProtect(app)
    locale.init(app, settings, access.chosen_language)
    sign_in.init(app, settings)
    access.init(app)
    errors.init(app)
    headers.init(app, settings)
    for part in (assets, deed, keep, menu, redirects, people, labels, pages):
        part.init(app)
    for name in SCREENS:
        app.register_blueprint(import_module(f"visits.web.{name}").bp)
