"""Appointments, who is invited, and where each person's calendar can be subscribed."""

from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from visits.models.account import Account
from visits.models.base import Base, UtcTime, link, part_of, word
from visits.models.visit import Visit


class GuestRole(StrEnum):
    """Why somebody is invited."""

    HOST = auto()
    COMPANION = auto()
    TENANT = auto()


class Partstat(StrEnum):
    """What somebody answered (RFC 5545 3.2.12)."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"


class Appointment(Base):
    """One event in everybody's calendar: one UID for life, and a rising sequence."""

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="lasts"),
        CheckConstraint("sequence >= 0", name="sequence"),
        Index(
            "uq_appointment_open",
            "visit_id",
            unique=True,
            sqlite_where=text("cancelled_at IS NULL"),
            postgresql_where=text("cancelled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = part_of("visit.id", index=True)
    uid: Mapped[str] = mapped_column(String(255), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    starts_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    ends_at: Mapped[datetime] = mapped_column(UtcTime)
    tentative: Mapped[bool] = mapped_column(default=False)
    # What the calendars of director and company say besides; nothing about the tenant.
    remark: Mapped[str] = mapped_column(String(200), default="")
    # Whose appointment it is in the calendars: they ignore news from any other address.
    organizer_email: Mapped[str] = mapped_column(String(254), default="")
    # The SEQUENCE that the tenant was told of, by mail, letter or telephone.
    told_sequence: Mapped[int | None]
    # When the tenant thought it was, before a move that nobody told yet.
    known_at: Mapped[datetime | None] = mapped_column(UtcTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    # DTSTAMP and LAST-MODIFIED of every file about this appointment; never falls.
    modified_at: Mapped[datetime] = mapped_column(UtcTime)

    visit: Mapped[Visit] = relationship(lazy="raise")


class Guest(Base):
    """Somebody invited to an appointment, and what they answered."""

    __tablename__ = "guest"
    __table_args__ = (UniqueConstraint("appointment_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int] = part_of("appointment.id", index=True)
    account_id: Mapped[int | None] = link("account.id")
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[GuestRole] = mapped_column(word(GuestRole, "guest_role"))
    partstat: Mapped[Partstat] = mapped_column(
        word(Partstat, "partstat"), default=Partstat.NEEDS_ACTION
    )
    # DTSTAMP of the answer that was applied last; an older one is stale.
    answered_stamp: Mapped[datetime | None] = mapped_column(UtcTime)
    # When a mail to this address came back.
    unreached_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Feed(Base):
    """A person's subscription; the address itself is shown once and kept as a hash."""

    __tablename__ = "feed"

    account_id: Mapped[int] = part_of("account.id", primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    # Visits to which this person was invited by mail stand in their calendar already.
    with_invited: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column(UtcTime)

    account: Mapped[Account] = relationship(lazy="raise")
