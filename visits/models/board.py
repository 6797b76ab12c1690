"""The board's table as it was fixed when a period closed, and the reports made from it."""

from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from visits.domain.promise import Word
from visits.models.account import Account
from visits.models.base import Base, Json, UtcTime, link, part_of, word


class ClosedPeriod(Base):
    """A quarter or a year of which the labels are fixed, and the rule that held then."""

    __tablename__ = "closed_period"

    period: Mapped[str] = mapped_column(String(7), primary_key=True)
    smallest_group: Mapped[int]
    visits: Mapped[int]
    closed_at: Mapped[datetime] = mapped_column(UtcTime)
    # Where we had been and how the draws stood when a quarter closed, and not with each visit.
    coverage: Mapped[Json | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    # The first quarter whose promises are told with those of this one; none: they wait for more.
    promises_since: Mapped[str | None] = mapped_column(String(7))
    # What colleagues heard in a year, counted apart: how many talks, and of each subject.
    talks: Mapped[Json | None] = mapped_column(JSON(none_as_null=True), deferred=True)


class BoardRow(Base):
    """One released insight as the board may know it; an empty label is hidden.

    Its words stand in one row only: with the quarter, or with the subject in the year.
    """

    __tablename__ = "board_row"
    __table_args__ = (
        UniqueConstraint("insight_id", "closed"),
        Index("ix_board_row_closed_subject", "closed", "subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    insight_id: Mapped[int] = part_of("insight.id")
    closed: Mapped[str] = mapped_column(ForeignKey("closed_period.period"))
    subject: Mapped[str] = mapped_column(String(40), default="")
    period: Mapped[str] = mapped_column(String(7))
    theme: Mapped[str] = mapped_column(String(40), default="")
    quote: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[str] = mapped_column(String(32), default="")
    place: Mapped[str] = mapped_column(String(80), default="")
    words: Mapped[bool]
    # Its place among the words of its subject: quotes first, then by the letter, not by time.
    rank: Mapped[int]
    sensitive: Mapped[bool]


class BoardPromise(Base):
    """A promise that the board reads of, as it stood when the newest quarter closed."""

    __tablename__ = "board_promise"

    promise_id: Mapped[int] = part_of("promise.id", primary_key=True)
    # The quarter that tells of it: its own, or a later one with which its own is told.
    closed: Mapped[str] = mapped_column(ForeignKey("closed_period.period"))
    shown_as: Mapped[Word] = mapped_column(word(Word, "board_word"))
    answered: Mapped[bool]
    late: Mapped[bool]
    worded: Mapped[bool]


class BoardCount(Base):
    """In how many visits of a closed year a subject or a theme came up; none is too few."""

    __tablename__ = "board_count"

    year: Mapped[str] = mapped_column(ForeignKey("closed_period.period"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    visits: Mapped[int | None]


class ReportKind(StrEnum):
    """The papers that are made from the board's pages."""

    SHEET = auto()
    YEAR = auto()
    ANSWER = auto()


class Handing(StrEnum):
    """How somebody got a report."""

    MAIL = auto()
    DOWNLOAD = auto()


class Report(Base):
    """A report that was made final, of one kind and one period."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("kind", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ReportKind] = mapped_column(word(ReportKind, "report_kind"))
    period: Mapped[str] = mapped_column(String(7))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    made_by: Mapped[int | None] = link("account.id")


class Edition(Base):
    """A report as it was given out; of one that was replaced only its hash is kept."""

    __tablename__ = "edition"
    __table_args__ = (UniqueConstraint("report_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = part_of("report.id")
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    facts: Mapped[Json | None] = mapped_column(JSON(none_as_null=True))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    replaced_at: Mapped[datetime | None] = mapped_column(UtcTime)

    report: Mapped[Report] = relationship(lazy="raise")


class Handout(Base):
    """Who got which edition, when and how."""

    __tablename__ = "handout"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = part_of("edition.id", index=True)
    account_id: Mapped[int | None] = link("account.id")
    way: Mapped[Handing] = mapped_column(word(Handing, "handing"))
    at: Mapped[datetime] = mapped_column(UtcTime)

    account: Mapped[Account | None] = relationship(lazy="raise")
