"""The working days of the sample data, and its moved clock."""

from datetime import UTC, date, datetime

import pytest

from visits.demo.agenda import Agenda, Life
from visits.demo.workday import visiting_time, workday_until, workdays_after
from visits.domain.month import local
from visits.formats.holiday import is_workday, workday_from


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 24), True),
        (date(2026, 11, 28), False),  # Saturday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 4, 27), False),  # King's Day
        (date(2025, 4, 26), False),  # King's Day, for the 27th is a Sunday
        (date(2026, 5, 14), False),  # Ascension Day
        (date(2026, 5, 25), False),  # Whit Monday
        (date(2026, 12, 25), False),
        (date(2027, 1, 1), False),
    ],
)
def test_an_office_is_closed_at_weekends_and_on_holidays(day: date, works: bool) -> None:
    assert is_workday(day) is works


def test_working_days_are_counted_over_christmas() -> None:
    assert workdays_after(date(2026, 12, 24), 1) == date(2026, 12, 28)
    assert workday_from(date(2026, 12, 25)) == date(2026, 12, 28)
    assert workday_until(date(2026, 12, 27)) == date(2026, 12, 24)


def test_visits_are_from_tuesday_to_thursday() -> None:
    friday = date(2026, 11, 27)

    assert local(visiting_time(friday, 0)).date() == date(2026, 12, 1)


def test_lives_take_turns_in_the_order_of_time_until_the_end() -> None:
    heard: list[str] = []
    agenda = Agenda(datetime(2026, 11, 4, tzinfo=UTC))

    def live(name: str, *days: int) -> Life:
        for day in days:
            yield datetime(2026, 11, day, tzinfo=UTC)
            heard.append(f"{name}{day}")

    agenda.start(live("a", 1, 3, 4))
    agenda.start(live("b", 2, 3))
    agenda.run()

    assert heard == ["a1", "b2", "a3", "b3"]


def test_no_life_goes_back_in_time() -> None:
    agenda = Agenda(datetime(2026, 11, 4, tzinfo=UTC))
    agenda.start(iter([datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)]))

    with pytest.raises(ValueError, match="comes after"):
        agenda.run()
