"""Every table, so that one import makes the whole database known."""

from visits.models import (  # noqa: F401 - whoever imports one table knows them all
    account,
    answer,
    appointment,
    audit,
    board,
    busy,
    draw,
    insight,
    job,
    letter,
    note,
    numbers,
    once,
    organisation,
    outbox,
    promise,
    tenant,
    theme,
    visit,
    withdrawal,
)
from visits.models.base import Base, db

numbers.describe()

__all__ = ["Base", "db"]
