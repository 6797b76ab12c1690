"""The letters of a visit: which there are, when each makes sense, and what fills their holes."""

from enum import StrEnum, auto

from visits.domain.visit import FELL_THROUGH, FIXED, TOOK_PLACE, State

LONGEST = 4000


class Kind(StrEnum):
    """What a letter is about."""

    INVITATION = auto()
    CONFIRMATION = auto()
    MOVED = auto()
    CANCELLED = auto()
    AFTER = auto()


FROM: dict[Kind, frozenset[State]] = {
    Kind.INVITATION: frozenset({State.DRAWN}),
    Kind.CONFIRMATION: FIXED,
    Kind.MOVED: FIXED,
    Kind.CANCELLED: FELL_THROUGH,
    Kind.AFTER: TOOK_PLACE,
}
# What a letter may name; each is filled with plain words, once, and never read as a text itself.
ALWAYS = (
    "aanhef assistent_naam directeur_naam directeur_functie organisatie plaats privacy_url "
    "telefoon uren"
).split()
HOLES: dict[Kind, frozenset[str]] = {
    Kind.INVITATION: frozenset([*ALWAYS, "jaren", "wanneer", "belweek"]),
    Kind.CONFIRMATION: frozenset([*ALWAYS, "dag_datum", "tijd", "meekomer_zin"]),
    Kind.MOVED: frozenset([*ALWAYS, "dag_datum", "tijd", "meekomer_zin", "oude_datum"]),
    Kind.CANCELLED: frozenset([*ALWAYS, "dag_datum"]),
    Kind.AFTER: frozenset([*ALWAYS, "gehoord", "beloofd", "notitie_zin"]),
}


def kinds_at(state: State) -> list[Kind]:
    """List the letters that make sense for a visit that stands here."""
    return [kind for kind in Kind if state in FROM[kind]]


def due_kind(state: State, sequence: int, told: int | None) -> Kind | None:
    """Give the letter that tells the tenant what changed, if nobody told it yet."""
    if sequence == told:
        return None
    if state in FIXED:
        return Kind.CONFIRMATION if told is None else Kind.MOVED
    return Kind.CANCELLED if state is State.CANCELLED_BY_US else None
