"""Visits, every step of theirs, and every attempt to reach a tenant."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from visits.domain.visit import LONGEST_DOOR, Channel, Result, State
from visits.models.account import Account
from visits.models.base import Base, UtcTime, link, part_of, word
from visits.models.draw import Draw
from visits.models.tenant import Tenant


class Visit(Base):
    """One lot of one draw, from the draw to the last promise answered."""

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("draw_number", "lot"),
        Index("ix_visit_state_held_on", "state", "held_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draw_number: Mapped[int] = mapped_column(ForeignKey("draw.number"))
    lot: Mapped[int]
    # The person can be erased; the draw's record keeps the bare number.
    tenant_id: Mapped[int | None] = link("tenant.id", index=True)
    external_id: Mapped[str | None] = mapped_column(String(32), index=True)
    district: Mapped[str] = mapped_column(String(80))
    tenure_band: Mapped[str] = mapped_column(String(8))
    state: Mapped[State] = mapped_column(word(State, "visit_state"), default=State.DRAWN)
    state_since: Mapped[datetime] = mapped_column(UtcTime)
    # A lot whose turn it is; taken away again when an earlier outcome is taken back.
    called_at: Mapped[datetime | None] = mapped_column(UtcTime)
    seen_at: Mapped[datetime] = mapped_column(UtcTime)
    checked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    checked_by: Mapped[int | None] = link("account.id")
    # What an import changed about the tenant since then: do not call, look first.
    doubts: Mapped[list[str]] = mapped_column(JSON, default=list)
    letter_sent_on: Mapped[date | None]
    proposed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    said_yes_at: Mapped[datetime | None] = mapped_column(UtcTime)
    not_now_until: Mapped[date | None]
    host_id: Mapped[int | None] = link("account.id")
    door: Mapped[str] = mapped_column(String(LONGEST_DOOR), default="")
    held_on: Mapped[date | None] = mapped_column(index=True)
    minutes: Mapped[int | None]
    note_not_wished: Mapped[bool] = mapped_column(default=False)
    # The number of the first text that may stand here: what was begun before was taken back.
    words_gone: Mapped[int] = mapped_column(default=0)

    draw: Mapped[Draw] = relationship(lazy="raise")
    tenant: Mapped[Tenant | None] = relationship(lazy="raise")
    host: Mapped[Account | None] = relationship(lazy="raise", foreign_keys=[host_id])


class Step(Base):
    """One step of a visit: from where to where, who, when, and for which reason."""

    __tablename__ = "step"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = part_of("visit.id", index=True)
    state_from: Mapped[State | None] = mapped_column(word(State, "step_from"))
    state_to: Mapped[State] = mapped_column(word(State, "step_to"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    account_id: Mapped[int | None] = link("account.id")
    reason: Mapped[str] = mapped_column(String(140), default="")
    taken_back: Mapped[bool] = mapped_column(default=False)

    account: Mapped[Account | None] = relationship(lazy="raise")


class Contact(Base):
    """One attempt to reach a tenant, with its honest result."""

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = part_of("visit.id", index=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    channel: Mapped[Channel] = mapped_column(word(Channel, "channel"))
    result: Mapped[Result | None] = mapped_column(word(Result, "result"))
    later_from: Mapped[date | None]
    account_id: Mapped[int | None] = link("account.id")

    account: Mapped[Account | None] = relationship(lazy="raise")
