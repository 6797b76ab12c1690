"""Who may be drawn: every tenant with what the rules need to know."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from visits.domain import draw as lottery
from visits.domain.eligibility import Candidate, Reason, Rules, reason_against, sort_out
from visits.domain.month import first_day, today
from visits.domain.visit import NEXT_LOT, TOOK_PLACE, State
from visits.models.draw import Hold
from visits.models.tenant import Tenant
from visits.models.visit import Visit
from visits.services.organisation import get_organisation
from visits.services.tenant import since_of

NOT_OPEN = frozenset({*NEXT_LOT, *TOOK_PLACE, State.GIVEN_UP})


def rules_of(session: Session) -> Rules:
    """Give the rules about who may be drawn, as the association chose them."""
    organisation = get_organisation(session)
    return Rules(organisation.minimum_years, organisation.no_reply_months)


def sort_out_month(session: Session, period: str) -> tuple[lottery.Pool, dict[str, Reason]]:
    """Give who may be drawn in a month, and why the others may not."""
    day = first_day(period)
    return sort_out(list_candidates(session, day), day, rules_of(session))


def list_candidates(session: Session, day: date) -> list[Candidate]:
    """List every tenant with what the draw needs to know."""
    history = visits_by_tenant(session)
    holds = holds_on(session, day)
    fields = (
        "id external_id district postcode house_number house_letter house_suffix tenant_since "
        "tenancy_start missing_since do_not_contact opted_out_on visited_on"
    ).split()
    query = select(*(getattr(Tenant, name) for name in fields))
    return [
        candidate(row, history.get(row.id, []), holds.get(row.id)) for row in session.execute(query)
    ]


History = list[tuple[State, datetime, date | None]]


def candidate(row: Row[Any] | Tenant, history: History, hold_until: date | None) -> Candidate:
    """Turn one tenant and their visits into a candidate."""
    silences = [today(since) for state, since, _ in history if state is State.NO_REPLY]
    later = [until for state, _, until in history if state is State.NOT_NOW and until]
    return Candidate(
        number=row.external_id,
        district=row.district,
        address=(row.postcode, row.house_number, row.house_letter, row.house_suffix),
        since=since_of(row),
        ended=row.missing_since is not None,
        opted_out=row.do_not_contact or row.opted_out_on is not None,
        visited=row.visited_on is not None or any(state in TOOK_PLACE for state, _, _ in history),
        open=any(state not in NOT_OPEN for state, _, _ in history),
        not_now_until=max(later, default=None),
        declined=any(state is State.DECLINED for state, _, _ in history),
        no_reply_on=max(silences, default=None),
        no_reply_times=len(silences),
        hold_until=hold_until,
    )


def visits_by_tenant(session: Session) -> dict[int, History]:
    """Give the states of the visits of each tenant whose lot was called."""
    rows = session.execute(
        select(Visit.tenant_id, Visit.state, Visit.state_since, Visit.not_now_until).where(
            Visit.called_at.is_not(None), Visit.tenant_id.is_not(None)
        )
    )
    found: dict[int, History] = {}
    for tenant_id, state, since, until in rows:
        found.setdefault(tenant_id or 0, []).append((state, since, until))
    return found


def holds_on(session: Session, day: date) -> dict[int, date]:
    """Give the end of the hold of each tenant whom staff leave out on a day."""
    rows = session.execute(
        select(Hold.tenant_id, Hold.until).where(Hold.until > day).order_by(Hold.until)
    )
    return dict(rows.all())


def years_table(session: Session, period: str, years: Iterable[int]) -> list[tuple[int, int]]:
    """Count, for each number of years, the tenants who could be drawn if that were the rule."""
    day = first_day(period)
    candidates = list_candidates(session, day)
    silent = rules_of(session).no_reply_months
    return [
        (
            number,
            sum(reason_against(c, day, Rules(number, silent)) is None for c in candidates),
        )
        for number in years
    ]
