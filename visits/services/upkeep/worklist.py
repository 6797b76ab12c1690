"""What waits: the first thing that assistant and director see."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum, auto
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from visits.domain.account import Role
from visits.domain.insight import Stage
from visits.domain.month import period_of, today
from visits.domain.turn import Task, of_insight
from visits.domain.visit import OVER
from visits.formats.holiday import workday_from
from visits.models.draw import Draw
from visits.models.tenant import Batch
from visits.services.journal.promise import list_overdue
from visits.services.organisation import get_organisation
from visits.services.tenant.batch import newest_whole
from visits.services.upkeep.picture import Stand, list_wanted, releaser, stands_of
from visits.services.upkeep.ready import Ready, Tally, ready_list, tally_of
from visits.services.upkeep.retention import find_suspicion
from visits.services.visit.question import list_waiting
from visits.services.visit.record import list_open

# What the lists of the whole say, each insight and each late promise once.
COUNTED = frozenset({Task.THEMES, Task.RELEASE, Task.LATE})


class Chore(StrEnum):
    """What waits for the assistant and is about no single visit."""

    CLOCK = auto()
    IMPORT = auto()
    IMPORT_OLD = auto()
    MAILS = auto()
    UNKNOWN = auto()
    DRAW = auto()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits, with what its sentence needs."""

    task: Task | Chore
    subject: Any = None
    values: dict[str, Any] = field(default_factory=dict)


class Month(NamedTuple):
    """The visits that are on their way and how each stands, what waits for whom, and when."""

    stands: list[Stand]
    waiting: dict[Role, list[Waiting]]
    ready: list[Ready]
    next_draw: date


def month_of(session: Session, *, by_hand: bool = False, now: datetime) -> Month:
    """Give what the office looks after this month; each question is asked once."""
    visits = list_wanted(session, by_hand=by_hand, now=now)
    stands = stands_of(session, visits, by_hand=by_hand, now=now)
    tally = tally_of(session)
    drawn = drawn_since(session, period_of(today(now)))
    return Month(
        [one for one in stands if one.visit.state not in OVER],
        {
            Role.ASSISTANT: for_assistant(session, stands, tally, drawn, now=now),
            Role.DIRECTOR: for_director(session, stands, tally),
        },
        ready_list(session, tally),
        next_draw_day(drawn, now=now),
    )


def own_list(session: Session, account_id: int, *, now: datetime) -> list[Waiting]:
    """List what waits for one director, the most pressing first; promises have their own list."""
    own = [visit for visit in list_open(session) if visit.host_id == account_id]
    stands = stands_of(session, own, by_hand=False, now=now)
    found = for_director(session, stands, tally_of(session))
    return [one for one in found if one.task is not Task.PROMISE]


def of_visits(stands: Iterable[Stand], role: Role) -> list[Waiting]:
    """List what visits ask of a role, what is about who lives there first."""
    found = [
        Waiting(turn.task, one.visit, {"turn": turn, "appointment": one.appointment})
        for one in stands
        for turn in one.turns
        if turn.whose is role and turn.task not in COUNTED
    ]
    # Nobody may call a widow for her husband: whoever changed comes first.
    return sorted(found, key=lambda one: one.task is not Task.DOUBT)


def of_insights(session: Session, tally: Tally, role: Role) -> list[Waiting]:
    """List the insights that wait for a role, each kind counted."""
    counts = {Stage.DRAFT: tally.drafts, Stage.CODED: tally.coded}
    releases = releaser(get_organisation(session))
    found = []
    for stage, count in counts.items():
        whose, task = of_insight(stage, releases)
        if count and whose is role:
            found.append(Waiting(task, values={"count": count}))
    return found


def for_director(session: Session, stands: Iterable[Stand], tally: Tally) -> list[Waiting]:
    """List what waits for a director, the most pressing first."""
    return [*of_visits(stands, Role.DIRECTOR), *of_insights(session, tally, Role.DIRECTOR)]


def for_assistant(
    session: Session,
    stands: list[Stand],
    tally: Tally,
    drawn: Collection[str],
    *,
    now: datetime,
) -> list[Waiting]:
    """List what waits for the assistant, the most pressing first."""
    newest = newest_whole(session)
    first = [*clock_tasks(session, now=now), *import_tasks(session, newest, now=now)]
    found = [*first, *of_visits(stands, Role.ASSISTANT)]
    if tally.mails:
        found.append(Waiting(Chore.MAILS, values={"count": tally.mails}))
    unknown = [answer for answer in list_waiting(session) if answer.appointment_id is None]
    found += [Waiting(Chore.UNKNOWN, answer) for answer in unknown]
    found += of_insights(session, tally, Role.ASSISTANT)
    found += [Waiting(Task.LATE, promise) for promise in list_overdue(session, now=now)[:3]]
    month = period_of(today(now))
    if month not in drawn and newest is not None:
        found.append(Waiting(Chore.DRAW, values={"month": month}))
    return found


def clock_tasks(session: Session, *, now: datetime) -> list[Waiting]:
    """Say that somebody must confirm the day before the app deletes, closes or draws."""
    found = find_suspicion(session, now=now)
    return [Waiting(Chore.CLOCK, found, {"day": today(now)})] if found else []


def import_tasks(session: Session, newest: Batch | None, *, now: datetime) -> list[Waiting]:
    """Say when the list of tenants is missing or has become old."""
    if newest is None or newest.stored_at is None:
        return [Waiting(Chore.IMPORT)]
    age = (today(now) - today(newest.stored_at)).days
    if age > get_organisation(session).import_days:
        return [Waiting(Chore.IMPORT_OLD, newest, {"days": age})]
    return []


def drawn_since(session: Session, period: str) -> set[str]:
    """List the months that were drawn, from one month on."""
    return set(session.scalars(select(Draw.period).where(Draw.period >= period)))


def next_draw_day(drawn: Collection[str], *, now: datetime) -> date:
    """Give the first working day of the first month that was not drawn yet."""
    day = today(now).replace(day=1)
    while period_of(day) in drawn:
        day = (day + timedelta(days=32)).replace(day=1)
    return workday_from(day)
