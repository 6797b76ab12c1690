"""What no older copy may bring back: the kinds of it, and what a line of its journal says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto


class Withdrawn(StrEnum):
    """What was erased, taken back or closed; or opened again, which takes that back."""

    BEGIN = auto()
    ERASED = auto()
    OPTED_OUT = auto()
    OPTED_IN = auto()
    NO_NOTE = auto()
    PERMISSION = auto()
    INSIGHT = auto()
    CLOSED = auto()
    OPENED = auto()
    PASSWORD = auto()
    ROLES = auto()
    FEED = auto()
    CALENDAR = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what happened when to whom, who is a keyed hash; its token is given once."""

    token: str
    at: datetime
    kind: Withdrawn
    who: str = ""
    detail: str = ""


def since(known: Iterable[Line], copied: Iterable[Line]) -> list[Line]:
    """List what happened after a copy was made, once and in the order in which it is known."""
    there = {line.token for line in copied}
    return list({line.token: line for line in known if line.token not in there}.values())


def beginning(lines: Iterable[Line]) -> Line | None:
    """Find the line with which a journal begins; its detail is the key of the hashes."""
    return next((line for line in lines if line.kind is Withdrawn.BEGIN), None)
