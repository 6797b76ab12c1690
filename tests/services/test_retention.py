"""What goes away by itself, and what stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, make_tenant, set_up
from tests.services.village import AFTER, Office, approached, coded_insight, held
from visits.domain.action import AnswerChannel, Progress, TenantAnswer
from visits.domain.insight import Source, Stage
from visits.domain.letter import Kind
from visits.domain.note import Permission
from visits.domain.retention import PERSONAL, Term
from visits.domain.visit import Result
from visits.models import Base
from visits.models.appointment import Guest, GuestRole
from visits.models.draw import Draw
from visits.models.insight import Insight
from visits.models.invitation import Mail
from visits.models.letter import Letter
from visits.models.note import Note
from visits.models.tenant import LeftAlone, Tenant
from visits.models.visit import Visit
from visits.services import letter as letters
from visits.services import visit as visits
from visits.services.action import answer, end, list_of_visit
from visits.services.candidate import sort_out_month
from visits.services.contact import log_contact
from visits.services.door import change_door
from visits.services.insight import get_insight, release
from visits.services.letter_after import Parts, write_parts
from visits.services.note import (
    NewInsight,
    NewPromise,
    Written,
    add_insights,
    add_promises,
    finish,
    save_draft,
)
from visits.services.retention import clear
from visits.services.talk import note_talk

YEARS = timedelta(days=365)


def note_of(session: Session, office: Office) -> Visit:
    """Give a visit with a note that says something."""
    visit = held(session, office)
    texts = {"one_line": "Trots op de straat.", "reflection": "Mooi gesprek."}
    finish(
        session,
        visit,
        Written(Permission.WITHOUT_NAME, texts=texts),
        by=office.director.id,
        now=AFTER,
    )
    return visit


@pytest.mark.parametrize(
    ("days", "stays"),
    [
        (29, True),  # not yet a month
        (30, False),  # a month
    ],
)
def test_who_left_the_list_and_was_never_drawn_goes_after_a_month(
    session: Session, days: int, stays: bool
) -> None:
    make_tenant(session, missing_since=NOW.date() - timedelta(days=days))

    clear(session, now=NOW)

    assert bool(session.scalars(select(Tenant)).all()) is stays


def test_who_asked_to_be_left_in_peace_stays_known_so_that_nobody_calls(session: Session) -> None:
    long_ago = NOW.date() - YEARS
    number = make_tenant(session, missing_since=long_ago, opted_out_on=long_ago).external_id

    clear(session, now=NOW)

    assert session.scalars(select(Tenant)).all() == []
    assert session.scalars(select(LeftAlone.external_id)).all() == [number]


def test_the_bare_number_of_who_said_no_goes_two_years_later(session: Session) -> None:
    session.add(LeftAlone(external_id="H1", since=NOW.date(), erased_on=NOW.date() - 2 * YEARS))

    clear(session, now=NOW)

    assert session.scalars(select(LeftAlone)).all() == []


def test_who_declined_and_left_the_list_is_erased_and_stays_left_alone(
    session: Session, office: Office
) -> None:
    visit = approached(session, office)
    log_contact(session, visit, Result.NO, by=office.assistant.id, now=NOW)
    leave_the_list(session, visit)

    clear(session, now=NOW + timedelta(days=31))

    session.refresh(visit)
    assert visit.tenant_id is None
    assert session.scalars(select(LeftAlone.external_id)).all() == [visit.external_id]


def test_who_was_visited_stays_after_leaving_the_list(session: Session, office: Office) -> None:
    visit = held(session, office)
    leave_the_list(session, visit)

    clear(session, now=NOW + timedelta(days=31))

    session.refresh(visit)
    assert visit.tenant_id is not None


def leave_the_list(session: Session, visit: Visit) -> None:
    """Let the tenant of a visit be missing from the newest list."""
    session.get_one(Tenant, visit.tenant_id).missing_since = NOW.date()
    session.flush()


def test_own_thoughts_go_after_ninety_days_and_the_story_stays(
    session: Session, office: Office
) -> None:
    note_of(session, office)

    clear(session, now=AFTER + timedelta(days=91))

    note = session.scalars(select(Note).execution_options(populate_existing=True)).one()
    assert (note.reflection, note.one_line) == ("", "Trots op de straat.")


def test_a_story_loses_its_words_and_its_name_after_two_years_and_the_visit_stays_known(
    session: Session, office: Office
) -> None:
    visit = note_of(session, office)
    number = visit.external_id
    kept = coded_insight(session, visit, office)
    release(session, get_insight(session, kept.id), by=office.director.id, now=AFTER)

    gone = clear(session, now=AFTER + 2 * YEARS + timedelta(days=5))

    session.expire_all()
    note = session.scalars(select(Note)).one()
    tenant = session.scalars(select(Tenant).where(Tenant.visited_on.is_not(None))).one()
    assert gone.notes == 1
    assert note.one_line == ""
    assert session.get_one(Visit, visit.id).tenant_id is None
    assert session.get_one(Insight, kept.id).stage is Stage.RELEASED
    assert (tenant.external_id, visit.external_id) == (number, None)


def test_whoever_was_visited_is_not_drawn_again_after_the_name_is_gone(
    session: Session, office: Office
) -> None:
    visit = note_of(session, office)
    number = visit.external_id
    clear(session, now=AFTER + 3 * YEARS)
    session.expire_all()

    pool, _ = sort_out_month(session, "2030-01")

    assert number not in pool
    assert session.scalars(select(Draw)).one()


def test_facts_at_the_door_go_two_weeks_after_they_were_of_use(
    session: Session, office: Office
) -> None:
    visit = approached(session, office)
    change_door(session, visit, "Bel twee keer.", by=office.assistant.id, now=NOW)
    log_contact(session, visit, Result.NO, by=office.assistant.id, now=NOW)

    clear(session, now=NOW + timedelta(days=15))

    session.expire_all()
    assert session.get_one(Visit, visit.id).door == ""


def test_a_second_night_takes_nothing_more(session: Session, office: Office) -> None:
    note_of(session, office)
    later = AFTER + 3 * YEARS
    clear(session, now=later)

    again = clear(session, now=later)

    assert not any((again.tenants, again.notes, again.reflections, again.doors, again.mails))


@pytest.mark.parametrize(
    ("days", "stays"),
    [
        (364, True),  # not yet a year after it was closed
        (365, False),
    ],
)
def test_letters_and_mails_go_a_year_after_their_visit_was_closed(
    session: Session, office: Office, days: int, stays: bool
) -> None:
    set_up(session)
    visit = held(session, office)
    letters.send(session, visit, Kind.AFTER, by=office.assistant.id, now=AFTER)
    visits.wish_no_note(session, visit, by=office.director.id, now=AFTER)
    closed = AFTER + timedelta(days=40)
    visits.close(session, visit, by=office.assistant.id, now=closed)

    clear(session, now=closed + timedelta(days=days))

    assert bool(session.scalars(select(Letter)).all()) is stays
    assert bool(session.scalars(select(Mail)).all()) is stays


def left_over(session: Session) -> list[str]:
    """List the personal columns in which something still stands, of everything with an end."""
    staying = {Term.WORK, Term.LISTED}
    found = []
    for table, terms in PERSONAL.items():
        names = " ".join(names for term, names in terms.items() if term not in staying).split()
        columns = [Base.metadata.tables[table].c[name] for name in names]
        for row in session.execute(select(*columns)) if columns else []:
            found += [f"{table}.{name}" for name, value in zip(names, row, strict=True) if value]
    return sorted(set(found))


def test_after_ten_years_nothing_of_anybody_is_left_but_what_was_released(
    session: Session, office: Office
) -> None:
    set_up(session)
    visit = note_of(session, office)
    by = office.director.id
    change_door(session, visit, "Weet dit", by=by, now=AFTER)
    kept = get_insight(session, coded_insight(session, visit, office).id)
    release(session, kept, by=by, now=AFTER)
    add_insights(session, visit, [NewInsight("Blijft bij ons", "Mijn woorden")], now=AFTER)
    promise = NewPromise("Lamp maken", AFTER.date() + timedelta(days=9), owner_id=by)
    add_promises(session, visit, [promise], by=by, now=AFTER)
    (action,) = list_of_visit(session, visit)
    end(session, action, Progress.NOT_POSSIBLE, "Te duur", by=by, now=AFTER)
    told = TenantAnswer(AFTER.date(), AnswerChannel.PHONE, "Het kan niet")
    answer(session, action, told, by=by, now=AFTER)
    write_parts(session, visit, Parts("Gehoord", "Beloofd"), by=by, now=AFTER)
    letters.send(session, visit, Kind.AFTER, by=by, now=AFTER)
    note_talk(session, "De hal is licht.", Source.REPAIR, shared=True, by=by, now=AFTER)
    save_draft(session, visit, {"wish": ["Een bankje"]}, by=by, now=AFTER)
    visits.close(session, visit, by=by, now=AFTER)
    before = left_over(session)

    clear(session, now=AFTER + 10 * YEARS)

    session.expire_all()
    stays = {"insight.statement", "insight.quote", "insight.search_text", "draw.record"}
    # What was done this night is logged, and so is each draw.
    stays |= {"audit_line.subject_id", "audit_line.detail"}
    # The addresses of colleagues, who were invited too.
    stays |= {"guest.email", "guest.name"}
    assert len(before) > 30
    assert set(left_over(session)) <= stays
    assert session.scalars(select(Insight.id).where(Insight.visit_id.is_not(None))).all() == [
        kept.id
    ]
    assert GuestRole.TENANT not in session.scalars(select(Guest.role)).all()
