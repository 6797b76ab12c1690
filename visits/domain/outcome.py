"""The lines that keep how each draw went: every line seals the one before it.

A line names a draw, a lot, what happened, when and by whom, in numbers and words of a closed list:
no tenant and no text is in it, so it never has to be changed. What was written beside it (a reason,
the counts of a draw) is sealed by its digest.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum, auto

MONTH = 0  # the lot of a line that is about the draw itself


class Entry(StrEnum):
    """What a line says: of a lot in the words of the draw's record, of a month how it went on."""

    INVITED = auto()
    ACCEPTED = auto()
    VISITED = auto()
    LAPSED = auto()
    DECLINED = auto()
    NOT_NOW = auto()
    NO_REPLY = auto()
    NOT_ELIGIBLE = auto()
    PUT_BACK = auto()
    DRAWN = auto()
    TAKEN_UP = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is sealed."""

    number: int
    draw: int
    lot: int
    entry: Entry
    at: datetime
    by: int | None
    detail: str


def line_code(previous: str, line: Line) -> str:
    """Give the code of a line, which changes with anything in it and in all lines before it."""
    fields = [
        previous,
        line.number,
        line.draw,
        line.lot,
        str(line.entry),
        line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        line.by,
        line.detail,
    ]
    return digest(fields)


def detail_code(previous: str, detail: Mapping[str, object]) -> str:
    """Give the digest of what was written beside a line; nothing for nothing.

    The code before it goes in first, so that the same words never give the same digest twice.
    """
    return digest([previous, dict(detail)]) if any(detail.values()) else ""


def digest(value: object) -> str:
    """Give SHA-256 of a value, written in one way."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
