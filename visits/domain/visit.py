"""The states of a visit and the steps between them: the only table of allowed steps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, auto


class State(StrEnum):
    """Where a visit stands."""

    DRAWN = auto()
    APPROACHED = auto()
    PLANNED = auto()
    CONFIRMED = auto()
    HELD = auto()
    CLOSED = auto()
    DECLINED = auto()
    NOT_NOW = auto()
    NO_REPLY = auto()
    NOT_ELIGIBLE = auto()
    CANCELLED_BY_TENANT = auto()
    CANCELLED_BY_US = auto()
    NOT_HOME = auto()
    GIVEN_UP = auto()


# How a visit goes when all goes well.
LINE = (
    State.DRAWN, State.APPROACHED, State.PLANNED, State.CONFIRMED, State.HELD, State.CLOSED,
)  # fmt: skip
FELL_THROUGH = frozenset({State.CANCELLED_BY_TENANT, State.CANCELLED_BY_US, State.NOT_HOME})
FIXED = frozenset({State.PLANNED, State.CONFIRMED})
NEXT_LOT = frozenset({State.DECLINED, State.NOT_NOW, State.NO_REPLY, State.NOT_ELIGIBLE})
OVER = NEXT_LOT | {State.CLOSED, State.GIVEN_UP}
TOOK_PLACE = frozenset({State.HELD, State.CLOSED})

STEPS: dict[State, frozenset[State]] = {
    State.DRAWN: frozenset({State.APPROACHED, State.NOT_ELIGIBLE, State.NOT_NOW}),
    State.APPROACHED: NEXT_LOT | {State.PLANNED},
    State.PLANNED: FELL_THROUGH | {State.CONFIRMED, State.HELD},
    State.CONFIRMED: FELL_THROUGH | {State.PLANNED, State.HELD},
    State.HELD: frozenset({State.CLOSED}),
    **dict.fromkeys(FELL_THROUGH, frozenset({State.PLANNED, State.DECLINED, State.GIVEN_UP})),
    **dict.fromkeys(OVER, frozenset()),
}


class Outcome(StrEnum):
    """How an invitation went, in the words of the draw's record."""

    INVITED = auto()
    ACCEPTED = auto()
    VISITED = auto()
    LAPSED = auto()
    DECLINED = auto()
    NOT_NOW = auto()
    NO_REPLY = auto()
    NOT_ELIGIBLE = auto()


OUTCOMES: dict[State, Outcome] = {
    State.DRAWN: Outcome.INVITED,
    State.APPROACHED: Outcome.INVITED,
    **dict.fromkeys(FIXED | FELL_THROUGH, Outcome.ACCEPTED),
    **dict.fromkeys(TOOK_PLACE, Outcome.VISITED),
    State.GIVEN_UP: Outcome.LAPSED,
    **{state: Outcome(state.value) for state in NEXT_LOT},
}
COUNTED = frozenset({Outcome.ACCEPTED, Outcome.VISITED})
# From where a month may be let lapse: nobody has an appointment, and nobody was visited.
MAY_LAPSE = FELL_THROUGH | {State.DRAWN, State.APPROACHED}

LONGEST_DOOR = 500
NO_REPLY_DAYS = 14
NO_REPLY_ATTEMPTS = 3
SHORTEST, LONGEST = timedelta(minutes=15), timedelta(hours=4)


def outcome_of(state: State, *, said_yes: bool) -> Outcome:
    """Give how an invitation went; a yes counts from the yes, before a day is found."""
    asked = OUTCOMES[state] is Outcome.INVITED
    return Outcome.ACCEPTED if asked and said_yes else OUTCOMES[state]


class Channel(StrEnum):
    """The way in which somebody was reached."""

    PHONE = auto()
    LETTER = auto()
    DOOR = auto()


class Result(StrEnum):
    """What honestly came out of an attempt to reach a tenant."""

    YES = auto()
    LATER = auto()
    NO = auto()
    NOT_REACHED = auto()
    WRONG_NUMBER = auto()
    NOT_NOW = auto()


REACHED_NOBODY = frozenset({Result.NOT_REACHED, Result.WRONG_NUMBER})


class StepNotAllowed(Exception):
    """A visit cannot go from where it stands to where somebody wants it."""

    def __init__(self, state: State, step: State) -> None:
        super().__init__(f"{state} -> {step}")
        self.state = state
        self.step = step


def check_step(state: State, step: State) -> None:
    """Raise StepNotAllowed unless the table has the step."""
    if step not in STEPS[state]:
        raise StepNotAllowed(state, step)


def may_be_no_reply(letter_sent: date | None, attempts: Iterable[Result], today: date) -> bool:
    """Say whether silence may be called an answer: long enough ago, and tried often enough."""
    if letter_sent is None or today < letter_sent + timedelta(days=NO_REPLY_DAYS):
        return False
    return sum(result in REACHED_NOBODY for result in attempts) >= NO_REPLY_ATTEMPTS


def months_after(day: date, months: int) -> date:
    """Give the first day of the month so many months after a day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


@dataclass(frozen=True, slots=True)
class Closing:
    """What must be done before a visit can be closed."""

    note_done: bool
    open_promises: int

    @property
    def ready(self) -> bool:
        """Say whether nothing is left to do."""
        return self.note_done and self.open_promises == 0


class Band(StrEnum):
    """How long somebody rents from us, coarse enough to keep after their name is gone."""

    TO_30 = "to_30"
    FROM_30 = "30_39"
    FROM_40 = "40_49"
    FROM_50 = "50_up"


def band(years: int) -> Band:
    """Give the band of a tenancy of so many full years."""
    if years >= 50:
        return Band.FROM_50
    if years >= 40:
        return Band.FROM_40
    return Band.FROM_30 if years >= 30 else Band.TO_30
