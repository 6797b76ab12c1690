"""What waits for the assistant, and when the next draw is."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW, set_up, tenant_record
from tests.services.village import (
    AFTER,
    DAY,
    Office,
    held,
    hold_draw,
    import_file,
    last_lot,
    write_note,
)
from visits.domain.doubt import Doubt
from visits.domain.visit import Closing, State
from visits.models.visit import Visit
from visits.services.journal.note import NewPromise
from visits.services.upkeep import worklist
from visits.services.upkeep.worklist import Task

DECEMBER, JANUARY = datetime(2026, 12, 1, 9, tzinfo=UTC), datetime(2027, 1, 4, 9, tzinfo=UTC)
DONE, NOTE_MISSING, PROMISED = Closing(True, 0), Closing(False, 0), Closing(True, 1)


def tasks(session: Session, now: datetime = NOW) -> list[Task]:
    """List what waits."""
    return [one.task for one in worklist.month_of(session, now=now).waiting]


def furnish(session: Session, *, now: datetime = NOW, **choices: object) -> None:
    """Fill in the settings, and store a whole list of tenants."""
    set_up(session, **choices)
    import_file(session, [tenant_record() for _ in range(3)], now=now)


@pytest.mark.parametrize(
    ("visit", "left", "task"),
    [
        ({"state": State.DRAWN}, NOTE_MISSING, Task.LETTER),
        ({"state": State.APPROACHED}, NOTE_MISSING, Task.CALL),
        ({"state": State.APPROACHED, "said_yes_at": NOW}, NOTE_MISSING, Task.PLAN),
        ({"state": State.NOT_HOME}, NOTE_MISSING, Task.FELL_THROUGH),
        ({"state": State.DRAWN, "doubts": ["name"]}, NOTE_MISSING, Task.DOUBT),
        ({"state": State.CONFIRMED, "doubts": ["name"]}, NOTE_MISSING, Task.DOUBT),
        ({"state": State.HELD, "doubts": ["name"]}, NOTE_MISSING, None),  # nobody calls any more
        ({"state": State.HELD}, NOTE_MISSING, None),  # the director writes first
        ({"state": State.HELD}, PROMISED, None),  # a tenant waits for an answer
        ({"state": State.HELD}, DONE, Task.CLOSE),
    ],
)
def test_a_visit_asks_for_what_is_to_be_done_next(
    visit: dict[str, object], left: Closing, task: Task | None
) -> None:
    assert worklist.task_of(Visit(**visit), None, left, now=NOW) is task


@pytest.mark.parametrize(("minutes", "task"), [(0, None), (1, Task.HAPPENED)])
def test_a_visit_asks_whether_it_happened_once_it_has_ended(
    minutes: int, task: Task | None
) -> None:
    appointment = SimpleNamespace(starts_at=NOW - timedelta(hours=1), ends_at=NOW)
    now = NOW + timedelta(minutes=minutes)

    found = worklist.task_of(Visit(state=State.PLANNED), appointment, NOTE_MISSING, now=now)

    assert found is task


def test_who_changed_on_the_list_comes_before_every_other_visit(session: Session) -> None:
    furnish(session)
    older = last_lot(session, hold_draw(session))
    last_lot(session, hold_draw(session, "2026-12"))
    older.doubts = [Doubt.NAME.value]

    assert tasks(session) == [Task.DOUBT, Task.LETTER]


@pytest.mark.parametrize(("days", "old"), [(35, False), (36, True)])
def test_a_list_is_old_after_the_number_of_days_that_was_chosen(
    session: Session, days: int, old: bool
) -> None:
    furnish(session)

    assert (Task.IMPORT_OLD in tasks(session, NOW + days * DAY)) is old


def test_without_a_list_it_is_asked_for_and_no_draw_is(session: Session) -> None:
    assert tasks(session) == [Task.IMPORT]


def test_a_draw_is_asked_for_until_the_month_is_drawn(session: Session) -> None:
    furnish(session)
    before = tasks(session)

    hold_draw(session)

    assert before == [Task.DRAW]
    assert tasks(session) == [Task.LETTER]


def test_of_what_is_late_the_three_oldest_are_named(session: Session, office: Office) -> None:
    visit = held(session, office)
    promises = [NewPromise(f"Lamp {day}", AFTER.date() + day * DAY) for day in range(4, 0, -1)]
    write_note(session, visit, office, promises=promises)

    late = [
        one.subject.what
        for one in worklist.month_of(session, now=AFTER + 9 * DAY).waiting
        if one.task is Task.OVERDUE
    ]

    assert late == ["Lamp 1", "Lamp 2", "Lamp 3"]


def test_a_visit_of_which_no_note_was_wished_can_be_closed(
    session: Session, office: Office
) -> None:
    visit = held(session, office)
    before = tasks(session, AFTER)
    visit.note_not_wished = True

    after = tasks(session, AFTER)

    assert Task.CLOSE not in before
    assert Task.CLOSE in after


@pytest.mark.parametrize(
    ("drawn", "day"),
    [
        (set(), date(2026, 11, 2)),  # the first was a Sunday
        ({"2026-11"}, date(2026, 12, 1)),
        ({"2026-11", "2026-12"}, date(2027, 1, 4)),
        ({"2026-12"}, date(2026, 11, 2)),
    ],
)
def test_the_next_draw_is_on_the_first_working_day_of_a_month_not_drawn(
    drawn: set[str], day: date
) -> None:
    assert worklist.next_draw_day(drawn, now=NOW) == day
