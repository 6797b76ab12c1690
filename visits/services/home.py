"""What waits: the first thing that each role sees."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum, auto
from typing import Any

from babel.dates import format_date
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from visits.domain.account import Role
from visits.domain.draw import in_fours
from visits.domain.month import first_day, period_of, today
from visits.domain.organisation import missing_for_letters
from visits.domain.visit import FELL_THROUGH, FIXED, TOOK_PLACE, Closing, State
from visits.formats.holiday import workday_from
from visits.formats.text import mail_text
from visits.models.account import Account, AccountRole
from visits.models.appointment import Appointment
from visits.models.audit import AuditLine
from visits.models.draw import Draw
from visits.models.note import Note
from visits.models.tenant import Tenant
from visits.models.visit import Visit
from visits.services import audit
from visits.services.account import list_holders
from visits.services.action import count_open, count_open_by_visit, list_overdue
from visits.services.answer import list_waiting
from visits.services.appointment import appointments_of
from visits.services.batch import newest_whole
from visits.services.draw import find_draw, hold_draw
from visits.services.insight import count_waiting
from visits.services.invitation import Sender, make_mail
from visits.services.organisation import get_organisation
from visits.services.visit import list_open

WAITS = "draw.wait"


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


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The visits that are on their way, with their appointments and open promises by number."""

    visits: list[Visit]
    appointments: dict[int, Appointment]
    promises: dict[int, int]


def read_pipeline(session: Session) -> Pipeline:
    """Read the visits that are on their way."""
    visits = list_open(session)
    promises = count_open_by_visit(session, visits)
    return Pipeline(visits, appointments_of(session, visits), promises)


def waiting_list(session: Session, pipeline: Pipeline, *, now: datetime) -> list[Waiting]:
    """List what waits for the assistant, the most pressing first."""
    of_visits = visit_tasks(session, pipeline, now=now)
    # Nobody may call a widow for her husband: whoever changed comes first.
    of_visits.sort(key=lambda one: one.task is not Task.DOUBT)
    found = [*import_tasks(session, now=now), *of_visits]
    found += [Waiting(Task.ANSWER, answer) for answer in list_waiting(session)]
    if count := count_waiting(session):
        found.append(Waiting(Task.INSIGHTS, values={"count": count}))
    found += [Waiting(Task.OVERDUE, action) for action in list_overdue(session, now=now)[:3]]
    month = period_of(today(now))
    # Without a list there is nothing to draw from, and that is said already.
    if find_draw(session, month) is None and Task.IMPORT not in {one.task for one in found}:
        found.append(Waiting(Task.DRAW, values={"month": month}))
    return found


def import_tasks(session: Session, *, now: datetime) -> list[Waiting]:
    """Say when the list of tenants is missing or has become old."""
    newest = newest_whole(session)
    if newest is None or newest.stored_at is None:
        return [Waiting(Task.IMPORT)]
    age = (today(now) - today(newest.stored_at)).days
    if age > get_organisation(session).import_days:
        return [Waiting(Task.IMPORT_OLD, newest, {"days": age})]
    return []


def visit_tasks(session: Session, pipeline: Pipeline, *, now: datetime) -> list[Waiting]:
    """Say for each open visit what is to be done next."""
    numbers = [visit.id for visit in pipeline.visits]
    noted = set(session.scalars(select(Note.visit_id).where(Note.visit_id.in_(numbers))))
    found = []
    for visit in pipeline.visits:
        done = visit.note_not_wished or visit.id in noted
        left = Closing(done, pipeline.promises.get(visit.id, 0))
        task = task_of(visit, pipeline.appointments.get(visit.id), left, now=now)
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


@dataclass(frozen=True, slots=True)
class Ready:
    """One thing that must be in place before the first visit."""

    name: str
    done: bool


def ready_list(session: Session) -> list[Ready]:
    """List what an association sets up before its first visit, and what of it is done."""
    organisation = get_organisation(session)
    tenants = session.scalar(select(func.count(Tenant.id))) or 0
    visited = select(func.count(Tenant.id)).where(Tenant.visited_on.is_not(None))
    held = select(AccountRole.name).join(Account).where(Account.active).distinct()
    roles = set(session.scalars(held))
    draws = session.scalar(select(func.count(Draw.number))) or 0
    return [
        Ready("organisation", not missing_for_letters(organisation)),
        Ready("director", Role.DIRECTOR in roles),
        Ready("assistant", Role.ASSISTANT in roles),
        Ready("tenants", tenants > 0),
        Ready("visited", draws > 0 or bool(session.scalar(visited))),
        Ready("draw", draws > 0),
    ]


def next_draw_day(session: Session, *, now: datetime) -> date:
    """Give the first working day of the first month that was not drawn yet."""
    day = today(now).replace(day=1)
    while find_draw(session, period_of(day)) is not None:
        day = (day + timedelta(days=32)).replace(day=1)
    return workday_from(day)


def is_by_hand(period: str, day: date) -> bool:
    """Say whether a day is another one than the first working day of a month."""
    return workday_from(first_day(period)) != day


def draw_is_due(session: Session, *, now: datetime) -> str | None:
    """Give the month that may be drawn without a person: all set up, list fresh, room to follow up.

    Otherwise the assistant decides; the page of this month says what is missing.
    """
    month = month_begun(session, now=now)
    return month if month and not held_back(session, now=now) else None


def draw_waits(session: Session, *, now: datetime) -> str | None:
    """Give the month that waits for the assistant, as long as no mail said so."""
    month = month_begun(session, now=now)
    if month is None or not held_back(session, now=now):
        return None
    told = select(AuditLine.id).where(AuditLine.deed == WAITS, AuditLine.subject_id == month)
    return None if session.scalar(told.limit(1)) else month


def month_begun(session: Session, *, now: datetime) -> str | None:
    """Give the present month from its first working day on, if it can be drawn and was not."""
    month = period_of(today(now))
    if find_draw(session, month) or newest_whole(session) is None:
        return None
    return month if today(now) >= workday_from(first_day(month)) else None


def held_back(session: Session, *, now: datetime) -> bool:
    """Say whether something keeps the app from drawing by itself."""
    organisation = get_organisation(session)
    old = list_age(session, now=now) > organisation.import_days
    busy = count_open(session) > organisation.promise_brake
    return old or busy or bool(missing_for_letters(organisation))


def list_age(session: Session, *, now: datetime) -> int:
    """Give the days since the newest whole list of tenants was stored."""
    newest = newest_whole(session)
    stored = newest.stored_at if newest else None
    return (today(now) - today(stored)).days if stored else 0


def draw_and_tell(
    session: Session,
    period: str,
    *,
    reason: str = "",
    sender: Sender,
    by: int | None,
    now: datetime,
) -> Draw:
    """Draw a month, and tell the assistants by mail; a month that was drawn is not told again."""
    if held := find_draw(session, period):
        return held
    draw = hold_draw(session, period, reason=reason, by=by, now=now)
    tell_drawn(session, draw, sender=sender, now=now)
    return draw


def tell_drawn(session: Session, draw: Draw, *, sender: Sender, now: datetime) -> None:
    """Tell the assistants that there is a tenant to approach; no name is in the mail.

    The control code is: a mail is a witness outside the app.
    """
    values = {
        "maand": format_date(first_day(draw.period), "MMMM y", locale="nl"),
        "link": f"{sender.base_url}/loting/{draw.period}",
        "controlecode": in_fours(draw.control_code),
    }
    for account in list_holders(session, Role.ASSISTANT):
        text = mail_text("drawn_assistant", values)
        make_mail(session, text, to=account.email, sender=sender, now=now)


def tell_waiting(session: Session, period: str, *, sender: Sender, now: datetime) -> None:
    """Tell the assistants once that a month waits for them, and what the app looks at."""
    organisation = get_organisation(session)
    values = {
        "maand": format_date(first_day(period), "MMMM y", locale="nl"),
        "link": f"{sender.base_url}/loting/",
        "oud": str(list_age(session, now=now)),
        "dagen": str(organisation.import_days),
        "open": str(count_open(session)),
        "beloften": str(organisation.promise_brake),
    }
    for account in list_holders(session, Role.ASSISTANT):
        text = mail_text("draw_waits", values)
        make_mail(session, text, to=account.email, sender=sender, now=now)
    audit.record(session, WAITS, "draw", period, by=None, now=now)
