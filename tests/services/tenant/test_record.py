"""Tenants: found however they are written, left in peace whatever is imported."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, TODAY, make_tenant, tenant_record
from tests.services.village import (
    DAY,
    Office,
    add_tenants,
    approached,
    deeds,
    hold_draw,
    import_file,
    last_lot,
)
from visits.domain.visit import Result
from visits.models.audit import AuditLine
from visits.models.tenant import Source, Tenant
from visits.services.draw import lot
from visits.services.draw.pool import list_candidates
from visits.services.refusals import NotFound, Refused
from visits.services.tenant import record as tenants
from visits.services.visit.contact import log_contact


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("celik", True),  # written without its signs
        ("ÇELİK", True),
        ("kwakel celik", True),  # every word, in any order, wherever it stands
        ("1823ab", True),  # a postcode as people type it
        ("1823 ab", True),
        ("12 a", True),
        ("H100", True),
        ("celik huiswaard", False),  # one word too many
        ("%", True),  # a sign is no word: everybody
        ("1985", False),  # how long somebody lives there is not sought
    ],
)
def test_a_tenant_is_found_by_every_word(session: Session, search: str, found: bool) -> None:
    make_tenant(
        session,
        external_id="H100",
        surname="Çelik",
        house_number=12,
        house_letter="A",
        postcode="1823 AB",
    )

    page = tenants.list_tenants(session, search=search)

    assert (page.total == 1) is found


def test_tenants_stand_by_name_without_their_prefix(session: Session) -> None:
    make_tenant(session, surname="Zwart", prefix=None)
    make_tenant(session, surname="Berg", prefix="van den")

    names = [tenant.surname for tenant in tenants.list_tenants(session).tenants]

    assert names == ["Berg", "Zwart"]


@pytest.mark.parametrize(
    ("page", "number", "rows"),
    [
        (1, 1, 25),
        (2, 2, 1),
        (9, 2, 1),  # past the end: the last one
        (0, 1, 25),
    ],
)
def test_a_long_list_has_pages(session: Session, page: int, number: int, rows: int) -> None:
    add_tenants(session, 26)

    found = tenants.list_tenants(session, page=page)

    assert (found.number, found.pages, found.total, len(found.tenants)) == (number, 2, 26, rows)


def test_somebody_who_left_is_not_counted(session: Session) -> None:
    add_tenants(session, 2)
    make_tenant(session, missing_since=TODAY)

    assert tenants.count_tenants(session) == 2


def test_no_import_takes_an_opt_out_back(session: Session, office: Office) -> None:
    record = tenant_record()
    import_file(session, [record])
    tenant = session.scalars(select(Tenant)).one()
    tenants.opt_out(session, tenant, by=office.assistant.id, today=TODAY, now=NOW)

    import_file(session, [record | {"surname": "Anders"}])

    session.refresh(tenant)
    assert (tenant.surname, tenant.opted_out_on) == ("Anders", TODAY)


def test_the_first_day_of_an_opt_out_stays(session: Session, office: Office) -> None:
    tenant = make_tenant(session, opted_out_on=date(2025, 1, 1))

    tenants.opt_out(session, tenant, by=office.assistant.id, today=TODAY, now=NOW)

    assert tenant.opted_out_on == date(2025, 1, 1)


def test_a_tenant_may_come_back_at_their_own_request(session: Session, office: Office) -> None:
    tenant = make_tenant(session, opted_out_on=TODAY, do_not_contact=True)

    tenants.opt_in(session, tenant, by=office.assistant.id, now=NOW)

    assert (tenant.opted_out_on, tenant.do_not_contact) == (None, False)


def test_a_corrected_start_survives_every_import(session: Session, office: Office) -> None:
    record = tenant_record(tenant_since="1999-01-01")
    import_file(session, [record])
    tenant = session.scalars(select(Tenant)).one()
    right = record | {"tenant_since": date(1965, 6, 1)}
    tenants.correct_tenant(session, tenant, right, by=office.assistant.id, now=NOW)

    import_file(session, [record | {"phone": "+31725550000"}])

    session.refresh(tenant)
    assert (tenant.tenant_since, tenant.since_source) == (date(1965, 6, 1), Source.HAND)
    assert tenant.phone == "+31725550000"


def test_a_correction_names_its_fields_in_the_log_and_never_what_they_say(
    session: Session, office: Office
) -> None:
    record = tenant_record()
    tenant = make_tenant(session, **record)

    tenants.correct_tenant(
        session, tenant, record | {"surname": "Nieuw"}, by=office.assistant.id, now=NOW
    )

    line = session.scalars(select(AuditLine).where(AuditLine.deed == "tenant.correct")).one()
    assert line.detail == {"fields": ["surname"]}
    assert tenants.list_tenants(session, search="nieuw").total == 1


def test_a_tenant_number_is_given_once(session: Session, office: Office) -> None:
    make_tenant(session, external_id="H1")

    with pytest.raises(Refused, match="external_id_taken"):
        tenants.add_tenant(
            session, tenant_record(external_id="H1"), by=office.assistant.id, now=NOW
        )


def test_earlier_visits_are_marked_by_number_or_name_each_with_its_own_day(
    session: Session, office: Office
) -> None:
    one = make_tenant(session, external_id="H1")
    other = make_tenant(session, external_id="H2", surname="Zonderling")
    earlier = TODAY.replace(year=TODAY.year - 1)

    unclear = tenants.mark_visited(
        session, [(" H1 ", TODAY), ("zonderling", earlier)], by=office.assistant.id, now=NOW
    )

    assert unclear == []
    assert (one.visited_on, other.visited_on) == (TODAY, earlier)
    assert deeds(session)[-1] == "tenant.visited_before"


def test_nobody_is_marked_while_one_line_means_nobody_or_several(
    session: Session, office: Office
) -> None:
    known = make_tenant(session, external_id="H1")
    twins = [make_tenant(session, surname="Dubbel") for _ in range(2)]
    visits = [("H1", TODAY), ("H9", TODAY), ("Dubbel", TODAY)]

    unclear = dict(tenants.mark_visited(session, visits, by=office.assistant.id, now=NOW))

    assert unclear["H9"] == []
    assert sorted(one.id for one in unclear["Dubbel"]) == sorted(one.id for one in twins)
    assert known.visited_on is None


@pytest.mark.parametrize(
    ("since", "start", "expected"),
    [
        (date(1970, 1, 1), date(1999, 1, 1), date(1970, 1, 1)),  # moved within the association
        (None, date(1999, 1, 1), date(1999, 1, 1)),
        (date(1970, 1, 1), None, date(1970, 1, 1)),
        (date(2001, 1, 1), date(1999, 1, 1), date(1999, 1, 1)),
        (None, None, None),
    ],
)
def test_years_count_with_the_association_and_not_in_the_home(
    session: Session, since: date | None, start: date | None, expected: date | None
) -> None:
    tenant = make_tenant(session, tenant_since=since, tenancy_start=start)

    (candidate,) = list_candidates(session, TODAY)
    assert tenant.since == candidate.since == expected


def test_who_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        tenants.get_tenant(session, 404)


def test_a_correction_gives_nobody_another_number_and_calls_nobody_who_must_not_be_called(
    session: Session, office: Office
) -> None:
    record = tenant_record(external_id="H1", do_not_contact=True)
    tenant = make_tenant(session, **record)
    other = record | {"external_id": "H2", "do_not_contact": False, "surname": "Nieuw"}

    tenants.correct_tenant(session, tenant, other, by=office.assistant.id, now=NOW + DAY)

    assert (tenant.external_id, tenant.do_not_contact, tenant.surname) == ("H1", True, "Nieuw")
    assert tenant.changed_at == NOW + DAY  # a calendar that shows the address asks for this


def test_who_is_added_by_hand_keeps_the_start_that_was_typed(
    session: Session, office: Office
) -> None:
    record = tenant_record(tenant_since="1965-06-01")
    tenant = tenants.add_tenant(session, record, by=office.assistant.id, now=NOW)

    import_file(session, [record | {"tenant_since": "1999-01-01"}])

    session.refresh(tenant)
    assert (tenant.tenant_since, tenant.since_source) == (date(1965, 6, 1), Source.HAND)


def test_every_deed_with_a_tenant_is_logged(session: Session, office: Office) -> None:
    by, record = office.assistant.id, tenant_record()
    before = len(deeds(session))

    tenant = tenants.add_tenant(session, record, by=by, now=NOW)
    tenants.correct_tenant(session, tenant, record | {"surname": "Nieuw"}, by=by, now=NOW)
    tenants.opt_out(session, tenant, by=by, today=TODAY, now=NOW)
    tenants.opt_in(session, tenant, by=by, now=NOW)

    assert deeds(session)[before:] == [
        "tenant.add",
        "tenant.correct",
        "tenant.opt_out",
        "tenant.opt_in",
    ]


def test_a_lot_that_was_put_back_is_no_visit_of_a_tenant(session: Session, office: Office) -> None:
    visit = approached(session, office)
    log_contact(session, visit, Result.NO, by=office.assistant.id, now=NOW)
    second = last_lot(session, hold_draw(session))
    lot.take_back(session, visit, reason="vergist", by=office.assistant.id, now=NOW)
    session.refresh(second)

    assert visit.tenant is not None
    assert second.tenant is not None
    assert tenants.list_visits_of(session, visit.tenant) == [visit]
    assert tenants.list_visits_of(session, second.tenant) == []
