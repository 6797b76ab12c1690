"""Doubt about a tenant whose visit is on its way: do not call, look in your own system first."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from visits.domain.doubt import doubts_between
from visits.domain.visit import OVER, TOOK_PLACE
from visits.models.tenant import Batch, Change, Tenant
from visits.models.visit import Visit
from visits.services import audit


def note_doubts(session: Session, batch: Batch, *, now: datetime) -> None:
    """Mark each running visit whose tenant a stored file changed or no longer has."""
    session.flush()
    running = (
        select(Visit, Change, Tenant)
        .join(Tenant, Tenant.id == Visit.tenant_id)
        .join(Change, Change.external_id == Tenant.external_id)
        .where(Change.batch_id == batch.id, Visit.state.not_in(OVER | TOOK_PLACE))
        .execution_options(populate_existing=True)
    )
    for visit, before, after in session.execute(running).all():
        doubts = sorted({*visit.doubts, *doubts_between(before, after)})
        if doubts != visit.doubts:
            visit.doubts = doubts
            audit.record(session, "visit.doubt", "visit", visit.id, by=None, now=now, doubts=doubts)
    session.flush()
