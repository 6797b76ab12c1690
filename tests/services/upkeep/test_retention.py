"""What goes away by itself, and what stays."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tests.factories import NOW, TODAY, make_tenant, set_up, tenant_record
from tests.services.village import (
    AFTER,
    DAY,
    HELD_ON,
    SENDER,
    Office,
    approached,
    coded_insight,
    count,
    deeds,
    draw_visit,
    held,
    import_file,
    planned,
    write_note,
)
from visits.domain.insight import Source, Stage
from visits.domain.letter import Kind
from visits.domain.month import moment
from visits.domain.note import Permission
from visits.domain.promise import AnswerChannel, Progress, TenantAnswer
from visits.domain.retention import PERSONAL, Term
from visits.domain.visit import NEXT_LOT, Result, State
from visits.formats.text import Text
from visits.models import Base
from visits.models.account import Attempt
from visits.models.appointment import Guest, GuestRole
from visits.models.audit import AuditLine
from visits.models.draw import Draw
from visits.models.insight import Insight, Talk
from visits.models.letter import Letter
from visits.models.note import Note, NoteDraft
from visits.models.once import SentForm
from visits.models.outbox import Mail
from visits.models.tenant import Change, LeftAlone, Tenant
from visits.models.visit import Contact, Visit
from visits.services.audit import record
from visits.services.draw.pool import sort_out_month
from visits.services.journal.insight import get_insight, release
from visits.services.journal.letter_after import Parts, write_parts
from visits.services.journal.note import (
    NewInsight,
    NewPromise,
    Written,
    add_insights,
    add_promises,
    finish,
    save_draft,
)
from visits.services.journal.promise import answer, end, list_of_visit, tell_board
from visits.services.journal.talk import note_talk
from visits.services.outbox import make_mail
from visits.services.upkeep.retention import clear
from visits.services.visit import letter as letters
from visits.services.visit import step as steps
from visits.services.visit.contact import log_contact
from visits.services.visit.step import change_door

YEARS = timedelta(days=365)
LONG_AGO = TODAY - YEARS
BEFORE = TODAY - 2 * YEARS
WORDS = Text("Huurdersbezoek", "Er wachten beloften.")


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


def test_marks_of_forms_and_of_attempts_to_sign_in_go_the_same_night(session: Session) -> None:
    session.add(SentForm(key="x", at=NOW - timedelta(days=2)))
    session.add(Attempt(name="x", address="x", at=NOW - timedelta(hours=1)))
    session.flush()

    clear(session, now=NOW)

    assert (count(session, SentForm), count(session, Attempt)) == (0, 0)


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


def test_who_was_noted_as_visited_before_stays_after_leaving_the_list(session: Session) -> None:
    make_tenant(session, missing_since=TODAY - YEARS, visited_on=date(2019, 5, 1))

    clear(session, now=NOW)

    assert len(session.scalars(select(Tenant)).all()) == 1


@pytest.mark.parametrize("state", State)
def test_only_who_was_not_visited_and_will_not_be_goes_after_leaving_the_list(
    session: Session, state: State
) -> None:
    visit = draw_visit(session, tenants=1)
    visit.state = state
    leave_the_list(session, visit)

    clear(session, now=NOW + 31 * DAY)

    gone = not session.scalars(select(Tenant)).all()
    assert gone is (state in {*NEXT_LOT, State.GIVEN_UP})


@pytest.mark.parametrize(
    ("said", "since"),
    [
        ({"opted_out_on": BEFORE}, [BEFORE]),
        ({"do_not_contact": True}, [LONG_AGO]),  # of this nobody knows the day
        ({}, []),
    ],
)
def test_of_who_said_no_the_bare_number_stays_with_the_day_and_of_others_nothing(
    session: Session, said: dict[str, Any], since: list[date]
) -> None:
    make_tenant(session, missing_since=LONG_AGO, **said)

    clear(session, now=NOW)

    kept = session.scalars(select(LeftAlone)).all()
    assert [(one.since, one.erased_on) for one in kept] == [(day, TODAY) for day in since]


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
    assert gone["notes"] == 1
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


def door_of_a_visit(session: Session, office: Office) -> Select[Any]:
    """Write what to know at the door of a visit that was made on the eighth of December."""
    visit = planned(session, office)
    tell_the_door(session, visit, office)
    late = AFTER + 9 * DAY  # written down late, and that makes no difference
    steps.hold_visit(session, visit, on=HELD_ON, minutes=60, by=office.director.id, now=late)
    return select(Visit.id).where(Visit.door != "")


def door_of_a_no(session: Session, office: Office) -> Select[Any]:
    """Write what to know at the door of somebody who then said no."""
    visit = approached(session, office)
    tell_the_door(session, visit, office)
    log_contact(session, visit, Result.NO, by=office.assistant.id, now=NOW)
    return select(Visit.id).where(Visit.door != "")


def tell_the_door(session: Session, visit: Visit, office: Office) -> None:
    """Write one fact about the door."""
    change_door(session, visit, "De bel doet het niet", by=office.assistant.id, now=NOW)


def own_thoughts(session: Session, office: Office) -> Select[Any]:
    """Finish a note with a thought in it."""
    note_of(session, office)
    return select(Note.id).where(Note.reflection != "")


def words_of_a_note(session: Session, office: Office) -> Select[Any]:
    """Finish a note that says something."""
    note_of(session, office)
    return select(Note.id).where(Note.one_line != "")


def draft(session: Session, office: Office) -> Select[Any]:
    """Begin a note and leave it."""
    visit = held(session, office)
    save_draft(session, visit, {"wish": ["Een bankje"]}, by=office.director.id, now=AFTER)
    return select(NoteDraft.id)


def conversation(session: Session, office: Office) -> Select[Any]:
    """Call somebody in vain."""
    visit = approached(session, office)
    log_contact(session, visit, Result.NOT_REACHED, by=office.assistant.id, now=NOW)
    return select(Contact.id)


def letter_that_never_went(session: Session, office: Office) -> Select[Any]:
    """Make a letter ready for a visit that stays open."""
    text = Text("Uw afspraak", "Geachte mevrouw,")
    letters.keep_text(session, planned(session, office), Kind.CONFIRMATION, text,
                      large=False, by=office.assistant.id, now=NOW)  # fmt: skip
    return select(Letter.id)


def mail_about_no_visit(session: Session, office: Office) -> Select[Any]:
    """Make a mail about promises."""
    make_mail(session, WORDS, to=office.assistant.email, sender=SENDER, now=NOW)
    return select(Mail.id)


def last_mail_about_somebody(session: Session, office: Office) -> Select[Any]:
    """Make a mail that goes as soon as it was sent, and that nobody sends."""
    planned(session, office)
    for mail in session.scalars(select(Mail)):
        mail.fleeting = True
    return select(Mail.id)


def papers(session: Session, office: Office) -> Select[Any]:
    """Close a visit to a tenant who was invited by mail."""
    visit = held(session, office)
    steps.wish_no_note(session, visit, by=office.director.id, now=AFTER)
    steps.close(session, visit, by=office.assistant.id, now=AFTER)
    return select(Guest.id).where(Guest.role == GuestRole.TENANT)


def before_an_import(session: Session, _office: Office) -> Select[Any]:
    """Change somebody with a file that is not the newest."""
    record = tenant_record()
    import_file(session, [record], now=NOW - DAY)
    import_file(session, [record | {"surname": "Anders"}])
    import_file(session, [record | {"surname": "Anders"}], now=NOW + DAY)
    return select(Change.id)


def bare_number(session: Session, _office: Office) -> Select[Any]:
    """Keep the number of somebody who said no and left."""
    session.add(LeftAlone(external_id="H1", since=TODAY - YEARS, erased_on=TODAY))
    return select(LeftAlone.external_id)


def talker(session: Session, office: Office) -> Select[Any]:
    """Write down what a colleague heard."""
    by = office.assistant.id
    note_talk(session, "De hal is licht.", Source.REPAIR, shared=True, by=by, now=NOW)
    return select(Talk.id).where(Talk.account_id.is_not(None))


def log_of_a_deed(session: Session, office: Office) -> Select[Any]:
    """Log a deed of the last minute of a day."""
    late = moment(TODAY, time(23, 59))
    record(session, "account.change", "account", 1, by=office.assistant.id, now=late)
    return select(AuditLine.id).where(AuditLine.deed == "account.change")


def midnight(year: int, month: int, day: int) -> datetime:
    """Give the first moment of a day."""
    return moment(date(year, month, day), time())


TERMS: dict[str, tuple[Callable[[Session, Office], Select[Any]], datetime]] = {
    "facts about the door: fourteen days after the visit": (
        door_of_a_visit,
        midnight(2026, 12, 22),
    ),
    "facts about the door: fourteen days after a no": (door_of_a_no, NOW + 14 * DAY),
    "own thoughts: ninety days": (own_thoughts, AFTER + 90 * DAY),
    "a draft: ninety days": (draft, AFTER + 90 * DAY),
    "the words of a note: two years after the visit": (words_of_a_note, midnight(2028, 12, 8)),
    "a conversation: two years": (conversation, NOW + 2 * YEARS),
    "a letter that never went: a year": (letter_that_never_went, NOW + YEARS),
    "a mail about no visit: a year": (mail_about_no_visit, NOW + YEARS),
    "the last mail about somebody: two days": (last_mail_about_somebody, NOW + 2 * DAY),
    "who was invited: a year after the end": (papers, AFTER + YEARS),
    "how tenants were before an import: thirty days": (before_an_import, NOW + 30 * DAY),
    "the bare number of a no: two years": (bare_number, midnight(2028, 11, 24)),
    "which colleague had a talk: two years": (talker, midnight(2028, 11, 24)),
    "the log: two years, by the day": (log_of_a_deed, midnight(2028, 11, 25)),
}


@pytest.mark.parametrize(("make", "end"), TERMS.values(), ids=TERMS)
def test_nothing_goes_before_its_term_is_over_and_nothing_stays_after_it(
    session: Session,
    office: Office,
    make: Callable[[Session, Office], Select[Any]],
    end: datetime,
) -> None:
    kept = make(session, office)

    clear(session, now=end - timedelta(seconds=1))
    before = session.scalars(kept).all()
    clear(session, now=end)

    assert before
    assert session.scalars(kept).all() == []


def test_facts_about_the_door_stay_while_a_visit_is_on_its_way(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)
    tell_the_door(session, visit, office)

    clear(session, now=NOW + YEARS)

    session.refresh(visit)
    assert visit.door == "De bel doet het niet"


def test_who_is_invited_stays_known_while_a_visit_is_on_its_way(
    session: Session, office: Office
) -> None:
    planned(session, office)

    clear(session, now=NOW + 2 * YEARS)

    assert GuestRole.TENANT in session.scalars(select(Guest.role)).all()


def test_the_newest_import_can_be_undone_for_ever(session: Session) -> None:
    record = tenant_record()
    import_file(session, [record], now=NOW - DAY)
    import_file(session, [record | {"surname": "Anders"}])

    clear(session, now=NOW + YEARS)

    assert len(session.scalars(select(Change)).all()) == 1


def test_of_the_log_only_that_a_draw_was_held_stays(session: Session, office: Office) -> None:
    draw_visit(session)

    clear(session, now=NOW + 3 * YEARS)

    old = select(AuditLine.deed).where(AuditLine.at <= NOW)
    assert session.scalars(old).all() == ["draw.hold"]


def test_of_an_old_promise_the_line_for_the_board_stays_and_an_open_one_waits(
    session: Session, office: Office
) -> None:
    visit, by = held(session, office), office.director.id
    days = [AFTER.date() + n * DAY for n in (9, 10)]
    promises = [NewPromise(f"Lamp van nummer {day:%d}", day, by) for day in days]
    write_note(session, visit, office, promises=promises)
    done, waits = list_of_visit(session, visit)
    tell_board(session, done, "De lampen branden.", by=by, now=AFTER)
    end(session, done, Progress.DONE, "Gemaakt bij mevrouw", by=by, now=AFTER)
    told = TenantAnswer(AFTER.date(), AnswerChannel.PHONE, "Hij brandt weer")
    answer(session, done, told, by=by, now=AFTER)

    clear(session, now=AFTER + 3 * YEARS)

    assert (done.what, done.outcome_text, done.answer_text) == ("De lampen branden.", "", "")
    assert waits.what == "Lamp van nummer 19"


def test_the_log_says_how_much_went_and_nothing_of_a_night_in_which_nothing_did(
    session: Session,
) -> None:
    clear(session, now=NOW)
    quiet = deeds(session)
    make_tenant(session, missing_since=LONG_AGO)

    clear(session, now=NOW)

    line = session.scalars(select(AuditLine)).one()
    assert (quiet, line.deed, line.subject_id) == ([], "retention.clear", "2026-11-24")
    assert {name: count for name, count in line.detail.items() if count} == {"tenants": 1}


def test_a_second_night_takes_nothing_more(session: Session, office: Office) -> None:
    note_of(session, office)
    later = AFTER + 3 * YEARS
    clear(session, now=later)

    again = clear(session, now=later)

    assert not any(again[what] for what in ("tenants", "notes", "reflections", "doors", "mails"))


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
    steps.wish_no_note(session, visit, by=office.director.id, now=AFTER)
    letters.send(session, visit, Kind.AFTER, by=office.assistant.id, now=AFTER)
    closed = AFTER + timedelta(days=40)
    steps.close(session, visit, by=office.assistant.id, now=closed)

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
    made = NewPromise("Lamp maken", AFTER.date() + timedelta(days=9), owner_id=by)
    add_promises(session, visit, [made], by=by, now=AFTER)
    (promise,) = list_of_visit(session, visit)
    end(session, promise, Progress.NOT_POSSIBLE, "Te duur", by=by, now=AFTER)
    told = TenantAnswer(AFTER.date(), AnswerChannel.PHONE, "Het kan niet")
    answer(session, promise, told, by=by, now=AFTER)
    write_parts(session, visit, Parts("Gehoord", "Beloofd"), by=by, now=AFTER)
    letters.send(session, visit, Kind.AFTER, by=by, now=AFTER)
    note_talk(session, "De hal is licht.", Source.REPAIR, shared=True, by=by, now=AFTER)
    save_draft(session, visit, {"wish": ["Een bankje"]}, by=by, now=AFTER)
    steps.close(session, visit, by=by, now=AFTER)
    before = left_over(session)

    clear(session, now=AFTER + 10 * YEARS)

    session.expire_all()
    stays = {"insight.statement", "insight.quote", "insight.search_text", "draw.record"}
    # What was done this night is logged, and so is each draw.
    stays |= {"audit_line.subject_id", "audit_line.detail"}
    # The addresses of colleagues, who were invited too.
    stays |= {"guest.email", "guest.name"}
    assert len(before) >= 30
    assert set(left_over(session)) <= stays
    assert session.scalars(select(Insight.id).where(Insight.visit_id.is_not(None))).all() == [
        kept.id
    ]
    assert GuestRole.TENANT not in session.scalars(select(Guest.role)).all()
