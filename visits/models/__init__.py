"""Every table, so that one import makes the whole database known."""

from visits.models import (
    account,
    action,
    answer,
    appointment,
    audit,
    draw,
    insight,
    invitation,
    letter,
    note,
    organisation,
    tenant,
    theme,
    visit,
)
from visits.models.base import Base, db

__all__ = [
    "Base",
    "account",
    "action",
    "answer",
    "appointment",
    "audit",
    "db",
    "draw",
    "insight",
    "invitation",
    "letter",
    "note",
    "organisation",
    "tenant",
    "theme",
    "visit",
]
