"""The list of themes as the association uses it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from visits.domain.theme import Verdict
from visits.models.base import Base, UtcTime, link, word


class Theme(Base):
    """One theme; its code never changes, its names may."""

    __tablename__ = "theme"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    parent: Mapped[str | None] = mapped_column(ForeignKey("theme.code"))
    name_nl: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    sensitive: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]
    # When it was taken into the list; the first themes were there from the beginning.
    added_on: Mapped[date | None]
    # A theme that was merged keeps its code, and says where it went.
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("theme.code"))
    # Stored, not derived from the name: a rename must not make another code in an exchange file.
    guid: Mapped[str] = mapped_column(String(36), unique=True)


class ThemeProposal(Base):
    """A theme that somebody misses; the assistant decides."""

    __tablename__ = "theme_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent: Mapped[str] = mapped_column(ForeignKey("theme.code"))
    name_nl: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    verdict: Mapped[Verdict] = mapped_column(word(Verdict, "verdict"), default=Verdict.OPEN)
    account_id: Mapped[int | None] = link("account.id")
    made_at: Mapped[datetime] = mapped_column(UtcTime)
