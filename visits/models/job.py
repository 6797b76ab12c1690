"""When each job of the app ran last, and when it last went well: monitoring asks."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from visits.models.base import Base, UtcTime


class JobRun(Base):
    """One job, by its name."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    ran_at: Mapped[datetime] = mapped_column(UtcTime)
    good_at: Mapped[datetime | None] = mapped_column(UtcTime)
