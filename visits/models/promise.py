"""Promises: who keeps them, by when, and what the tenant heard."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from visits.domain.promise import AnswerChannel, Progress
from visits.models.account import Account, Team
from visits.models.base import Base, UtcTime, link, part_of, word
from visits.models.insight import Insight
from visits.models.visit import Visit


class Promise(Base):
    """One promise, owned by a person or by a team, closed only with an answer."""

    __tablename__ = "promise"
    __table_args__ = (
        CheckConstraint("(owner_id is null) or (team_id is null)", name="one_owner"),
        CheckConstraint(
            "progress <> 'closed' or no_answer_wanted or answered_on is not null",
            name="answered",
        ),
        Index("ix_promise_progress_due", "progress", "due"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = part_of("visit.id", index=True)
    insight_id: Mapped[int | None] = link("insight.id")
    what: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int | None] = link("account.id")
    team_id: Mapped[int | None] = link("team.id")
    promised_by: Mapped[int | None] = link("account.id")
    promised_on: Mapped[date]
    due: Mapped[date]
    progress: Mapped[Progress] = mapped_column(word(Progress, "progress"), default=Progress.NEW)
    outcome: Mapped[Progress | None] = mapped_column(word(Progress, "promise_outcome"))
    outcome_text: Mapped[str] = mapped_column(Text, default="")
    # To whom it went, and who of us keeps watch until the tenant has heard.
    handed_to: Mapped[str] = mapped_column(String(120), default="")
    watch_id: Mapped[int | None] = link("account.id")
    search_text: Mapped[str] = mapped_column(Text, default="")
    # What the board may read about it, written for the board; nothing until somebody does.
    board_line: Mapped[str] = mapped_column(String(200), default="")
    answered_on: Mapped[date | None]
    answer_channel: Mapped[AnswerChannel | None] = mapped_column(
        word(AnswerChannel, "answer_channel")
    )
    answer_text: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[int | None] = link("account.id")
    no_answer_wanted: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column(UtcTime)

    visit: Mapped[Visit] = relationship(lazy="raise")
    insight: Mapped[Insight | None] = relationship(lazy="raise")
    owner: Mapped[Account | None] = relationship(lazy="raise", foreign_keys=[owner_id])
    watch: Mapped[Account | None] = relationship(lazy="raise", foreign_keys=[watch_id])
    team: Mapped[Team | None] = relationship(lazy="raise")
