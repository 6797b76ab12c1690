"""The menu: what somebody may open, in the order in which they need it.

What has no word of its own is reached from the page under whose word it is found.
"""

from collections.abc import Container
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
    Entry("tenant.index", lazy_gettext("Tenants"), Right.TENANTS, frozenset({A})),
    Entry("busy.index", lazy_gettext("Calendar"), Right.VISITS, frozenset({D})),
    Entry("note.index", lazy_gettext("Notes"), Right.NOTES, frozenset({D})),
    Entry("insight.index", lazy_gettext("Insights"), Right.INSIGHTS, frozenset({D, A})),
    Entry("promise.index", lazy_gettext("Promises"), Right.PROMISES, frozenset({D, A, S})),
    Entry("board.heard", lazy_gettext("What we heard"), Right.BOARD, frozenset({D, B})),
    Entry("board.heard", lazy_gettext("Board"), Right.BOARD, frozenset({A})),
    Entry("board.kept", lazy_gettext("What we did"), Right.BOARD, frozenset({B})),
    Entry("board.coverage", lazy_gettext("Where we were"), Right.BOARD, frozenset({B})),
    Entry("report.index", lazy_gettext("Reports"), Right.BOARD, frozenset({B})),
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
# The word under which a screen is found that has none of its own.
BELONGS = {
    "batch": "tenant.index",
    "exclusion": "tenant.index",
    "draw": "home.month",
    "answer": "home.month",
    "outbox": "home.month",
    "theme": "insight.index",
    "board": "board.heard",
    "fairness": "board.heard",
    "report": "board.heard",
}
AT_HAND = 8


@dataclass(frozen=True, slots=True)
class Item:
    """One entry as the template draws it."""

    address: str
    label: str
    current: bool


def menu() -> tuple[list[Item], list[Item]]:
    """List what whoever is signed in may open: at hand, and further for somebody of many roles."""
    roles = my_roles()
    words: dict[str, LazyString] = {}
    if roles & STARTS.keys():
        words["home.index"] = next(label for role, label in STARTS.items() if role in roles)
    for entry in ENTRIES:
        if entry.roles & roles and i_may(entry.right):
            words.setdefault(entry.endpoint, entry.label)
    here = current(words)
    items = [Item(url_for(one), str(label), one == here) for one, label in words.items()]
    return items[:AT_HAND], items[AT_HAND:]


def current(words: Container[str]) -> str | None:
    """Give the word of the menu under which the page is found that is shown."""
    shown = request.endpoint or ""
    section = shown.partition(".")[0]
    home = home_of(my_roles()) if shown == "home.index" else ""
    near = (shown, home, f"{section}.index", BELONGS.get(section, ""))
    return next((one for one in near if one in words), None)


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
