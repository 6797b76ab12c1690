"""The one figure that says how evenly the visits are spread."""

import random

import pytest

from visits.domain.spread import limit, spread


# From the table of chi-square at 5 % (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4).
@pytest.mark.parametrize(
    ("freedom", "known"), [(1, 3.841), (2, 5.991), (7, 14.067), (20, 31.410), (39, 54.572)]
)
def test_the_limit_is_that_of_the_printed_table(freedom: int, known: float) -> None:
    assert limit(freedom) == pytest.approx(known, rel=0.03 if freedom < 3 else 0.005)


def test_visits_at_their_fair_share_have_no_spread() -> None:
    even = spread([4, 2, 2], [4.0, 2.0, 2.0])

    assert even is not None
    assert (even.value, even.freedom) == (0, 2)


def test_pearsons_sum_is_taken_over_every_district() -> None:
    uneven = spread([10, 20, 30], [20.0, 20.0, 20.0])

    assert uneven is not None
    assert uneven.value == pytest.approx(10.0)


def test_a_district_without_a_share_does_not_count() -> None:
    known = spread([1, 2, 0], [1.5, 1.5, 0.0])

    assert known is not None
    assert known.freedom == 1


def test_one_district_alone_has_nothing_to_compare() -> None:
    assert spread([3], [3.0]) is None
    assert spread([], []) is None


def test_pure_chance_passes_the_limit_about_once_in_twenty() -> None:
    chance = random.Random(11)  # noqa: S311
    passed = 0
    for _ in range(2_000):
        drawn = chance.choices(range(8), k=240)
        found = spread([drawn.count(place) for place in range(8)], [30.0] * 8)
        assert found is not None
        passed += found.value > found.limit

    assert 0.035 < passed / 2_000 < 0.065
