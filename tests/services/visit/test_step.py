"""Visits: checked before anybody writes, honest about what was said, closed when answered."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, TODAY
from tests.services.village import (
    AFTER,
    DAY,
    HELD_ON,
    SENDER,
    START,
    Office,
    add_tenants,
    approached,
    count,
    draw_visit,
    held,
    hold_draw,
    last_lot,
    planned,
    write_note,
)
from visits.domain.promise import AnswerChannel, Progress, TenantAnswer
from visits.domain.visit import Result, State, StepNotAllowed
from visits.models.promise import Promise
from visits.models.visit import Contact, Visit
from visits.services.journal import promise as promises
from visits.services.journal.note import NewPromise
from visits.services.refusals import NotFound, Refused
from visits.services.visit import appointment as appointments
from visits.services.visit import contact as contacts
from visits.services.visit import record as visits
from visits.services.visit import step as steps


def test_nobody_writes_without_the_check(session: Session, office: Office) -> None:
    visit = draw_visit(session)

    with pytest.raises(Refused, match="not_checked"):
        steps.send_letter(session, visit, by=office.assistant.id, now=NOW)

    assert visit.state is State.DRAWN


def test_the_check_of_yesterday_is_worth_nothing(session: Session, office: Office) -> None:
    visit = draw_visit(session)
    steps.check_tenant(session, visit, by=office.assistant.id, now=NOW - DAY)

    with pytest.raises(Refused, match="not_checked"):
        steps.send_letter(session, visit, by=office.assistant.id, now=NOW)


def test_the_letter_approaches_the_tenant_and_names_the_director(
    session: Session, office: Office
) -> None:
    visit = draw_visit(session)
    steps.check_tenant(session, visit, by=office.assistant.id, now=NOW)

    steps.send_letter(session, visit, proposed_at=START, by=office.assistant.id, now=NOW)

    assert (visit.state, visit.letter_sent_on) == (State.APPROACHED, TODAY)
    assert (visit.proposed_at, visit.host_id) == (START, office.director.id)
    assert [(one.channel, one.result) for one in contacts.list_contacts(session, visit)] == [
        ("letter", None)
    ]


def test_a_letter_proposes_no_moment_that_has_passed(session: Session, office: Office) -> None:
    visit = draw_visit(session)
    steps.check_tenant(session, visit, by=office.assistant.id, now=NOW)

    with pytest.raises(Refused, match="in_the_past"):
        steps.send_letter(session, visit, proposed_at=NOW, by=office.assistant.id, now=NOW)


def test_without_a_director_nobody_is_approached(session: Session, office: Office) -> None:
    visit = draw_visit(session)
    steps.check_tenant(session, visit, by=office.assistant.id, now=NOW)
    office.director.active = False

    with pytest.raises(Refused, match="no_host"):
        steps.send_letter(session, visit, by=office.assistant.id, now=NOW)


def test_a_yes_is_kept_and_waits_for_a_day(session: Session, office: Office) -> None:
    visit = approached(session, office)

    contacts.log_contact(session, visit, Result.YES, by=office.assistant.id, now=NOW)

    assert (visit.state, visit.said_yes_at) == (State.APPROACHED, NOW)
    assert count(session, Visit) == 1


@pytest.mark.parametrize(
    ("result", "later_from", "state", "until"),
    [
        (Result.NO, None, State.DECLINED, None),
        (Result.LATER, date(2027, 5, 1), State.NOT_NOW, date(2027, 5, 1)),  # as they asked
        (Result.NOT_NOW, None, State.NOT_NOW, date(2027, 11, 1)),  # as we chose: a year
    ],
)
def test_what_was_said_is_the_outcome(
    session: Session,
    office: Office,
    result: Result,
    later_from: date | None,
    state: State,
    until: date | None,
) -> None:
    visit = approached(session, office)

    contacts.log_contact(
        session, visit, result, later_from=later_from, by=office.assistant.id, now=NOW
    )

    assert (visit.state, visit.not_now_until) == (state, until)


@pytest.mark.parametrize("later_from", [None, TODAY, date(2026, 1, 1)])
def test_later_needs_a_day_to_come(
    session: Session, office: Office, later_from: date | None
) -> None:
    visit = approached(session, office)

    with pytest.raises(Refused, match="later_missing"):
        contacts.log_contact(
            session, visit, Result.LATER, later_from=later_from, by=office.assistant.id, now=NOW
        )


@pytest.mark.parametrize("result", [one for one in Result if one is not Result.NOT_NOW])
def test_nobody_is_called_before_the_letter(
    session: Session, office: Office, result: Result
) -> None:
    visit = draw_visit(session)

    with pytest.raises(StepNotAllowed):
        contacts.log_contact(
            session,
            visit,
            result,
            later_from=date(2027, 5, 1),
            by=office.assistant.id,
            now=NOW,
        )

    assert count(session, Contact) == 0


def test_a_visit_that_cannot_be_made_now_needs_no_letter(session: Session, office: Office) -> None:
    visit = draw_visit(session)

    contacts.log_contact(session, visit, Result.NOT_NOW, by=office.assistant.id, now=NOW)

    assert visit.state is State.NOT_NOW


def test_what_the_director_should_know_at_the_door_is_kept(
    session: Session, office: Office
) -> None:
    visit = approached(session, office)
    by = office.assistant.id
    found = []

    for words in (" Bel links ", None, "x" * 600, ""):
        contacts.log_contact(session, visit, Result.NOT_REACHED, door=words, by=by, now=NOW)
        found.append(visit.door)

    # A call in which nothing was asked leaves it as it was.
    assert found == ["Bel links", "Bel links", "x" * 500, ""]


@pytest.mark.parametrize(
    ("attempts", "days", "silent"),
    [
        (3, 14, True),
        (3, 13, False),  # a day short
        (2, 14, False),  # an attempt short
    ],
)
def test_silence_is_an_outcome_after_two_weeks_and_three_attempts(
    session: Session, office: Office, attempts: int, days: int, silent: bool
) -> None:
    visit = approached(session, office)
    by, now = office.assistant.id, NOW + days * DAY
    for number in range(attempts):
        tried_at = NOW + number * DAY
        contacts.log_contact(session, visit, Result.NOT_REACHED, by=by, now=tried_at)

    if silent:
        contacts.call_it_silence(session, visit, by=by, now=now)
    else:
        with pytest.raises(Refused, match="too_early"):
            contacts.call_it_silence(session, visit, by=by, now=now)

    assert (visit.state is State.NO_REPLY) is silent


@pytest.mark.parametrize(
    ("on", "now", "allowed"),
    [
        (HELD_ON, AFTER, True),
        (HELD_ON, AFTER - DAY, True),  # on the day itself
        (HELD_ON, AFTER - 2 * DAY, False),  # still to come
    ],
)
def test_a_visit_took_place_on_a_day_that_was(
    session: Session, office: Office, on: date, now: object, allowed: bool
) -> None:
    visit = planned(session, office)
    known = {"on": on, "minutes": 55, "by": office.director.id, "now": now}

    if allowed:
        steps.hold_visit(session, visit, **known)  # type: ignore[arg-type]
    else:
        with pytest.raises(Refused, match="not_yet"):
            steps.hold_visit(session, visit, **known)  # type: ignore[arg-type]

    assert visit.held_on == (on if allowed else None)


def test_a_visit_needs_a_note_before_it_is_closed(session: Session, office: Office) -> None:
    visit = held(session, office)

    with pytest.raises(Refused, match="note_missing"):
        steps.close(session, visit, by=office.assistant.id, now=AFTER)
    steps.wish_no_note(session, visit, by=office.director.id, now=AFTER)
    steps.close(session, visit, by=office.assistant.id, now=AFTER)

    assert visit.state is State.CLOSED


def test_a_visit_needs_every_answer_before_it_is_closed(session: Session, office: Office) -> None:
    visit = held(session, office)
    write_note(session, visit, office, promises=[NewPromise("Lamp", date(2027, 1, 4))])
    made = session.scalars(select(Promise)).one()
    by = office.assistant.id
    promises.end(session, made, Progress.DONE, "", by=by, now=AFTER)

    with pytest.raises(Refused, match="promises_open"):
        steps.close(session, visit, by=by, now=AFTER)
    told = TenantAnswer(HELD_ON, AnswerChannel.PHONE, "De lamp doet het.")
    promises.answer(session, made, told, by=by, now=AFTER)
    steps.close(session, visit, by=by, now=AFTER)

    assert visit.state is State.CLOSED


def test_no_note_can_be_wished_only_after_a_visit(session: Session, office: Office) -> None:
    visit = planned(session, office)

    with pytest.raises(Refused, match="not_held"):
        steps.wish_no_note(session, visit, by=office.director.id, now=NOW)


def test_giving_up_a_visit_lets_its_month_lapse(session: Session, office: Office) -> None:
    visit = planned(session, office, tenants=3)
    by = office.assistant.id
    appointments.cancel(session, visit, State.CANCELLED_BY_TENANT, sender=SENDER, by=by, now=NOW)

    steps.give_up(session, visit, reason="geen dag gevonden", by=by, now=AFTER)

    assert visit.state is State.GIVEN_UP
    assert hold_draw(session).lapsed_at == AFTER
    assert count(session, Visit) == 1  # no next lot: somebody chose to stop


def test_a_planned_visit_cannot_be_given_up_before_it_falls_through(
    session: Session, office: Office
) -> None:
    visit = planned(session, office)

    with pytest.raises(StepNotAllowed):
        steps.give_up(session, visit, reason="", by=office.assistant.id, now=NOW)


def test_a_tenant_whose_visit_fell_through_may_still_say_no(
    session: Session, office: Office
) -> None:
    visit = planned(session, office, tenants=3)
    by = office.assistant.id
    appointments.cancel(session, visit, State.CANCELLED_BY_US, sender=SENDER, by=by, now=NOW)

    steps.decline_after_all(session, visit, by=by, now=NOW)

    assert visit.state is State.DECLINED
    assert last_lot(session, hold_draw(session)).lot == 2


def test_every_step_says_who_took_it_and_when(session: Session, office: Office) -> None:
    visit = planned(session, office)

    steps = [
        (one.state_from, one.state_to, one.account_id) for one in visits.list_steps(session, visit)
    ]

    assert steps == [
        (None, State.DRAWN, None),
        (State.DRAWN, State.APPROACHED, office.assistant.id),
        (State.APPROACHED, State.PLANNED, office.assistant.id),
    ]


def test_a_visit_that_was_not_called_does_not_exist(session: Session) -> None:
    visit = draw_visit(session)
    visit.called_at = None

    with pytest.raises(NotFound):
        visits.get_visit(session, visit.id)


def test_the_next_visit_is_the_first_one_in_the_calendar(session: Session, office: Office) -> None:
    first = planned(session, office, tenants=3)
    add_tenants(session, 2)
    by = office.assistant.id
    hold_draw(session, "2026-12")
    other = last_lot(session, hold_draw(session, "2026-12"))
    steps.check_tenant(session, other, by=by, now=NOW)
    steps.send_letter(session, other, by=by, now=NOW)
    appointments.plan(
        session,
        other,
        START - timedelta(days=3),
        60,
        tell_tenant=False,
        sender=SENDER,
        by=by,
        now=NOW,
    )

    found = visits.next_visit(session, office.director.id)
    nobody = visits.next_visit(session, office.assistant.id)

    assert found is not None
    assert (found.id, nobody) == (other.id, None)
    assert first.id != other.id
