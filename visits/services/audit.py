"""The audit log: written with each deed, read by the administrator."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from visits.domain.month import moment
from visits.models.account import Account
from visits.models.audit import AuditLine
from visits.models.insight import Insight
from visits.models.note import Note
from visits.models.promise import Promise
from visits.models.tenant import Tenant
from visits.models.visit import Visit


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
    """Write who did what to which record, and with it what the deed changed.

    `detail` holds codes and numbers, never words.
    """
    line = AuditLine(
        at=now,
        account_id=by,
        deed=deed,
        subject=subject,
        subject_id=str(subject_id),
        detail=detail,
    )
    session.add(line)
    session.flush()
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
    return [(line, name) for line, name in session.execute(query.where(*lines_of(wanted)))]


def lines_of(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """Give what holds of the lines that are wanted."""
    if wanted.since:
        yield AuditLine.at >= moment(wanted.since, time.min)
    if wanted.until:
        yield AuditLine.at < moment(wanted.until + timedelta(days=1), time.min)
    if wanted.account_id:
        yield AuditLine.account_id == wanted.account_id
    if wanted.deed:
        yield AuditLine.deed == wanted.deed


def list_touched(session: Session, wanted: Wanted) -> list[str]:
    """List the numbers of the tenants whom the wanted lines are about, as far as we still know.

    The number is that of the association's own system, where it finds whom it must tell.
    """
    lines = select(AuditLine.subject_id).where(*lines_of(wanted))

    def about(subject: str) -> list[int]:
        found = session.scalars(lines.where(AuditLine.subject == subject).distinct())
        return [int(number) for number in found if number.isdecimal()]

    visits = {
        *about("visit"),
        *session.scalars(select(Note.visit_id).where(Note.id.in_(about("note")))),
        *session.scalars(select(Insight.visit_id).where(Insight.id.in_(about("insight")))),
        *session.scalars(select(Promise.visit_id).where(Promise.id.in_(about("promise")))),
    }
    tenants = select(Visit.tenant_id).where(Visit.id.in_(visits))
    touched = or_(Tenant.id.in_(about("tenant")), Tenant.id.in_(tenants))
    return sorted(session.scalars(select(Tenant.external_id).where(touched)))


def list_deeds(session: Session) -> list[str]:
    """List the deeds that stand in the log, by name."""
    return list(session.scalars(select(AuditLine.deed).distinct().order_by(AuditLine.deed)))
