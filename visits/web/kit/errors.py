"""What a reader hears when something cannot be: one table of sentences, one kind of page."""

import logging
import secrets
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, jsonify, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext, lazy_gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from visits.domain.visit import StepNotAllowed
from visits.models import db
from visits.models.trouble import Trouble, trouble_of
from visits.services.journal.taken_back import WordsGone
from visits.services.refusals import NotFound, Refused
from visits.web.kit.access import PUBLIC, access_of, ask_to_sign_in, is_script, me
from visits.web.kit.deed import Repeated
from visits.web.kit.redirects import safe_path
from visits.web.kit.session import is_for_anybody
from visits.words.locale import LANGUAGES
from visits.words.organisation import settings
from visits.words.refusals import KINDS, TROUBLES, sentence

log = logging.getLogger(__name__)
TITLES = {
    400: lazy_gettext("We could not read that"),
    401: lazy_gettext("You are signed out"),
    403: lazy_gettext("This page is not for you"),
    404: lazy_gettext("This page does not exist"),
    405: lazy_gettext("That cannot be done here"),
    409: lazy_gettext("That is not possible now"),
    413: lazy_gettext("That file is too large"),
    500: lazy_gettext("That did not work"),
    503: lazy_gettext("That does not work now"),
    507: lazy_gettext("The disk is full"),
}
LEADS = {
    400: lazy_gettext("Something in the address or the form was not right. Nothing was changed."),
    401: lazy_gettext("Sign in again. What you wrote is still in this browser."),
    403: lazy_gettext("Your account may not do this. Nothing was changed."),
    404: lazy_gettext("Perhaps it was taken away, or the address has a typing error."),
    405: lazy_gettext("Nothing was changed. Go back and use the button on the page."),
    409: lazy_gettext("Nothing was changed."),
    413: lazy_gettext("We read files up to %(size)s MB. Nothing was changed."),
    500: lazy_gettext("It is our fault, not yours. Nothing was changed."),
}


def init(app: Flask) -> None:
    """Answer every refusal and every fault with a page of our own."""
    app.register_error_handler(CSRFError, show_csrf)
    app.register_error_handler(Repeated, show_repeated)
    app.register_error_handler(HTTPException, show_http)
    app.register_error_handler(Exception, show_fault)
    for kind in (Refused, StepNotAllowed, *KINDS):
        app.register_error_handler(kind, show_refused)


def page(code: int, lead: str, **values: Any) -> ResponseReturnValue:
    """Render the page of one kind of refusal; what has no session has no page either."""
    db.session.rollback()
    if is_for_anybody(request):
        return "", code, {"Content-Type": "text/plain; charset=utf-8"}
    if is_script():
        return jsonify(said=lead, **values), code
    return render_template(
        "error/index.html", code=code, heading=TITLES.get(code, TITLES[400]), lead=lead, **values
    ), code


def show_http(error: HTTPException) -> ResponseReturnValue:
    """Show an HTTP refusal in the reader's language."""
    code = error.code or 500
    if code < 400:
        return error.get_response()
    if code >= 500:
        return show_fault(error)
    if code == 413 and not is_too_large() and me() is None:
        return ask_to_sign_in()
    megabytes = (current_app.config["MAX_CONTENT_LENGTH"] or 0) // 1_000_000
    lead = LEADS.get(code, LEADS[400])
    return page(code, str(lead) % {"size": megabytes} if code == 413 else str(lead))


def is_too_large() -> bool:
    """Say whether more came than anybody may send."""
    return (request.content_length or 0) > (current_app.config["MAX_CONTENT_LENGTH"] or 0)


def show_repeated(_error: Repeated) -> ResponseReturnValue:
    """Lead back from a form that was sent twice; its deed was done the first time."""
    db.session.rollback()
    return redirect(safe_path(urlsplit(request.referrer or "").path), 303)


def show_csrf(_error: CSRFError) -> ResponseReturnValue:
    """Say that a form was too old to be believed; without a session, ask to sign in first."""
    if is_script():
        return page(401, str(LEADS[401]))
    if me() is None and access_of(request.endpoint or "static") != PUBLIC:
        return ask_to_sign_in()
    return page(400, gettext("This form was open for too long. Open the page again and resend it."))


def show_refused(error: Exception) -> ResponseReturnValue:
    """Turn a typed refusal into its sentence, on a page of its own."""
    code = 404 if isinstance(error, NotFound) else 409
    return page(code, sentence(error), gone=isinstance(error, WordsGone))


def show_fault(error: Exception) -> ResponseReturnValue:
    """Log a fault of ours under a code that a reader can name, and say so."""
    if trouble := trouble_of(error):
        return show_trouble(trouble)
    code = secrets.token_hex(3).upper()
    log.error("fault %s at %s", code, request.endpoint, exc_info=error)
    if current_app.testing:
        raise error
    return page(500, str(LEADS[500]), fault=code)


def show_trouble(trouble: Trouble) -> ResponseReturnValue:
    """Say what the machine refuses, on a page that asks the database for nothing."""
    log.error("the machine refuses %s: %s", request.endpoint, trouble.value)
    with suppress(SQLAlchemyError):
        db.session.rollback()
    code = 507 if trouble is Trouble.FULL else 503
    chosen = session.get("language") if session else None
    with force_locale(chosen if chosen in LANGUAGES else settings().language):
        lead = str(TROUBLES[trouble])
        if is_for_anybody(request):
            return "", code, {"Content-Type": "text/plain; charset=utf-8"}
        if is_script():
            return jsonify(said=lead), code
        known = {"code": code, "heading": TITLES[code], "lead": lead, "typed": typed()}
        return render_template("error/trouble.html", address=request.full_path, **known), code


def typed() -> list[tuple[str, str]]:
    """List what was sent and is not kept, to be sent again; no password, and no file."""
    if request.method != "POST" or request.files:
        return []
    return [(name, value) for name, value in request.form.items(True) if "password" not in name]
