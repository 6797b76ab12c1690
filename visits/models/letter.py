"""Letters: the text that an assistant makes ready, and the paper that went in the post."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from visits.domain.letter import Kind
from visits.models.base import Base, UtcTime, link, part_of, word


class Letter(Base):
    """One letter of a visit: being made ready, or sent and kept as it was."""

    __tablename__ = "letter"
    __table_args__ = (
        Index(
            "uq_letter_open",
            "visit_id",
            "kind",
            unique=True,
            sqlite_where=text("sent_at IS NULL"),
            postgresql_where=text("sent_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = part_of("visit.id", index=True)
    kind: Mapped[Kind] = mapped_column(word(Kind, "letter_kind"))
    subject: Mapped[str] = mapped_column(String(120))
    # With its holes still open: what fills them may change until the letter goes out.
    text: Mapped[str] = mapped_column(Text)
    large: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    account_id: Mapped[int | None] = link("account.id")
    paper: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
