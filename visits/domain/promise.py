"""A promise made at the kitchen table, and the only ways in which it can end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from statistics import median


class Progress(StrEnum):
    """Where a promise stands."""

    NEW = auto()
    ASSIGNED = auto()
    RUNNING = auto()
    DONE = auto()
    NOT_POSSIBLE = auto()
    HANDED_OVER = auto()
    DROPPED = auto()
    CLOSED = auto()


class AnswerChannel(StrEnum):
    """How the tenant heard what became of it."""

    PHONE = auto()
    LETTER = auto()
    EMAIL = auto()
    VISIT = auto()


OUTCOMES = (Progress.DONE, Progress.NOT_POSSIBLE, Progress.HANDED_OVER, Progress.DROPPED)
BEFORE = (Progress.NEW, Progress.ASSIGNED, Progress.RUNNING)
# An outcome is a word about us; the promise is kept only when the tenant has heard it.
OPEN = frozenset((*BEFORE, *OUTCOMES))

PROGRESS: dict[Progress, frozenset[Progress]] = {
    Progress.NEW: frozenset({Progress.ASSIGNED, Progress.RUNNING, *OUTCOMES}),
    Progress.ASSIGNED: frozenset({Progress.RUNNING, *OUTCOMES}),
    Progress.RUNNING: frozenset(OUTCOMES),
    **dict.fromkeys(OUTCOMES, frozenset({Progress.RUNNING, Progress.CLOSED})),
    Progress.CLOSED: frozenset(),
}
NEEDS_WORDS = frozenset({Progress.NOT_POSSIBLE, Progress.HANDED_OVER, Progress.DROPPED})


class ProgressNotAllowed(Exception):
    """A promise cannot go from where it stands to where somebody wants it."""


class WordsMissing(Exception):
    """An outcome needs words: why it cannot be, to whom it went, or why it was dropped."""


class AnswerMissing(Exception):
    """A promise closes only with what the tenant heard."""


class AnswerInFuture(Exception):
    """A tenant has heard nothing on a day that is still to come."""


@dataclass(frozen=True, slots=True)
class TenantAnswer:
    """What a tenant was told about a promise, and how."""

    on: date
    channel: AnswerChannel
    text: str


def median_days(waits: Iterable[tuple[date, date]]) -> int | None:
    """Give how many days half of the tenants waited at most, from promise to answer."""
    days = [(told - promised).days for promised, told in waits]
    return round(median(days)) if days else None


def check_progress(progress: Progress, step: Progress) -> None:
    """Raise ProgressNotAllowed unless a promise may take this step."""
    if step not in PROGRESS[progress]:
        raise ProgressNotAllowed(f"{progress} -> {step}")


def check_end(progress: Progress, outcome: Progress, text: str) -> None:
    """Raise unless a promise may end like this; a no, a hand-over and a drop need words."""
    if outcome not in OUTCOMES:
        raise ProgressNotAllowed(outcome)
    check_progress(progress, outcome)
    if outcome in NEEDS_WORDS and not text.strip():
        raise WordsMissing(outcome)


def check_close(progress: Progress, told: TenantAnswer | None, today: date) -> None:
    """Raise unless a promise may close: it ended, and the tenant heard how.

    Only a tenant who wished to hear nothing (None) needs no answer.
    """
    check_progress(progress, Progress.CLOSED)
    if told is not None and not told.text.strip():
        raise AnswerMissing
    if told is not None and told.on > today:
        raise AnswerInFuture


class Word(StrEnum):
    """The five words in which the board hears how a promise stands."""

    DONE = auto()
    RUNNING = auto()
    CANNOT = auto()
    ELSEWHERE = auto()
    NOT_STARTED = auto()


def board_word(progress: Progress, outcome: Progress | None) -> Word | None:
    """Give the board's word for a promise; None for one that was dropped."""
    words = {
        Progress.DONE: Word.DONE,
        Progress.NOT_POSSIBLE: Word.CANNOT,
        Progress.HANDED_OVER: Word.ELSEWHERE,
        Progress.DROPPED: None,
    }
    if outcome is not None:
        return words[outcome]
    return Word.RUNNING if progress is Progress.RUNNING else Word.NOT_STARTED
