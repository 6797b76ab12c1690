"""Tenants whom staff leave out of the draw for a while, counted where the board sees it."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from visits.domain.eligibility import ExclusionReason
from visits.domain.month import same_day, today
from visits.models.draw import Exclusion
from visits.models.tenant import Tenant
from visits.services import audit
from visits.services.refusals import Refusal, Refused, existing


def in_force(day: date) -> ColumnElement[bool]:
    """Select the exclusions that leave somebody out on a day."""
    return and_(Exclusion.until > day, or_(Exclusion.ended_on.is_(None), Exclusion.ended_on > day))


def list_exclusions(session: Session, *, day: date) -> list[Exclusion]:
    """List the exclusions that are in force with tenant and colleague, the first to end first."""
    query = select(Exclusion).options(joinedload(Exclusion.tenant), joinedload(Exclusion.account))
    return list(session.scalars(query.where(in_force(day)).order_by(Exclusion.until, Exclusion.id)))


def find_exclusion(session: Session, tenant: Tenant, *, day: date) -> Exclusion | None:
    """Find the exclusion that leaves a tenant out on a day."""
    query = (
        select(Exclusion)
        .options(joinedload(Exclusion.account))
        .where(Exclusion.tenant_id == tenant.id)
    )
    return session.scalar(query.where(in_force(day)).order_by(Exclusion.until.desc()).limit(1))


def get_exclusion(session: Session, exclusion_id: int) -> Exclusion:
    """Get an exclusion; NotFound if there is none."""
    return existing(session.get(Exclusion, exclusion_id))


def exclude_tenant(
    session: Session,
    tenant: Tenant,
    reason: ExclusionReason,
    *,
    until: date,
    by: int | None,
    now: datetime,
) -> Exclusion:
    """Leave a tenant out of the draw until a day, which is at most a year away."""
    day = today(now)
    if until <= day:
        raise Refused(Refusal.EXCLUSION_IN_THE_PAST)
    if until > same_day(day, 1):
        raise Refused(Refusal.EXCLUSION_TOO_LONG)
    if find_exclusion(session, tenant, day=day):
        raise Refused(Refusal.EXCLUSION_THERE)
    exclusion = Exclusion(tenant_id=tenant.id, reason=reason, since=day, until=until, account_id=by)
    session.add(exclusion)
    session.flush()
    audit.record(
        session, "exclusion.make", "tenant", tenant.id, by=by, now=now, reason=reason.value
    )
    return exclusion


def end_exclusion(session: Session, exclusion: Exclusion, *, by: int | None, now: datetime) -> None:
    """Let a tenant take part again, before the exclusion is over."""
    if exclusion.ended_on is None:
        exclusion.ended_on = today(now)
        audit.record(session, "exclusion.end", "tenant", exclusion.tenant_id, by=by, now=now)
