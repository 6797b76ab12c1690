"""What anybody may know of all draws together: counts, and nothing that was not counted."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from tests.factories import NOW, TODAY, make_tenant
from tests.services.village import DAY, Office, add_tenants, approach, hold_draw, last_lot
from visits.domain.eligibility import ExclusionReason
from visits.domain.visit import Result, State
from visits.services.draw import hold as draws
from visits.services.draw import lot
from visits.services.draw.fairness import Totals, totals
from visits.services.organisation import change_organisation
from visits.services.tenant import exclusion
from visits.services.visit.contact import log_contact

NOVEMBER, DECEMBER = date(2026, 11, 30), date(2026, 12, 31)


def test_months_that_lapsed_or_were_opened_by_hand_are_counted(
    session: Session, office: Office
) -> None:
    add_tenants(session, 6)
    by = office.assistant.id
    for period, reason in (("2026-10", ""), ("2026-11", "te laat"), ("2026-12", "te vroeg")):
        now = min(NOW, datetime(int(period[:4]), int(period[5:]), 20, tzinfo=UTC))
        draws.hold_draw(session, period, reason=reason, by=by, now=now)
    lot.lapse_month(session, draws.get_draw(session, "2026-11"), reason="ziek", by=by, now=NOW)

    before, found = (Totals(**totals(session, day=day)) for day in (NOVEMBER, DECEMBER))

    assert (before.draws, before.opened, before.lapsed) == (2, 1, 1)
    assert (found.draws, found.opened, found.lapsed, found.over_brake) == (3, 2, 1, 0)


def test_draws_with_too_many_open_promises_are_counted(session: Session) -> None:
    add_tenants(session, 3)
    change_organisation(session, {"promise_brake": -1}, by=None, now=NOW)

    hold_draw(session)

    assert totals(session, day=TODAY)["over_brake"] == 1


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

    yesterday, now, before, after = (
        Totals(**totals(session, day=day)) for day in (TODAY - DAY, TODAY, until - DAY, until)
    )

    assert (yesterday.exclusions, now.exclusions, after.exclusions) == (0, 3, 3)
    assert (
        sorted(now.left_out)
        == sorted(before.left_out)
        == [(ExclusionReason.MOVES_SOON, 1), (ExclusionReason.WORKS, 1)]
    )
    assert (yesterday.left_out, after.left_out) == ([], [])


def test_who_was_asked_before_is_not_among_those_who_could_not_be_drawn(
    session: Session, office: Office
) -> None:
    add_tenants(session, 3)
    make_tenant(session, opted_out_on=TODAY)
    visit = approach(session, last_lot(session, hold_draw(session)), office)
    log_contact(session, visit, Result.NO, by=office.assistant.id, now=NOW)
    draw = hold_draw(session, "2026-12")

    found = totals(session, day=DECEMBER)

    assert draw.excluded == {"OPTED_OUT": 1, "OPEN": 1, "DECLINED": 1}
    assert found["excluded"] == {"OPTED_OUT": 1}


def test_a_district_that_is_a_whole_visit_off_is_said_without_its_name(session: Session) -> None:
    add_tenants(session, 3, district="Overdie")
    add_tenants(session, 1, district="De Mare")
    hold_draw(session)
    even = totals(session, day=NOVEMBER)["even"]
    for month in ("2026-12", "2027-01", "2027-02"):
        visit = last_lot(session, hold_draw(session, month))
        visit.state, visit.district = State.HELD, "De Mare"

    found = totals(session, day=date(2027, 2, 28))

    assert (even, found["even"]) == (True, False)
