"""The draw of a month: one and the same for everybody, opened lot by lot."""

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, TODAY, make_tenant
from tests.services.village import (
    AFTER,
    DAY,
    PERIOD,
    SENDER,
    Office,
    add_tenants,
    approach,
    approached,
    count,
    deeds,
    draw_visit,
    held,
    hold_draw,
    last_lot,
    plan,
    planned,
)
from visits import verify
from visits.domain import draw as lottery
from visits.domain.eligibility import ExclusionReason, Reason
from visits.domain.month import same_day
from visits.domain.visit import Result, State
from visits.models import db
from visits.models.database import begin_deed
from visits.models.draw import Chain, Draw, Exclusion
from visits.models.tenant import Tenant
from visits.models.visit import Step, Visit
from visits.services.draw import hold as draws
from visits.services.draw import integrity, lot
from visits.services.draw import pool as pools
from visits.services.draw.fairness import (
    fairness,
    longest_wait,
)
from visits.services.journal.note import NewPromise, add_promises
from visits.services.organisation import change_organisation
from visits.services.refusals import NotFound, Refused
from visits.services.visit import appointment as appointments
from visits.services.visit import contact as contacts
from visits.services.visit import record as visits
from visits.services.visit import step as steps

THREADS = 8
Deed = Callable[[Session, Visit, int], None]


def say_no(session: Session, visit: Visit, by: int) -> None:
    """Store that a tenant would rather not."""
    contacts.log_contact(session, visit, Result.NO, by=by, now=NOW)


def say_yes(session: Session, visit: Visit, office: Office) -> None:
    """Ask a tenant, who says yes."""
    approach(session, visit, office)
    contacts.log_contact(session, visit, Result.YES, by=office.assistant.id, now=NOW)


def say_not_now(session: Session, visit: Visit, by: int) -> None:
    """Store that it does not suit now."""
    contacts.log_contact(session, visit, Result.NOT_NOW, by=by, now=NOW)


def stay_silent(session: Session, visit: Visit, by: int) -> None:
    """Store three attempts and then silence."""
    for day in range(3):
        contacts.log_contact(session, visit, Result.NOT_REACHED, by=by, now=NOW + day * DAY)
    contacts.call_it_silence(session, visit, by=by, now=NOW + 14 * DAY)


def be_wrong(session: Session, visit: Visit, by: int) -> None:
    """Store that a tenant should not have been drawn."""
    steps.call_it_wrong(session, visit, reason="verkeerd", by=by, now=NOW)


OUTCOMES = [
    (say_no, State.DECLINED),
    (say_not_now, State.NOT_NOW),
    (stay_silent, State.NO_REPLY),
    (be_wrong, State.NOT_ELIGIBLE),
]


def tenant_of(session: Session, number: str) -> Tenant:
    """Give the tenant of a number."""
    return session.scalars(select(Tenant).where(Tenant.external_id == number)).one()


def test_the_same_month_gives_the_same_draw(session: Session) -> None:
    add_tenants(session, 5)
    first = hold_draw(session)
    record = first.record
    add_tenants(session, 5)

    second = hold_draw(session, now=NOW + DAY)

    assert second is first
    assert second.record == record
    assert (count(session, Draw), count(session, Visit)) == (1, 1)


@pytest.mark.parametrize("chain_is_there", [False, True])
def test_eight_requests_at_once_give_one_draw(app: Flask, chain_is_there: bool) -> None:
    with app.app_context():
        add_tenants(db.session(), 5)
        if chain_is_there:
            draws.ensure_chain(db.session(), now=NOW)
        db.session.commit()

    def ask(_: int) -> str:
        with app.app_context():
            begin_deed(db.session)
            code = draws.hold_draw(db.session(), PERIOD, by=None, now=NOW).control_code
            db.session.commit()
            return code

    with ThreadPoolExecutor(THREADS) as pool:
        codes = list(pool.map(ask, range(THREADS)))

    with app.app_context():
        assert len(set(codes)) == 1
        assert count(db.session(), Draw) == count(db.session(), Visit) == 1
        assert count(db.session(), Chain) == 1


def test_a_month_before_the_last_draw_is_refused(session: Session) -> None:
    add_tenants(session, 3)
    hold_draw(session, "2026-11")

    with pytest.raises(Refused, match="draw_past"):
        hold_draw(session, "2026-10")


def test_nobody_eligible_is_no_draw(session: Session) -> None:
    make_tenant(session, tenant_since="2020-01-01", tenancy_start="2020-01-01")

    with pytest.raises(lottery.PoolEmpty):
        hold_draw(session)

    assert count(session, Draw) == 0


def test_later_lots_do_not_exist_before_the_outcome(session: Session) -> None:
    visit = draw_visit(session, tenants=5)

    assert visit.lot == 1
    assert count(session, Visit) == 1


@pytest.mark.parametrize(("outcome", "state"), OUTCOMES)
def test_an_outcome_calls_the_next_lot_of_the_same_list(
    session: Session, office: Office, outcome: Deed, state: State
) -> None:
    visit = approached(session, office, tenants=3)
    draw = hold_draw(session)

    outcome(session, visit, office.assistant.id)

    following = last_lot(session, draw)
    assert visit.state is state
    assert (following.lot, following.state) == (2, State.DRAWN)
    assert following.external_id == lot.order_of(draw)[1]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"opted_out_on": TODAY}, Reason.OPTED_OUT),
        ({"do_not_contact": True}, Reason.OPTED_OUT),
        ({"missing_since": TODAY}, Reason.ENDED),
        ({"visited_on": TODAY}, Reason.VISITED),
    ],
)
def test_who_may_not_be_asked_any_more_is_passed_over_with_the_reason(
    session: Session, office: Office, fields: dict[str, object], reason: Reason
) -> None:
    visit = approached(session, office, tenants=3)
    draw = hold_draw(session)
    tenant = tenant_of(session, lot.order_of(draw)[1])
    for name, value in fields.items():
        setattr(tenant, name, value)

    say_no(session, visit, office.assistant.id)

    passed, following = lot.list_invitations(session, draw)[1:]
    assert (passed.lot, passed.state) == (2, State.NOT_ELIGIBLE)
    assert (following.lot, following.state) == (3, State.DRAWN)
    step = session.scalars(select(Step).where(Step.visit_id == passed.id).order_by(-Step.id))
    assert step.first().reason == reason.name  # type: ignore[union-attr]


def test_who_is_held_back_since_the_draw_is_passed_over(session: Session, office: Office) -> None:
    visit = approached(session, office, tenants=2)
    draw = hold_draw(session)
    tenant = tenant_of(session, lot.order_of(draw)[1])
    until = date(2027, 3, 1)
    session.add(
        Exclusion(tenant_id=tenant.id, reason=ExclusionReason.WORKS, since=TODAY, until=until)
    )

    say_no(session, visit, office.assistant.id)

    assert last_lot(session, draw).state is State.NOT_ELIGIBLE
    assert draw.lapsed_at == NOW


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (None, State.NOT_ELIGIBLE),  # somebody is speaking with them for another month
        *((outcome, State.NOT_ELIGIBLE) for outcome, _ in OUTCOMES[:3]),
    ],
)
def test_who_was_asked_for_another_month_is_not_asked_again(
    session: Session, office: Office, outcome: Deed | None, state: State
) -> None:
    first = approached(session, office, tenants=2)
    november = hold_draw(session)
    december = hold_draw(session, "2026-12")
    other = approach(session, last_lot(session, december), office)
    if outcome:
        outcome(session, other, office.assistant.id)

    say_no(session, first, office.assistant.id)

    again = last_lot(session, november)
    assert (again.lot, again.external_id) == (2, other.external_id)
    assert again.state is state
    assert november.lapsed_at == NOW


def test_a_list_that_has_run_out_lets_the_month_lapse(session: Session, office: Office) -> None:
    visit = approached(session, office, tenants=1)
    draw = hold_draw(session)

    say_no(session, visit, office.assistant.id)

    assert draw.lapsed_at == NOW
    assert count(session, Visit) == 1


def test_an_outcome_may_be_taken_back_while_nobody_wrote_to_the_next(
    session: Session, office: Office
) -> None:
    visit = approached(session, office)
    draw = hold_draw(session)
    say_no(session, visit, office.assistant.id)
    following = last_lot(session, draw)

    lot.take_back(session, visit, reason="vergist", by=office.assistant.id, now=NOW)

    assert visit.state is State.APPROACHED
    assert lot.list_invitations(session, draw) == [visit]
    with pytest.raises(NotFound):
        visits.get_visit(session, following.id)
    assert following.seen_at == NOW  # that the name was seen stays
    taken = session.scalars(select(Step).where(Step.taken_back)).one()
    assert taken.state_to is State.DECLINED


def test_the_lot_that_was_put_back_comes_up_again(session: Session, office: Office) -> None:
    visit = approached(session, office)
    draw = hold_draw(session)
    say_no(session, visit, office.assistant.id)
    following = last_lot(session, draw)
    lot.take_back(session, visit, reason="vergist", by=office.assistant.id, now=NOW)

    say_not_now(session, visit, office.assistant.id)

    assert last_lot(session, draw).id == following.id
    assert count(session, Visit) == 2


def test_an_outcome_stands_once_the_next_was_approached(session: Session, office: Office) -> None:
    visit = approached(session, office)
    say_no(session, visit, office.assistant.id)
    approach(session, last_lot(session, hold_draw(session)), office)

    with pytest.raises(Refused, match="next_lot_approached"):
        lot.take_back(session, visit, reason="vergist", by=office.assistant.id, now=NOW)


def test_a_lot_that_was_passed_over_is_put_back_with_the_others(
    session: Session, office: Office
) -> None:
    visit = approached(session, office, tenants=3)
    draw = hold_draw(session)
    tenant_of(session, lot.order_of(draw)[1]).opted_out_on = TODAY
    say_no(session, visit, office.assistant.id)

    lot.take_back(session, visit, reason="vergist", by=office.assistant.id, now=NOW)
    again = [(one.lot, one.state) for one in lot.list_invitations(session, draw)]
    say_no(session, visit, office.assistant.id)

    assert again == [(1, State.APPROACHED)]
    assert last_lot(session, draw).lot == 3
    assert count(session, Visit) == 3


def test_taking_the_last_outcome_back_brings_the_month_back(
    session: Session, office: Office
) -> None:
    visit = approached(session, office, tenants=1)
    draw = hold_draw(session)
    say_not_now(session, visit, office.assistant.id)

    lot.take_back(session, visit, reason="vergist", by=office.assistant.id, now=NOW)

    assert (draw.lapsed_at, visit.not_now_until) == (None, None)


def test_what_is_not_an_outcome_cannot_be_taken_back(session: Session, office: Office) -> None:
    visit = approached(session, office)

    with pytest.raises(Refused, match="lot_not_called"):
        lot.take_back(session, visit, reason="vergist", by=office.assistant.id, now=NOW)


def test_who_said_no_is_in_no_later_list(session: Session, office: Office) -> None:
    visit = approached(session, office, tenants=3)
    say_no(session, visit, office.assistant.id)

    december = hold_draw(session, "2026-12")

    assert visit.external_id not in lot.pool_of(december)
    assert december.excluded == {"DECLINED": 1, "OPEN": 1}


@pytest.mark.parametrize(
    ("period", "listed"),
    [
        ("2027-10", False),  # not yet
        ("2027-11", True),  # the first month after a year
    ],
)
def test_not_now_holds_for_a_year(
    session: Session, office: Office, period: str, listed: bool
) -> None:
    visit = approached(session, office, tenants=3)
    say_not_now(session, visit, office.assistant.id)

    later = hold_draw(session, period)

    assert (visit.external_id in lot.pool_of(later)) is listed


def test_a_held_visit_counts_for_its_district_and_a_lapsed_month_for_none(
    session: Session, office: Office
) -> None:
    held(session, office, tenants=6, district="De Mare")
    december = hold_draw(session, "2026-12")
    visit = approach(session, last_lot(session, december), office)
    plan(session, visit, office)
    steps.hold_visit(session, visit, on=TODAY, minutes=60, by=office.director.id, now=AFTER)
    january = hold_draw(session, "2027-01")

    third = plan_and_give_up(session, january, office)
    february = hold_draw(session, "2027-02")

    assert third.state is State.GIVEN_UP
    assert lot.record_of(february)["counted"] == ["De Mare", "De Mare", None]


def test_a_yes_counts_for_the_district_from_the_yes_and_before_a_day_is_found(
    session: Session, office: Office
) -> None:
    for district in ("Overdie", "Daalmeer"):
        add_tenants(session, 10, district=district)
    first = hold_draw(session)
    visit = last_lot(session, first)

    say_yes(session, visit, office)

    assert draws.counted(session, [first]) == [visit.district]
    second = hold_draw(session, "2027-01")
    (before,) = draws.export(session, second)["earlier.jsonl"].decode().splitlines()
    assert [one["outcome"] for one in json.loads(before)["invitations"]] == ["accepted"]
    say_no(session, visit, office.assistant.id)
    assert draws.counted(session, [first, second]) == [None, None]


def plan_and_give_up(session: Session, draw: Draw, office: Office) -> Visit:
    """Plan the visit of a draw, and let the month lapse when it falls through."""
    visit = approach(session, last_lot(session, draw), office)
    plan(session, visit, office)
    appointments.cancel(
        session, visit, State.CANCELLED_BY_US, sender=SENDER, by=office.assistant.id, now=NOW
    )
    steps.give_up(session, visit, reason="ziek", by=office.assistant.id, now=NOW)
    return visit


def test_two_draws_form_a_chain_that_anybody_can_check(session: Session, office: Office) -> None:
    planned(session, office, tenants=6)
    hold_draw(session, "2026-12")

    first, second = (lot.record_of(draw) for draw in reversed(draws.list_draws(session)))

    codes = [draw.control_code for draw in reversed(draws.list_draws(session))]
    assert codes == [lottery.control_code(first), lottery.control_code(second)]
    assert (first["previous"], second["previous"]) == ("", codes[0])
    for times, record in enumerate((first, second), start=1):
        seed = bytes.fromhex(record["seed"])
        for _ in range(times):
            seed = hashlib.sha256(seed).digest()
        assert seed.hex() == record["anchor"]


def test_a_draw_can_be_done_again_from_its_files(session: Session, office: Office) -> None:
    planned(session, office, tenants=6)
    draw = hold_draw(session, "2026-12")

    files = draws.export(session, draw)

    record = json.loads(files["record.json"])
    earlier = [json.loads(line) for line in files["earlier.jsonl"].splitlines()]
    month = lottery.Month(
        period=record["period"],
        rules=record["rules"],
        earlier=[
            (one["lots"], visited) for one, visited in zip(earlier, record["counted"], strict=True)
        ],
        previous=lottery.control_code(earlier[-1]),
    )
    listed = [line.split("\t") for line in files["list.tsv"].decode().splitlines()]
    pool = {number: (district, int(lots)) for number, district, lots in listed}
    seed, anchor = bytes.fromhex(record["seed"]), files["anchor.txt"].decode()
    again = lottery.draw_again(seed, anchor, pool, month)
    assert again.control_code == draw.control_code
    assert list(again.order) == lot.order_of(draw)


def test_the_files_of_a_draw_name_nobody(session: Session, office: Office) -> None:
    visit = planned(session, office, tenants=2, surname="Çelik", street="Zeldzaampad")
    draw = hold_draw(session)

    files = draws.export(session, draw)

    record = json.loads(files["record.json"])
    assert record["invitations"] == [{"tenant": visit.external_id, "outcome": "accepted"}]
    whole = b"".join(files.values()).decode()
    assert not [word for word in ("Çelik", "Zeldzaam", office.director.name) if word in whole]


def test_a_summary_names_no_later_lot(session: Session) -> None:
    visit = draw_visit(session, tenants=3)
    draw = hold_draw(session)

    text = json.dumps(draws.summary(session, draw))

    assert str(visit.external_id) in text
    assert not [number for number in lot.order_of(draw)[1:] if number in text]


def test_a_draw_is_settled_when_nothing_of_it_is_open(session: Session, office: Office) -> None:
    visit = approached(session, office, tenants=1)
    draw = hold_draw(session)
    before = draws.is_settled(session, draw)

    say_no(session, visit, office.assistant.id)

    assert (before, draws.is_settled(session, draw)) == (False, True)


def test_more_years_leave_fewer_tenants(session: Session) -> None:
    for since in ("1960-01-01", "1985-01-01", "2000-01-01"):
        make_tenant(session, tenant_since=since, tenancy_start=since)

    table = pools.years_table(session, PERIOD, [20, 30, 50, 70])

    assert table == [(20, 3), (30, 2), (50, 1), (70, 0)]


def test_a_draw_writes_down_who_was_left_out_and_why(session: Session) -> None:
    add_tenants(session, 2)
    make_tenant(session, opted_out_on=TODAY)
    make_tenant(session, tenant_since=None, tenancy_start=None)

    draw = hold_draw(session)

    assert draw.eligible == 2
    assert draw.excluded == {"OPTED_OUT": 1, "NO_START_DATE": 1}
    assert [deed for deed in deeds(session) if deed.startswith("draw")] == [
        "draw.chain",
        "draw.hold",
    ]


def test_every_district_is_shown_with_what_it_is_owed(session: Session) -> None:
    add_tenants(session, 3, district="Overdie")
    add_tenants(session, 1, district="De Mare")

    rows = fairness(hold_draw(session))

    assert [(row.district, row.tenants, row.due) for row in rows] == [
        ("Overdie", 3, 0.75),
        ("De Mare", 1, 0.25),
    ]


def test_the_longest_wait_counts_the_whole_quarters_before_a_draw(
    session: Session, office: Office
) -> None:
    for district in ("Overdie", "Daalmeer"):
        add_tenants(session, 10, district=district)
    first = hold_draw(session, "2026-12")
    say_yes(session, last_lot(session, first), office)

    second = hold_draw(session, "2027-01")

    assert longest_wait(session, first) == 0
    assert longest_wait(session, second) == pytest.approx(0.5)


def test_a_month_that_lapses_by_hand_frees_who_was_invited(
    session: Session, office: Office
) -> None:
    visit = approached(session, office, tenants=1)
    november = hold_draw(session)

    lot.lapse_month(session, november, reason="ziek", by=office.assistant.id, now=NOW)

    december = hold_draw(session, "2026-12")
    assert (november.lapsed_at, november.lapse_reason) == (NOW, "ziek")
    assert visit.state is State.GIVEN_UP
    assert last_lot(session, december).external_id == visit.external_id
    assert lot.record_of(december)["counted"] == [None]


def test_a_month_with_an_appointment_or_a_visit_does_not_lapse(
    session: Session, office: Office
) -> None:
    planned(session, office)

    with pytest.raises(Refused, match="month_in_use"):
        lot.lapse_month(session, hold_draw(session), reason="ziek", by=None, now=NOW)


def test_a_month_lapses_once(session: Session) -> None:
    draw_visit(session)
    draw = hold_draw(session)
    lot.lapse_month(session, draw, reason="ziek", by=None, now=NOW)

    with pytest.raises(Refused, match="month_lapsed"):
        lot.lapse_month(session, draw, reason="ziek", by=None, now=NOW)


@pytest.mark.parametrize(("brake", "kept"), [(1, None), (0, 1)])
def test_going_on_with_too_many_open_promises_is_kept_with_the_draw(
    session: Session, office: Office, brake: int, kept: int | None
) -> None:
    visit = held(session, office)
    promise = NewPromise("Lamp maken", date(2027, 1, 4), owner_id=office.director.id)
    add_promises(session, visit, [promise], by=office.director.id, now=AFTER)
    change_organisation(session, {"promise_brake": brake}, by=None, now=NOW)

    draw = hold_draw(session, "2026-12")

    assert draw.open_promises == kept


def test_a_changed_setting_counts_from_the_next_draw(session: Session, office: Office) -> None:
    visit = approached(session, office, tenants=3)
    stay_silent(session, visit, office.assistant.id)
    before = lot.record_of(hold_draw(session))["rules"]

    change_organisation(session, {"no_reply_months": 1, "minimum_years": 60}, by=None, now=NOW)
    say_no(session, approach(session, last_lot(session, hold_draw(session)), office),
           office.assistant.id)  # fmt: skip

    assert lot.record_of(hold_draw(session))["rules"] == before
    assert last_lot(session, hold_draw(session)).state is State.DRAWN
    with pytest.raises(lottery.PoolEmpty):
        hold_draw(session, "2027-01")


def test_a_neighbour_at_the_same_address_who_was_visited_since_is_passed_over(
    session: Session, office: Office
) -> None:
    visit = approached(session, office, tenants=2)
    draw = hold_draw(session)
    second = tenant_of(session, lot.order_of(draw)[1])
    fields = ("postcode", "house_number", "house_letter", "house_suffix")
    make_tenant(session, visited_on=TODAY, **{name: getattr(second, name) for name in fields})

    say_no(session, visit, office.assistant.id)

    assert last_lot(session, draw).state is State.NOT_ELIGIBLE


def test_a_later_lot_than_the_record_shows_is_called_from_the_list(
    session: Session, office: Office
) -> None:
    add_tenants(session, 27)
    draw = hold_draw(session)
    order = lot.order_of(draw)

    for _ in order[1:]:
        be_wrong(session, last_lot(session, draw), office.assistant.id)

    called = [one.external_id for one in lot.list_invitations(session, draw)]
    assert called == order
    assert len(order) == 27


def test_list_and_order_go_after_two_years_and_the_record_says_so(
    session: Session, office: Office, tmp_path: Path
) -> None:
    held(session, office)
    draw = hold_draw(session)

    early = draws.delete_lists(session, same_day(TODAY, 2) - DAY)
    late = draws.delete_lists(session, same_day(TODAY, 2))

    session.commit()
    files = draws.export(session, draw)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    result = verify.verify(tmp_path, draw.control_code)
    assert (early, late) == (0, 1)
    assert "list.tsv" not in files
    assert (result.findings, result.deleted_on) == ([], "2028-11-24")
    assert [*integrity.check_draws(session), *integrity.check_outcomes(session)] == []
