"""An import: looked at first, stored whole, undone whole."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, TODAY, make_tenant, tenant_record
from tests.services.village import (
    Office,
    approach,
    count,
    deeds,
    hold_draw,
    import_file,
    last_lot,
    stage_file,
)
from visits.models.audit import AuditLine
from visits.models.tenant import (
    Batch,
    BatchState,
    Change,
    Source,
    StagedRow,
    StagedTenant,
    Tenant,
)
from visits.services.refusals import NotFound, Refused
from visits.services.tenant import batch as batches
from visits.services.tenant import comparison
from visits.services.tenant import record as tenants
from visits.services.tenant.comparison import Effect
from visits.services.upkeep.retention import clear
from visits.services.visit import step as steps

LATER = NOW + timedelta(days=30)
PARTNER = {"salutation": "heer", "initials": "J.", "prefix": None, "surname": "Bos"}


def snapshot(session: Session) -> Sequence[Any]:
    """Give every byte of the list of tenants."""
    session.flush()
    columns = Tenant.__table__.columns
    return session.execute(select(*columns).order_by(Tenant.external_id)).all()


def test_staging_a_file_changes_no_tenant(session: Session) -> None:
    make_tenant(session, external_id="H1")
    before = snapshot(session)

    stage_file(session, [tenant_record(external_id="H1", surname="Anders"), tenant_record()])

    assert snapshot(session) == before


def test_a_file_is_held_against_the_list(session: Session) -> None:
    same, other, gone = (tenant_record(external_id=f"H{number}") for number in range(3))
    import_file(session, [same, other, gone])

    batch = stage_file(session, [same, other | {"surname": "Anders"}, tenant_record()])

    assert comparison.compare(session, batch) == Effect(new=1, changed=1, vanished=1, unchanged=1)
    vanished = comparison.list_vanished(session, batch, limit=5)
    assert [row.external_id for row in vanished] == ["H2"]
    (difference,) = comparison.list_differences(session, batch, limit=5)
    assert (difference.field, difference.after) == ("surname", "Anders")
    assert comparison.count_other_names(session, batch) == 1


def test_the_same_file_again_changes_nothing_and_says_so(session: Session) -> None:
    records = [tenant_record(co_tenant=PARTNER), tenant_record(tenancy_start=None)]
    import_file(session, records)
    before = snapshot(session)

    batch = stage_file(session, records, now=LATER)
    effect = batches.store(session, batch, by=None, today=TODAY, now=LATER)

    assert effect.nothing
    assert effect.unchanged == 2
    assert snapshot(session) == before
    assert count(session, Change) == 0


def test_a_stored_file_says_what_it_did_and_leaves_no_copy(session: Session) -> None:
    import_file(session, [tenant_record(external_id="H1"), tenant_record(external_id="H2")])

    batch = import_file(session, [tenant_record(external_id="H1", surname="Anders")])

    counted = {name: batch.counts[name] for name in ("new", "changed", "vanished", "unchanged")}
    assert counted == {"new": 0, "changed": 1, "vanished": 1, "unchanged": 0}
    assert (batch.state, batch.stored_at) == (BatchState.STORED, NOW)
    assert count(session, StagedTenant) == 0
    assert deeds(session)[-1] == "batch.store"


def test_who_is_missing_from_the_whole_list_is_marked_and_not_thrown_away(
    session: Session,
) -> None:
    import_file(session, [tenant_record(external_id="H1"), tenant_record(external_id="H2")])

    import_file(session, [tenant_record(external_id="H1")])

    missing = dict(session.execute(select(Tenant.external_id, Tenant.missing_since)).all())
    assert missing == {"H1": None, "H2": TODAY}


def test_who_comes_back_is_there_again(session: Session) -> None:
    record = tenant_record(external_id="H1")
    import_file(session, [record])
    import_file(session, [tenant_record()])

    import_file(session, [record], whole=False)

    back = session.scalars(select(Tenant).where(Tenant.external_id == "H1")).one()
    session.refresh(back)
    assert back.missing_since is None


def test_a_part_of_the_list_makes_nobody_vanish(session: Session) -> None:
    import_file(session, [tenant_record(external_id="H1")])

    batch = import_file(session, [tenant_record(external_id="H2")], whole=False)

    assert batch.counts["vanished"] == 0
    assert tenants.count_tenants(session) == 2


def test_a_tenant_added_by_hand_never_vanishes(session: Session) -> None:
    make_tenant(session, source=Source.HAND)

    batch = import_file(session, [tenant_record()])

    assert batch.counts["vanished"] == 0


def test_a_stored_file_cannot_be_stored_twice(session: Session) -> None:
    batch = import_file(session, [tenant_record()])

    with pytest.raises(Refused, match="batch_not_staged"):
        batches.store(session, batch, by=None, today=TODAY, now=NOW)


def test_undo_puts_every_byte_back(session: Session) -> None:
    first = tenant_record(external_id="H1", co_tenant=PARTNER, house_letter="B")
    second = tenant_record(external_id="H2", do_not_contact=True, tenancy_start=None)
    import_file(session, [first, second, tenant_record(external_id="H3")])
    make_tenant(session, external_id="H4", opted_out_on=date(2024, 2, 29), visited_on=TODAY)
    before = snapshot(session)
    changed = [
        first | {"co_tenant": None, "house_letter": None, "surname": "Anders"},
        second | {"do_not_contact": False, "tenancy_start": "2001-01-01", "email": "a@b.example"},
        tenant_record(external_id="H5"),
    ]
    batch = import_file(session, changed, now=LATER)

    batches.undo(session, batch, by=None, now=LATER)

    session.expire_all()
    assert snapshot(session) == before
    assert batch.state is BatchState.UNDONE
    assert batch.id not in set(session.scalars(select(Change.batch_id)))


def test_undo_takes_no_opt_out_back_that_came_after_the_import(
    session: Session, office: Office
) -> None:
    record = tenant_record()
    import_file(session, [record])
    batch = import_file(session, [record | {"surname": "Anders"}], now=LATER)
    tenant = session.scalars(select(Tenant)).one()
    tenants.opt_out(session, tenant, by=office.assistant.id, today=TODAY, now=LATER)
    tenants.mark_visited(session, [(tenant.external_id, TODAY)], by=office.assistant.id, now=LATER)

    batches.undo(session, batch, by=None, now=LATER)

    session.refresh(tenant)
    assert (tenant.opted_out_on, tenant.visited_on) == (TODAY, TODAY)


def test_undo_keeps_a_start_that_was_corrected_after_the_import(
    session: Session, office: Office
) -> None:
    record = tenant_record()
    import_file(session, [record])
    other = record | {"surname": "Anders"}
    batch = import_file(session, [other], now=LATER)
    tenant = session.scalars(select(Tenant)).one()
    right = other | {"tenant_since": date(1965, 6, 1)}
    tenants.correct_tenant(session, tenant, right, by=office.assistant.id, now=LATER)

    batches.undo(session, batch, by=None, now=LATER)

    session.refresh(tenant)
    assert (tenant.tenant_since, tenant.since_source) == (date(1965, 6, 1), Source.HAND)
    assert tenant.surname == record["surname"]


def test_undo_brings_back_who_had_vanished(session: Session) -> None:
    import_file(session, [tenant_record(external_id="H1")])
    batch = import_file(session, [tenant_record(external_id="H2")])

    batches.undo(session, batch, by=None, now=NOW)

    tenant = session.scalars(select(Tenant)).one()
    session.refresh(tenant)
    assert (tenant.external_id, tenant.missing_since) == ("H1", None)


def test_a_file_that_was_not_stored_cannot_be_undone(session: Session) -> None:
    batch = stage_file(session, [tenant_record()])

    with pytest.raises(Refused, match="batch_not_stored"):
        batches.undo(session, batch, by=None, now=NOW)


def test_a_file_is_not_undone_twice(session: Session) -> None:
    batch = import_file(session, [tenant_record()])
    batches.undo(session, batch, by=None, now=NOW)

    with pytest.raises(Refused, match="batch_not_stored"):
        batches.undo(session, batch, by=None, now=NOW)


def test_only_the_newest_import_can_be_undone(session: Session) -> None:
    first = import_file(session, [tenant_record()])
    import_file(session, [tenant_record()], now=LATER)

    with pytest.raises(Refused, match="batch_not_newest"):
        batches.undo(session, first, by=None, now=LATER)


def test_the_newest_import_is_the_one_that_was_stored_last(session: Session) -> None:
    waiting = stage_file(session, [tenant_record(external_id="H1")])
    stored = import_file(session, [tenant_record(external_id="H1", surname="Anders")])
    batches.store(session, waiting, by=None, today=TODAY, now=LATER)

    with pytest.raises(Refused, match="batch_not_newest"):
        batches.undo(session, stored, by=None, now=LATER)
    batches.undo(session, waiting, by=None, now=LATER)

    assert waiting.state is BatchState.UNDONE


def test_an_import_whose_tenant_was_drawn_cannot_be_undone(session: Session) -> None:
    batch = import_file(session, [tenant_record()])
    hold_draw(session)

    with pytest.raises(Refused, match="batch_in_use"):
        batches.undo(session, batch, by=None, now=NOW)


def test_an_import_whose_new_tenant_opted_out_cannot_be_undone(
    session: Session, office: Office
) -> None:
    batch = import_file(session, [tenant_record()])
    tenant = session.scalars(select(Tenant)).one()
    tenants.opt_out(session, tenant, by=office.assistant.id, today=TODAY, now=NOW)

    with pytest.raises(Refused, match="batch_in_use"):
        batches.undo(session, batch, by=None, now=NOW)


def test_an_import_whose_new_tenant_was_visited_before_cannot_be_undone(
    session: Session, office: Office
) -> None:
    batch = import_file(session, [tenant_record(external_id="H1")])
    tenants.mark_visited(session, [("H1", TODAY)], by=office.assistant.id, now=NOW)

    with pytest.raises(Refused, match="batch_in_use"):
        batches.undo(session, batch, by=None, now=NOW)


def test_only_a_file_that_waits_can_be_thrown_away(session: Session) -> None:
    batch = import_file(session, [tenant_record()])

    with pytest.raises(Refused, match="batch_not_staged"):
        batches.cancel(session, batch, by=None, now=NOW)

    assert (batch.state, count(session, Tenant)) == (BatchState.STORED, 1)


def test_every_end_of_an_import_is_logged_with_who_chose_it(
    session: Session, office: Office
) -> None:
    by = office.assistant.id
    thrown_away = stage_file(session, [tenant_record()])
    undone = import_file(session, [tenant_record()])
    before = len(deeds(session))

    batches.cancel(session, thrown_away, by=by, now=NOW)
    batches.undo(session, undone, by=by, now=NOW)

    session.flush()
    lines = session.scalars(select(AuditLine).order_by(AuditLine.id)).all()[before:]
    assert [(line.deed, line.subject_id, line.account_id) for line in lines] == [
        ("batch.cancel", str(thrown_away.id), by),
        ("batch.undo", str(undone.id), by),
    ]


def test_the_imports_that_were_stored_are_listed_the_newest_first_and_undone_ones_too(
    session: Session,
) -> None:
    first = import_file(session, [tenant_record()])
    second = import_file(session, [tenant_record()], now=LATER)
    stage_file(session, [tenant_record()], now=LATER)
    batches.undo(session, second, by=None, now=LATER)

    assert batches.list_batches(session) == [second, first]


def test_a_file_that_waited_too_long_is_thrown_away(session: Session) -> None:
    old = stage_file(session, [tenant_record()], now=NOW - timedelta(hours=2))
    young = stage_file(session, [tenant_record()], now=NOW - timedelta(minutes=119))

    batches.drop_stale(session, now=NOW)

    assert (old.state, young.state) == (BatchState.CANCELLED, BatchState.STAGED)
    assert set(session.scalars(select(StagedTenant.batch_id))) == {young.id}


def test_a_crash_half_way_leaves_nothing(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    import_file(session, [tenant_record(external_id="H1"), tenant_record(external_id="H2")])
    batch = stage_file(session, [tenant_record(external_id="H1", surname="Anders")])
    session.commit()
    before, changes = snapshot(session), count(session, Change)
    monkeypatch.setattr(batches, "write_new", lambda *_, **__: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        batches.store(session, batch, by=None, today=TODAY, now=NOW)
    session.rollback()

    assert snapshot(session) == before
    assert count(session, Change) == changes
    assert session.get_one(Batch, batch.id).state is BatchState.STAGED
    assert count(session, StagedTenant) == 1


def test_rows_that_could_not_be_read_are_listed_with_their_reasons(session: Session) -> None:
    rows = [
        {"row": 2, "outcome": "rejected", "codes": ["postcode"], "external_id": None},
        {"row": 3, "outcome": "rejected", "codes": ["postcode", "name"], "external_id": None},
        {"row": 4, "outcome": "accepted", "codes": [], "external_id": "H1"},
    ]
    rows[1]["given"] = "H2"
    batch = batches.open_batch(session, "huurders.csv", whole=True, by=None, now=NOW)

    batches.add_staged(session, batch, rows=rows, tenants=[])

    bad = batches.list_bad_rows(session, batch)
    assert [(row.row, row.external_id) for row in bad] == [(2, None), (3, "H2")]
    assert batches.count_codes(session, batch) == {"rejected": {"postcode": 2, "name": 1}}
    assert count(session, StagedRow) == 2


def test_the_newest_whole_list_is_no_part_and_no_undone_one(session: Session) -> None:
    whole = import_file(session, [tenant_record(external_id="H1")])
    import_file(session, [tenant_record(external_id="H1")], whole=False, now=LATER)
    undone = import_file(session, [tenant_record(external_id="H1")], now=LATER)
    batches.undo(session, undone, by=None, now=LATER)

    assert batches.newest_whole(session) is whole


def test_the_newest_whole_list_is_the_one_that_was_stored_last(session: Session) -> None:
    waiting = stage_file(session, [tenant_record()])
    import_file(session, [tenant_record()])
    batches.store(session, waiting, by=None, today=TODAY, now=LATER)

    assert batches.newest_whole(session) is waiting


def test_the_meaning_of_columns_is_remembered(session: Session) -> None:
    batches.remember_mapping(session, "abc", {0: "surname"}, now=NOW)
    batches.remember_mapping(session, "abc", {0: None, 11: "city"}, now=NOW)

    assert batches.list_mappings(session) == {"abc": {0: None, 11: "city"}}


def test_a_no_holds_when_the_number_comes_back_after_it_was_erased(
    session: Session, office: Office
) -> None:
    record = tenant_record()
    import_file(session, [record])
    tenant = session.scalars(select(Tenant)).one()
    tenants.opt_out(session, tenant, by=office.assistant.id, today=TODAY, now=NOW)
    import_file(session, [tenant_record()], now=LATER)
    clear(session, now=LATER + timedelta(days=31))
    gone = session.scalars(select(Tenant).where(Tenant.external_id == record["external_id"])).all()

    import_file(session, [record], whole=False, now=LATER + timedelta(days=40))

    back = session.scalars(select(Tenant).where(Tenant.external_id == record["external_id"])).one()
    assert gone == []
    assert back.opted_out_on == TODAY


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        ({"contract_no": "H-999"}, ["contract"]),
        ({"surname": "Anders"}, ["name"]),
        ({"co_tenant": PARTNER}, ["name"]),
        ({"house_letter": "C", "street": "Elders"}, ["address"]),
        ({"surname": "Anders", "contract_no": "H-999"}, ["contract", "name"]),
        ({"email": "nieuw@waterhof.example", "phone": "+31725550199"}, []),  # calling is all right
    ],
)
def test_a_visit_on_its_way_is_doubtful_when_the_newest_list_has_somebody_else(
    session: Session, office: Office, change: dict[str, Any], doubt: list[str]
) -> None:
    record = tenant_record()
    import_file(session, [record])
    visit = approach(session, last_lot(session, hold_draw(session)), office)

    import_file(session, [record | change], now=LATER)

    session.refresh(visit)
    assert visit.doubts == doubt


def test_a_visit_on_its_way_is_doubtful_when_the_tenant_is_gone_until_somebody_has_looked(
    session: Session, office: Office
) -> None:
    import_file(session, [tenant_record()])
    visit = approach(session, last_lot(session, hold_draw(session)), office)
    import_file(session, [tenant_record(tenancy_start="2020-01-01")], now=LATER)
    session.refresh(visit)
    flagged = visit.doubts

    steps.check_tenant(session, visit, by=office.assistant.id, now=LATER)

    assert (flagged, visit.doubts) == (["gone"], [])
    assert visit.checked_at == LATER


def test_an_import_that_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        batches.get_batch(session, 404)


def test_a_file_that_waits_for_a_yes_keeps_what_is_worth_a_look(session: Session) -> None:
    notices = [{"code": "conversion_date", "count": 40}]
    batch = batches.open_batch(session, "huurders.csv", whole=True, by=None, now=NOW)

    batches.finish_staging(
        session, batch, rows={"accepted": 0}, columns=[["Wijk", "district"]],
        dropped=["geboortedatum"], notices=notices, now=NOW,
    )  # fmt: skip

    session.expire_all()
    assert batch.notices == notices
    assert batch.columns == [["Wijk", "district"]]
    assert batch.dropped_columns == ["geboortedatum"]


def people(number: int) -> list[dict[str, Any]]:
    """Make so many tenants as a file has them."""
    return [tenant_record(external_id=f"M{place:03}") for place in range(number)]


@pytest.mark.parametrize(
    ("listed", "vanished", "changed", "confirmed"),
    [
        (240, 49, 0, False),  # one short of fifty
        (240, 30, 20, True),  # fifty, and more than a fifth
        (250, 25, 25, False),  # a fifth, and no more
        (249, 0, 50, True),
        (60, 60, 0, True),  # everybody
        (40, 40, 0, False),  # few people
    ],
)
def test_when_very_many_vanish_or_change_somebody_has_to_confirm_it(
    session: Session, listed: int, vanished: int, changed: int, confirmed: bool
) -> None:
    before = people(listed)
    import_file(session, before)
    after = [one | {"surname": "Anders"} for one in before[:changed]]
    batch = stage_file(session, after + before[changed : listed - vanished])
    kept = snapshot(session)

    if confirmed:
        with pytest.raises(Refused, match="batch_many"):
            batches.store(session, batch, by=None, today=TODAY, now=NOW)
        assert snapshot(session) == kept
        assert batch.state is BatchState.STAGED
    effect = batches.store(session, batch, by=None, today=TODAY, now=NOW, many=confirmed)

    assert (effect.vanished, effect.changed) == (vanished, changed)


def test_a_first_list_and_new_tenants_need_no_confirmation(session: Session) -> None:
    everybody = people(300)
    import_file(session, everybody[:60])

    import_file(session, everybody)

    assert tenants.count_tenants(session) == 300
