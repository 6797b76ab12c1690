"""The chain of seeds and the draws; nothing here is ever changed or thrown away by the app."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from visits.models.base import Base, Json, UtcTime


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
    drawn_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    lapsed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Hold(Base):
    """A tenant whom staff leave out for a while: a code, a name, an end; no free text."""

    __tablename__ = "hold"
    __table_args__ = (CheckConstraint("until > since", name="ends"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenant.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(String(40))
    since: Mapped[date]
    until: Mapped[date]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
