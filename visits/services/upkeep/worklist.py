"""What waits: the first thing that each role sees."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum, auto
from typing import Any, NamedTuple

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from visits.domain.month import period_of, today
from visits.domain.promise import OPEN
from visits.domain.visit import FELL_THROUGH, FIXED, TOOK_PLACE, Closing, State
from visits.formats.holiday import workday_from
from visits.models.appointment import Appointment
from visits.models.draw import Draw
from visits.models.note import Note
from visits.models.promise import Promise
from visits.models.tenant import Batch
from visits.models.visit import Visit
from visits.services.journal.promise import list_overdue
from visits.services.organisation import get_organisation
from visits.services.tenant.batch import newest_whole
from visits.services.upkeep.ready import Ready, Tally, ready_list, tally_of
from visits.services.visit.appointment import appointments_of
from visits.services.visit.question import list_waiting
from visits.services.visit.record import list_open


class Task(StrEnum):
    """One kind of thing that waits for the assistant."""

    IMPORT = auto()
    IMPORT_OLD = auto()
    DOUBT = auto()
    DRAW = auto()
    LETTER = auto()
    CALL = auto()
    PLAN = auto()
    FELL_THROUGH = auto()
    HAPPENED = auto()
    MAIL = auto()
    ANSWER = auto()
    INSIGHTS = auto()
    OVERDUE = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits, with what its sentence needs."""

    task: Task
    subject: Any = None
    values: dict[str, Any] = field(default_factory=dict)


class Month(NamedTuple):
    """The visits that are on their way, what is known of each, and what waits."""

    visits: list[Visit]
    appointments: dict[int, Appointment]
    promises: dict[int, int]
    waiting: list[Waiting]
    ready: list[Ready]
    next_draw: date


def month_of(session: Session, *, now: datetime) -> Month:
    """Give what the assistant looks after this month; each question is asked once."""
    visits = list_open(session)
    appointments = appointments_of(session, visits)
    noted, promises = kept_of(session, visits)
    tally = tally_of(session)
    drawn = drawn_since(session, period_of(today(now)))
    waiting = visit_tasks(visits, appointments, noted, promises, now=now)
    return Month(
        visits,
        appointments,
        promises,
        waiting_list(session, waiting, tally, drawn, now=now),
        ready_list(get_organisation(session), tally),
        next_draw_day(drawn, now=now),
    )


def kept_of(session: Session, visits: list[Visit]) -> tuple[set[int], dict[int, int]]:
    """Give of several visits which have a note, and how many promises of each are open."""
    noted = exists(select(Note.id).where(Note.visit_id == Visit.id))
    waits = select(func.count(Promise.id)).where(
        Promise.visit_id == Visit.id, Promise.progress.in_(OPEN)
    )
    query = select(Visit.id, noted.label("noted"), waits.scalar_subquery().label("waits"))
    rows = session.execute(query.where(Visit.id.in_([visit.id for visit in visits]))).all()
    return {row.id for row in rows if row.noted}, {row.id: row.waits for row in rows if row.waits}


def waiting_list(
    session: Session,
    of_visits: list[Waiting],
    tally: Tally,
    drawn: Collection[str],
    *,
    now: datetime,
) -> list[Waiting]:
    """List what waits for the assistant, the most pressing first."""
    newest = newest_whole(session)
    # Nobody may call a widow for her husband: whoever changed comes first.
    first = sorted(of_visits, key=lambda one: one.task is not Task.DOUBT)
    found = [*import_tasks(session, newest, now=now), *first]
    if tally.mails:
        found.append(Waiting(Task.MAIL, values={"count": tally.mails}))
    found += [Waiting(Task.ANSWER, answer) for answer in list_waiting(session)]
    if tally.insights:
        found.append(Waiting(Task.INSIGHTS, values={"count": tally.insights}))
    found += [Waiting(Task.OVERDUE, promise) for promise in list_overdue(session, now=now)[:3]]
    month = period_of(today(now))
    if month not in drawn and newest is not None:
        found.append(Waiting(Task.DRAW, values={"month": month}))
    return found


def import_tasks(session: Session, newest: Batch | None, *, now: datetime) -> list[Waiting]:
    """Say when the list of tenants is missing or has become old."""
    if newest is None or newest.stored_at is None:
        return [Waiting(Task.IMPORT)]
    age = (today(now) - today(newest.stored_at)).days
    if age > get_organisation(session).import_days:
        return [Waiting(Task.IMPORT_OLD, newest, {"days": age})]
    return []


def visit_tasks(
    visits: list[Visit],
    appointments: dict[int, Appointment],
    noted: set[int],
    promises: dict[int, int],
    *,
    now: datetime,
) -> list[Waiting]:
    """Say for each open visit what is to be done next."""
    found = []
    for visit in visits:
        done = visit.note_not_wished or visit.id in noted
        left = Closing(done, promises.get(visit.id, 0))
        task = task_of(visit, appointments.get(visit.id), left, now=now)
        if task is not None:
            found.append(Waiting(task, visit))
    return found


def task_of(visit: Visit, appointment: Any, left: Closing, *, now: datetime) -> Task | None:
    """Give what is to be done next about one visit, if it is the assistant's turn."""
    if visit.doubts and visit.state not in TOOK_PLACE:
        return Task.DOUBT
    if visit.state is State.DRAWN:
        return Task.LETTER
    if visit.state is State.APPROACHED:
        return Task.PLAN if visit.said_yes_at else Task.CALL
    if visit.state in FELL_THROUGH:
        return Task.FELL_THROUGH
    if visit.state in FIXED:
        return Task.HAPPENED if appointment and appointment.ends_at < now else None
    return Task.CLOSE if left.ready else None


def drawn_since(session: Session, period: str) -> set[str]:
    """List the months that were drawn, from one month on."""
    return set(session.scalars(select(Draw.period).where(Draw.period >= period)))


def next_draw_day(drawn: Collection[str], *, now: datetime) -> date:
    """Give the first working day of the first month that was not drawn yet."""
    day = today(now).replace(day=1)
    while period_of(day) in drawn:
        day = (day + timedelta(days=32)).replace(day=1)
    return workday_from(day)
