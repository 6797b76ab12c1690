"""Signing in and out, with Flask-Security: generic answers, limits, sessions that really end."""

import hmac
import math
import unicodedata
from datetime import timedelta
from typing import Any, NoReturn

from flask import Flask, Response, current_app, g, request, session
from flask_babel import lazy_gettext, ngettext
from flask_login import user_logged_out
from flask_security import (
    LoginForm,
    Security,
    SQLAlchemyUserDatastore,
    hash_password,
    user_authenticated,
)
from werkzeug.exceptions import NotFound
from wtforms import BooleanField, EmailField, PasswordField
from wtforms.validators import DataRequired

from visits.config import Settings
from visits.domain.sign_in import network_of
from visits.models import database, db
from visits.models.account import Account, AccountRole
from visits.services import account as accounts
from visits.services import audit
from visits.services import sign_in as sign_ins
from visits.services.organisation import sample_password
from visits.web.forms.base import BaseForm
from visits.web.kit.access import public
from visits.web.kit.deed import deed, now
from visits.web.kit.redirects import safe_path

OWN_DEVICE = timedelta(days=30)
WRONG = lazy_gettext("This address and this password do not belong together.")


class SignInForm(LoginForm, BaseForm):
    """The sign-in form; it never says whether an account exists."""

    email = EmailField(
        lazy_gettext("Your e-mail address at work"),
        validators=[DataRequired(lazy_gettext("Fill in your e-mail address."))],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        lazy_gettext("Password"),
        validators=[DataRequired(lazy_gettext("Fill in your password."))],
        render_kw={"autocomplete": "current-password"},
    )
    remember = BooleanField(
        lazy_gettext("This is my own device"),
        description=lazy_gettext("Then you stay signed in here for 30 days."),
    )

    def validate(self, **kwargs: Any) -> bool:
        """Check the pair; every reason to refuse is the same sentence."""
        self.next.data = safe_path(self.next.data)
        if not self.email.data or not self.password.data:
            return bool(BaseForm.validate(self, **kwargs))
        if wait := begin_attempt(self.email.data):
            self.email.errors, self.password.errors = [], [too_often(wait)]
            g.sign_in_wait = wait
            return False
        if super().validate(**kwargs):
            self.hash_anew()
            return True
        self.email.errors, self.password.errors = [], [WRONG]
        return False

    def hash_anew(self) -> None:
        """Hash a password without the app's secret, if it was hashed with it before."""
        known = self.user
        if isinstance(known, Account) and known.is_signed:
            number, before = known.id, known.password
            fresh = hash_password(self.password.data or "")
            with deed() as db_session:
                account = db_session.get_one(Account, number)
                account.password = fresh if account.password == before else account.password


def init(app: Flask, settings: Settings) -> None:
    """Set up accounts, sessions and the limit on guesses."""
    app.config.update(
        # Argon2 brings a salt of its own: a password holds whatever secret signs the sessions.
        SECURITY_PASSWORD_SINGLE_HASH={"argon2"},
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of the scheme
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_LOGIN_USER_TEMPLATE="account/sign_in.html",
        SECURITY_POST_LOGIN_VIEW="home.index",
        SECURITY_POST_LOGOUT_VIEW="security.login",
        SECURITY_SEND_REGISTER_EMAIL=False,
        SECURITY_FLASH_MESSAGES=False,
        SECURITY_CACHE_CONTROL=None,
        SECURITY_API_ENABLED_METHODS=["session"],
        REMEMBER_COOKIE_DURATION=OWN_DEVICE,
        REMEMBER_COOKIE_PATH=settings.path or "/",
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_SECURE=settings.secure,
    )
    datastore = SQLAlchemyUserDatastore(db, Account, AccountRole)
    Security(app, datastore, login_form=SignInForm)
    drop_unused(app)
    user_authenticated.connect(on_success, app)
    user_logged_out.connect(on_sign_out, app)
    app.after_request(mark_refusal)
    app.jinja_env.globals["invented"] = invented


def invented() -> list[tuple[Account, str]]:
    """List who may sign in with one press, and their password: nobody, unless all is invented."""
    password = sample_password(db.session())
    found = accounts.list_accounts(db.session()) if password else []
    return [(account, password or "") for account in found if account.active]


def begin_attempt(email: str) -> timedelta:
    """Count an attempt to sign in, or return how long to wait before the next one."""
    limit = current_app.extensions["settings"].sign_in_limit
    # Not the deed of this form: the same form may be sent again when the wait is over.
    with database.deed() as db_session:
        account = accounts.find_account(db_session, email)
        return sign_ins.begin(db_session, account, **whence(email), limit=limit, now=now())


def whence(email: str) -> dict[str, str]:
    """Return marks of an account and a network, that tell nobody which they are."""
    name = unicodedata.normalize("NFKC", email).strip().casefold()
    marks = {"name": name, "address": network_of(request.remote_addr or "")}
    key = str(current_app.secret_key).encode()
    return {kind: hmac.digest(key, mark.encode(), "sha256").hex() for kind, mark in marks.items()}


def too_often(wait: timedelta) -> str:
    """Say how long to wait."""
    minutes = -(-wait // timedelta(minutes=1))
    return str(
        ngettext(
            "That was wrong too often. Wait one minute, then try again.",
            "That was wrong too often. Wait %(num)s minutes, then try again.",
            minutes,
        )
    )


def drop_unused(app: Flask) -> None:
    """Take away the pages of Flask-Security that this app does not use."""
    kept = {"security.login", "security.logout"}
    for rule in list(app.url_map.iter_rules()):
        if rule.endpoint.startswith("security.") and rule.endpoint not in kept:
            app.view_functions[rule.endpoint] = gone


@public
def gone(**_values: Any) -> NoReturn:
    """Stand in for a page that does not exist here."""
    raise NotFound


def on_success(_app: Flask, user: Account, **_more: Any) -> None:
    """Begin a session that ends by itself, and forget earlier guesses."""
    session.permanent = True
    number, mine = user.id, whence(user.email)
    with deed() as db_session:
        sign_ins.succeed(db_session, **mine)
        audit.record(db_session, "account.sign_in", "account", number, by=number, now=now())


def on_sign_out(_app: Flask, user: Account, **_more: Any) -> None:
    """End the session on the server: a copied cookie is worth nothing afterwards."""
    number = user.id
    with deed() as db_session:
        accounts.end_sessions(db_session.get_one(Account, number))


def mark_refusal(response: Response) -> Response:
    """A refused sign-in is not a success for a machine that reads the status."""
    refused = request.method == "POST" and response.status_code == 200
    if request.endpoint == "security.login" and refused:
        response.status_code = 422
    if wait := g.pop("sign_in_wait", None):
        response.status_code = 429
        response.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    if request.endpoint == "security.logout":
        # Drafts kept in this browser belong to whoever signs out.
        response.headers["Clear-Site-Data"] = '"storage"'
    return response
