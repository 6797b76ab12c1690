"""Visits as they are kept: one, several, and who makes them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from visits.domain.account import Role
from visits.domain.month import today
from visits.domain.visit import FIXED, OVER, TOOK_PLACE, State
from visits.models.account import Account, AccountRole
from visits.models.appointment import Appointment
from visits.models.note import Note
from visits.models.visit import Step, Visit
from visits.services.refusals import Refusal, Refused, existing


def with_tenant() -> Select[Visit]:
    """Select visits that were called, with tenant and draw."""
    tables = joinedload(Visit.tenant), joinedload(Visit.draw)
    return select(Visit).options(*tables).where(Visit.called_at.is_not(None))


def get_visit(session: Session, visit_id: int) -> Visit:
    """Get a visit with its tenant, host and draw; a lot that was not called does not exist."""
    return existing(session.scalar(with_host().where(Visit.id == visit_id)))


def visits_of(session: Session, appointments: Collection[int | None]) -> dict[int | None, Visit]:
    """Get the visits of some appointments, by the number of the appointment."""
    query = with_host().join(Appointment, Appointment.visit_id == Visit.id)
    rows = query.add_columns(Appointment.id).where(Appointment.id.in_(appointments))
    return {number: visit for visit, number in session.execute(rows)}


def with_host() -> Select[Visit]:
    """Select visits that were called, with tenant, draw and host."""
    return with_tenant().options(joinedload(Visit.host).lazyload(Account.roles))


def list_open(session: Session) -> list[Visit]:
    """List the visits on which there is still something to do, newest month first."""
    query = with_tenant().where(Visit.state.not_in(OVER))
    return list(session.scalars(query.order_by(Visit.draw_number.desc())))


def list_recent(session: Session, *, limit: int = 12) -> list[Visit]:
    """List the visits that are over, newest first."""
    query = with_tenant().where(Visit.state.in_(OVER))
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


def next_visit(session: Session, account_id: int) -> Visit | None:
    """Find the planned visit of a director that comes first."""
    query = (
        with_tenant()
        .join(Appointment, Appointment.visit_id == Visit.id)
        .where(Visit.state.in_(FIXED), Appointment.cancelled_at.is_(None))
        .where(Visit.host_id == account_id)
    )
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
            raise Refused(Refusal.CHOOSE_HOST if hosts else Refusal.NO_HOST)
        visit.host_id = hosts[0][0]
    return session.get_one(Account, visit.host_id)


def writer_of(session: Session, visit: Visit, usual: str) -> str:
    """Give who signs what goes to the tenant: of several directors the one who visits."""
    hosts = dict(list_hosts(session))
    return hosts.get(visit.host_id or 0, usual) if len(hosts) > 1 else usual


def checker_of(session: Session, visit: Visit) -> str | None:
    """Give the name of whoever looked in the association's own system last."""
    account = session.get(Account, visit.checked_by) if visit.checked_by else None
    return account.name if account else None


def is_checked(visit: Visit, *, now: datetime) -> bool:
    """Say whether the check was made today, which is the only day it is worth something."""
    return visit.checked_at is not None and today(visit.checked_at) == today(now)


def first_year(session: Session) -> int | None:
    """Give the year of the first visit that was made."""
    first = session.scalar(select(func.min(Visit.held_on)))
    return first.year if first else None


def list_districts(session: Session) -> list[str]:
    """List the districts of all visits that were made."""
    query = select(Visit.district).where(Visit.state.in_(TOOK_PLACE)).distinct()
    return sorted(session.scalars(query))
