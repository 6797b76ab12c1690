"""Whether the day is sure: the log is a clock too, and a person has the last word.

Who deletes, closes or draws asks here first. A start and the jobs leave a line every week, so that
a quiet month is no leap.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from visits.domain.clock import Suspicion, suspect
from visits.domain.month import today
from visits.models.audit import AuditLine
from visits.services import audit
from visits.services.refusals import Refusal, Refused

SEEN, CONFIRMED = "clock.seen", "clock.confirm"
SUBJECT = "clock"
WEEK = timedelta(days=7)
# A person who says which day it is, says so for the next nightly run too.
HOLDS = timedelta(days=1)
# From the last of these on the log is compared: before it every leap was looked at.
BASE = (
    select(AuditLine.id)
    .where(AuditLine.deed.in_([SEEN, CONFIRMED]))
    .order_by(AuditLine.id.desc())
    .limit(1)
    .scalar_subquery()
)


def find_suspicion(session: Session, *, now: datetime) -> Suspicion | None:
    """Give why the day is in doubt; nothing where no clock was ever looked at."""
    moments = select(AuditLine.at).where(AuditLine.id >= BASE).order_by(AuditLine.id)
    return suspect(session.scalars(moments), now)


def trust(session: Session, *, now: datetime) -> None:
    """Raise Refused while the day is in doubt."""
    if find_suspicion(session, now=now):
        raise Refused(Refusal.CLOCK_DOUBTED)


def is_to_note(session: Session, *, now: datetime) -> bool:
    """Say whether a week went by since the clock was noted, and nothing is wrong with it."""
    noted = session.scalar(select(AuditLine.at).where(AuditLine.id == BASE))
    due = noted is None or now - noted >= WEEK
    return due and find_suspicion(session, now=now) is None


def note(session: Session, *, now: datetime) -> None:
    """Leave a line in the log, once a week, so that the next leap is seen."""
    if is_to_note(session, now=now):
        audit.record(session, SEEN, SUBJECT, today(now).isoformat(), by=None, now=now)


def confirm(session: Session, day: str, *, by: int | None, now: datetime) -> None:
    """Go on from the day (YYYY-MM-DD) that a person says it is; Refused if the clock disagrees."""
    if day != today(now).isoformat():
        raise Refused(Refusal.CLOCK_OTHER_DAY)
    audit.record(session, CONFIRMED, SUBJECT, day, by=by, now=now)
    session.flush()


def is_confirmed(session: Session, *, now: datetime) -> bool:
    """Say whether a person confirmed the day less than a day ago."""
    lately = AuditLine.at.between(now - HOLDS, now)
    said = select(AuditLine.id).where(AuditLine.deed == CONFIRMED, lately)
    return session.scalar(said.limit(1)) is not None


def begin_again(session: Session) -> None:
    """Forget that the clock was ever noted, before a life is invented that began long ago."""
    session.execute(delete(AuditLine).where(AuditLine.deed == SEEN))


def last_moment(session: Session) -> datetime | None:
    """Give the latest moment that was written since the clock was last looked at."""
    return session.scalar(
        select(func.max(AuditLine.at)).where(AuditLine.id >= func.coalesce(BASE, 0))
    )
