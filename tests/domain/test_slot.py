"""Moments for a visit: free, within the hours, on the right days, and five that differ."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visits.domain.month import local
from visits.domain.slot import Slot, Wishes, best_slots, free_slots, is_free, read_hours

HOUR = timedelta(hours=1)
WISHES = Wishes(
    frozenset({1, 2, 3}), read_hours("10.00-11.30, 14.00-15.30"), HOUR, timedelta(minutes=15)
)
TUESDAY = date(2026, 12, 1)
FOUR_WEEKS = TUESDAY + timedelta(days=27)
SINTERKLAAS = date(2026, 12, 3)


def slots(
    *busy: tuple[datetime, datetime],
    wishes: Wishes = WISHES,
    first: date = TUESDAY,
    last: date = TUESDAY,
    off: frozenset[date] = frozenset(),
    soft: dict[date, str] | None = None,
) -> list[Slot]:
    """List the moments of some days, one Tuesday if nothing else is said."""
    known = soft or {}
    return free_slots(
        busy, wishes, first=first, last=last, is_day_off=off.__contains__, soft=known.get
    )


def clocks(found: list[Slot]) -> list[str]:
    """Give when some visits start, as a Dutch clock shows it."""
    return [f"{local(slot.start):%H.%M}" for slot in found]


def utc(hour: int, minute: int = 0) -> datetime:
    """Give a moment of that Tuesday; Dutch clocks are an hour ahead."""
    return datetime(2026, 12, 1, hour, minute, tzinfo=UTC)


def test_a_free_day_offers_each_half_hour_in_which_a_whole_visit_fits() -> None:
    assert clocks(slots()) == ["10.00", "10.30", "14.00", "14.30"]


@pytest.mark.parametrize(
    ("busy", "want"),
    [
        ((utc(10), utc(11)), ["14.00", "14.30"]),
        ((utc(7), utc(8, 45)), ["10.00", "10.30", "14.00", "14.30"]),  # just time to travel
        ((utc(7), utc(8, 46)), ["10.30", "14.00", "14.30"]),  # a minute short
        ((utc(10, 45), utc(12)), ["10.00", "10.30", "14.00", "14.30"]),
        ((utc(10, 44), utc(12)), ["10.00", "14.00", "14.30"]),
        ((utc(0), utc(23)), []),
    ],
)
def test_travel_must_fit_before_and_after(busy: tuple[datetime, datetime], want: list[str]) -> None:
    assert clocks(slots(busy)) == want


def test_nobody_is_visited_on_another_weekday_or_a_holiday() -> None:
    off = frozenset({TUESDAY})

    found = slots(first=TUESDAY, last=TUESDAY + timedelta(days=6), off=off)

    assert {slot.day for slot in found} == {date(2026, 12, 2), date(2026, 12, 3)}


def test_hours_follow_the_clock_on_the_wall_in_summer_too() -> None:
    day = date(2026, 7, 7)

    found = slots(first=day, last=day)

    assert found[0].start == datetime(2026, 7, 7, 8, 0, tzinfo=UTC)


def test_five_moments_lie_on_five_days_in_mornings_and_afternoons() -> None:
    found = best_slots(slots(last=FOUR_WEEKS))

    assert len({slot.day for slot in found}) == 5
    assert {slot.is_morning for slot in found} == {True, False}
    assert len({f"{slot.day:%V}" for slot in found}) > 2
    assert found[0].day == TUESDAY


def test_a_soft_day_is_offered_only_when_there_is_nothing_better() -> None:
    soft = dict.fromkeys((TUESDAY, SINTERKLAAS), "school_holiday")
    week = TUESDAY + timedelta(days=6)

    found = best_slots(slots(last=week, soft=soft))

    assert [slot.soft for slot in found].count(None) == 4  # all that Wednesday has
    assert len(found) == 5


def test_with_less_than_five_all_are_offered() -> None:
    assert len(best_slots(slots())) == 4


@pytest.mark.parametrize(
    "text", ["", "10-11", "11.30-10.00", "10.00-10.00", "10.00-25.00", "10.00-11.00;"]
)
def test_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_hours(text)


def test_hours_are_read_as_people_write_them() -> None:
    assert read_hours("9.00 - 10:30") == ((time(9), time(10, 30)),)
    assert read_hours("9.00-10.00,  14.00-15.30 ") == (
        (time(9), time(10)),
        (time(14), time(15, 30)),
    )


def test_a_visit_at_half_past_twelve_is_in_the_afternoon() -> None:
    before, after = (Slot(utc(11, minute), utc(12, minute), None) for minute in (29, 30))

    assert (before.is_morning, after.is_morning) == (True, False)


def test_no_week_has_three_of_the_moments_that_are_offered() -> None:
    found = best_slots(slots(last=FOUR_WEEKS))

    weeks = Counter(f"{slot.day:%V}" for slot in found)
    assert max(weeks.values()) == 2


BUSY = st.lists(
    st.tuples(st.integers(0, 27 * 24 * 4), st.integers(1, 200)).map(
        lambda pair: (
            utc(0) + pair[0] * timedelta(minutes=15),
            utc(0) + (pair[0] + pair[1]) * timedelta(minutes=15),
        )
    ),
    max_size=40,
)


@given(
    BUSY,
    st.sets(st.integers(0, 27), max_size=10),
    st.sets(st.integers(0, 27), max_size=20),
    st.sampled_from([30, 60, 90]),
)
def test_every_moment_that_is_offered_is_a_good_one(
    busy: list[tuple[datetime, datetime]], off: set[int], soft: set[int], minutes: int
) -> None:
    length = timedelta(minutes=minutes)
    wishes = Wishes(WISHES.weekdays, WISHES.hours, length, WISHES.travel)
    days_off = frozenset(TUESDAY + timedelta(days=number) for number in off)
    softly = {TUESDAY + timedelta(days=number): "soft" for number in soft}

    every = slots(*busy, wishes=wishes, last=FOUR_WEEKS, off=days_off, soft=softly)
    offered = best_slots(every)

    for slot in every:
        begin, end = local(slot.start).time(), local(slot.end).time()
        assert slot.end - slot.start == length
        assert is_free(busy, slot.start - wishes.travel, slot.end + wishes.travel)
        assert any(opens <= begin and end <= closes for opens, closes in wishes.hours)
        assert slot.day.weekday() in wishes.weekdays
        assert slot.day not in days_off
    firm = {slot.day for slot in every if not slot.soft}
    assert set(offered) <= set(every)
    assert len(offered) == min(5, len(every))
    assert len({slot.day for slot in offered}) >= min(5, len(firm))
    assert offered == sorted(set(offered), key=lambda slot: slot.start)
    assert best_slots(list(reversed(every))) == offered
