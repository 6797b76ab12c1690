"""Who may be drawn: every tenant with what the rules need to know."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import starmap
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from visits.domain import draw as lottery
from visits.domain.eligibility import Candidate, Reason, Rules, eligible_years, sort_out
from visits.domain.month import first_day, today
from visits.domain.visit import NEXT_LOT, TOOK_PLACE, State
from visits.models.draw import Exclusion
from visits.models.tenant import Tenant, address_in, since_in
from visits.models.visit import Visit
from visits.services.organisation import get_organisation
from visits.services.tenant.exclusion import in_force

NOT_OPEN = frozenset({*NEXT_LOT, *TOOK_PLACE, State.GIVEN_UP})


def rules_of(session: Session) -> Rules:
    """Give the rules about who may be drawn, as the association chose them."""
    organisation = get_organisation(session)
    return Rules(
        min_years=organisation.minimum_years,
        no_reply_months=organisation.no_reply_months,
        declined_months=organisation.declined_months,
    )


def sort_out_month(session: Session, period: str) -> tuple[lottery.Pool, dict[str, Reason]]:
    """Give who may be drawn in a month, and why the others may not."""
    day = first_day(period)
    return sort_out(list_candidates(session, day), day, rules_of(session))


def list_candidates(session: Session, day: date) -> list[Candidate]:
    """List every tenant with what the draw needs to know."""
    return candidates_of(session, day, select(*FIELDS))


def household_of(session: Session, tenant: Tenant, day: date) -> list[Candidate]:
    """List a tenant, and whoever else stands on the same postcode and house number."""
    query = select(*FIELDS).where(
        Tenant.postcode == tenant.postcode, Tenant.house_number == tenant.house_number
    )
    return candidates_of(session, day, query)


History = list[tuple[State, datetime, date | None]]
TENANT = Tenant.__table__.c
# In the order of a candidate, and columns of the table and not of its class: a long list is read.
FIELDS = (
    TENANT.external_id,
    TENANT.district,
    address_in(TENANT),
    since_in(TENANT),
    TENANT.missing_since.is_not(None),
    TENANT.do_not_contact | TENANT.opted_out_on.is_not(None),
    TENANT.visited_on.is_not(None),
)


def candidates_of(session: Session, day: date, query: Select[Any]) -> list[Candidate]:
    """Give the tenants of a query with what the draw needs to know."""
    known = {number: past_of(history) for number, history in visits_by_number(session).items()}
    for number, until in exclusions_on(session, day).items():
        known.setdefault(number, {})["excluded_until"] = until
    rows = session.execute(query.execution_options(yield_per=1_000))
    candidates = starmap(Candidate, rows)
    return [with_past(c, known[c.number]) if c.number in known else c for c in candidates]


def with_past(candidate: Candidate, known: dict[str, Any]) -> Candidate:
    """Give a candidate with what is known from before; a visit noted by hand stays one."""
    visited = candidate.visited or known.get("visited", False)
    return candidate._replace(**known | {"visited": visited})


def past_of(history: History) -> dict[str, Any]:
    """Give what earlier invitations mean for a candidate."""
    silences = [today(since) for state, since, _ in history if state is State.NO_REPLY]
    refusals = [today(since) for state, since, _ in history if state is State.DECLINED]
    later = [until for state, _, until in history if state is State.NOT_NOW and until]
    return {
        "visited": any(state in TOOK_PLACE for state, _, _ in history),
        "open": any(state not in NOT_OPEN for state, _, _ in history),
        "not_now_until": max(later, default=None),
        "declined_on": max(refusals, default=None),
        "no_reply_on": max(silences, default=None),
        "no_reply_times": len(silences),
    }


def visits_by_number(session: Session) -> dict[str, History]:
    """Give the states of the visits to each tenant number whose lot was called.

    The number counts and not the row: who leaves the list and comes back under the same number
    is still the household that was visited.
    """
    number = func.coalesce(Tenant.external_id, Visit.external_id)
    rows = session.execute(
        select(number, Visit.state, Visit.state_since, Visit.not_now_until)
        .outerjoin(Tenant, Tenant.id == Visit.tenant_id)
        .where(Visit.called_at.is_not(None), number.is_not(None))
    )
    found: dict[str, History] = {}
    for external_id, state, since, until in rows:
        found.setdefault(external_id, []).append((state, since, until))
    return found


def exclusions_on(session: Session, day: date) -> dict[str, date]:
    """Give the end of the exclusion of each tenant number whom staff leave out on a day."""
    rows = session.execute(
        select(Tenant.external_id, Exclusion.until)
        .join(Tenant, Tenant.id == Exclusion.tenant_id)
        .where(in_force(day))
        .order_by(Exclusion.until)
    )
    return dict(rows.all())


def years_table(session: Session, period: str, years: Iterable[int]) -> list[tuple[int, int]]:
    """Count, for each number of years, the tenants who could be drawn if that were the rule."""
    day = first_day(period)
    rules = rules_of(session)
    longest = eligible_years(list_candidates(session, day), day, rules)
    return [(number, sum(lived >= number for lived in longest)) for number in years]
