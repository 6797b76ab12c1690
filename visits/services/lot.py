"""The lots of a draw: one is called at a time, and the next only after an outcome."""

import json
import zlib
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import and_, not_, select
from sqlalchemy.orm import Session, joinedload

from visits.domain import draw as lottery
from visits.domain.eligibility import Reason, reason_against, years_on
from visits.domain.month import first_day
from visits.domain.visit import NEXT_LOT, State, band
from visits.models.draw import Draw
from visits.models.tenant import Tenant
from visits.models.visit import Step, Visit
from visits.services.candidate import candidate, holds_on, rules_of
from visits.services.refusals import Refused
from visits.services.step import set_state, write_step
from visits.services.tenant import since_of


def record_of(draw: Draw) -> lottery.Record:
    """Give the sealed record of a draw."""
    record: lottery.Record = json.loads(draw.record)
    return record


def order_of(draw: Draw) -> list[str]:
    """Give the whole order of a draw again, from its list and its seed."""
    record = record_of(draw)
    pool = pool_of(draw)
    return lottery.order_of(bytes.fromhex(record["seed"]), pool, record["allowed"])


def pool_of(draw: Draw) -> dict[str, tuple[str, int]]:
    """Give the list over which a draw was held."""
    # A line ends with LF and with nothing else; a district may hold stranger separators.
    lines = zlib.decompress(draw.tenants).decode().removesuffix("\n").split("\n")
    return {
        number: (district, int(lots))
        for number, district, lots in (line.split("\t") for line in lines)
    }


def call_next(session: Session, draw: Draw, *, now: datetime) -> Visit | None:
    """Call the next lot of a draw; a list that has run out lets the month lapse.

    Whoever asked since the draw to be left in peace, or left, is passed over with that reason.
    """
    order, pool = order_of(draw), pool_of(draw)
    lot = session.scalar(
        select(Visit.lot)
        .where(Visit.draw_number == draw.number, Visit.called_at.is_not(None))
        .order_by(Visit.lot.desc())
        .limit(1)
    )
    for number in range((lot or 0) + 1, len(order) + 1):
        external_id = order[number - 1]
        visit = call_lot(session, draw, number, external_id, pool[external_id][0], now=now)
        reason = reason_since(session, visit, first_day(draw.period))
        if reason is None:
            return visit
        write_step(session, visit, State.NOT_ELIGIBLE, by=None, now=now, reason=reason.name)
    draw.lapsed_at = now
    session.flush()
    return None


def call_lot(
    session: Session, draw: Draw, lot: int, external_id: str, district: str, *, now: datetime
) -> Visit:
    """Open one lot, or open it again after an outcome was taken back."""
    visit = session.scalar(select(Visit).where(Visit.draw_number == draw.number, Visit.lot == lot))
    if visit is None:
        tenant = session.scalar(select(Tenant).where(Tenant.external_id == external_id))
        visit = Visit(
            draw_number=draw.number,
            lot=lot,
            tenant_id=tenant.id if tenant else None,
            external_id=external_id,
            district=district,
            tenure_band=band(years_of(tenant, first_day(draw.period))),
            state=State.DRAWN,
            state_since=now,
            seen_at=now,
        )
        session.add(visit)
        session.flush()
        session.add(Step(visit_id=visit.id, state_to=State.DRAWN, at=now))
    visit.called_at = now
    session.flush()
    return visit


def years_of(tenant: Tenant | None, day: date) -> int:
    """Give the full years of a tenancy on a day."""
    since = since_of(tenant) if tenant else None
    return years_on(since, day) if since else 0


def reason_since(session: Session, visit: Visit, day: date) -> Reason | None:
    """Give the reason that arose since the draw why a tenant may not be approached any more.

    Years were counted when the month was drawn and are not counted again.
    """
    tenant = session.scalar(select(Tenant).where(Tenant.external_id == visit.external_id))
    if tenant is None:
        return Reason.ENDED
    rows = session.execute(
        select(Visit.state, Visit.state_since, Visit.not_now_until).where(
            Visit.tenant_id == tenant.id, Visit.id != visit.id, Visit.called_at.is_not(None)
        )
    )
    history = [(state, since, until) for state, since, until in rows]
    found = candidate(tenant, history, holds_on(session, day).get(tenant.id))
    return reason_against(found, day, replace(rules_of(session), min_years=0))


def list_invitations(session: Session, draw: Draw) -> list[Visit]:
    """List the lots of a draw that were called, in their order, with their tenants."""
    query = (
        select(Visit)
        .options(joinedload(Visit.tenant))
        .where(Visit.draw_number == draw.number, Visit.called_at.is_not(None))
    )
    return list(session.scalars(query.order_by(Visit.lot)))


def take_back(
    session: Session, visit: Visit, *, reason: str, by: int | None, now: datetime
) -> None:
    """Take an outcome back that was stored by mistake, while the next lot was not approached.

    That the next name was seen stays recorded; the lot waits until its turn comes again. A lot
    that was passed over before anybody wrote stays passed over.
    """
    passed_over = and_(Visit.state == State.NOT_ELIGIBLE, Visit.letter_sent_on.is_(None))
    following = session.scalar(
        select(Visit)
        .where(
            Visit.draw_number == visit.draw_number,
            Visit.lot > visit.lot,
            Visit.called_at.is_not(None),
            not_(passed_over),
        )
        .order_by(Visit.lot)
        .limit(1)
    )
    last = session.scalar(
        select(Step).where(Step.visit_id == visit.id, ~Step.taken_back).order_by(Step.id.desc())
    )
    if visit.state not in NEXT_LOT or last is None or last.state_from is None:
        raise Refused("lot_not_called")
    if visit.tenant_id is None:
        raise Refused("tenant_gone")
    if following is not None:
        if following.state is not State.DRAWN:
            raise Refused("next_lot_approached")
        following.called_at = None
    draw = session.get_one(Draw, visit.draw_number)
    draw.lapsed_at = None
    last.taken_back = True
    visit.not_now_until = None
    set_state(session, visit, last.state_from, by=by, now=now, reason=reason)
