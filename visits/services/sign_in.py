"""Attempts to sign in: counted in the database, so that every process of the app knows of them."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from visits.domain.sign_in import COUNTED, FLOOD, wait_for
from visits.models.account import Account, Attempt
from visits.services import audit


def begin(
    session: Session,
    account: Account | None,
    *,
    name: str,
    address: str,
    limit: int,
    now: datetime,
) -> timedelta:
    """Return how long somebody has to wait before trying; without a wait, count an attempt.

    It counts as failed until it succeeds, so that many at once are as many as one after another.
    `name` and `address` tell one account and one network from another, and nothing else of them.
    """
    session.execute(delete(Attempt).where(Attempt.at <= now - COUNTED))
    query = select(Attempt).order_by(Attempt.at)
    named = session.scalars(query.where(Attempt.name == name)).all()
    here = [one.at for one in named if one.address == address]
    same = [one.at for one in session.scalars(query.where(Attempt.address == address))]
    elsewhere = len(named) - len(here)
    if wait := wait_for(here, elsewhere, same, limit=limit, now=now):
        return wait
    session.add(Attempt(name=name, address=address, at=now))
    if account is not None and len(named) + 1 == FLOOD:
        audit.record(session, "account.guess", "account", account.id, by=None, now=now)
    session.flush()
    return wait


def succeed(session: Session, *, name: str, address: str) -> None:
    """Forget what somebody tried who knows the password."""
    mine = Attempt.name == name, Attempt.address == address
    session.execute(delete(Attempt).where(*mine))
