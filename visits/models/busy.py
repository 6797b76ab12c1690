"""When a director is busy: intervals and nothing else, and where they were read."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from visits.models.base import Base, UtcTime, part_of


class BusyCalendar(Base):
    """Where somebody's busy hours come from, and how the last reading went."""

    __tablename__ = "busy_calendar"

    account_id: Mapped[int] = part_of("account.id", primary_key=True)
    # Whoever has this address can read the whole calendar: never shown, never logged.
    address: Mapped[str] = mapped_column(String(1000), default="")
    etag: Mapped[str] = mapped_column(String(200), default="")
    read_at: Mapped[datetime | None] = mapped_column(UtcTime)
    read_until: Mapped[datetime | None] = mapped_column(UtcTime)
    # Under which other addresses the director is invited, with spaces between.
    also: Mapped[str] = mapped_column(String(500), default="")
    # What the reader warned of last, as code=number, and why the last try failed.
    warnings: Mapped[str] = mapped_column(String(100), default="")
    trouble: Mapped[str] = mapped_column(String(40), default="")
    # How many events the hours that are kept were read without.
    left_out: Mapped[int] = mapped_column(default=0)


class BusyInterval(Base):
    """Somebody is busy from one moment to another; why is not kept."""

    __tablename__ = "busy_interval"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="lasts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = part_of("busy_calendar.account_id", index=True)
    starts_at: Mapped[datetime] = mapped_column(UtcTime)
    ends_at: Mapped[datetime] = mapped_column(UtcTime)
    tentative: Mapped[bool] = mapped_column(default=False)
