"""Calendar answers that came in, what was decided, and by whom."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from visits.models.appointment import Appointment
from visits.models.base import Base, UtcTime, link, part_of


class Answer(Base):
    """One answer as it was read; the file itself is not kept, its hash is."""

    __tablename__ = "answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int | None] = part_of("appointment.id", index=True)
    received_at: Mapped[datetime] = mapped_column(UtcTime)
    account_id: Mapped[int | None] = link("account.id")
    sha256: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(40))
    # Who sent the mail; the attendee is whose answer it is, by what it says or a person said.
    sender: Mapped[str | None] = mapped_column(String(254))
    attendee: Mapped[str | None] = mapped_column(String(254))
    partstat: Mapped[str | None] = mapped_column(String(20))
    sequence: Mapped[int | None]
    stamp: Mapped[datetime | None] = mapped_column(UtcTime)
    comment: Mapped[str | None] = mapped_column(String(500))
    proposed_start: Mapped[datetime | None] = mapped_column(UtcTime)
    proposed_end: Mapped[datetime | None] = mapped_column(UtcTime)
    # Waits for a person when it is a counter-proposal, a doubtful answer, or a no.
    waiting: Mapped[bool] = mapped_column(default=False, index=True)
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    decided_by: Mapped[int | None] = link("account.id")
    accepted: Mapped[bool | None]

    appointment: Mapped[Appointment | None] = relationship(lazy="raise")


class Mailbox(Base):
    """How far a folder of the mailbox was read; its numbers hold while its UIDVALIDITY stands."""

    __tablename__ = "mailbox"

    place: Mapped[str] = mapped_column(String(255), primary_key=True)
    last_uid: Mapped[int] = mapped_column(BigInteger)
