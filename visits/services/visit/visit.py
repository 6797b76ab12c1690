"""Visits: checked, approached, spoken to, held and closed."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, joinedload

from visits.domain.account import Role
from visits.domain.action import OPEN
from visits.domain.month import today
from visits.domain.visit import (
    OVER,
    TOOK_PLACE,
    Channel,
    Closing,
    State,
    StepNotAllowed,
    check_step,
)
from visits.models.account import Account, AccountRole
from visits.models.action import Action
from visits.models.appointment import Appointment
from visits.models.draw import Draw
from visits.models.note import Note, NoteDraft
from visits.models.visit import Contact, Step, Visit
from visits.services import audit
from visits.services.draw.lot import call_next, lapse_month
from visits.services.refusals import NotFound, Refused
from visits.services.visit.step import write_step


def get_visit(session: Session, visit_id: int) -> Visit:
    """Get a visit with its tenant, host and draw; a lot that was not called does not exist."""
    query = (
        select(Visit)
        .options(
            joinedload(Visit.tenant),
            joinedload(Visit.host).lazyload(Account.roles),
            joinedload(Visit.draw),
        )
        .where(Visit.id == visit_id, Visit.called_at.is_not(None))
    )
    visit = session.scalar(query)
    if visit is None:
        raise NotFound("not_found")
    return visit


def list_open(session: Session) -> list[Visit]:
    """List the visits on which there is still something to do, newest month first."""
    query = (
        select(Visit)
        .options(joinedload(Visit.tenant), joinedload(Visit.draw))
        .where(Visit.called_at.is_not(None), Visit.state.not_in(OVER))
    )
    return list(session.scalars(query.order_by(Visit.draw_number.desc())))


def list_recent(session: Session, *, limit: int = 12) -> list[Visit]:
    """List the visits that are over, newest first."""
    query = (
        select(Visit)
        .options(joinedload(Visit.tenant), joinedload(Visit.draw))
        .where(Visit.called_at.is_not(None), Visit.state.in_(OVER))
    )
    return list(session.scalars(query.order_by(Visit.id.desc()).limit(limit)))


def list_steps(session: Session, visit: Visit) -> list[Step]:
    """List the steps of a visit with who took them, oldest first."""
    query = select(Step).options(joinedload(Step.account)).where(Step.visit_id == visit.id)
    return list(session.scalars(query.order_by(Step.id)))


def list_steps_of(session: Session, visits: Sequence[Visit]) -> dict[int, list[Step]]:
    """List the steps of several visits, by visit."""
    found: dict[int, list[Step]] = {visit.id: [] for visit in visits}
    rows = select(Step).where(Step.visit_id.in_(list(found)), ~Step.taken_back).order_by(Step.id)
    for step in session.scalars(rows):
        found[step.visit_id].append(step)
    return found


def next_visit(session: Session, account_id: int | None) -> Visit | None:
    """Find the planned visit of a director that comes first."""
    query = (
        select(Visit)
        .join(Appointment, Appointment.visit_id == Visit.id)
        .options(joinedload(Visit.tenant), joinedload(Visit.draw))
        .where(
            Visit.state.in_([State.PLANNED, State.CONFIRMED]),
            Appointment.cancelled_at.is_(None),
        )
    )
    if account_id is not None:
        query = query.where(Visit.host_id == account_id)
    return session.scalar(query.order_by(Appointment.starts_at).limit(1))


def list_to_write(session: Session, account_id: int) -> list[Visit]:
    """List the visits that a director made and wrote no note about yet."""
    query = (
        select(Visit)
        .outerjoin(Note, Note.visit_id == Visit.id)
        .options(joinedload(Visit.tenant))
        .where(
            Visit.host_id == account_id,
            Visit.state == State.HELD,
            Note.id.is_(None),
            ~Visit.note_not_wished,
        )
    )
    return list(session.scalars(query.order_by(Visit.held_on)))


def last_spoken(session: Session, visit: Visit) -> date | None:
    """Find the day of the last visit to the same tenant before this one."""
    query = select(func.max(Visit.held_on)).where(
        Visit.tenant_id == visit.tenant_id, Visit.id != visit.id, Visit.state.in_(TOOK_PLACE)
    )
    return session.scalar(query)


def list_hosts(session: Session) -> list[tuple[int, str]]:
    """List who could make a visit, as number and name: the directors."""
    query = select(Account.id, Account.name).join(AccountRole)
    directors = query.where(AccountRole.name == Role.DIRECTOR, Account.active)
    return [(number, name) for number, name in session.execute(directors.order_by(Account.name))]


def host_of(session: Session, visit: Visit) -> Account:
    """Give the director who makes a visit; Refused if there is none, or several to choose from."""
    if visit.host_id is None:
        hosts = list_hosts(session)
        if len(hosts) != 1:
            raise Refused("choose_host" if hosts else "no_host")
        visit.host_id = hosts[0][0]
    return session.get_one(Account, visit.host_id)


def writer_of(session: Session, visit: Visit, usual: str) -> str:
    """Give who signs what goes to the tenant: of several directors the one who visits."""
    hosts = dict(list_hosts(session))
    return hosts.get(visit.host_id or 0, usual) if len(hosts) > 1 else usual


def check_peace(visit: Visit) -> None:
    """Raise Refused for a tenant who asked to be left in peace, or who is no longer there."""
    tenant = visit.tenant
    if tenant is None or tenant.missing_since is not None:
        raise Refused("tenant_gone")
    if tenant.do_not_contact or tenant.opted_out_on is not None:
        raise Refused("left_in_peace")


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
    session.flush()


def checker_of(session: Session, visit: Visit) -> str | None:
    """Give the name of whoever looked in the association's own system last."""
    account = session.get(Account, visit.checked_by) if visit.checked_by else None
    return account.name if account else None


def is_checked(visit: Visit, *, now: datetime) -> bool:
    """Say whether the check was made today, which is the only day it is worth something."""
    return visit.checked_at is not None and today(visit.checked_at) == today(now)


def propose(session: Session, visit: Visit, at: datetime | None, *, now: datetime) -> None:
    """Keep the moment that the letter is going to propose."""
    check_step(visit.state, State.APPROACHED)
    if at is not None and at <= now:
        raise Refused("in_the_past")
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
        raise Refused("not_checked")
    propose(session, visit, proposed_at or visit.proposed_at, now=now)
    host_of(session, visit)
    visit.letter_sent_on = today(now)
    session.add(
        Contact(visit_id=visit.id, at=now, channel=Channel.LETTER, result=None, account_id=by)
    )
    write_step(session, visit, State.APPROACHED, by=by, now=now)


def end(
    session: Session, visit: Visit, state: State, *, by: int, now: datetime, reason: str = ""
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


def decline_after_all(session: Session, visit: Visit, *, by: int, now: datetime) -> None:
    """Store that a tenant whose visit fell through would rather not have another."""
    end(session, visit, State.DECLINED, by=by, now=now)


def hold_visit(
    session: Session, visit: Visit, *, on: date, minutes: int | None, by: int, now: datetime
) -> None:
    """Note that the visit took place; Refused for a day that is still to come."""
    check_step(visit.state, State.HELD)
    if on > today(now):
        raise Refused("not_yet")
    if on < today(session.get_one(Draw, visit.draw_number).drawn_at):
        raise Refused("before_draw")
    visit.held_on, visit.minutes = on, minutes
    write_step(session, visit, State.HELD, by=by, now=now)


def closing_of(visit: Visit, has_note: bool, promises: Iterable[Action]) -> Closing:
    """Give what must still be done before a visit can be closed."""
    waiting = sum(promise.progress in OPEN for promise in promises)
    return Closing(has_note or visit.note_not_wished, waiting)


def close(session: Session, visit: Visit, *, by: int, now: datetime) -> None:
    """Close a visit; Refused while the note or an answer is missing."""
    check_step(visit.state, State.CLOSED)
    noted = session.scalar(select(func.count(Note.id)).where(Note.visit_id == visit.id))
    promises = session.scalars(select(Action).where(Action.visit_id == visit.id))
    left = closing_of(visit, bool(noted), promises)
    if not left.note_done:
        raise Refused("note_missing")
    if left.open_promises:
        raise Refused("promises_open")
    write_step(session, visit, State.CLOSED, by=by, now=now)


def wish_no_note(session: Session, visit: Visit, *, by: int, now: datetime) -> None:
    """Keep only that somebody was there: the tenant wished no note."""
    if visit.state is not State.HELD:
        raise Refused("not_held")
    visit.note_not_wished = True
    session.execute(delete(NoteDraft).where(NoteDraft.visit_id == visit.id))
    audit.record(session, "note.not_wished", "visit", visit.id, by=by, now=now)
    session.flush()


def first_year(session: Session) -> int | None:
    """Give the year of the first visit that was made."""
    first = session.scalar(select(func.min(Visit.held_on)))
    return first.year if first else None


def list_districts(session: Session) -> list[str]:
    """List the districts of all visits that were made."""
    query = select(Visit.district).where(Visit.state.in_(TOOK_PLACE)).distinct()
    return sorted(session.scalars(query))
