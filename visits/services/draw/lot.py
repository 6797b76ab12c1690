"""The lots of a draw: one is called at a time, and the next only after an outcome."""

import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from visits.domain import draw as lottery
from visits.domain.eligibility import Reason, reason_against, rules_of, with_household
from visits.domain.month import first_day
from visits.domain.outcome import MONTH, Entry
from visits.domain.visit import MAY_LAPSE, NEXT_LOT, State, band
from visits.models.draw import Draw
from visits.models.tenant import Tenant
from visits.models.visit import Step, Visit
from visits.services import audit
from visits.services.draw.ledger import add_line
from visits.services.draw.pool import household_of
from visits.services.refusals import Refusal, Refused
from visits.services.visit.state import set_state, write_step


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
    called = session.scalar(
        select(func.max(Visit.lot)).where(
            Visit.draw_number == draw.number, Visit.called_at.is_not(None)
        )
    )
    for number, external_id, district in places_after(draw, called or 0):
        visit = find_lot(session, draw, number, external_id, district, now=now)
        reason = reason_since(session, visit, draw)
        visit.called_at = now
        session.add(Step(visit_id=visit.id, state_to=State.DRAWN, at=now))
        add_line(session, visit.draw_number, visit.lot, Entry.INVITED, by=None, now=now)
        if reason is None:
            return visit
        write_step(session, visit, State.NOT_ELIGIBLE, by=None, now=now, reason=reason.name)
    lapse(session, draw, reason="", by=None, now=now)
    return None


def places_after(draw: Draw, lot: int) -> Iterator[tuple[int, str, str]]:
    """Give the lots after one with tenant and district, in their order.

    The first places stand in the record; all lots are drawn again only for a later one.
    """
    shown = record_of(draw)["order"]
    listed = "\n" + zlib.decompress(draw.tenants).decode()
    for number, external_id in enumerate(shown[lot:], start=lot + 1):
        line = listed.partition(f"\n{external_id}\t")[2].partition("\n")[0]
        yield number, external_id, line.rpartition("\t")[0]
    if draw.eligible > len(shown):
        first = max(lot, len(shown))
        pool = pool_of(draw)
        for number, external_id in enumerate(order_of(draw)[first:], start=first + 1):
            yield number, external_id, pool[external_id][0]


def find_lot(
    session: Session, draw: Draw, lot: int, external_id: str, district: str, *, now: datetime
) -> Visit:
    """Give the visit of a lot that is to be called: a new one, or one that was put back."""
    visit = session.scalar(select(Visit).where(Visit.draw_number == draw.number, Visit.lot == lot))
    if visit is None:
        tenant = session.scalar(select(Tenant).where(Tenant.external_id == external_id))
        visit = Visit(
            draw_number=draw.number,
            lot=lot,
            tenant_id=tenant.id if tenant else None,
            external_id=external_id,
            district=district,
            tenure_band=band(tenant.years(first_day(draw.period)) if tenant else 0),
            state=State.DRAWN,
            state_since=now,
            seen_at=now,
        )
        session.add(visit)
        session.flush()
    return visit


def lapse(session: Session, draw: Draw, *, reason: str, by: int | None, now: datetime) -> None:
    """Let a month lapse: it counts as if it never happened, and its seed is not used again."""
    draw.lapsed_at, draw.lapse_reason = now, reason[:140]
    detail = {"reason": draw.lapse_reason}
    add_line(session, draw.number, MONTH, Entry.LAPSED, by=by, now=now, detail=detail)
    audit.record(session, "draw.lapse", "draw", draw.number, by=by, now=now)


def lapse_month(
    session: Session, draw: Draw, *, reason: str, by: int | None, now: datetime
) -> None:
    """Let a month lapse by hand; Refused while somebody has an appointment or was visited.

    Whoever was invited is free again: a later month may draw them.
    """
    visit = list_invitations(session, draw)[-1]
    if draw.lapsed_at is not None:
        raise Refused(Refusal.MONTH_LAPSED)
    if visit.state not in MAY_LAPSE:
        raise Refused(Refusal.MONTH_IN_USE)
    set_state(session, visit, State.GIVEN_UP, by=by, now=now, reason=reason)
    lapse(session, draw, reason=reason, by=by, now=now)


def reason_since(session: Session, visit: Visit, draw: Draw) -> Reason | None:
    """Give the reason that arose since the draw why a tenant may not be approached any more.

    Years were counted when the month was drawn and are not counted again; the other rules are
    those of the draw too, whatever was changed in the settings since.
    """
    tenant = session.scalar(select(Tenant).where(Tenant.external_id == visit.external_id))
    if tenant is None:
        return Reason.ENDED
    day, rules = first_day(draw.period), rules_of(record_of(draw)["rules"])
    # The lot itself is not called yet, so it does not stand in its own way.
    household = with_household(household_of(session, tenant, day))
    found = next(one for one in household if one.number == tenant.external_id)
    return reason_against(found, day, replace(rules, min_years=0))


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

    That the next name was seen stays recorded; every later lot waits until its turn comes again.
    """
    last = session.scalar(
        select(Step).where(Step.visit_id == visit.id, ~Step.taken_back).order_by(Step.id.desc())
    )
    draw = session.get_one(Draw, visit.draw_number)
    # Without its list a draw has no next lot any more.
    if draw.deleted_on or visit.state not in NEXT_LOT or not last or last.state_from is None:
        raise Refused(Refusal.LOT_NOT_CALLED)
    if visit.tenant_id is None:
        raise Refused(Refusal.TENANT_GONE)
    following = [one for one in list_invitations(session, draw) if one.lot > visit.lot]
    if not all(is_untouched(one) for one in following):
        raise Refused(Refusal.NEXT_LOT_APPROACHED)
    for one in reversed(following):
        put_back(session, one, by=by, now=now)
    if draw.lapsed_at is not None:
        draw.lapsed_at, draw.lapse_reason = None, ""
        add_line(session, draw.number, MONTH, Entry.TAKEN_UP, by=by, now=now)
    last.taken_back = True
    visit.not_now_until = None
    set_state(session, visit, last.state_from, by=by, now=now, reason=reason)


def is_untouched(visit: Visit) -> bool:
    """Say whether nobody wrote to the tenant of a lot: it waits, or it was passed over."""
    passed_over = visit.state is State.NOT_ELIGIBLE and visit.letter_sent_on is None
    return visit.state is State.DRAWN or passed_over


def put_back(session: Session, visit: Visit, *, by: int | None, now: datetime) -> None:
    """Put a lot back that nobody approached, as if it was not its turn yet."""
    visit.called_at, visit.state, visit.state_since = None, State.DRAWN, now
    add_line(session, visit.draw_number, visit.lot, Entry.PUT_BACK, by=by, now=now)
