"""A mail on its way: where it stands, and when it is tried again."""

from datetime import datetime, timedelta
from enum import StrEnum, auto

BACK_OFF = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))


class Occasion(StrEnum):
    """Why guests of an appointment get a mail: `templates/mail` has a text for each, by role."""

    PLANNED = auto()
    MOVED = auto()
    CHANGED = auto()
    CANCELLED = auto()
    ADDED = auto()
    REMOVED = auto()


class Failure(StrEnum):
    """Why a mail did not go."""

    UNREACHABLE = auto()
    NOT_TRUSTED = auto()
    LOGIN = auto()
    NO_TOKEN = auto()  # to log in with
    LATER = auto()
    REFUSED = auto()
    NOT_ASCII = auto()  # a server without SMTPUTF8 (RFC 6531)
    NOT_MADE = auto()
    SET_ASIDE = auto()  # a person saw to it in another way


# No further attempt would help.
FOR_GOOD = frozenset({Failure.REFUSED, Failure.NOT_ASCII, Failure.NOT_MADE, Failure.SET_ASIDE})
# The fault of the line, not of the mail: the next one would meet it too.
OF_THE_LINE = frozenset({Failure.UNREACHABLE, Failure.NOT_TRUSTED, Failure.LOGIN, Failure.NO_TOKEN})


class Delivery(StrEnum):
    """Where a mail stands."""

    WAITING = auto()
    RETRYING = auto()
    SENT = auto()
    GIVEN_UP = auto()


def delivery(sent_at: datetime | None, attempts: int, failure: Failure | None) -> Delivery:
    """Say where a mail stands; a mail that the server refuses for good is not tried again."""
    if sent_at is not None:
        return Delivery.SENT
    if failure in FOR_GOOD or attempts > len(BACK_OFF):
        return Delivery.GIVEN_UP
    return Delivery.RETRYING if failure is not None else Delivery.WAITING


def pause(attempts: int) -> timedelta:
    """Give how long to wait after so many attempts: longer each time."""
    return BACK_OFF[min(max(attempts, 1), len(BACK_OFF)) - 1]
