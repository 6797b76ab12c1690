"""What anybody may know of all draws together: counts, and nothing that was not counted."""

from datetime import timedelta

from sqlalchemy.orm import Session

from tests.factories import NOW, TODAY, make_tenant
from tests.services.village import DAY, Office, add_tenants, hold_draw
from visits.domain.eligibility import ExclusionReason
from visits.domain.visit import Outcome
from visits.services.draw import hold as draws
from visits.services.draw import lot
from visits.services.draw.fairness import totals
from visits.services.organisation import change_organisation
from visits.services.tenant import exclusion


def test_months_that_lapsed_or_were_opened_by_hand_are_counted(
    session: Session, office: Office
) -> None:
    add_tenants(session, 6)
    by = office.assistant.id
    for period, reason in (("2026-10", ""), ("2026-11", "te laat"), ("2026-12", "te vroeg")):
        draws.hold_draw(session, period, reason=reason, by=by, now=NOW)
    lot.lapse_month(session, draws.get_draw(session, "2026-11"), reason="ziek", by=by, now=NOW)

    found = totals(session, day=TODAY)

    assert (found.draws, found.opened, found.lapsed, found.over_brake) == (3, 2, 1, 0)
    assert found.outcomes == {Outcome.INVITED: 2, Outcome.LAPSED: 1}
    assert (found.invitations, found.newest) == (3, draws.get_draw(session, "2026-12"))


def test_draws_with_too_many_open_promises_are_counted(session: Session) -> None:
    add_tenants(session, 3)
    change_organisation(session, {"promise_brake": -1}, by=None, now=NOW)

    hold_draw(session)

    assert totals(session, day=TODAY).over_brake == 1


def test_every_hold_is_counted_and_apart_those_that_leave_somebody_out_now(
    session: Session,
) -> None:
    until = TODAY + timedelta(days=30)
    reasons = (ExclusionReason.WORKS, ExclusionReason.WORKS, ExclusionReason.MOVES_SOON)
    made = [
        exclusion.exclude_tenant(
            session, make_tenant(session), reason, until=until, by=None, now=NOW
        )
        for reason in reasons
    ]
    exclusion.end_exclusion(session, made[0], by=None, now=NOW)

    now, after = totals(session, day=TODAY), totals(session, day=until)
    before = totals(session, day=until - DAY)

    assert (now.exclusions, after.exclusions) == (3, 3)
    assert (
        now.exclusions_now
        == before.exclusions_now
        == {ExclusionReason.WORKS: 1, ExclusionReason.MOVES_SOON: 1}
    )
    assert after.exclusions_now == {}
