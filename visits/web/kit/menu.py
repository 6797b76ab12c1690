"""The menu: what somebody may open, in the order in which they need it."""

from dataclasses import dataclass

from flask import Flask, request, url_for
from flask_babel import LazyString, lazy_gettext

from visits.domain.account import Right, Role
from visits.web.kit.access import i_may, me, my_roles
from visits.words.labels import role_label
from visits.words.organisation import organisation, sample

D, A, B, S, X = Role.DIRECTOR, Role.ASSISTANT, Role.BOARD, Role.STAFF, Role.ADMIN


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of the menu, the page behind it, and the roles that have it at hand."""

    endpoint: str
    label: LazyString
    right: Right
    roles: frozenset[Role]


ENTRIES = (
    Entry("home.month", lazy_gettext("This month"), Right.VISITS, frozenset({A})),
    Entry("draw.index", lazy_gettext("Draw"), Right.DRAW, frozenset({A})),
    Entry("tenant.index", lazy_gettext("Tenants"), Right.TENANTS, frozenset({A})),
    Entry("answer.index", lazy_gettext("Answers"), Right.VISITS, frozenset({A})),
    Entry("busy.index", lazy_gettext("Calendar"), Right.VISITS, frozenset({D})),
    Entry("note.index", lazy_gettext("Notes"), Right.NOTES, frozenset({D})),
    Entry("insight.index", lazy_gettext("Insights"), Right.INSIGHTS, frozenset({D, A})),
    Entry("promise.index", lazy_gettext("Promises"), Right.PROMISES, frozenset({D, A, S})),
    Entry("board.heard", lazy_gettext("What we heard"), Right.BOARD, frozenset({D, A, B})),
    Entry("board.kept", lazy_gettext("What we did"), Right.BOARD, frozenset({B})),
    Entry("board.coverage", lazy_gettext("Where we were"), Right.BOARD, frozenset({B})),
    Entry("report.index", lazy_gettext("Reports"), Right.BOARD, frozenset({A, B})),
    Entry("fairness.index", lazy_gettext("How we draw"), Right.BOARD, frozenset({B})),
    Entry("card.index", lazy_gettext("Conversation cards"), Right.CARDS, frozenset({D, S})),
    Entry("organisation.index", lazy_gettext("Settings"), Right.SETTINGS, frozenset({X})),
    Entry("account.index", lazy_gettext("Accounts"), Right.ACCOUNTS, frozenset({X})),
    Entry("audit.index", lazy_gettext("Log"), Right.AUDIT, frozenset({X})),
)
# Whose start page is a page of its own, and not an entry of the menu.
STARTS = {
    Role.DIRECTOR: lazy_gettext("Next visit"),
    Role.STAFF: lazy_gettext("Start"),
    Role.ADMIN: lazy_gettext("Start"),
}
BELONGS = {"batch": "tenant", "exclusion": "draw", "theme": "insight"}
SAME = {"board.theme": "board.heard"}


@dataclass(frozen=True, slots=True)
class Item:
    """One entry as the template draws it."""

    address: str
    label: str
    current: bool


def menu() -> list[Item]:
    """List the entries that whoever is signed in may open."""
    roles = my_roles()
    items = [
        Item(url_for(entry.endpoint), str(entry.label), is_current(entry.endpoint))
        for entry in ENTRIES
        if entry.roles & roles and i_may(entry.right)
    ]
    if roles & STARTS.keys():
        first = next(label for role, label in STARTS.items() if role in roles)
        items.insert(0, Item(url_for("home.index"), str(first), request.endpoint == "home.index"))
    return items


def is_current(endpoint: str) -> bool:
    """Say whether the page that is shown belongs to an entry."""
    shown = SAME.get(request.endpoint or "", request.endpoint or "")
    if endpoint.startswith(("board.", "home.")):
        at_home = shown == "home.index" and not my_roles() & STARTS.keys()
        return shown == endpoint or (at_home and endpoint == home_of(my_roles()))
    section = shown.partition(".")[0]
    return endpoint.partition(".")[0] == BELONGS.get(section, section)


def home_of(roles: frozenset[Role]) -> str:
    """Give the page that stands at the start for those who have no start of their own."""
    return "home.month" if Role.ASSISTANT in roles else "board.heard"


def who() -> str:
    """Give name and role of whoever is signed in: "Yvonne Schouten, assistent"."""
    account = me()
    if account is None:
        return ""
    order = list(Role)
    roles = sorted(account.role_names, key=order.index)
    return ", ".join([account.name, *(str(role_label(role)) for role in roles[:1])])


def init(app: Flask) -> None:
    """Let every page draw the menu."""
    app.jinja_env.globals.update(
        menu=menu,
        who=who,
        me=me,
        i_may=i_may,
        Right=Right,
        organisation=organisation,
        sample=sample,
    )
