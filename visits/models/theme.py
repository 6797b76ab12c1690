"""The list of themes as the association uses it."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from visits.models.base import Base


class Theme(Base):
    """One theme; its code never changes, its names may."""

    __tablename__ = "theme"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    parent: Mapped[str | None] = mapped_column(ForeignKey("theme.code"))
    name_nl: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    sensitive: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]
    # Stored, not derived from the name: a rename must not make another code in an exchange file.
    guid: Mapped[str] = mapped_column(String(36), unique=True)
