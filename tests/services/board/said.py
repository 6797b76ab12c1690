"""Years of visits of which much was said, put in the tables at once, for tests of the board."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import numbers
from visits.domain.insight import Kind, Stage
from visits.domain.month import quarter_of
from visits.domain.note import Permission
from visits.domain.visit import State
from visits.models.draw import Draw
from visits.models.insight import Insight, InsightTheme
from visits.models.note import Note
from visits.models.visit import Visit


@dataclass(frozen=True)
class Said:
    """One thing that was said, as it was coded."""

    theme: str = "WON.vocht"
    kind: Kind = Kind.CONCERN
    quoted: bool = True
    quarter: str = ""  # of the release, when that was later than the visit


def moment(day: date) -> datetime:
    """Give the middle of a day."""
    return datetime.combine(day, time(12), UTC)


def hold_visit(
    session: Session,
    on: date,
    *told: Said,
    district: str = "Overdie",
    band: str = "30_39",
    permission: Permission = Permission.WITHOUT_NAME,
) -> Visit:
    """Put a visit that was held in the tables, with a note and what was said and released."""
    draw, lot = draw_of(session, on)
    visit = Visit(
        draw_number=draw,
        lot=lot,
        district=district,
        tenure_band=band,
        state=State.HELD,
        state_since=moment(on),
        called_at=moment(on),
        seen_at=moment(on),
        held_on=on,
    )
    session.add(visit)
    session.flush()
    session.add(
        Note(
            visit_id=visit.id,
            permission=permission,
            finished_at=moment(on),
            changed_at=moment(on),
        )
    )
    for one in told:
        say(session, visit, one)
    return visit


def draw_of(session: Session, on: date) -> tuple[int, int]:
    """Give the draw of a month and its next lot; it counts down, so that it is never the newest."""
    number = (on.year - 2100) * 12 + on.month
    if session.get(Draw, number) is None:
        session.add(
            Draw(
                number=number,
                period=f"{on:%Y-%m}",
                record='{"lots": {}}',
                control_code=f"{-number:064}",
                tenants=b"",
                eligible=1,
                excluded={},
                drawn_at=moment(on),
            )
        )
        session.flush()
    lots = session.scalar(select(func.count(Visit.id)).where(Visit.draw_number == number))
    return number, (lots or 0) + 1


def say(session: Session, visit: Visit, told: Said) -> Insight:
    """Release one insight of a visit."""
    number = next(numbers)
    assert visit.held_on is not None
    insight = Insight(
        ref=f"r{number}",
        visit_id=visit.id,
        statement=f"Zin {number} van bezoek {visit.id}.",
        quote=f"Citaat {number} van bezoek {visit.id}." if told.quoted else "",
        kind=told.kind,
        stage=Stage.RELEASED,
        period=told.quarter or quarter_of(visit.held_on),
        made_at=visit.seen_at,
        released_at=visit.seen_at,
        themes=[InsightTheme(position=0, code=told.theme)],
    )
    session.add(insight)
    session.flush()
    return insight


def a_year(session: Session, visits: int, *told: Said, year: int = 2026) -> list[Visit]:
    """Hold some visits over a year, in each of which the same was said."""
    days: Sequence[date] = [date(year, month % 12 + 1, 10) for month in range(visits)]
    return [hold_visit(session, day, *told) for day in days]


def two_years(session: Session) -> list[int]:
    """Hold the visits of 2025 and 2026, and give those of the last year."""
    for month in range(1, 13):
        hold_visit(session, date(2025, month, 5), *[Said("WON.vocht")] * (month % 2 + 1))
    return [
        hold_visit(
            session,
            date(2026, month, 5),
            *[Said("WON.vocht")] * 2,
            *[Said("BUU.hulp")] * (2 if month > 7 else 0),
        ).id
        for month in range(1, 13)
    ]
