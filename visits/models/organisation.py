"""What the association chose, one row a choice."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from visits.models.base import Base, UtcTime


class Choice(Base):
    """One choice that differs from its default."""

    __tablename__ = "choice"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str | int | bool] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)


class Logo(Base):
    """The picture at the head of every letter."""

    __tablename__ = "logo"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(4))
    picture: Mapped[bytes] = mapped_column(LargeBinary)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
