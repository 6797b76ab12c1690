"""One lot at a time: passed over with a reason, put back while nobody wrote, never after that."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, TODAY
from tests.services.village import (
    AFTER,
    DAY,
    SENDER,
    Office,
    approach,
    approached,
    deeds,
    draw_visit,
    hold_draw,
    last_lot,
)
from visits.domain.eligibility import Reason
from visits.domain.month import same_day
from visits.domain.visit import Result, State
from visits.models.draw import Draw
from visits.models.tenant import Tenant
from visits.models.visit import Step, Visit
from visits.services.draw import hold as draws
from visits.services.draw import lot
from visits.services.refusals import Refused
from visits.services.upkeep.erasure import erase_tenant
from visits.services.visit import step as steps
from visits.services.visit.contact import log_contact


def say_no(session: Session, visit: Visit, office: Office) -> None:
    """Store that a tenant would rather not."""
    log_contact(session, visit, Result.NO, by=office.assistant.id, now=NOW)


def take_back(session: Session, visit: Visit, office: Office) -> None:
    """Say that an outcome was stored by mistake."""
    lot.take_back(session, visit, reason="vergist", by=office.assistant.id, now=AFTER)


def test_who_left_the_list_for_good_since_the_draw_is_passed_over(
    session: Session, office: Office
) -> None:
    visit = approached(session, office, tenants=3)
    draw = hold_draw(session)
    second = lot.order_of(draw)[1]
    session.delete(session.scalars(select(Tenant).where(Tenant.external_id == second)).one())

    say_no(session, visit, office)

    passed = lot.list_invitations(session, draw)[1]
    reasons = session.scalars(select(Step.reason).where(Step.visit_id == passed.id)).all()
    assert (passed.state, reasons[-1]) == (State.NOT_ELIGIBLE, Reason.ENDED.name)
    assert last_lot(session, draw).lot == 3


def test_an_outcome_stands_once_a_wrong_pick_after_it_had_a_letter(
    session: Session, office: Office
) -> None:
    visit = approached(session, office, tenants=3)
    say_no(session, visit, office)
    second = approach(session, last_lot(session, hold_draw(session)), office)
    steps.call_it_wrong(session, second, reason="verhuisd", by=office.assistant.id, now=NOW)

    with pytest.raises(Refused, match="next_lot_approached"):
        take_back(session, visit, office)


def test_an_outcome_of_somebody_who_was_erased_is_not_taken_back(
    session: Session, office: Office
) -> None:
    visit = approached(session, office)
    say_no(session, visit, office)
    assert visit.tenant is not None
    erase_tenant(session, visit.tenant, sender=SENDER, by=office.assistant.id, now=NOW)

    with pytest.raises(Refused, match="tenant_gone"):
        take_back(session, visit, office)

    assert visit.state is State.DECLINED


def test_an_outcome_of_a_draw_without_its_list_is_not_taken_back(
    session: Session, office: Office
) -> None:
    visit = approached(session, office, tenants=1)
    say_no(session, visit, office)
    draws.delete_lists(session, same_day(TODAY, 2))

    with pytest.raises(Refused, match="lot_not_called"):
        take_back(session, visit, office)


def test_a_draw_loses_the_numbers_of_its_lots_with_its_list_but_not_while_one_is_open(
    session: Session, office: Office
) -> None:
    visit = approached(session, office, tenants=1)
    day = same_day(TODAY, 2)
    open_still = (draws.delete_lists(session, day), visit.external_id is None)
    say_no(session, visit, office)

    settled = draws.delete_lists(session, day)

    session.refresh(visit)
    assert (open_still, settled, visit.external_id) == ((0, False), 1, None)


def test_a_month_that_lapses_is_logged_with_who_let_it(session: Session, office: Office) -> None:
    draw_visit(session)
    by = office.assistant.id

    lot.lapse_month(session, hold_draw(session), reason="ziek", by=by, now=NOW + DAY)

    assert deeds(session)[-2:] == ["visit.given_up", "draw.lapse"]
    assert session.scalars(select(Draw.lapse_reason)).one() == "ziek"
