"""The audit log: written with each deed, read by the administrator."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from visits.domain.month import moment
from visits.models.account import Account
from visits.models.audit import AuditLine


def record(
    session: Session,
    deed: str,
    subject: str,
    subject_id: int | str,
    *,
    by: int | None,
    now: datetime,
    **detail: Any,
) -> AuditLine:
    """Write who did what to which record; `detail` holds codes and numbers, never words."""
    line = AuditLine(
        at=now,
        account_id=by,
        deed=deed,
        subject=subject,
        subject_id=str(subject_id),
        detail=detail,
    )
    session.add(line)
    return line


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines somebody wants to see; what is left out asks for nothing."""

    since: date | None = None
    until: date | None = None
    account_id: int | None = None
    deed: str = ""


def list_lines(
    session: Session,
    wanted: Wanted = Wanted(),
    *,
    before: int | None = None,
    limit: int | None = 50,
) -> list[tuple[AuditLine, str | None]]:
    """List the newest lines that are wanted, with the name of who did it."""
    query = (
        select(AuditLine, Account.name)
        .outerjoin(Account, Account.id == AuditLine.account_id)
        .order_by(AuditLine.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(AuditLine.id < before)
    if wanted.since:
        query = query.where(AuditLine.at >= moment(wanted.since, time.min))
    if wanted.until:
        query = query.where(AuditLine.at < moment(wanted.until + timedelta(days=1), time.min))
    if wanted.account_id:
        query = query.where(AuditLine.account_id == wanted.account_id)
    if wanted.deed:
        query = query.where(AuditLine.deed == wanted.deed)
    return [(line, name) for line, name in session.execute(query)]


def list_deeds(session: Session) -> list[str]:
    """List the deeds that stand in the log, by name."""
    return list(session.scalars(select(AuditLine.deed).distinct().order_by(AuditLine.deed)))
