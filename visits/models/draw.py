"""The chain of seeds, the draws and how they went: `guard.py` keeps them as they were written."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from visits.domain.eligibility import ExclusionReason
from visits.domain.outcome import Entry
from visits.models.account import Account
from visits.models.base import Base, Json, UtcTime, link, part_of, word
from visits.models.tenant import Tenant


class Chain(Base):
    """The root of the seeds, made once at set-up; its end is the anchor in the minutes."""

    __tablename__ = "chain"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    root: Mapped[str] = mapped_column(String(64))
    anchor: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcTime)


class Draw(Base):
    """The draw of one month. The sealed record is text, so that no byte of it moves."""

    __tablename__ = "draw"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    period: Mapped[str] = mapped_column(String(7), unique=True)
    record: Mapped[str] = mapped_column(Text)
    control_code: Mapped[str] = mapped_column(String(64), unique=True)
    tenants: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    eligible: Mapped[int]
    excluded: Mapped[Json] = mapped_column(JSON)
    drawn_at: Mapped[datetime] = mapped_column(UtcTime)
    drawn_by: Mapped[int | None] = link("account.id")
    # Why a month was drawn at another moment than its first working day.
    reason: Mapped[str] = mapped_column(String(140), default="")
    # How many promises were open, when that was more than the association wants.
    open_promises: Mapped[int | None]
    lapsed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    lapse_reason: Mapped[str] = mapped_column(String(140), default="")
    # List and order hold tenant numbers, so they are kept for two years.
    deleted_on: Mapped[date | None]


class OutcomeLine(Base):
    """One line of how the draws went; its code seals it and every line before it.

    It points to no other table: nothing that is erased elsewhere may reach it.
    """

    __tablename__ = "outcome_line"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    draw_number: Mapped[int] = mapped_column(index=True)
    lot: Mapped[int]
    entry: Mapped[Entry] = mapped_column(word(Entry, "entry"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    account_number: Mapped[int | None]
    detail: Mapped[str] = mapped_column(String(64), default="")
    code: Mapped[str] = mapped_column(String(64), unique=True)


class Exclusion(Base):
    """A tenant whom staff leave out for a while: a code, a name, an end; no free text."""

    __tablename__ = "exclusion"
    __table_args__ = (CheckConstraint("until > since", name="ends"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tenant_id: Mapped[int] = part_of("tenant.id", index=True)
    reason: Mapped[ExclusionReason] = mapped_column(word(ExclusionReason, "exclusion_reason"))
    since: Mapped[date]
    until: Mapped[date]
    ended_on: Mapped[date | None]
    account_id: Mapped[int | None] = link("account.id")

    tenant: Mapped[Tenant] = relationship(lazy="raise")
    account: Mapped[Account | None] = relationship(lazy="raise")
