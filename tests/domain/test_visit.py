"""The states of a visit: which steps there are, and what each one counts for."""

from datetime import date
from itertools import product

import pytest

from visits.domain.visit import (
    COUNTED,
    NEXT_LOT,
    OUTCOMES,
    OVER,
    Band,
    Closing,
    Outcome,
    Result,
    State,
    StepNotAllowed,
    band,
    check_step,
    may_be_no_reply,
    months_after,
)

# The design, line by line; everything that is not here is forbidden.
DESIGN = {
    "drawn": "approached not_eligible not_now",
    "approached": "planned declined not_now no_reply not_eligible",
    "planned": "confirmed held cancelled_by_tenant cancelled_by_us not_home",
    "confirmed": "planned held cancelled_by_tenant cancelled_by_us not_home",
    "cancelled_by_tenant": "planned declined given_up",
    "cancelled_by_us": "planned declined given_up",
    "not_home": "planned declined given_up",
    "held": "closed",
}
ALLOWED = {(State(start), State(step)) for start in DESIGN for step in DESIGN[start].split()}
FORBIDDEN = sorted(set(product(State, State)) - ALLOWED)


@pytest.mark.parametrize(("state", "step"), sorted(ALLOWED))
def test_each_step_of_the_design_may_be_taken(state: State, step: State) -> None:
    check_step(state, step)


@pytest.mark.parametrize(("state", "step"), FORBIDDEN)
def test_every_other_step_is_refused(state: State, step: State) -> None:
    with pytest.raises(StepNotAllowed) as refused:
        check_step(state, step)

    assert (refused.value.state, refused.value.step) == (state, step)


@pytest.mark.parametrize(
    ("states", "outcome"),
    [
        ("drawn approached", Outcome.INVITED),
        ("planned confirmed cancelled_by_tenant cancelled_by_us not_home", Outcome.ACCEPTED),
        ("held closed", Outcome.VISITED),
        ("given_up", Outcome.LAPSED),
        ("declined", Outcome.DECLINED),
        ("not_now", Outcome.NOT_NOW),
        ("no_reply", Outcome.NO_REPLY),
        ("not_eligible", Outcome.NOT_ELIGIBLE),
    ],
)
def test_a_state_has_its_outcome_in_the_words_of_the_draw(states: str, outcome: Outcome) -> None:
    assert {OUTCOMES[State(state)] for state in states.split()} == {outcome}


def test_every_state_has_an_outcome() -> None:
    assert OUTCOMES.keys() == set(State)


def test_a_district_had_its_visit_from_the_yes_until_the_month_lapses() -> None:
    assert {Outcome.ACCEPTED, Outcome.VISITED} == COUNTED


def test_four_outcomes_call_the_next_lot_and_none_of_them_can_be_followed() -> None:
    assert {
        State.DECLINED,
        State.NOT_NOW,
        State.NO_REPLY,
        State.NOT_ELIGIBLE,
    } == NEXT_LOT
    assert NEXT_LOT < OVER


SENT = date(2026, 11, 2)
NOBODY = [Result.NOT_REACHED, Result.WRONG_NUMBER, Result.NOT_REACHED]


@pytest.mark.parametrize(
    ("sent", "attempts", "today", "silent"),
    [
        (SENT, NOBODY, date(2026, 11, 16), True),  # fourteen days, three attempts
        (SENT, NOBODY, date(2026, 11, 15), False),  # one day short
        (SENT, NOBODY[:2], date(2026, 12, 30), False),  # one attempt short
        (SENT, [*NOBODY[:2], Result.YES], date(2026, 12, 30), False),  # a yes is no silence
        (SENT, [*NOBODY[:2], Result.LATER], date(2026, 12, 30), False),  # somebody answered
        (None, NOBODY, date(2026, 12, 30), False),  # no letter was ever sent
    ],
)
def test_silence_counts_after_fourteen_days_and_three_attempts(
    sent: date | None, attempts: list[Result], today: date, silent: bool
) -> None:
    assert may_be_no_reply(sent, attempts, today) is silent


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [
        (date(2026, 11, 24), 12, date(2027, 11, 1)),
        (date(2026, 12, 31), 1, date(2027, 1, 1)),  # over the end of a year
        (date(2026, 1, 31), 1, date(2026, 2, 1)),  # February has no 31st
        (date(2026, 11, 24), 1, date(2026, 12, 1)),
    ],
)
def test_not_now_ends_on_the_first_of_a_month(day: date, months: int, until: date) -> None:
    assert months_after(day, months) == until


@pytest.mark.parametrize(
    ("note", "promises", "ready"),
    [
        (True, 0, True),
        (False, 0, False),  # no note yet
        (True, 1, False),  # a tenant still waits for an answer
    ],
)
def test_a_visit_is_closed_with_a_note_and_without_open_promises(
    note: bool, promises: int, ready: bool
) -> None:
    assert Closing(note, promises).ready is ready


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        (0, Band.TO_30),
        (29, Band.TO_30),
        (30, Band.FROM_30),
        (39, Band.FROM_30),
        (40, Band.FROM_40),
        (49, Band.FROM_40),
        (50, Band.FROM_50),
        (71, Band.FROM_50),
    ],
)
def test_a_tenancy_falls_in_its_band(years: int, expected: Band) -> None:
    assert band(years) is expected
