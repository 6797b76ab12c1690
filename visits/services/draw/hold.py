"""The draw of a month: held once, opened lot by lot, never held again."""

import gc
import json
import secrets
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, undefer

from visits.domain import draw as lottery
from visits.domain.eligibility import Reason
from visits.domain.month import first_day, moment, period_of, same_day, today
from visits.domain.outcome import MONTH, Entry
from visits.domain.visit import COUNTED, Outcome, months_after, outcome_of
from visits.formats.draw import draw_files
from visits.models.draw import Chain, Draw
from visits.models.guard import KEPT_YEARS
from visits.models.visit import Visit
from visits.services import audit
from visits.services.clock import trust
from visits.services.draw.ledger import add_line
from visits.services.draw.lot import call_next, list_invitations, record_of
from visits.services.draw.pool import NOT_OPEN, rules_of, sort_out_month
from visits.services.journal.promise import count_open
from visits.services.organisation import get_organisation
from visits.services.refusals import Refusal, Refused, existing

NEXT = 1  # month; who draws further ahead says so


def ensure_chain(session: Session, *, now: datetime) -> Chain:
    """Give the chain of seeds; the first start makes its root."""
    locked = select(Chain).with_for_update()
    if chain := session.scalar(locked):
        return chain
    root = secrets.token_bytes(32)
    chain = Chain(id=1, root=root.hex(), anchor=lottery.anchor_of(root), made_at=now)
    try:
        with session.begin_nested():
            session.add(chain)
    except IntegrityError:
        # Somebody else made it at the same moment; there is one root.
        return session.scalars(locked).one()
    audit.record(session, "draw.chain", "chain", 1, by=None, now=now)
    return chain


def get_chain(session: Session) -> Chain:
    """Get the chain of seeds, which the first start made; NotFound before that."""
    return existing(session.get(Chain, 1))


def find_draw(session: Session, period: str) -> Draw | None:
    """Find the draw of a month."""
    return session.scalar(select(Draw).where(Draw.period == period))


def get_draw(session: Session, period: str) -> Draw:
    """Get the draw of a month; NotFound if there is none."""
    return existing(find_draw(session, period))


def find_newest(session: Session) -> Draw | None:
    """Find the newest draw."""
    return next(iter(list_draws(session, limit=1)), None)


def list_draws(session: Session, *, before: int | None = None, limit: int = 24) -> list[Draw]:
    """List the newest draws, or those before a number, newest first."""
    query = select(Draw).order_by(Draw.number.desc()).limit(limit)
    return list(session.scalars(query if before is None else query.where(Draw.number < before)))


def hold_draw(
    session: Session,
    period: str,
    *,
    reason: str = "",
    by: int | None,
    now: datetime,
    ahead: int = NEXT,
) -> Draw:
    """Draw a month and call its first lot; a month that was drawn gives the same draw again.

    `reason` says why the month is opened by hand. Raises PoolEmpty when nobody is eligible,
    Refused for a month that has passed, one more than so many months ahead, and one before the
    last draw: every draw shuts the months before it, and none is ever taken back.
    """
    # Whoever comes second waits here, and then finds the draw of the first.
    chain = ensure_chain(session, now=now)
    if held := find_draw(session, period):
        return held
    trust(session, now=now)
    day = today(now)
    if period > period_of(months_after(day, ahead)):
        raise Refused(Refusal.DRAW_AHEAD)
    earlier = list(session.scalars(select(Draw).order_by(Draw.number)))
    if period < max([period_of(day), *(one.period for one in earlier[-1:])]):
        raise Refused(Refusal.DRAW_PAST)
    month = lottery.Month(
        period=period,
        rules=rules_of(session).as_record(first_day(period)),
        earlier=list(zip(lots_then(earlier), counted(session, earlier), strict=True)),
        previous=earlier[-1].control_code if earlier else "",
    )
    with no_collecting():
        pool, reasons = sort_out_month(session, period)
        result = lottery.draw_month(bytes.fromhex(chain.root), pool, month)
    draw = seal(session, result, reasons, reason=reason[:140], by=by, now=now)
    call_next(session, draw, now=now)
    return draw


@contextmanager
def no_collecting() -> Iterator[None]:
    """Look for no circles meanwhile: a long list holds none, and looking takes a quarter more."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def seal(
    session: Session,
    result: lottery.Draw,
    reasons: dict[str, Reason],
    *,
    reason: str,
    by: int | None,
    now: datetime,
) -> Draw:
    """Store a draw as it was held."""
    counts = Counter(reasons.values())
    promises = count_open(session)
    draw = Draw(
        number=result.record["number"],
        period=result.record["period"],
        record=json.dumps(result.record, ensure_ascii=False),
        control_code=result.control_code,
        tenants=zlib.compress(result.listed),
        eligible=len(result.order),
        excluded={reason.name: counts[reason] for reason in Reason if counts[reason]},
        drawn_at=now,
        drawn_by=by,
        reason=reason,
        # Whoever draws with so many promises open chose to go on, and that stays known.
        open_promises=promises if promises > get_organisation(session).promise_brake else None,
    )
    session.add(draw)
    session.flush()
    add_line(session, draw.number, MONTH, Entry.DRAWN, by=by, now=now, detail=around(draw))
    audit.record(session, "draw.hold", "draw", draw.number, by=by, now=now, period=draw.period)
    return draw


def around(draw: Draw) -> dict[str, object]:
    """Give what is kept beside the record of a draw, as its line seals it."""
    return {
        "control_code": draw.control_code,
        "eligible": draw.eligible,
        "excluded": draw.excluded,
        "open_promises": draw.open_promises,
        "reason": draw.reason,
    }


def lots_then(draws: Iterable[Draw]) -> list[dict[str, int]]:
    """Give the lots of each district in each draw."""
    return [record_of(draw)["lots"] for draw in draws]


def counted(session: Session, draws: Sequence[Draw]) -> list[str | None]:
    """Give the district that each draw led to a visit in, as known now; a yes counts at once."""
    visited = {visit.draw_number: visit.district for visit, went in list_called(session)
               if went in COUNTED}  # fmt: skip
    return [visited.get(draw.number) for draw in draws]


def list_called(session: Session) -> list[tuple[Visit, Outcome]]:
    """List the lots that were called, in their order, each with how it went."""
    called = select(Visit).where(Visit.called_at.is_not(None))
    visits = session.scalars(called.order_by(Visit.draw_number, Visit.lot))
    return [(one, outcome_of(one.state, said_yes=one.said_yes_at is not None)) for one in visits]


def summary(session: Session, draw: Draw) -> dict[str, object]:
    """Give a draw as a script reads it; never a later lot."""
    record = record_of(draw)
    invited = list_invitations(session, draw)
    return {
        "number": draw.number,
        "period": draw.period,
        "control_code": draw.control_code,
        "eligible": draw.eligible,
        "excluded": draw.excluded,
        "allowed": record["allowed"],
        "invited": invited[-1].external_id if invited else None,
    }


def export(session: Session, draw: Draw) -> dict[str, bytes]:
    """Give the files with which anybody can do a draw again."""
    earlier = session.scalars(
        select(Draw).where(Draw.number < draw.number).order_by(Draw.number)
    ).all()
    outcomes = outcomes_by_draw(session)
    return draw_files(
        sealed_of(draw),
        outcomes.get(draw.number, []),
        None if draw.deleted_on else zlib.decompress(draw.tenants),
        [(sealed_of(one), outcomes.get(one.number, [])) for one in earlier],
        record_of(draw)["anchor"],
    )


def sealed_of(draw: Draw) -> dict[str, object]:
    """Give the record of a draw as it leaves the house; one without its order says so."""
    if draw.deleted_on is None:
        return {**record_of(draw)}
    kept = {"deleted_on": draw.deleted_on.isoformat(), "control_code": draw.control_code}
    return {**record_of(draw), **kept}


def outcomes_by_draw(session: Session) -> dict[int, list[dict[str, object]]]:
    """Give how the called lots of each draw went, in the record's words."""
    found: dict[int, list[dict[str, object]]] = {}
    for visit, went in list_called(session):
        found.setdefault(visit.draw_number, []).append(
            {"tenant": visit.external_id, "outcome": went.value}
        )
    return found


def is_settled(session: Session, draw: Draw) -> bool:
    """Say whether nothing of a month is open any more, so that its record tells no later lot."""
    return all(visit.state in NOT_OPEN for visit in list_invitations(session, draw))


def delete_lists(session: Session, day: date) -> int:
    """Delete the list and the order of every draw of two years ago, and count the draws.

    They hold tenant numbers. The hash, the seed, the counts and the control code stay.
    """
    due = moment(same_day(day, -KEPT_YEARS) + timedelta(days=1), time())
    old = select(Draw).where(Draw.deleted_on.is_(None), Draw.drawn_at < due)
    draws = session.scalars(old.options(undefer(Draw.tenants))).all()
    for draw in draws:
        if not is_settled(session, draw):
            continue
        record: dict[str, object] = {**record_of(draw), "order": []}
        draw.record = json.dumps(record, ensure_ascii=False)
        draw.tenants, draw.deleted_on = b"", day
        session.execute(
            update(Visit).where(Visit.draw_number == draw.number).values(external_id=None)
        )
    session.flush()
    return sum(draw.deleted_on == day for draw in draws)
