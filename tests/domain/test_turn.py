"""Whose turn it is: nothing in a visit waits in silence."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest

from visits.domain.account import Role
from visits.domain.letter import Kind
from visits.domain.turn import PATIENCE, Picture, Task, Turn, turns_of
from visits.domain.visit import FELL_THROUGH, FIXED, OVER, STEPS, TOOK_PLACE, State

NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
SINCE = NOW - timedelta(hours=1)
LONG_AGO = NOW - PATIENCE
TO_COME, PAST = NOW + timedelta(days=5), NOW - timedelta(minutes=1)
A, D = Role.ASSISTANT, Role.DIRECTOR
# Everything that can be so of a visit besides its state.
FLAGS: tuple[dict[str, Any], ...] = (
    {"doubted": True}, {"approachable": False}, {"hosted": False}, {"said_yes": True},
    {"silent": True}, {"ends_at": PAST}, {"asked_at": LONG_AGO}, {"unanswered": True},
    {"wavers": True}, {"untold": Kind.CONFIRMATION}, {"made": frozenset(Kind)},
    {"bounced": SINCE}, {"failed": SINCE}, {"unsent": SINCE}, {"asks": SINCE}, {"noted": True},
    {"drafts": SINCE}, {"coded": SINCE}, {"unowned": SINCE}, {"late": SINCE}, {"own": SINCE},
    {"assistants": SINCE}, {"elsewhere": SINCE},
)  # fmt: skip


def reachable() -> set[State]:
    """Walk the table of allowed steps from the draw on."""
    found, edge = {State.DRAWN}, {State.DRAWN}
    while edge:
        edge = {step for state in edge for step in STEPS[state]} - found
        found |= edge
    return found


def pictures(state: State, *, flags: int = 3) -> Iterator[Picture]:
    """Give every picture of a state with so many flags at most."""
    plain = Picture(state, SINCE, ends_at=TO_COME if state in FIXED else None)
    for count in range(flags + 1):
        for some in combinations(FLAGS, count):
            yield replace(plain, **{name: value for one in some for name, value in one.items()})


def expected(seen: Picture) -> set[tuple[Role | None, Task]]:
    """Say in the words of the work who is asked for what: one line for each thing that waits."""
    on_its_way = seen.state not in OVER | TOOK_PLACE
    open_ = on_its_way and not seen.doubted
    fixed = open_ and seen.state in FIXED
    past = fixed and seen.ends_at == PAST
    planned = fixed and not past and seen.hosted and seen.state is State.PLANNED
    silent_host = planned and seen.unanswered and not seen.wavers
    before = open_ and seen.state in {State.DRAWN, State.APPROACHED}
    approach = before and seen.approachable
    fell = open_ and seen.state in FELL_THROUGH
    writes = (fixed and not past) or fell or seen.state in TOOK_PLACE
    letter = bool(seen.made) and (
        seen.state in FIXED | TOOK_PLACE or fell or seen.state is State.DRAWN
    )
    owes = any((seen.unowned, seen.late, seen.own, seen.assistants, seen.elsewhere))
    sentence = (
        (on_its_way and seen.doubted, A, Task.DOUBT),
        (before and not seen.approachable, A, Task.NEXT_LOT),
        (approach and seen.state is State.DRAWN and not seen.made, A, Task.LETTER),
        ((approach or writes) and letter, A, Task.POST),
        (approach and seen.state is State.APPROACHED and seen.said_yes, A, Task.PLAN),
        (
            approach and seen.state is State.APPROACHED and not seen.said_yes,
            A,
            Task.SILENCE if seen.silent else Task.CALL,
        ),
        (fell, A, Task.FELL_THROUGH),
        (past, A, Task.HAPPENED),
        (past, D, Task.HAPPENED),
        (
            writes and seen.untold is not None and not (letter and seen.state in FIXED),
            A,
            Task.TELL,
        ),
        (fixed and not past and not seen.hosted, A, Task.HOST),
        (silent_host, D, Task.SAY_YES),
        (silent_host and seen.asked_at == LONG_AGO, A, Task.CONFIRM),
        (planned and not silent_host and not seen.asks and not seen.bounced, A, Task.MAYBE),
        (seen.bounced, A, Task.BOUNCE),
        (seen.failed, A, Task.MAIL),
        (seen.unsent, A, Task.BY_HAND),
        (seen.asks, A, Task.ANSWER),
        (seen.state is State.HELD and not seen.noted and seen.hosted, D, Task.NOTE),
        (seen.state is State.HELD and not seen.noted and not seen.hosted, A, Task.HOST),
        (seen.drafts, A, Task.THEMES),
        (seen.coded, D, Task.RELEASE),
        (seen.unowned, A, Task.ASSIGN),
        (seen.late, A, Task.LATE),
        (seen.own, D, Task.PROMISE),
        (seen.assistants, A, Task.PROMISE),
        (seen.state is State.HELD and seen.noted and not owes, A, Task.CLOSE),
    )
    return {(whose, task) for holds, whose, task in sentence if holds}


@pytest.mark.parametrize("state", sorted(reachable()))
def test_every_reachable_state_asks_somebody_or_says_why_nobody(state: State) -> None:
    for seen in pictures(state):
        turns = turns_of(seen, now=NOW)
        asked = {(turn.whose, turn.task) for turn in turns if turn.whose}

        assert asked == expected(seen), seen
        nobody = [turn.task for turn in turns if turn.whose is None]
        assert len(nobody) == (0 if asked else 1), seen
        if nobody == [Task.DAY]:
            assert state in FIXED
        if nobody == [Task.ELSEWHERE]:
            assert seen.elsewhere


def test_every_state_of_the_table_can_be_reached() -> None:
    assert reachable() == set(State)


def test_every_task_is_asked_somewhere() -> None:
    found = {
        turn.task
        for state in State
        for seen in pictures(state, flags=2)
        for turn in turns_of(seen, now=NOW)
    }

    assert found == set(Task)


@pytest.mark.parametrize("task", [Task.DAY, Task.ELSEWHERE, Task.OVER])
def test_the_last_three_ask_nobody(task: Task) -> None:
    asked = {
        turn.whose
        for state in State
        for seen in pictures(state, flags=2)
        for turn in turns_of(seen, now=NOW)
        if turn.task is task
    }

    assert asked == {None}


def test_a_confirmed_visit_whose_tenant_knows_the_day_waits_for_nobody() -> None:
    seen = Picture(State.CONFIRMED, SINCE, ends_at=TO_COME)

    assert turns_of(seen, now=NOW) == [Turn(None, Task.DAY, SINCE)]


def test_the_assistant_hears_of_a_silent_director_after_three_days_and_not_before() -> None:
    seen = Picture(State.PLANNED, SINCE, ends_at=TO_COME, asked_at=LONG_AGO, unanswered=True)
    before = turns_of(seen, now=NOW - timedelta(seconds=1))

    after = turns_of(seen, now=NOW)

    assert [turn.task for turn in before] == [Task.SAY_YES]
    assert [turn.task for turn in after] == [Task.SAY_YES, Task.CONFIRM]


def test_a_visit_may_still_go_on_while_somebody_drinks_coffee() -> None:
    seen = Picture(State.CONFIRMED, SINCE, ends_at=NOW)

    assert [turn.task for turn in turns_of(seen, now=NOW)] == [Task.DAY]


def test_an_assistant_who_may_release_is_asked_to() -> None:
    seen = Picture(State.CLOSED, SINCE, coded=SINCE)

    assert turns_of(seen, now=NOW, releases=A) == [Turn(A, Task.RELEASE, SINCE)]


def test_what_presses_most_stands_first() -> None:
    seen = Picture(
        State.HELD, SINCE, noted=True, late=SINCE, drafts=SINCE, bounced=SINCE, own=SINCE
    )

    found = [turn.task for turn in turns_of(seen, now=NOW)]

    assert found == [Task.BOUNCE, Task.THEMES, Task.LATE, Task.PROMISE]
