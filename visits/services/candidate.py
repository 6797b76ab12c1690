"""Who may be drawn: every tenant with what the rules need to know."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from visits.domain import draw as lottery
from visits.domain.eligibility import Candidate, Reason, Rules, eligible_years, sort_out
from visits.domain.month import first_day, today
from visits.domain.visit import NEXT_LOT, TOOK_PLACE, State
from visits.models.draw import Hold
from visits.models.tenant import Tenant
from visits.models.visit import Visit
from visits.services.hold import in_force
from visits.services.organisation import get_organisation

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
    return candidates_of(session, day, select(*(getattr(Tenant, name) for name in FIELDS)))


def household_of(session: Session, tenant: Tenant, day: date) -> list[Candidate]:
    """List a tenant, and whoever else stands on the same postcode and house number."""
    query = select(*(getattr(Tenant, name) for name in FIELDS)).where(
        Tenant.postcode == tenant.postcode, Tenant.house_number == tenant.house_number
    )
    return candidates_of(session, day, query)


FIELDS = (
    "id external_id district postcode house_number house_letter house_suffix tenant_since "
    "tenancy_start missing_since do_not_contact opted_out_on visited_on"
).split()
History = list[tuple[State, datetime, date | None]]


def candidates_of(session: Session, day: date, query: Select[Any]) -> list[Candidate]:
    """Give the tenants of a query with what the draw needs to know."""
    past = {number: past_of(history) for number, history in visits_by_number(session).items()}
    holds = holds_on(session, day)
    # Unpacked and not by name: a long list is read here, row after row.
    return [
        Candidate(
            number=number,
            district=district,
            address=(postcode, house_number, letter, suffix),
            since=earliest(since, start),
            ended=missing is not None,
            opted_out=do_not_contact or opted_out is not None,
            hold_until=holds.get(tenant_id),
            **with_visit(past.get(number, NO_PAST), visited_on),
        )
        for (
            tenant_id, number, district, postcode, house_number, letter, suffix, since, start,
            missing, do_not_contact, opted_out, visited_on,
        ) in session.execute(query)
    ]  # fmt: skip


NO_PAST: dict[str, Any] = {}
NOTED: dict[str, Any] = {"visited": True}


def with_visit(past: dict[str, Any], visited_on: date | None) -> dict[str, Any]:
    """Give what is known of the past, with a visit that was noted by hand."""
    return past | NOTED if visited_on is not None else past


def earliest(*days: date | None) -> date | None:
    """Give the first of the days that are known."""
    return min(filter(None, days), default=None)


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


def holds_on(session: Session, day: date) -> dict[int, date]:
    """Give the end of the hold of each tenant whom staff leave out on a day."""
    rows = session.execute(
        select(Hold.tenant_id, Hold.until).where(in_force(day)).order_by(Hold.until)
    )
    return dict(rows.all())


def years_table(session: Session, period: str, years: Iterable[int]) -> list[tuple[int, int]]:
    """Count, for each number of years, the tenants who could be drawn if that were the rule."""
    day = first_day(period)
    rules = rules_of(session)
    longest = eligible_years(list_candidates(session, day), day, rules)
    return [(number, sum(lived >= number for lived in longest)) for number in years]
