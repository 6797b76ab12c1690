"""When a clock is doubted, and how much one night takes away by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from visits.domain.clock import Suspicion, Why, is_much, suspect

LAST = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (LAST, None),
        (LAST + 14 * DAY, None),
        (LAST + 14 * DAY + SECOND, Why.AHEAD),
        (LAST + 5 * 365 * DAY, Why.AHEAD),
        (LAST - DAY, None),
        (LAST - DAY - SECOND, Why.BEHIND),
        (LAST - 365 * DAY, Why.BEHIND),
    ],
)
def test_a_clock_is_doubted_two_weeks_after_the_last_deed_and_a_day_before_it(
    now: datetime, why: Why | None
) -> None:
    found = suspect([LAST - 3 * DAY, LAST], now)

    assert found == (Suspicion(why, LAST) if why else None)


def test_without_a_deed_there_is_nothing_to_doubt() -> None:
    assert suspect([], LAST) is None


def test_a_leap_stays_doubtful_whoever_signed_in_after_it() -> None:
    later = LAST + 400 * DAY

    assert suspect([LAST, later, later + DAY], later + 2 * DAY) == Suspicion(Why.AHEAD, LAST)
    assert suspect([LAST, LAST - 400 * DAY], LAST - 399 * DAY) == Suspicion(Why.BEHIND, LAST)


def test_a_clock_that_was_set_back_and_right_again_is_not_doubted() -> None:
    assert suspect([LAST, LAST - 400 * DAY, LAST + DAY], LAST + 2 * DAY) is None


@pytest.mark.parametrize(
    ("gone", "kept", "much"),
    [(20, 0, False), (21, 0, True), (22, 198, False), (23, 197, True), (100, 899, True)],
)
def test_twenty_or_a_tenth_go_without_a_person_and_no_more(
    gone: int, kept: int, much: bool
) -> None:
    assert is_much(gone, kept) is much
