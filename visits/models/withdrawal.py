"""The journal of what no older copy may bring back: keyed hashes of whom it was, and no name."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from visits.domain.withdrawal import Withdrawn
from visits.models.base import Base, UtcTime, word


class Withdrawal(Base):
    """One line: somebody was erased, or took something back, or was shut out."""

    __tablename__ = "withdrawal"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    kind: Mapped[Withdrawn] = mapped_column(word(Withdrawn, "withdrawal_kind"))
    who: Mapped[str] = mapped_column(String(64), default="")
    detail: Mapped[str] = mapped_column(String(80), default="")
