"""Notes of visits, their drafts, and what the tenant allowed."""

from datetime import datetime

from sqlalchemy import JSON, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from visits.domain.note import Felt, ReadBack
from visits.models.base import Base, Json, UtcTime, link, part_of, word
from visits.models.visit import Visit


class Note(Base):
    """What a director wrote down after a visit; everything optional but the permission."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = part_of("visit.id", unique=True)
    account_id: Mapped[int | None] = link("account.id")
    one_line: Mapped[str] = mapped_column(Text, default="")
    home_words: Mapped[str] = mapped_column(Text, default="")
    then_now: Mapped[str] = mapped_column(Text, default="")
    goes_well: Mapped[str] = mapped_column(Text, default="")
    services: Mapped[str] = mapped_column(Text, default="")
    neighbourhood: Mapped[str] = mapped_column(Text, default="")
    wish: Mapped[str] = mapped_column(Text, default="")
    read_back: Mapped[ReadBack | None] = mapped_column(word(ReadBack, "read_back"))
    felt: Mapped[Felt | None] = mapped_column(word(Felt, "felt"))
    reflection: Mapped[str] = mapped_column(Text, default="")
    permission: Mapped[int] = mapped_column(Integer)
    # Counts on with each change, drafts included, so that no window overwrites another unseen.
    version: Mapped[int] = mapped_column(default=1)
    # What the director tells the tenant by letter; None until it was written, empty if left out.
    letter_heard: Mapped[str | None] = mapped_column(Text)
    letter_promised: Mapped[str | None] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text, default="")
    finished_at: Mapped[datetime] = mapped_column(UtcTime)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)

    visit: Mapped[Visit] = relationship(lazy="raise")


class NotePermission(Base):
    """One moment at which a tenant said what may be done with the story; history is kept."""

    __tablename__ = "note_permission"

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = part_of("note.id", index=True)
    level: Mapped[int] = mapped_column(Integer)
    wording: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcTime)
    account_id: Mapped[int | None] = link("account.id")


class NoteDraft(Base):
    """A note that is being written, as it stood in the form."""

    __tablename__ = "note_draft"
    __table_args__ = (UniqueConstraint("visit_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = part_of("visit.id")
    account_id: Mapped[int] = part_of("account.id")
    fields: Mapped[Json] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)
    # The window that wrote last; it may go on although an answer to it was lost on the way.
    window: Mapped[str] = mapped_column(String(32), default="")
    saved_at: Mapped[datetime] = mapped_column(UtcTime)
