"""Every mail the app makes, whole, with the calendar file that went in it."""

from datetime import datetime

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from visits.domain.outbox import Failure
from visits.models.appointment import GuestRole
from visits.models.base import Base, UtcTime, link, part_of, word


class Mail(Base):
    """One mail to one person: waiting, or sent."""

    __tablename__ = "mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(255), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    role: Mapped[GuestRole | None] = mapped_column(word(GuestRole, "mail_role"))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2), default="nl")
    method: Mapped[str | None] = mapped_column(String(10))
    calendar: Mapped[bytes | None] = mapped_column(LargeBinary)
    sequence: Mapped[int | None]
    appointment_id: Mapped[int | None] = part_of("appointment.id", index=True)
    # A report that goes along; its newest edition is looked up when the mail is sent.
    report_id: Mapped[int | None] = link("report.id")
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    attempts: Mapped[int] = mapped_column(default=0)
    try_after: Mapped[datetime | None] = mapped_column(UtcTime)
    # Why the last attempt failed; nothing once the mail was taken.
    failure: Mapped[Failure | None] = mapped_column(word(Failure, "mail_failure"))
    # About somebody who was erased: goes away itself as soon as it was sent.
    fleeting: Mapped[bool] = mapped_column(default=False)
