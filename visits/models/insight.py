"""Insights: the only thing that the board ever reads."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from visits.domain.insight import Kind, Source, Stage
from visits.models.base import Base, UtcTime, link, part_of, word
from visits.models.visit import Visit


class Talk(Base):
    """A short talk that a colleague noted: no name, no address, only where it came from."""

    __tablename__ = "talk"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = link("account.id", index=True)
    source: Mapped[Source] = mapped_column(word(Source, "source"))
    permission: Mapped[int]
    on: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(UtcTime)


class Insight(Base):
    """One statement in our words, perhaps with the tenant's own words beside it."""

    __tablename__ = "insight"
    __table_args__ = (
        CheckConstraint("(visit_id is null) <> (talk_id is null)", name="one_origin"),
        Index("ix_insight_stage_period", "stage", "period"),
        Index("ix_insight_stage_id", "stage", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(16), unique=True)
    visit_id: Mapped[int | None] = part_of("visit.id", index=True)
    talk_id: Mapped[int | None] = part_of("talk.id", index=True)
    statement: Mapped[str] = mapped_column(Text)
    quote: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[Kind | None] = mapped_column(word(Kind, "insight_kind"))
    important: Mapped[bool] = mapped_column(default=False)
    stage: Mapped[Stage] = mapped_column(word(Stage, "stage"), default=Stage.DRAFT)
    # The quarter in which it counts; a late release joins the next one (YYYY-Qn).
    period: Mapped[str | None] = mapped_column(String(7))
    # Why it could be released although something in it was found.
    release_reason: Mapped[str] = mapped_column(String(200), default="")
    merged_into: Mapped[int | None] = link("insight.id", index=True)
    # The colleagues for whom a compliment is meant.
    team_id: Mapped[int | None] = link("team.id")
    search_text: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    coded_by: Mapped[int | None] = link("account.id")
    released_at: Mapped[datetime | None] = mapped_column(UtcTime)
    released_by: Mapped[int | None] = link("account.id")

    visit: Mapped[Visit | None] = relationship(lazy="raise")
    talk: Mapped[Talk | None] = relationship(lazy="raise")
    themes: Mapped[list["InsightTheme"]] = relationship(
        lazy="raise", order_by="InsightTheme.position", cascade="all, delete-orphan"
    )


class InsightTheme(Base):
    """One theme of an insight; the first is the main one."""

    __tablename__ = "insight_theme"

    insight_id: Mapped[int] = part_of("insight.id", primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(ForeignKey("theme.code"), index=True)
    # The code it had before its theme was merged into this one.
    was: Mapped[str | None] = mapped_column(String(40))


class Heard(Base):
    """An insight that a person recognised: it was heard before."""

    __tablename__ = "heard"

    insight_id: Mapped[int] = part_of("insight.id", primary_key=True)
    earlier_id: Mapped[int] = part_of("insight.id", primary_key=True, index=True)
