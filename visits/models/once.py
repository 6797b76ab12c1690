"""Forms that were sent: each does its deed once, however often it is sent."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from visits.models.base import Base, UtcTime


class SentForm(Base):
    """One form as it was drawn and filled in, as a hash; gone after a day."""

    __tablename__ = "sent_form"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
