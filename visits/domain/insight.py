"""An insight: one short statement, coded by a person, released by a person."""

from enum import StrEnum, auto


class Kind(StrEnum):
    """What sort of thing was said."""

    COMPLIMENT = auto()
    CONCERN = auto()
    IDEA = auto()
    STORY = auto()
    QUESTION = auto()
    SIGNAL = auto()


class Stage(StrEnum):
    """Where an insight stands on its way to the board."""

    DRAFT = auto()
    CODED = auto()
    RELEASED = auto()
    ARCHIVED = auto()
    WITHDRAWN = auto()
    INTERNAL = auto()


class Source(StrEnum):
    """Where a colleague heard something."""

    REPAIR = auto()
    HANDOVER = auto()
    SOCIAL = auto()
    OTHER = auto()


STAGES: dict[Stage, frozenset[Stage]] = {
    Stage.DRAFT: frozenset({Stage.CODED, Stage.INTERNAL, Stage.WITHDRAWN}),
    Stage.CODED: frozenset({Stage.DRAFT, Stage.RELEASED, Stage.INTERNAL, Stage.WITHDRAWN}),
    Stage.RELEASED: frozenset({Stage.ARCHIVED, Stage.WITHDRAWN}),
    Stage.INTERNAL: frozenset({Stage.CODED, Stage.WITHDRAWN}),
    Stage.ARCHIVED: frozenset({Stage.WITHDRAWN}),
    Stage.WITHDRAWN: frozenset(),
}

STATEMENT_LENGTH = 280
QUOTE_LENGTH = 400
MAX_THEMES = 3


class StageNotAllowed(Exception):
    """An insight cannot go from where it stands to where somebody wants it."""


def check_stage(stage: Stage, step: Stage) -> None:
    """Raise StageNotAllowed unless an insight may take this step."""
    if step not in STAGES[stage]:
        raise StageNotAllowed(f"{stage} -> {step}")
