"""Whose turn it is: what waits for the assistant, and in which order."""

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW, TODAY, tenant_record
from tests.services.village import (
    AFTER,
    DAY,
    HELD_ON,
    PERIOD,
    START,
    Office,
    add_tenants,
    approach,
    coded_insight,
    held,
    hold_draw,
    import_file,
    last_lot,
    planned,
    write_note,
)
from tests.services.visit.test_answer import reply
from visits.domain.account import Role
from visits.domain.month import moment
from visits.domain.promise import AnswerChannel, Progress, TenantAnswer
from visits.domain.turn import Task
from visits.domain.visit import OVER, State
from visits.models.answer import Answer
from visits.models.appointment import Appointment
from visits.models.visit import Visit
from visits.services.journal import insight as insights
from visits.services.journal import promise as promises
from visits.services.journal.note import NewInsight, NewPromise, add_insights, add_promises
from visits.services.upkeep import worklist
from visits.services.upkeep.worklist import Chore, Waiting
from visits.services.visit import answer as answers
from visits.services.visit import question as questions
from visits.services.visit import step as steps


def for_assistant(session: Session, *, now: datetime) -> list[Waiting]:
    """List what waits for the assistant."""
    return worklist.month_of(session, now=now).waiting[Role.ASSISTANT]


def tasks(session: Session, *, now: datetime) -> list[Task | Chore]:
    """List what waits for the assistant, with the list of tenants left aside."""
    waiting = for_assistant(session, now=now)
    return [one.task for one in waiting if one.task is not Chore.IMPORT]


def test_a_visit_without_a_note_waits_for_its_director_and_not_for_the_assistant(
    session: Session, office: Office
) -> None:
    visit = held(session, office)
    before = tasks(session, now=AFTER)

    write_note(session, visit, office)

    assert (before, tasks(session, now=AFTER)) == ([], [Task.CLOSE])


def test_a_visit_of_which_no_note_is_wished_can_be_closed(session: Session, office: Office) -> None:
    visit = held(session, office)

    steps.wish_no_note(session, visit, by=office.director.id, now=AFTER)

    assert tasks(session, now=AFTER) == [Task.CLOSE]


def test_a_visit_waits_until_every_promise_was_answered(session: Session, office: Office) -> None:
    visit, by = held(session, office), office.assistant.id
    days = [AFTER.date() + n * DAY for n in (10, 20)]
    write_note(session, visit, office, promises=[NewPromise("Lamp", day, by) for day in days])
    found = []

    for made in promises.list_of_visit(session, visit):
        [stand] = worklist.month_of(session, now=AFTER).stands
        found.append((tasks(session, now=AFTER), stand.promises))
        promises.end(session, made, Progress.DONE, "", by=by, now=AFTER)
        told = TenantAnswer(HELD_ON, AnswerChannel.PHONE, "De lamp doet het weer.")
        promises.answer(session, made, told, by=by, now=AFTER)

    assert found == [([Task.PROMISE], 2), ([Task.PROMISE], 1)]
    assert tasks(session, now=AFTER) == [Task.CLOSE]


@pytest.mark.parametrize("state", sorted(OVER))
def test_a_visit_that_is_over_is_on_no_list(session: Session, office: Office, state: State) -> None:
    visit = planned(session, office)
    visit.state = state
    session.flush()

    month = worklist.month_of(session, now=AFTER)

    assert (month.stands, tasks(session, now=AFTER)) == ([], [])


def test_an_answer_waits_until_it_is_settled(session: Session, office: Office) -> None:
    planned(session, office)
    appointment = session.scalars(select(Appointment)).one()
    wish = reply(appointment, office.director.email, method="COUNTER", start=START + DAY)
    answer = answers.receive(session, wish, by=None, now=NOW)
    before = tasks(session, now=NOW)

    questions.decide(session, answer, False, by=office.assistant.id, now=NOW)

    assert (before, tasks(session, now=NOW)) == ([Task.ANSWER], [])


def test_insights_are_counted_until_each_was_looked_over(session: Session, office: Office) -> None:
    visit = held(session, office)
    insight = insights.get_insight(session, coded_insight(session, visit, office).id)
    waiting = worklist.own_list(session, office.director.id, now=AFTER)

    insights.release(session, insight, by=office.director.id, now=AFTER)

    assert Waiting(Task.RELEASE, values={"count": 1}) in waiting
    after = worklist.own_list(session, office.director.id, now=AFTER)
    assert Task.RELEASE not in [one.task for one in after]


def promised(session: Session, office: Office, *days: date) -> Visit:
    """Give a visit at which something was promised by each of these days."""
    visit = held(session, office)
    several = [NewPromise("Lamp maken", day, office.director.id) for day in days]
    write_note(session, visit, office, promises=several)
    return visit


def test_the_three_promises_that_are_late_longest_are_on_the_list(
    session: Session, office: Office
) -> None:
    days = [date(2027, 1, day) for day in (8, 5, 7, 6)]
    promised(session, office, *days)

    waiting = for_assistant(session, now=moment(date(2027, 1, 8), time(9)))
    later = for_assistant(session, now=moment(date(2027, 1, 9), time(9)))

    late = [one.subject.due.day for one in waiting if one.task is Task.LATE]
    assert late == [5, 6, 7]  # the eighth is today
    assert [one.subject.due.day for one in later if one.task is Task.LATE] == [5, 6, 7]


@pytest.mark.parametrize(
    ("days", "old"),
    [
        (0, False),
        (35, False),  # as old as it may be
        (36, True),
    ],
)
def test_a_list_of_tenants_is_old_after_thirty_five_days(
    session: Session, days: int, old: bool
) -> None:
    batch = import_file(session, [tenant_record()])

    first = for_assistant(session, now=NOW + days * DAY)[0]

    assert first.task is (Chore.IMPORT_OLD if old else Chore.DRAW)
    assert (first == Waiting(Chore.IMPORT_OLD, batch, {"days": days})) is old


def test_without_a_whole_list_of_tenants_one_is_asked_for_and_no_month(session: Session) -> None:
    import_file(session, [tenant_record()], whole=False)

    waiting = for_assistant(session, now=NOW)

    assert waiting == [Waiting(Chore.IMPORT)]


def test_a_month_waits_until_it_is_drawn(session: Session) -> None:
    import_file(session, [tenant_record()])
    before = for_assistant(session, now=NOW)

    hold_draw(session)

    assert before == [Waiting(Chore.DRAW, values={"month": PERIOD})]
    assert tasks(session, now=NOW) == [Task.LETTER]


def test_what_presses_most_stands_first(session: Session, office: Office) -> None:
    import_file(session, [tenant_record() for _ in range(4)])
    doubtful = approach(session, last_lot(session, hold_draw(session)), office)
    newer = last_lot(session, hold_draw(session, "2026-12"))
    doubtful.doubts = ["name"]
    session.add(Answer(received_at=NOW, sha256="", outcome="counter", waiting=True))
    add_insights(session, newer, [NewInsight("De lift is te klein.")], now=NOW)
    made = NewPromise("Lamp maken", TODAY + DAY, office.director.id)
    add_promises(session, newer, [made], by=office.director.id, now=NOW)

    waiting = for_assistant(session, now=datetime(2027, 1, 12, tzinfo=UTC))

    assert [one.task for one in waiting] == [
        Chore.IMPORT_OLD,
        Task.DOUBT,  # nobody may call the wrong person, of whichever month
        Task.LETTER,
        Chore.UNKNOWN,
        Task.THEMES,
        Task.LATE,
        Chore.DRAW,
    ]
    assert [one.subject for one in waiting[1:3]] == [doubtful, newer]


def test_the_visits_of_a_newer_month_stand_first(session: Session) -> None:
    add_tenants(session, 4)
    drawn = [hold_draw(session, period) for period in (PERIOD, "2026-12")]

    month = worklist.month_of(session, now=NOW)

    assert [one.visit.draw_number for one in month.stands] == [drawn[1].number, drawn[0].number]


@pytest.mark.parametrize(
    ("drawn", "day"),
    [
        ((), date(2026, 11, 2)),  # the first of November is a Sunday
        ((PERIOD,), date(2026, 12, 1)),
        ((PERIOD, "2026-12"), date(2027, 1, 4)),  # New Year's Day and a weekend
        (("2026-12",), date(2026, 11, 2)),
    ],
)
def test_the_next_draw_is_on_the_first_working_day_of_a_month_without_one(
    drawn: tuple[str, ...], day: date
) -> None:
    assert worklist.next_draw_day(drawn, now=NOW) == day


def test_the_page_of_the_month_knows_which_months_were_drawn(session: Session) -> None:
    add_tenants(session, 4)
    for period in ("2026-10", PERIOD, "2026-12"):
        hold_draw(session, period)

    assert worklist.drawn_since(session, PERIOD) == {PERIOD, "2026-12"}
    assert worklist.month_of(session, now=NOW).next_draw == date(2027, 1, 4)
