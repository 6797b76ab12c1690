"""Promises: taken up, brought to an end, and answered to the tenant."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from visits.domain.account import Role
from visits.domain.action import (
    NEEDS_WORDS,
    OPEN,
    OUTCOMES,
    Progress,
    ProgressNotAllowed,
    TenantAnswer,
    WordsMissing,
    check_progress,
)
from visits.domain.month import today
from visits.domain.note import Permission, may_count
from visits.models.account import Account
from visits.models.action import Action
from visits.models.note import Note
from visits.models.visit import Visit
from visits.services import audit
from visits.services.refusals import NotFound, Refused
from visits.services.search import Filter, in_district, index, matching, within

OFFICE = frozenset({Role.DIRECTOR, Role.ASSISTANT})
EVERYTHING = Filter()
SOON = timedelta(days=7)


def visible(account: Account) -> Select[Any]:
    """Select the actions that somebody may see: staff those of their own and their team."""
    query = select(Action).options(
        joinedload(Action.owner).lazyload(Account.roles),
        joinedload(Action.team),
        joinedload(Action.visit),
        joinedload(Action.watch).lazyload(Account.roles),
    )
    if account.role_names & OFFICE:
        return query
    mine = or_(Action.owner_id == account.id, Action.watch_id == account.id)
    if account.team_id is None:
        return query.where(mine)
    return query.where(or_(mine, Action.team_id == account.team_id))


def list_actions(
    session: Session,
    account: Account,
    progress: Iterable[Progress],
    wanted: Filter = EVERYTHING,
    *,
    waiting_on: date | None = None,
) -> list[Action]:
    """List the actions somebody may see and looks for, the earliest due first.

    `waiting_on` leaves only those that ask for attention in the week after a day.
    """
    query = visible(account).where(
        Action.progress.in_(list(progress)),
        matching(Action.search_text, wanted.words),
        within(Action.promised_on, wanted.period),
    )
    if wanted.district:
        query = query.join(Visit, Visit.id == Action.visit_id).where(in_district(wanted.district))
    if waiting_on:
        query = query.where(asks_attention(waiting_on))
    return list(session.scalars(query.order_by(Action.due, Action.id)))


def asks_attention(day: date) -> ColumnElement[bool]:
    """Choose what is late on a day, due within a week, or ended without the tenant knowing."""
    return and_(
        Action.progress.in_(OPEN),
        or_(Action.due <= day + SOON, Action.progress.in_(OUTCOMES)),
    )


def list_own(session: Session, account_id: int) -> list[Action]:
    """List the open promises that one person made or owns, oldest first."""
    query = select(Action).where(
        Action.progress.in_(OPEN),
        or_(Action.promised_by == account_id, Action.owner_id == account_id),
    )
    return list(session.scalars(query.order_by(Action.due, Action.id)))


def list_of_visit(session: Session, visit: Visit) -> list[Action]:
    """List the promises of one visit."""
    query = (
        select(Action)
        .options(joinedload(Action.owner).lazyload(Account.roles), joinedload(Action.team))
        .where(Action.visit_id == visit.id)
    )
    return list(session.scalars(query.order_by(Action.due, Action.id)))


def list_of_district(session: Session, visit: Visit, *, limit: int = 3) -> list[Action]:
    """List the promises of other visits to the district of a visit that are still open."""
    query = (
        select(Action)
        .join(Visit, Visit.id == Action.visit_id)
        .where(Visit.district == visit.district, Visit.id != visit.id, Action.progress.in_(OPEN))
    )
    return list(session.scalars(query.order_by(Action.due, Action.id).limit(limit)))


def list_overdue(session: Session, *, now: datetime) -> list[Action]:
    """List the promises whose day has passed, the oldest first."""
    query = (
        select(Action)
        .options(joinedload(Action.owner).lazyload(Account.roles), joinedload(Action.team))
        .where(Action.progress.in_(OPEN), Action.due < today(now))
    )
    return list(session.scalars(query.order_by(Action.due, Action.id)))


def count_open(session: Session) -> int:
    """Count the promises on which a tenant still waits for an answer."""
    return session.scalar(select(func.count(Action.id)).where(Action.progress.in_(OPEN))) or 0


def get_action(session: Session, action_id: int, account: Account) -> Action:
    """Get an action that somebody may see; NotFound for every other."""
    action: Action | None = session.scalar(visible(account).where(Action.id == action_id))
    if action is None:
        raise NotFound("not_found")
    return action


def assign(
    session: Session,
    action: Action,
    *,
    owner_id: int | None,
    team_id: int | None,
    due: date,
    by: int,
    now: datetime,
) -> None:
    """Give a promise to a person or to a team, with a date."""
    if action.progress not in OPEN:
        check_progress(action.progress, Progress.ASSIGNED)
    if (owner_id is None) == (team_id is None):
        raise Refused("owner_missing")
    if due <= today(now) and due != action.due:
        raise Refused("due_in_the_past")
    action.owner_id, action.team_id, action.due = owner_id, team_id, due
    if action.progress is Progress.NEW:
        action.progress = Progress.ASSIGNED
    log(session, action, "assign", by=by, now=now)


def take_up(session: Session, action: Action, *, by: int, now: datetime) -> None:
    """Note that somebody is working on it, or works on it again."""
    check_progress(action.progress, Progress.RUNNING)
    action.progress, action.outcome, action.outcome_text = Progress.RUNNING, None, ""
    log(session, action, "take_up", by=by, now=now)


def end(
    session: Session,
    action: Action,
    outcome: Progress,
    text: str,
    *,
    handed_to: str = "",
    watch_id: int | None = None,
    by: int,
    now: datetime,
) -> None:
    """Note how a promise ended; a no, a hand-over and a drop need words.

    Somebody of us keeps watch over what was handed over: whoever did so, if none is named.
    """
    if outcome not in OUTCOMES:
        raise ProgressNotAllowed(outcome)
    check_progress(action.progress, outcome)
    if outcome in NEEDS_WORDS and not text.strip():
        raise WordsMissing(outcome)
    action.progress = action.outcome = outcome
    action.outcome_text = text.strip()
    over = outcome is Progress.HANDED_OVER
    action.handed_to = handed_to.strip()[:120] if over else ""
    action.watch_id = (watch_id or by) if over else None
    log(session, action, "end", by=by, now=now, outcome=outcome)


def answer(session: Session, action: Action, told: TenantAnswer, *, by: int, now: datetime) -> None:
    """Record what the tenant heard, which closes the promise."""
    check_progress(action.progress, Progress.CLOSED)
    if not told.text.strip():
        raise Refused("answer_missing")
    if told.on > today(now):
        raise Refused("answer_in_future")
    action.answered_on, action.answer_channel = told.on, told.channel
    action.answer_text, action.answered_by = told.text.strip(), by
    action.progress = Progress.CLOSED
    log(session, action, "answer", by=by, now=now, channel=told.channel)


def close_without_answer(session: Session, action: Action, *, by: int, now: datetime) -> None:
    """Close a promise about which the tenant wished to hear nothing."""
    check_progress(action.progress, Progress.CLOSED)
    action.no_answer_wanted, action.answered_by = True, by
    action.progress = Progress.CLOSED
    log(session, action, "close_without_answer", by=by, now=now)


def tell_board(session: Session, action: Action, line: str, *, by: int, now: datetime) -> None:
    """Write the line that the board may read about a promise; an empty one takes it away."""
    level = session.scalar(select(Note.permission).where(Note.visit_id == action.visit_id))
    if line.strip() and not may_count(None if level is None else Permission(level)):
        raise Refused("permission_low")
    action.board_line = line.strip()[:200]
    log(session, action, "tell_board", by=by, now=now)


def log(
    session: Session, action: Action, deed: str, *, by: int, now: datetime, **detail: str
) -> None:
    """Write the audit line of a deed with a promise, and the words by which it is found."""
    index(action)
    audit.record(session, f"action.{deed}", "action", action.id, by=by, now=now, **detail)
    session.flush()
