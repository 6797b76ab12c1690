"""What may happen to a visit, step by step: checked, approached, held, closed."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from visits.domain.month import today
from visits.domain.promise import OPEN
from visits.domain.visit import (
    LONGEST_DOOR,
    OVER,
    TOOK_PLACE,
    Channel,
    Closing,
    State,
    StepNotAllowed,
    check_step,
)
from visits.domain.withdrawal import Withdrawn
from visits.models.draw import Draw
from visits.models.note import Note
from visits.models.promise import Promise
from visits.models.visit import Contact, Visit
from visits.services import audit, withdrawal
from visits.services.draw.lot import call_next, lapse_month
from visits.services.journal.taken_back import keep_nothing
from visits.services.refusals import Refusal, Refused
from visits.services.visit.record import host_of, is_checked
from visits.services.visit.state import write_step


def check_peace(visit: Visit) -> None:
    """Raise Refused for a tenant who asked to be left in peace, or who is no longer there."""
    tenant = visit.tenant
    if tenant is None or tenant.missing_since is not None:
        raise Refused(Refusal.TENANT_GONE)
    if tenant.in_peace:
        raise Refused(Refusal.LEFT_IN_PEACE)


def check_tenant(session: Session, visit: Visit, *, by: int, now: datetime) -> None:
    """Note that somebody looked today in the association's own system: approach is all right.

    Of a visit on its way this also takes away what an import made doubtful.
    """
    if visit.state is State.DRAWN:
        check_peace(visit)
    elif visit.state in OVER | TOOK_PLACE:
        raise StepNotAllowed(visit.state, State.APPROACHED)
    visit.checked_at, visit.checked_by, visit.doubts = now, by, []
    audit.record(session, "visit.check", "visit", visit.id, by=by, now=now)


def propose(session: Session, visit: Visit, at: datetime | None, *, now: datetime) -> None:
    """Keep the moment that the letter is going to propose."""
    check_step(visit.state, State.APPROACHED)
    if at is not None and at <= now:
        raise Refused(Refusal.IN_THE_PAST)
    visit.proposed_at = at
    session.flush()


def send_letter(
    session: Session,
    visit: Visit,
    *,
    proposed_at: datetime | None = None,
    by: int,
    now: datetime,
) -> None:
    """Note that the letter is in the post: the tenant is approached.

    Raises Refused without the check of today: nobody writes to the dead.
    """
    check_step(visit.state, State.APPROACHED)
    check_peace(visit)
    if not is_checked(visit, now=now):
        raise Refused(Refusal.NOT_CHECKED)
    propose(session, visit, proposed_at or visit.proposed_at, now=now)
    host_of(session, visit)
    visit.letter_sent_on = today(now)
    note_contact(session, visit, Channel.LETTER, by=by, now=now)
    write_step(session, visit, State.APPROACHED, by=by, now=now)


def note_contact(
    session: Session, visit: Visit, channel: Channel, *, by: int, now: datetime
) -> None:
    """Note that the tenant heard of something by letter or telephone."""
    session.add(Contact(visit_id=visit.id, at=now, channel=channel, result=None, account_id=by))


def end(
    session: Session, visit: Visit, state: State, *, by: int | None, now: datetime, reason: str = ""
) -> None:
    """Store an outcome that calls the next lot."""
    write_step(session, visit, state, by=by, now=now, reason=reason)
    call_next(session, session.get_one(Draw, visit.draw_number), now=now)


def call_it_wrong(session: Session, visit: Visit, *, reason: str, by: int, now: datetime) -> None:
    """Store that a tenant should not have been drawn; there is never a new draw."""
    end(session, visit, State.NOT_ELIGIBLE, by=by, now=now, reason=reason)


def give_up(session: Session, visit: Visit, *, reason: str, by: int, now: datetime) -> None:
    """Let the month of a visit that fell through lapse."""
    check_step(visit.state, State.GIVEN_UP)
    lapse_month(session, session.get_one(Draw, visit.draw_number), reason=reason, by=by, now=now)


def decline_after_all(session: Session, visit: Visit, *, by: int | None, now: datetime) -> None:
    """Store that a tenant whose visit fell through would rather not have another."""
    end(session, visit, State.DECLINED, by=by, now=now)


def hold_visit(
    session: Session, visit: Visit, *, on: date, minutes: int | None, by: int, now: datetime
) -> None:
    """Note that the visit took place; Refused for a day that is still to come."""
    check_step(visit.state, State.HELD)
    if on > today(now):
        raise Refused(Refusal.NOT_YET)
    if on < today(session.get_one(Draw, visit.draw_number).drawn_at):
        raise Refused(Refusal.BEFORE_DRAW)
    visit.held_on, visit.minutes = on, minutes
    write_step(session, visit, State.HELD, by=by, now=now)


def closing_of(visit: Visit, has_note: bool, promises: Iterable[Promise]) -> Closing:
    """Give what must still be done before a visit can be closed."""
    waiting = sum(promise.progress in OPEN for promise in promises)
    return Closing(has_note or visit.note_not_wished, waiting)


def close(session: Session, visit: Visit, *, by: int, now: datetime) -> None:
    """Close a visit; Refused while the note or an answer is missing."""
    check_step(visit.state, State.CLOSED)
    noted = session.scalar(select(func.count(Note.id)).where(Note.visit_id == visit.id))
    promises = session.scalars(select(Promise).where(Promise.visit_id == visit.id))
    left = closing_of(visit, bool(noted), promises)
    if not left.note_done:
        raise Refused(Refusal.NOTE_MISSING)
    if left.open_promises:
        raise Refused(Refusal.PROMISES_OPEN)
    write_step(session, visit, State.CLOSED, by=by, now=now)


def wish_no_note(session: Session, visit: Visit, *, by: int, now: datetime) -> None:
    """Keep only that somebody was there: the tenant wished no note, also if there is one."""
    if visit.state is not State.HELD:
        raise Refused(Refusal.NOT_HELD)
    visit.note_not_wished = True
    withdrawal.record(session, Withdrawn.NO_NOTE, withdrawal.visit_of(session, visit), now=now)
    keep_nothing(session, visit, by=by, now=now)
    audit.record(session, "note.not_wished", "visit", visit.id, by=by, now=now)


def change_door(session: Session, visit: Visit, words: str, *, by: int, now: datetime) -> None:
    """Keep what the director should know at the door, as it is now."""
    visit.door = words.strip()[:LONGEST_DOOR]
    audit.record(session, "visit.door", "visit", visit.id, by=by, now=now)
