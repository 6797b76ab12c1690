"""Erasing a tenant: out of the calendars first, and then nothing is left that says who it was."""

from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, set_up, tenant_record
from tests.services.village import (
    AFTER,
    DAY,
    SENDER,
    START,
    Office,
    approach,
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
from visits.domain.letter import Kind
from visits.domain.outbox import Failure
from visits.domain.promise import Progress
from visits.domain.visit import State
from visits.formats.text import Text
from visits.models import Base
from visits.models.appointment import GuestRole
from visits.models.board import ClosedPeriod
from visits.models.insight import Insight
from visits.models.note import NoteDraft
from visits.models.outbox import Mail
from visits.models.tenant import Tenant
from visits.models.visit import Contact, Visit
from visits.services.audit import record
from visits.services.journal import insight as insights
from visits.services.journal import promise as promises
from visits.services.journal.note import NewPromise, add_promises, save_draft
from visits.services.outbox import claim, list_due, note_sending
from visits.services.refusals import NotFound
from visits.services.upkeep.erasure import erase_tenant, get_receipt
from visits.services.upkeep.retention import clear
from visits.services.visit import feed as feeds
from visits.services.visit import letter as letters
from visits.services.visit.appointment import move

PERSON: dict[str, Any] = {
    "surname": "Zonderling", "initials": "Q.Z.", "street": "Zeldzaamplein", "phone": "+31725550777",
    "email": "huurder@thuis.example",
}  # fmt: skip
WORDS = ("onderling", "Q.Z.", "eldzaamplein", "725550777")
# What the draws keep of everybody: sealed lists, and the bare number in their order.
SEALED = {"draw", "chain"}


def found(session: Session, words: tuple[str, ...]) -> list[str]:
    """Look for words in every column of every table, and say where they are."""
    session.flush()
    places = []
    for table in Base.metadata.sorted_tables:
        if table.name in SEALED:
            continue
        for row in session.execute(select(table)).mappings():
            for column, value in row.items():
                shown = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                if any(word.lower() in shown.replace("\r\n ", "").lower() for word in words):
                    places.append(f"{table.name}.{column}")
    return places


def erase(session: Session, visit: Visit, office: Office) -> None:
    """Erase the tenant of a visit."""
    assert visit.tenant is not None
    erase_tenant(session, visit.tenant, sender=SENDER, by=office.assistant.id, now=AFTER)


def planned_person(session: Session, office: Office) -> Visit:
    """Give a planned visit to somebody whom one would find anywhere."""
    set_up(session)
    visit = planned(session, office, tenants=1, **PERSON)
    visit.door = "Vraag naar Zonderling, op het Zeldzaamplein"
    letters.keep_text(session, visit, Kind.CONFIRMATION, Text("Zonderling", "x\n\ny"),
                      large=False, by=office.assistant.id, now=NOW)  # fmt: skip
    letters.send(session, visit, Kind.CONFIRMATION, by=office.assistant.id, now=NOW)
    return visit


def test_the_calendars_are_cancelled_before_the_tenant_goes(
    session: Session, office: Office
) -> None:
    visit = planned_person(session, office)

    erase(session, visit, office)

    mails = session.scalars(select(Mail).order_by(Mail.id)).all()
    assert {mail.recipient for mail in mails} == {office.director.email, PERSON["email"]}
    for mail in mails:
        file = Calendar.from_ical(mail.calendar or b"")
        (event,) = file.walk("VEVENT")
        assert (file["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)


def test_nothing_says_who_it_was(session: Session, office: Office) -> None:
    visit = planned_person(session, office)
    assert len(found(session, WORDS)) > 8

    erase(session, visit, office)

    assert found(session, WORDS) == []
    assert session.scalars(select(Tenant)).all() == []


def test_the_last_mail_to_the_tenant_goes_away_as_soon_as_it_was_sent(
    session: Session, office: Office
) -> None:
    visit = planned_person(session, office)
    erase(session, visit, office)

    for mail in list_due(session, now=AFTER):
        claim(session, mail, now=AFTER)
        failure = Failure.REFUSED if mail.role is GuestRole.HOST else None
        note_sending(session, mail, failure, now=AFTER)

    assert session.scalars(select(Mail)).all() == []
    assert found(session, ("huurder@thuis.example",)) == []


def test_a_last_mail_that_cannot_be_sent_is_not_kept_for_long(
    session: Session, office: Office
) -> None:
    visit = planned_person(session, office)
    erase(session, visit, office)

    clear(session, now=AFTER + 3 * DAY)

    assert session.scalars(select(Mail)).all() == []


def test_a_visit_on_its_way_ends_and_the_next_lot_is_opened(
    session: Session, office: Office
) -> None:
    set_up(session)
    visit = planned(session, office, tenants=3)
    number = visit.draw_number

    erase(session, visit, office)

    session.expire_all()
    first, second = session.scalars(
        select(Visit).where(Visit.draw_number == number).order_by(Visit.lot)
    )
    assert (first.state, first.tenant_id) == (State.DECLINED, None)
    assert (second.state, second.called_at) == (State.DRAWN, AFTER)


def test_the_feed_shows_the_visit_as_cancelled_without_a_name(
    session: Session, office: Office
) -> None:
    visit = planned_person(session, office)
    set_up(session, feed_shows="street")
    token = feeds.make_feed(session, office.assistant.id, with_invited=True, now=NOW)
    feed = feeds.find_feed(session, token)
    assert feed is not None
    before, _ = feeds.feed_file(session, feed, SENDER, now=NOW)

    erase(session, visit, office)

    session.expire_all()
    after, _ = feeds.feed_file(session, feed, SENDER, now=AFTER)
    assert b"Zeldzaamplein" in before
    assert b"STATUS:CANCELLED" in after
    assert not [word for word in WORDS if word.encode() in after]


def test_a_released_insight_stays_and_the_tenants_own_words_go(
    session: Session, office: Office
) -> None:
    set_up(session)
    visit = held(session, office, tenants=1, **PERSON)
    insight = insights.get_insight(session, coded_insight(session, visit, office).id)
    insights.release(session, insight, by=office.director.id, now=AFTER)
    promise = NewPromise("Zonderling bellen", (AFTER + DAY).date(), office.director.id)
    add_promises(session, visit, [promise], by=office.director.id, now=AFTER)

    erase(session, visit, office)

    session.expire_all()
    kept = session.scalars(select(Insight)).one()
    assert (kept.statement, kept.quote) == ("De lift is te klein.", "")
    assert session.get_one(Visit, visit.id).state is State.CLOSED
    assert found(session, WORDS) == []


def test_an_import_that_could_be_undone_does_not_bring_the_tenant_back(
    session: Session, office: Office
) -> None:
    import_file(session, [tenant_record(external_id="00000042", **PERSON)])
    import_file(session, [tenant_record(external_id="00000042", **PERSON | {"phone": None})])
    tenant = session.scalars(select(Tenant).where(Tenant.external_id == "00000042")).one()

    erase_tenant(session, tenant, sender=SENDER, by=office.assistant.id, now=AFTER)

    assert found(session, (*WORDS, "00000042")) == []
    assert deeds(session)[-1] == "tenant.erase"


def test_talks_and_drafts_go_with_the_tenant(session: Session, office: Office) -> None:
    visit = held(session, office)
    save_draft(session, visit, {"wish": ["Een bankje"]}, by=office.director.id, now=AFTER)
    before = (count(session, Contact), count(session, NoteDraft))

    erase(session, visit, office)

    assert before == (1, 1)
    assert (count(session, Contact), count(session, NoteDraft)) == (0, 0)


@pytest.mark.parametrize(
    ("outcome", "kept"),
    [
        (Progress.DONE, Progress.DONE),  # it was done, though the tenant did not hear of it
        (None, Progress.DROPPED),
    ],
)
def test_nobody_is_left_to_answer_and_the_line_for_the_board_stays(
    session: Session, office: Office, outcome: Progress | None, kept: Progress
) -> None:
    visit, by = held(session, office), office.director.id
    new = NewPromise("Lamp van mevrouw maken", (AFTER + DAY).date(), by)
    write_note(session, visit, office, promises=[new])
    (promise,) = promises.list_of_visit(session, visit)
    promises.tell_board(session, promise, "De lampen branden.", by=by, now=AFTER)
    if outcome is not None:
        promises.end(session, promise, outcome, "Bij mevrouw gemaakt", by=by, now=AFTER)

    erase(session, visit, office)

    session.refresh(promise)
    assert (promise.progress, promise.outcome, promise.no_answer_wanted) == (
        Progress.CLOSED, kept, True,
    )  # fmt: skip
    assert (promise.what, promise.outcome_text) == ("De lampen branden.", "")


@pytest.mark.parametrize("letter", [False, True])
def test_who_was_drawn_or_had_a_letter_and_is_erased_makes_room_for_the_next_lot(
    session: Session, office: Office, letter: bool
) -> None:
    visit = approached(session, office) if letter else draw_visit(session)

    erase(session, visit, office)

    session.expire_all()
    states = session.scalars(select(Visit.state).order_by(Visit.lot)).all()
    assert states == [State.NOT_ELIGIBLE, State.DRAWN]


def test_the_day_that_the_tenant_knew_of_goes_too(session: Session, office: Office) -> None:
    visit = planned_person(session, office)
    appointment = move(session, visit, START + DAY, 60, tell_tenant=False, sender=SENDER,
                       by=office.assistant.id, now=NOW + DAY)  # fmt: skip
    knew = appointment.known_at

    erase(session, visit, office)

    session.refresh(appointment)
    assert (knew, appointment.known_at) == (START, None)


def test_a_quarter_that_is_over_is_closed_before_anything_of_it_goes(
    session: Session, office: Office
) -> None:
    visit = held(session, office)
    assert visit.tenant is not None

    erase_tenant(session, visit.tenant, sender=SENDER, by=office.assistant.id, now=AFTER + 40 * DAY)

    assert "2026-Q4" in session.scalars(select(ClosedPeriod.period)).all()


def test_the_receipt_says_how_much_when_and_by_whom_but_not_about_whom(
    session: Session, office: Office
) -> None:
    visit = planned_person(session, office)
    assert visit.tenant is not None

    number = erase_tenant(session, visit.tenant, sender=SENDER, by=office.assistant.id, now=AFTER)

    receipt = get_receipt(session, number)
    assert (receipt.at, receipt.by) == (AFTER, office.assistant.name)
    assert receipt.counts == {
        "visits": 1, "contacts": 0, "letters": 1, "mails": 2, "notes": 0, "promises": 0,
    }  # fmt: skip
    assert not any(word in str(receipt) for word in WORDS)


def test_another_line_of_the_log_is_no_receipt(session: Session, office: Office) -> None:
    line = record(session, "tenant.change", "tenant", 1, by=office.assistant.id, now=NOW)
    session.flush()

    with pytest.raises(NotFound):
        get_receipt(session, line.id)


@pytest.mark.parametrize("sent", [False, True])
def test_a_visit_that_has_no_day_yet_ends_too_and_the_next_lot_is_opened(
    session: Session, office: Office, sent: bool
) -> None:
    set_up(session)
    visit = draw_visit(session, tenants=3)
    if sent:
        approach(session, visit, office)
    number = visit.draw_number

    erase(session, visit, office)

    session.expire_all()
    first, second = session.scalars(
        select(Visit).where(Visit.draw_number == number).order_by(Visit.lot)
    )
    assert (first.state, first.tenant_id) == (State.NOT_ELIGIBLE, None)
    assert second.state is State.DRAWN
