"""Days off, and days on which one rather does not visit."""

from datetime import date, timedelta

import pytest

from visits.formats.holiday import (
    is_day_off,
    is_good_friday,
    is_workday,
    knows_school,
    school_holidays,
    soft_day,
    workday_from,
)


@pytest.mark.parametrize(
    ("day", "off"),
    [
        (date(2026, 12, 25), True),
        (date(2027, 4, 27), True),  # King's Day
        (date(2027, 5, 6), True),  # Ascension
        (date(2026, 4, 3), False),  # Good Friday
        (date(2027, 5, 5), False),  # Liberation Day, a day off in lustrum years only
        (date(2030, 5, 5), True),
        (date(2026, 12, 24), False),
    ],
)
def test_nobody_is_visited_on_a_public_holiday(day: date, off: bool) -> None:
    assert is_day_off(day) is off


@pytest.mark.parametrize(
    ("day", "word"),
    [
        (date(2026, 4, 3), "good_friday"),
        (date(2028, 4, 14), "good_friday"),
        (date(2027, 5, 4), "remembrance_day"),
        (date(2027, 5, 5), "liberation_day"),
        (date(2026, 12, 5), "sinterklaas"),
        (date(2026, 12, 31), "new_years_eve"),
        (date(2026, 7, 7), "school_holiday"),
        (date(2026, 11, 24), None),
    ],
)
def test_a_day_says_what_speaks_against_a_visit(day: date, word: str | None) -> None:
    assert soft_day(day, "Noord") == word


def test_regions_have_their_own_holidays_and_none_is_a_choice_too() -> None:
    north = school_holidays(2026, "Noord")

    assert {date(2026, 7, 4) + timedelta(days=n) for n in range(44)} <= north
    assert north != school_holidays(2026, "Zuid")
    assert soft_day(date(2026, 7, 7)) is None


@pytest.mark.parametrize(
    ("day", "open_from"),
    [
        (date(2026, 11, 27), date(2026, 11, 27)),  # a Friday
        (date(2026, 11, 28), date(2026, 11, 30)),  # a Saturday
        (date(2026, 11, 29), date(2026, 11, 30)),
        (date(2026, 11, 30), date(2026, 11, 30)),  # a Monday
        (date(2026, 12, 25), date(2026, 12, 28)),  # Christmas and a weekend
        (date(2027, 5, 6), date(2027, 5, 7)),  # Ascension
    ],
)
def test_the_office_opens_on_the_first_day_that_people_work(day: date, open_from: date) -> None:
    assert workday_from(day) == open_from
    assert is_workday(day) is (day == open_from)


@pytest.mark.parametrize(
    ("year", "region", "known"),
    [
        (2026, "Noord", True),
        (2090, "Noord", False),  # nobody has set them yet
        (2090, "", True),  # without a region nobody asks
    ],
)
def test_the_holidays_of_schools_are_known_some_years_ahead(
    year: int, region: str, known: bool
) -> None:
    assert knows_school(year, region) is known


@pytest.mark.parametrize(
    ("day", "good_friday"),
    [
        (date(2026, 4, 3), True),
        (date(2027, 3, 26), True),  # in March
        (date(2026, 4, 10), False),  # the Friday after it
        (date(2026, 4, 4), False),
        (date(2026, 12, 25), False),  # a Friday before a Sunday that is no Easter
        (date(2027, 12, 24), False),  # two days before Boxing Day
    ],
)
def test_good_friday_comes_two_days_before_easter(day: date, good_friday: bool) -> None:
    assert is_good_friday(day) is good_friday
