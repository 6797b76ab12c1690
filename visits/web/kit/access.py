"""Who may open a page: every view says it, and a view that says nothing stays shut."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import (
    Flask,
    abort,
    current_app,
    g,
    has_request_context,
    redirect,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_security import current_user

from visits.domain.account import Right, Role, may
from visits.models.account import Account
from visits.words.locale import LANGUAGES
from visits.words.organisation import organisation

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"
# The endpoints of libraries, which carry no decorator of ours.
ELSEWHERE = {"static": PUBLIC, "security.login": PUBLIC, "security.logout": PUBLIC}


def allow(right: Right) -> Callable[[View], View]:
    """Open a view to those who have the right."""

    def mark(view: View) -> View:
        view.access = right  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Open a view to everybody, signed in or not."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def access_of(endpoint: str) -> Right | str | None:
    """Give what an endpoint says about access; None if it says nothing."""
    if endpoint in ELSEWHERE:
        return ELSEWHERE[endpoint]
    access: Right | str | None = getattr(current_app.view_functions[endpoint], "access", None)
    return access


def me() -> Account | None:
    """Give the account that is signed in."""
    found = current_user._get_current_object()
    return found if found.is_authenticated else None


def chosen_language(default: str) -> str:
    """Give the language of whoever reads this: their own choice, else the app's."""
    if not has_request_context():
        return default
    if session.get("language") in LANGUAGES:
        return str(session["language"])
    account = me()
    return account.language if account and account.language in LANGUAGES else default


def my_id() -> int:
    """Give the number of the account that is signed in; only behind `allow`."""
    account = me()
    if account is None:
        abort(401)
    number: int = g.setdefault("my_id", account.id)
    return number


def my_roles() -> frozenset[Role]:
    """Give the roles of whoever is signed in; none for a stranger."""
    if "my_roles" not in g:
        account = me()
        if account is None:
            return frozenset()
        g.my_roles = account.role_names
    roles: frozenset[Role] = g.my_roles
    return roles


def i_may(right: Right) -> bool:
    """Say whether whoever is signed in has a right: for views, menus and buttons alike."""
    releases = right is Right.RELEASE and organisation().assistant_releases
    return may(my_roles(), right, assistant_releases=releases)


def check_access() -> ResponseReturnValue | None:
    """Let nobody in who may not be there."""
    if request.endpoint is None:
        return None
    access = access_of(request.endpoint)
    if access == PUBLIC:
        return None
    if me() is None:
        return ask_to_sign_in()
    my_id()
    if not isinstance(access, Right) or not i_may(access):
        abort(403)
    return None


def is_script() -> bool:
    """Say whether a script asks, which reads no pages."""
    return request.headers.get("X-Requested-With") == "fetch"


def ask_to_sign_in() -> ResponseReturnValue:
    """Send a stranger to the sign-in page, and tell a script that there is no session."""
    if is_script():
        abort(401)
    # A form that was sent too late is filled in again by the script, on the page it stood on.
    page = here() if request.method == "GET" else urlsplit(request.referrer or "").path
    return redirect(url_for("security.login", next=page or None))


def here() -> str:
    """Give the address of this page as the reader's browser has it, without its host."""
    return f"{request.script_root}{request.full_path}".rstrip("?")


def init(app: Flask) -> None:
    """Guard every page of the app."""
    app.before_request(check_access)
