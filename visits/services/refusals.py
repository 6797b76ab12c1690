"""The one shape of a deed that cannot be done: why not, and what the sentence needs."""

from collections.abc import Sequence
from enum import StrEnum, auto
from typing import TypeVar

Record = TypeVar("Record")


class Refusal(StrEnum):
    """Why a deed cannot be done; `words/refusals.py` has the sentence of each."""

    EMAIL = auto()
    TAKEN = auto()
    NO_ROLE = auto()
    SHORT_PASSWORD = auto()
    LAST_ADMIN = auto()
    NOT_FOUND = auto()
    EXTERNAL_ID_TAKEN = auto()
    LEFT_IN_PEACE = auto()
    TENANT_GONE = auto()
    NOT_CHECKED = auto()
    TOO_EARLY = auto()
    IN_THE_PAST = auto()
    TOO_SHORT_OR_LONG = auto()
    PUBLIC_HOLIDAY = auto()
    NO_HOST = auto()
    CHOOSE_HOST = auto()
    MAIL_REPLACED = auto()
    LETTER_NOT_NOW = auto()
    LETTER_INCOMPLETE = auto()
    NO_APPOINTMENT = auto()
    NOT_YET = auto()
    APPOINTMENT_CHANGED = auto()
    BEFORE_DRAW = auto()
    NOTE_MISSING = auto()
    PROMISES_OPEN = auto()
    NOT_HELD = auto()
    NOT_YOURS = auto()
    WORDS_GONE = auto()
    NEXT_LOT_APPROACHED = auto()
    LOT_NOT_CALLED = auto()
    CLOCK_DOUBTED = auto()
    CLOCK_OTHER_DAY = auto()
    CLEARS_MANY = auto()
    DRAW_AHEAD = auto()
    DRAW_PAST = auto()
    DRAW_UNSETTLED = auto()
    MONTH_LAPSED = auto()
    MONTH_IN_USE = auto()
    EXCLUSION_IN_THE_PAST = auto()
    EXCLUSION_TOO_LONG = auto()
    EXCLUSION_THERE = auto()
    BATCH_NOT_STAGED = auto()
    BATCH_NOT_STORED = auto()
    BATCH_NOT_NEWEST = auto()
    BATCH_IN_USE = auto()
    BATCH_MANY = auto()
    NO_ACCOUNT = auto()
    DEMO = auto()
    PERMISSION_LOW = auto()
    THEME_MISSING = auto()
    UNKNOWN_THEME = auto()
    STATEMENT_MISSING = auto()
    REASON_MISSING = auto()
    OTHER_VISIT = auto()
    OVERTAKEN = auto()
    NO_GROUP = auto()
    THEME_TAKEN = auto()
    THEME_ALONE = auto()
    OWNER_MISSING = auto()
    DUE_IN_THE_PAST = auto()
    ANSWER_DECIDED = auto()
    NO_PROPOSAL = auto()
    LATER_MISSING = auto()
    NO_ADDRESS = auto()
    MAILBOX_SHUT = auto()
    MAILS_NOT_SENT = auto()
    NOT_A_COPY = auto()
    COPY_DAMAGED = auto()
    COPY_NEWER = auto()
    COPY_FAILED = auto()
    NOTHING_TO_COPY = auto()
    APP_RUNS = auto()
    NO_ROOM_BESIDE = auto()
    TOOLS_MISSING = auto()
    DATABASE_NEWER = auto()
    REPORT_FINAL = auto()
    TEAM_TAKEN = auto()
    PORT_TAKEN = auto()
    PORT_SHUT = auto()
    DEMO_RUNS = auto()


class Refused(Exception):
    """A deed that cannot be done now; nothing was changed."""

    def __init__(self, code: Refusal, *, missing: Sequence[str] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.missing = missing


class NotFound(Refused):
    """What was asked for does not exist."""

    def __init__(self) -> None:
        super().__init__(Refusal.NOT_FOUND)


def existing(record: Record | None) -> Record:
    """Give what was looked for; NotFound if it does not exist."""
    if record is None:
        raise NotFound
    return record
