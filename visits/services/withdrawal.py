"""What was erased, taken back or closed is written down so that no older copy brings it back.

Each line is written with its deed, and beside the database once that is stored, so that it
outlives the database. Whom it is about is a hash under a key of its own: the first line holds
it, in the database and so in every copy, and never in the file beside it.
"""

import hmac
import json
import logging
import os
import secrets
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from visits.domain.withdrawal import Line, Withdrawn, beginning
from visits.models import db
from visits.models.draw import Draw
from visits.models.visit import Visit
from visits.models.withdrawal import Withdrawal

log = logging.getLogger(__name__)
ENDING = ".withdrawals"
KEPT = timedelta(days=2 * 365)
WAITING, REPLAYING = "withdrawals", "replaying"


def ensure_begun(session: Session, *, now: datetime) -> Line:
    """Give the first line of the journal; the first start writes it, with its key."""
    if row := session.scalar(select(Withdrawal).where(Withdrawal.kind == Withdrawn.BEGIN)):
        return line_of(row)
    first = Line(secrets.token_hex(16), now, Withdrawn.BEGIN, detail=secrets.token_hex(32))
    write(session, first, of=first.token)
    return first


def record(
    session: Session, kind: Withdrawn, whom: str, *, detail: str = "", now: datetime
) -> None:
    """Write down that something must not come back; while a copy is put back it is there already.

    `whom` is what `tenant_of`, `visit_of`, `account_of` or `insight_of` gives.
    """
    if not session.info.get(REPLAYING):
        first = ensure_begun(session, now=now)
        who = hashed(first.detail, whom)
        write(session, Line(secrets.token_hex(16), now, kind, who, detail), of=first.token)


def write(session: Session, line: Line, *, of: str) -> None:
    """Write a line in the database now, and beside it when that is stored."""
    add(session, [line])
    session.info.setdefault(WAITING, []).append((of, line))


def add(session: Session, lines: Iterable[Line]) -> None:
    """Put lines in the table as they are."""
    session.add_all(Withdrawal(**asdict(line)) for line in lines)
    session.flush()


def hashed(key: str, whom: str) -> str:
    """Give what stands for somebody in the journal."""
    return hmac.digest(key.encode(), whom.encode(), "sha256").hex()


def tenant_of(external_id: str | None) -> str:
    """Name a tenant by the number that the association gave, never by a row of ours."""
    return f"tenant/{external_id}"


def visit_of(session: Session, visit: Visit) -> str:
    """Name a visit by its month and its tenant."""
    period = session.scalar(select(Draw.period).where(Draw.number == visit.draw_number))
    return visit_in(str(period), str(visit.external_id))


def visit_in(period: str, external_id: str) -> str:
    """Name the visit of a month and a tenant."""
    return f"visit/{period}/{external_id}"


def account_of(email: str) -> str:
    """Name an account by its address."""
    return f"account/{email}"


def insight_of(ref: str) -> str:
    """Name an insight by the letters that it has for life."""
    return f"insight/{ref}"


def list_lines(session: Session) -> list[Line]:
    """List the journal of a database, the oldest line first."""
    query = select(Withdrawal).order_by(Withdrawal.id)
    return [line_of(row) for row in session.scalars(query)]


def is_any_since(session: Session, moment: datetime) -> bool:
    """Say whether anything was erased, taken back or closed since a moment."""
    fresh = select(Withdrawal.id).where(Withdrawal.at >= moment, Withdrawal.kind != Withdrawn.BEGIN)
    return session.scalar(fresh.limit(1)) is not None


def line_of(row: Withdrawal) -> Line:
    """Give a row as a line."""
    return Line(row.token, row.at, row.kind, row.who, row.detail)


def beside() -> Path:
    """Give the file beside the database that outlives it."""
    url = db.engine.url
    if db.engine.dialect.name == "sqlite":
        return Path(str(url.database)).with_suffix(ENDING)
    return Path(current_app.instance_path) / f"{url.database}{ENDING}"


def list_beside() -> list[tuple[str, Line]]:
    """List the lines beside the database, each after the token of the journal it belongs to."""
    found = []
    text = beside().read_text("utf-8") if beside().exists() else ""
    for written in text.splitlines():
        try:
            known: dict[str, Any] = json.loads(written)
            at, kind = datetime.fromisoformat(known.pop("at")), Withdrawn(known.pop("kind"))
            found.append((str(known.pop("of")), Line(at=at, kind=kind, **known)))
        except (ValueError, KeyError, TypeError):
            continue  # a line that was cut short by a crash stands whole in the database
    return found


def text_of(lines: Iterable[tuple[str, Line]]) -> str:
    """Write lines as they stand beside the database: without the key."""
    shown = (
        asdict(line)
        | {"of": of, "at": line.at.isoformat()}
        | ({"detail": ""} if line.kind is Withdrawn.BEGIN else {})
        for of, line in lines
    )
    return "".join(f"{json.dumps(line)}\n" for line in shown)


def write_beside(path: Path, flags: int, text: str) -> None:
    """Write a file for its owner's eyes only, down to the disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | flags, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def keep_beside(session: Session, *, now: datetime) -> None:
    """Bring the file beside the database up to what the database knows, without what is too old."""
    lines, there = list_lines(session), list_beside()
    first, known = beginning(lines), {line.token for _, line in there}
    if first is None:
        return
    missing = [(first.token, line) for line in lines if line.token not in known]
    kept = [(of, one) for of, one in there if one.kind is Withdrawn.BEGIN or one.at > now - KEPT]
    if missing or kept != there:
        new = beside().with_suffix(f"{ENDING}.new")
        write_beside(new, os.O_TRUNC, text_of([*kept, *missing]))
        new.replace(beside())


@event.listens_for(Session, "after_commit")
def after_commit(session: Session) -> None:
    """Write beside the database what it has just stored; a full disk must not undo the deed."""
    if session.in_nested_transaction():
        return
    if lines := session.info.pop(WAITING, None):
        try:
            # After a line that a crash cut short, these begin a line of their own.
            write_beside(beside(), os.O_APPEND, "\n" + text_of(lines))
        except OSError:
            log.exception("the journal beside the database was not written")


@event.listens_for(Session, "after_rollback")
def after_rollback(session: Session) -> None:
    """Forget what was not stored."""
    session.info.pop(WAITING, None)
