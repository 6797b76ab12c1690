"""Exclusions: a reason from a list, an end within a year, and a name beside it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, TODAY, make_tenant
from tests.services.village import DAY, Office, add_tenants, count, deeds, hold_draw
from visits.domain.eligibility import ExclusionReason
from visits.domain.month import same_day
from visits.models.audit import AuditLine
from visits.models.draw import Exclusion
from visits.services.draw import lot
from visits.services.refusals import Refused
from visits.services.tenant import exclusion

NEXT_YEAR = same_day(TODAY, 1)


def test_a_tenant_is_left_out_with_a_reason_a_name_and_an_end(
    session: Session, office: Office
) -> None:
    tenant = make_tenant(session)
    by = office.assistant.id

    exclusion.exclude_tenant(
        session, tenant, ExclusionReason.WORKS, until=NEXT_YEAR, by=by, now=NOW
    )

    found = exclusion.list_exclusions(session, day=TODAY)
    line = session.scalars(select(AuditLine).where(AuditLine.deed == "exclusion.make")).one()
    assert [(one.tenant, one.reason, one.account) for one in found] == [
        (tenant, ExclusionReason.WORKS, office.assistant)
    ]
    assert line.detail == {"reason": "werkzaamheden"}


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (TODAY, "exclusion_in_the_past"),  # it would hold for no day
        (NEXT_YEAR + timedelta(days=1), "exclusion_too_long"),  # a day more than a year
    ],
)
def test_a_hold_ends_within_a_year(session: Session, until: date, code: str) -> None:
    with pytest.raises(Refused, match=code):
        exclusion.exclude_tenant(
            session, make_tenant(session), ExclusionReason.WORKS, until=until, by=None, now=NOW
        )

    assert count(session, Exclusion) == 0


def test_a_tenant_has_one_hold_at_a_time(session: Session) -> None:
    tenant = make_tenant(session)
    exclusion.exclude_tenant(
        session, tenant, ExclusionReason.WORKS, until=NEXT_YEAR, by=None, now=NOW
    )

    with pytest.raises(Refused, match="exclusion_there"):
        exclusion.exclude_tenant(
            session, tenant, ExclusionReason.WORKS, until=NEXT_YEAR, by=None, now=NOW
        )


@pytest.mark.parametrize(
    ("until", "listed"),
    [
        (date(2026, 12, 2), False),  # it holds on the first of December
        (date(2026, 12, 1), True),  # on its last day it is over
    ],
)
def test_a_hold_keeps_a_tenant_off_the_list_until_its_day(
    session: Session, until: date, listed: bool
) -> None:
    add_tenants(session, 2)
    tenant = make_tenant(session)
    exclusion.exclude_tenant(
        session, tenant, ExclusionReason.MOVES_SOON, until=until, by=None, now=NOW
    )

    draw = hold_draw(session, "2026-12", now=NOW + 8 * DAY)

    assert (tenant.external_id in lot.pool_of(draw)) is listed
    assert draw.excluded == ({} if listed else {"EXCLUDED": 1})


def test_a_hold_that_was_ended_leaves_nobody_out_and_stays_counted(session: Session) -> None:
    tenant = make_tenant(session)
    made = exclusion.exclude_tenant(
        session, tenant, ExclusionReason.COLLEAGUE_ASKS, until=NEXT_YEAR, by=None, now=NOW
    )

    exclusion.end_exclusion(session, made, by=None, now=NOW)

    assert exclusion.find_exclusion(session, tenant, day=TODAY) is None
    assert count(session, Exclusion) == 1
    assert deeds(session) == ["exclusion.make", "exclusion.end"]


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (TODAY, True),
        (NEXT_YEAR - DAY, True),
        (NEXT_YEAR, False),  # on this day the tenant takes part again
    ],
)
def test_a_hold_is_found_and_listed_until_the_day_on_which_it_ends(
    session: Session, day: date, held: bool
) -> None:
    tenant = make_tenant(session)
    made = exclusion.exclude_tenant(
        session, tenant, ExclusionReason.WORKS, until=NEXT_YEAR, by=None, now=NOW
    )

    assert exclusion.find_exclusion(session, tenant, day=day) == (made if held else None)
    assert exclusion.list_exclusions(session, day=day) == ([made] if held else [])


def test_the_hold_that_ends_first_stands_first(session: Session) -> None:
    made = [
        exclusion.exclude_tenant(
            session, make_tenant(session), ExclusionReason.WORKS, until=TODAY + days * DAY, by=None,
            now=NOW,
        )
        for days in (30, 10, 20)
    ]  # fmt: skip

    assert exclusion.list_exclusions(session, day=TODAY) == [made[1], made[2], made[0]]


def test_a_hold_ends_once_and_keeps_its_first_day(session: Session) -> None:
    tenant = make_tenant(session)
    made = exclusion.exclude_tenant(
        session, tenant, ExclusionReason.WORKS, until=NEXT_YEAR, by=None, now=NOW
    )

    for days in (1, 2):
        exclusion.end_exclusion(session, made, by=None, now=NOW + days * DAY)

    assert made.ended_on == TODAY + DAY
    assert deeds(session) == ["exclusion.make", "exclusion.end"]
