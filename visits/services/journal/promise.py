"""Promises: taken up, brought to an end, and answered to the tenant."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from visits.domain.account import Role
from visits.domain.month import today
from visits.domain.note import Permission, may_count
from visits.domain.promise import (
    OPEN,
    OUTCOMES,
    Progress,
    TenantAnswer,
    check_close,
    check_end,
    check_progress,
)
from visits.models.account import Account
from visits.models.note import Note
from visits.models.promise import Promise
from visits.models.visit import Visit
from visits.services import audit
from visits.services.refusals import Refusal, Refused, existing
from visits.services.search import Filter, in_district, index, matching, within

OFFICE = frozenset({Role.DIRECTOR, Role.ASSISTANT})
EVERYTHING = Filter()
SOON = timedelta(days=7)


def with_owner() -> Select[Promise]:
    """Select promises with who sees to them."""
    owner = joinedload(Promise.owner).lazyload(Account.roles)
    return select(Promise).options(owner, joinedload(Promise.team))


def by_due(session: Session, query: Select[Promise]) -> list[Promise]:
    """List the promises of a query, the earliest due first."""
    return list(session.scalars(query.order_by(Promise.due, Promise.id)))


def visible(account: Account) -> Select[Promise]:
    """Select the promises that somebody may see: staff those of their own and their team."""
    query = with_owner().options(
        joinedload(Promise.visit), joinedload(Promise.watch).lazyload(Account.roles)
    )
    if account.role_names & OFFICE:
        return query
    mine = or_(Promise.owner_id == account.id, Promise.watch_id == account.id)
    if account.team_id is None:
        return query.where(mine)
    return query.where(or_(mine, Promise.team_id == account.team_id))


def list_promises(
    session: Session,
    account: Account,
    progress: Iterable[Progress],
    wanted: Filter = EVERYTHING,
    *,
    waiting_on: date | None = None,
) -> list[Promise]:
    """List the promises somebody may see and looks for, the earliest due first.

    `waiting_on` leaves only those that ask for attention in the week after a day.
    """
    query = visible(account).where(
        Promise.progress.in_(list(progress)),
        matching(Promise.search_text, wanted.words),
        within(Promise.promised_on, wanted.period),
    )
    if wanted.district:
        query = query.join(Visit, Visit.id == Promise.visit_id).where(in_district(wanted.district))
    if waiting_on:
        query = query.where(asks_attention(waiting_on))
    return by_due(session, query)


def asks_attention(day: date) -> ColumnElement[bool]:
    """Choose what is late on a day, due within a week, or ended without the tenant knowing."""
    return and_(
        Promise.progress.in_(OPEN),
        or_(Promise.due <= day + SOON, Promise.progress.in_(OUTCOMES)),
    )


def list_own(session: Session, account_id: int) -> list[Promise]:
    """List the open promises that one person made or owns, oldest first."""
    query = select(Promise).where(
        Promise.progress.in_(OPEN),
        or_(Promise.promised_by == account_id, Promise.owner_id == account_id),
    )
    return by_due(session, query)


def list_of_visit(session: Session, visit: Visit) -> list[Promise]:
    """List the promises of one visit."""
    return by_due(session, with_owner().where(Promise.visit_id == visit.id))


def list_of_district(session: Session, visit: Visit, *, limit: int = 3) -> list[Promise]:
    """List the promises of other visits to the district of a visit that are still open."""
    query = (
        select(Promise)
        .join(Visit, Visit.id == Promise.visit_id)
        .where(Visit.district == visit.district, Visit.id != visit.id, Promise.progress.in_(OPEN))
    )
    return by_due(session, query.limit(limit))


def list_overdue(session: Session, *, now: datetime) -> list[Promise]:
    """List the promises whose day has passed, the oldest first."""
    late = Promise.progress.in_(OPEN), Promise.due < today(now)
    return by_due(session, with_owner().where(*late))


def count_open(session: Session) -> int:
    """Count the promises on which a tenant still waits for an answer."""
    return session.scalar(select(func.count(Promise.id)).where(Promise.progress.in_(OPEN))) or 0


def get_promise(session: Session, promise_id: int, account: Account) -> Promise:
    """Get a promise that somebody may see; NotFound for every other."""
    return existing(session.scalar(visible(account).where(Promise.id == promise_id)))


def assign(
    session: Session,
    promise: Promise,
    *,
    owner_id: int | None,
    team_id: int | None,
    due: date,
    by: int,
    now: datetime,
) -> None:
    """Give a promise to a person or to a team, with a date."""
    if promise.progress not in OPEN:
        check_progress(promise.progress, Progress.ASSIGNED)
    if (owner_id is None) == (team_id is None):
        raise Refused(Refusal.OWNER_MISSING)
    if due <= today(now) and due != promise.due:
        raise Refused(Refusal.DUE_IN_THE_PAST)
    promise.owner_id, promise.team_id, promise.due = owner_id, team_id, due
    if promise.progress is Progress.NEW:
        promise.progress = Progress.ASSIGNED
    log(session, promise, "assign", by=by, now=now)


def take_up(session: Session, promise: Promise, *, by: int, now: datetime) -> None:
    """Note that somebody is working on it, or works on it again."""
    check_progress(promise.progress, Progress.RUNNING)
    promise.progress, promise.outcome, promise.outcome_text = Progress.RUNNING, None, ""
    log(session, promise, "take_up", by=by, now=now)


def end(
    session: Session,
    promise: Promise,
    outcome: Progress,
    text: str,
    *,
    handed_to: str = "",
    watch_id: int | None = None,
    by: int,
    now: datetime,
) -> None:
    """Note how a promise ended.

    Somebody of us keeps watch over what was handed over: whoever did so, if none is named.
    """
    check_end(promise.progress, outcome, text)
    promise.progress = promise.outcome = outcome
    promise.outcome_text = text.strip()
    over = outcome is Progress.HANDED_OVER
    promise.handed_to = handed_to.strip()[:120] if over else ""
    promise.watch_id = (watch_id or by) if over else None
    log(session, promise, "end", by=by, now=now, outcome=outcome)


def answer(
    session: Session, promise: Promise, told: TenantAnswer, *, by: int, now: datetime
) -> None:
    """Record what the tenant heard, which closes the promise."""
    check_close(promise.progress, told, today(now))
    promise.answered_on, promise.answer_channel = told.on, told.channel
    promise.answer_text, promise.answered_by = told.text.strip(), by
    close(session, promise)
    log(session, promise, "answer", by=by, now=now, channel=told.channel)


def close_without_answer(session: Session, promise: Promise, *, by: int, now: datetime) -> None:
    """Close a promise about which the tenant wished to hear nothing."""
    check_close(promise.progress, None, today(now))
    promise.no_answer_wanted, promise.answered_by = True, by
    close(session, promise)
    log(session, promise, "close_without_answer", by=by, now=now)


def close(session: Session, promise: Promise) -> None:
    """Close a promise; where the words of its visit were taken back, its own go now."""
    promise.progress = Progress.CLOSED
    if keeps_no_words(session, promise.visit_id):
        promise_words_go(promise)


def promise_words_go(promise: Promise) -> None:
    """Leave of a promise only the line that was written for the board."""
    promise.what = promise.board_line
    promise.outcome_text = promise.answer_text = promise.handed_to = ""
    index(promise)


def keeps_no_words(session: Session, visit_id: int) -> bool:
    """Say whether nothing may be kept of a visit but that somebody was there."""
    nothing = or_(
        Visit.tenant_id.is_(None), Visit.note_not_wished, Note.permission == Permission.NOTHING
    )
    query = select(Visit.id).outerjoin(Note, Note.visit_id == Visit.id)
    return session.scalar(query.where(Visit.id == visit_id, nothing)) is not None


def tell_board(session: Session, promise: Promise, line: str, *, by: int, now: datetime) -> None:
    """Write the line that the board may read about a promise; an empty one takes it away."""
    level = session.scalar(select(Note.permission).where(Note.visit_id == promise.visit_id))
    if line.strip() and not may_count(None if level is None else Permission(level)):
        raise Refused(Refusal.PERMISSION_LOW)
    promise.board_line = line.strip()[:200]
    log(session, promise, "tell_board", by=by, now=now)


def log(
    session: Session, promise: Promise, deed: str, *, by: int, now: datetime, **detail: str
) -> None:
    """Write the audit line of a deed with a promise, and the words by which it is found."""
    index(promise)
    audit.record(session, f"promise.{deed}", "promise", promise.id, by=by, now=now, **detail)
