"""Every table, so that one import makes the whole database known."""

from visits.models import (
    account,
    answer,
    appointment,
    audit,
    board,
    busy,
    draw,
    insight,
    letter,
    note,
    organisation,
    outbox,
    promise,
    tenant,
    theme,
    visit,
)
from visits.models.base import Base, db

__all__ = [
    "Base",
    "account",
    "answer",
    "appointment",
    "audit",
    "board",
    "busy",
    "db",
    "draw",
    "insight",
    "letter",
    "note",
    "organisation",
    "outbox",
    "promise",
    "tenant",
    "theme",
    "visit",
]
