"""Days off, and days on which one rather does not visit."""

from datetime import date, timedelta

import pytest

from visits.formats.holiday import is_day_off, school_holidays, soft_day


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
