"""The audit log: who did what, to which record, when; never what it said."""

from datetime import datetime

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from visits.models.base import Base, Json, UtcTime, link


class AuditLine(Base):
    """One deed, written in the same transaction as the deed."""

    __tablename__ = "audit_line"
    __table_args__ = (Index("ix_audit_line_subject", "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    account_id: Mapped[int | None] = link("account.id")
    deed: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(40))
    detail: Mapped[Json] = mapped_column(JSON, default=dict)
