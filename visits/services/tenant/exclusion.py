"""Holds: tenants whom staff leave out of the draw for a while, counted where the board sees it."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from visits.domain.eligibility import HoldReason
from visits.domain.month import same_day, today
from visits.models.draw import Hold
from visits.models.tenant import Tenant
from visits.services import audit
from visits.services.refusals import NotFound, Refused


def in_force(day: date) -> ColumnElement[bool]:
    """Select the holds that leave somebody out on a day."""
    return and_(Hold.until > day, or_(Hold.ended_on.is_(None), Hold.ended_on > day))


def list_holds(session: Session, *, day: date) -> list[Hold]:
    """List the holds that are in force with tenant and colleague, the first to end first."""
    query = select(Hold).options(joinedload(Hold.tenant), joinedload(Hold.account))
    return list(session.scalars(query.where(in_force(day)).order_by(Hold.until, Hold.id)))


def find_hold(session: Session, tenant: Tenant, *, day: date) -> Hold | None:
    """Find the hold that leaves a tenant out on a day."""
    query = select(Hold).options(joinedload(Hold.account)).where(Hold.tenant_id == tenant.id)
    return session.scalar(query.where(in_force(day)).order_by(Hold.until.desc()).limit(1))


def get_hold(session: Session, hold_id: int) -> Hold:
    """Get a hold; NotFound if there is none."""
    hold = session.get(Hold, hold_id)
    if hold is None:
        raise NotFound("not_found")
    return hold


def hold_tenant(
    session: Session,
    tenant: Tenant,
    reason: HoldReason,
    *,
    until: date,
    by: int | None,
    now: datetime,
) -> Hold:
    """Leave a tenant out of the draw until a day, which is at most a year away."""
    day = today(now)
    if until <= day:
        raise Refused("hold_in_the_past")
    if until > same_day(day, 1):
        raise Refused("hold_too_long")
    if find_hold(session, tenant, day=day):
        raise Refused("hold_there")
    hold = Hold(tenant_id=tenant.id, reason=reason, since=day, until=until, account_id=by)
    session.add(hold)
    session.flush()
    audit.record(session, "hold.make", "tenant", tenant.id, by=by, now=now, reason=reason.value)
    return hold


def end_hold(session: Session, hold: Hold, *, by: int | None, now: datetime) -> None:
    """Let a tenant take part again, before the hold is over."""
    if hold.ended_on is None:
        hold.ended_on = today(now)
        audit.record(session, "hold.end", "tenant", hold.tenant_id, by=by, now=now)
    session.flush()
