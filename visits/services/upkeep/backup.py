"""Copies of a SQLite database: made while the app runs, checked, and put back whole.

A copy holds all that the database holds, the seeds of the draws too, so only its owner reads it.
PostgreSQL has tools of its own for this (`pg_dump`, `pg_restore`).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from visits.models import db, store
from visits.models.account import Account
from visits.models.audit import AuditLine
from visits.models.tenant import Tenant
from visits.services.outbox import Sender
from visits.services.refusals import Refusal, Refused
from visits.services.upkeep.erasure import erase_tenant

# Whoever was erased stands in a copy for so long and no longer.
KEPT = timedelta(days=35)
FORM = "visits-%Y%m%dT%H%M%S.%fZ.sqlite3"


def folder() -> Path:
    """Give the folder of the copies, readable by its owner only."""
    path = Path(current_app.instance_path) / "backups"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def keep(*, now: datetime) -> Path:
    """Copy the database into the folder of copies, and drop the copies that are too old."""
    with raw() as source:
        to = folder() / now.strftime(FORM)
        to.touch(mode=0o600, exist_ok=False)  # no copy is ever written over
        with closing(sqlite3.connect(to)) as target:
            source.backup(target)
    check(to)
    drop_old(now)
    return to


def drop_old(now: datetime) -> None:
    """Drop every copy that was kept for long enough, by the moment in its name."""
    oldest = (now - KEPT).strftime(FORM)
    for path in folder().glob("visits-*.sqlite3"):
        if path.name < oldest:
            path.unlink()


def put_back(copy: Path) -> None:
    """Put a copy in the place of the database; Refused when it is none, and nothing changes."""
    check(copy)
    with raw() as target, closing(opened(copy)) as source:
        source.backup(target)
    db.engine.dispose()


def check(copy: Path) -> None:
    """Raise Refused unless a file is a whole database of a version that this app knows."""
    try:
        with closing(opened(copy)) as database:
            whole = database.execute("PRAGMA integrity_check").fetchone()
            (version,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.Error, TypeError) as wrong:
        raise Refused(Refusal.NOT_A_COPY) from wrong
    if whole != ("ok",) or version not in store.versions():
        raise Refused(Refusal.NOT_A_COPY)


def opened(copy: Path) -> sqlite3.Connection:
    """Open a copy for reading only."""
    return sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


@contextmanager
def raw() -> Iterator[sqlite3.Connection]:
    """Give the connection below SQLAlchemy; Refused when the database is not SQLite."""
    if db.engine.dialect.name != "sqlite":
        raise Refused(Refusal.COPIED_ELSEWHERE)
    with closing(db.engine.raw_connection()) as connection:
        below: Any = connection.driver_connection
        yield below


def list_erased(session: Session) -> list[tuple[int, int | None]]:
    """List the numbers of the tenants who were erased, each with who did it."""
    if store.version() is None:
        return []
    lines = select(AuditLine.subject_id, AuditLine.account_id).order_by(AuditLine.id)
    rows = session.execute(lines.where(AuditLine.deed == "tenant.erase"))
    return [(int(number), by) for number, by in rows]


def erase_again(
    session: Session, erased: list[tuple[int, int | None]], *, sender: Sender, now: datetime
) -> int:
    """Erase whoever came back with a copy, and count them: what is gone stays gone."""
    somebody = session.scalars(select(func.min(Account.id))).one()
    found = 0
    for number, by in erased:
        tenant = session.get(Tenant, number)
        if tenant is not None:
            who = by if by and session.get(Account, by) else somebody
            erase_tenant(session, tenant, sender=sender, by=who, now=now)
            found += 1
    return found
