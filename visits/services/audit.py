"""The audit log: written with each deed, read by the administrator."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

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


def list_lines(
    session: Session, *, before: int | None = None, limit: int = 50
) -> list[tuple[AuditLine, str | None]]:
    """List the newest lines with the name of who did it."""
    query = (
        select(AuditLine, Account.name)
        .outerjoin(Account, Account.id == AuditLine.account_id)
        .order_by(AuditLine.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(AuditLine.id < before)
    return [(line, name) for line, name in session.execute(query)]
