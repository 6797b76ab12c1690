"""Whether draws and outcomes are as they were written, whatever was done to the database since."""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from visits.domain import draw as lottery
from visits.domain.clock import Why
from visits.domain.outcome import MONTH, Entry, detail_code, line_code
from visits.domain.visit import OUTCOMES
from visits.models import guard
from visits.models.audit import AuditLine
from visits.models.draw import Chain, Draw, OutcomeLine
from visits.models.visit import Step, Visit
from visits.services import clock
from visits.services.draw.hold import around
from visits.services.draw.ledger import line_of, list_lines
from visits.services.draw.lot import order_of, pool_of, record_of

# Two machines of one association may differ by so much.
SLACK = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written: a code, and which draw, lot or line."""

    code: str
    number: int | str = ""
    lot: int | str = ""


Faults = Iterator[Fault]


def check_guards(session: Session) -> Faults:
    """Find the guards of the database that were taken away."""
    for name in guard.missing(session.connection()):
        yield Fault("guard_missing", name)


def check_clock(session: Session, *, now: datetime) -> Faults:
    """Find that the clock stands before something that was done already, or long after it."""
    last, found = clock.last_moment(session), clock.find_suspicion(session, now=now)
    if found is not None and found.why is Why.AHEAD:
        yield Fault("clock_ahead", f"{found.last:%Y-%m-%d %H:%M} UTC")
    elif last is not None and last > now + SLACK:
        yield Fault("clock_behind", f"{last:%Y-%m-%d %H:%M} UTC")


def list_draws(session: Session) -> list[Draw]:
    """List all draws with their lists, first to last."""
    return list(session.scalars(select(Draw).options(undefer(Draw.tenants)).order_by(Draw.number)))


def check_draws(session: Session) -> Faults:
    """Find what was changed in the seeds and the sealed records."""
    draws = list_draws(session)
    chain = session.get(Chain, 1)
    if chain is not None and lottery.anchor_of(bytes.fromhex(chain.root)) != chain.anchor:
        yield Fault("chain_changed")
    logged = select(AuditLine.subject_id).where(AuditLine.deed == "draw.hold")
    gone = {int(number) for number in session.scalars(logged)} - {one.number for one in draws}
    yield from (Fault("draw_missing", number) for number in sorted(gone))
    previous = ""
    for place, draw in enumerate(draws, start=1):
        if draw.number != place:
            yield Fault("draw_missing", place)
            return
        try:
            yield from check_draw(draw, chain, previous)
        except (ValueError, KeyError, TypeError, AttributeError, zlib.error):
            yield Fault("draw_changed", draw.number)
        previous = draw.control_code


def check_draw(draw: Draw, chain: Chain | None, previous: str) -> Faults:
    """Find what was changed in one sealed record, and in what stands beside it."""
    record = record_of(draw)
    seed = lottery.hashed(bytes.fromhex(record["seed"]), draw.number).hex()
    known = chain is not None and record["anchor"] == chain.anchor == seed
    alike = (record["number"], record["period"]) == (draw.number, draw.period)
    if not (known and alike and record["previous"] == previous) or (
        draw.deleted_on is None and not is_sealed(draw)
    ):
        yield Fault("draw_changed", draw.number)


def is_sealed(draw: Draw) -> bool:
    """Say whether a record still has its code, its list and the order that follows from them."""
    record = record_of(draw)
    listed = zlib.decompress(draw.tenants)
    return (
        lottery.control_code(record) == draw.control_code
        and hashlib.sha256(listed).hexdigest() == record["list_sha256"]
        and lottery.lots_by_district(pool_of(draw)) == record["lots"]
        and order_of(draw)[: lottery.SHOWN] == record["order"]
    )


def check_outcomes(session: Session) -> Faults:
    """Find what was changed in how the draws went: in the lines, or in what they are about."""
    lines = list_lines(session)
    previous = ""
    for place, row in enumerate(lines, start=1):
        line = line_of(row)
        if row.number != place or row.code != line_code(previous, line):
            yield Fault("line_changed", place)
            return
        previous = row.code
    codes = ["", *(row.code for row in lines)]
    ordered = sorted(lines, key=lambda row: (row.draw_number, row.lot, row.number))
    about = {
        key: list(rows) for key, rows in groupby(ordered, lambda row: (row.draw_number, row.lot))
    }
    yield from check_months(session, about, codes)
    yield from check_lots(session, about, codes)


About = dict[tuple[int, int], list[OutcomeLine]]


def check_months(session: Session, about: About, codes: list[str]) -> Faults:
    """Find the draws that differ from what their lines say."""
    draws = {draw.number: draw for draw in list_draws(session)}
    for number in {draw for draw, _ in about} - draws.keys():
        yield Fault("draw_missing", number)
    for number, draw in draws.items():
        lines = about.get((number, MONTH), [])
        if (
            not lines
            or lines[0].entry is not Entry.DRAWN
            or lines[0].at != draw.drawn_at
            or lines[0].detail != detail_code(codes[lines[0].number - 1], around(draw))
        ):
            yield Fault("draw_changed", number)
        elif not is_lapse_known(draw, lines[-1], codes):
            yield Fault("lapse_changed", number)


def is_lapse_known(draw: Draw, last: OutcomeLine, codes: list[str]) -> bool:
    """Say whether a month lapsed as its last line says; a reason may have been erased."""
    if last.entry is not Entry.LAPSED:
        return draw.lapsed_at is None
    detail = {"reason": draw.lapse_reason}
    known = not draw.lapse_reason or last.detail == detail_code(codes[last.number - 1], detail)
    return draw.lapsed_at == last.at and known


def check_lots(session: Session, about: About, codes: list[str]) -> Faults:
    """Find the lots whose visit differs from what their lines say."""
    visits = {(one.draw_number, one.lot): one for one in session.scalars(select(Visit))}
    steps: dict[int, list[Step]] = {}
    for step in session.scalars(select(Step).order_by(Step.id)):
        steps.setdefault(step.visit_id, []).append(step)
    places = {draw.number: places_of(draw) for draw in list_draws(session)}
    for key in sorted({key for key in about if key[1] != MONTH} - visits.keys()):
        yield Fault("outcome_changed", *key)
    for key, visit in sorted(visits.items()):
        lines = about.get(key, [])
        entry = Entry(OUTCOMES[visit.state]) if visit.called_at else Entry.PUT_BACK
        if (
            not lines
            or lines[-1].entry is not entry
            or not all(is_step_known(line, steps.get(visit.id, []), codes) for line in lines)
        ):
            yield Fault("outcome_changed", *key)
        elif not is_place_known(visit, places.get(visit.draw_number, {})):
            yield Fault("lot_changed", *key)


def is_step_known(line: OutcomeLine, steps: list[Step], codes: list[str]) -> bool:
    """Say whether a step led to a line; one whose visit was forgotten has none any more."""
    if line.entry is Entry.PUT_BACK or not steps:
        return True
    led = [
        one for one in steps if one.at == line.at and Entry(OUTCOMES[one.state_to]) is line.entry
    ]
    previous = codes[line.number - 1]
    return any(
        not one.reason or line.detail == detail_code(previous, {"reason": one.reason})
        for one in led
    )


def places_of(draw: Draw) -> dict[int, tuple[str, str]]:
    """Give tenant and district of each lot that can have been called; none once deleted."""
    try:
        pool = pool_of(draw)
        return {place: (one, pool[one][0]) for place, one in enumerate(order_of(draw), start=1)}
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error):
        return {}


def is_place_known(visit: Visit, places: dict[int, tuple[str, str]]) -> bool:
    """Say whether a visit is to the tenant and the district of its lot."""
    if visit.lot not in places:
        return not places
    tenant, district = places[visit.lot]
    return visit.external_id in {None, tenant} and visit.district == district
