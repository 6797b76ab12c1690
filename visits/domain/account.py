"""Who may do what: five roles, and one table of rights."""

from collections.abc import Iterable
from enum import StrEnum, auto


class Role(StrEnum):
    """What somebody comes to the app for; a person may hold several."""

    DIRECTOR = auto()
    ASSISTANT = auto()
    BOARD = auto()
    STAFF = auto()
    ADMIN = auto()


class Right(StrEnum):
    """Something that a person may do, named after the menu word it opens."""

    TENANTS = auto()
    DRAW = auto()
    VISITS = auto()
    NOTES = auto()
    INSIGHTS = auto()
    RELEASE = auto()
    PROMISES = auto()
    BOARD = auto()
    REPORT = auto()
    CARDS = auto()
    TALKS = auto()
    THEMES = auto()
    HOME = auto()
    ACCOUNTS = auto()
    SETTINGS = auto()
    AUDIT = auto()
    CLOCK = auto()


OFFICE = frozenset({Role.DIRECTOR, Role.ASSISTANT})
EVERYONE = frozenset(Role)

# Administrators and board members see no tenant; note text is the director's own.
RIGHTS: dict[Right, frozenset[Role]] = {
    Right.TENANTS: OFFICE,
    Right.DRAW: OFFICE,
    Right.VISITS: OFFICE,
    Right.NOTES: frozenset({Role.DIRECTOR}),
    Right.INSIGHTS: OFFICE,
    Right.RELEASE: frozenset({Role.DIRECTOR}),
    Right.PROMISES: OFFICE | {Role.STAFF},
    Right.BOARD: OFFICE | {Role.BOARD},
    Right.REPORT: OFFICE,
    Right.CARDS: EVERYONE,
    Right.TALKS: OFFICE | {Role.STAFF},
    Right.THEMES: frozenset({Role.ASSISTANT}),
    Right.HOME: EVERYONE,
    Right.ACCOUNTS: frozenset({Role.ADMIN}),
    Right.SETTINGS: frozenset({Role.ADMIN}),
    Right.AUDIT: frozenset({Role.ADMIN}),
    Right.CLOCK: OFFICE | {Role.ADMIN},
}


def rights_of(role: Role) -> list[Right]:
    """List what somebody with a role may do."""
    return [right for right, holders in RIGHTS.items() if role in holders]


def may(roles: Iterable[Role], right: Right, *, assistant_releases: bool = False) -> bool:
    """Say whether somebody with these roles has a right.

    The association may choose that the assistant releases insights too.
    """
    holders = RIGHTS[right]
    if right is Right.RELEASE and assistant_releases:
        holders = holders | {Role.ASSISTANT}
    return not holders.isdisjoint(roles)
