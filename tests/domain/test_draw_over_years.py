"""Ten years of draws, played by the rule: fair, patient, nobody twice."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.churn import play_ten_years
from tests.simulation import Resident, play

SEEDS = range(12)


@pytest.mark.parametrize(("size", "districts"), [(500, 8), (3_000, 20)])
def test_ten_years_of_people_who_come_and_go_are_fair(size: int, districts: int) -> None:
    runs = [play_ten_years(size, districts, seed) for seed in SEEDS]

    assert max(run.farthest for run in runs) < 1  # never a full visit off
    assert max(run.longest_wait for run in runs) <= 2.4
    assert all(len(set(run.visited)) == len(run.visited) == 120 for run in runs)


@settings(max_examples=40)
@given(
    size=st.integers(1, 300),
    districts=st.integers(2, 12),
    seed=st.integers(0, 2**32),
    decline=st.floats(0, 0.9),
)
def test_whatever_ten_years_bring_nobody_is_visited_twice(
    size: int, districts: int, seed: int, decline: float
) -> None:
    run = play_ten_years(size, districts, seed, decline=decline)

    assert len(set(run.visited)) == len(run.visited) == run.held <= run.invitations
    assert sum(run.visits.values()) == run.held


def test_every_band_of_years_has_the_same_chance() -> None:
    residents = [Resident("Overdie", band) for band in ("30_39", "40_49") for _ in range(300)]
    chance = Random(3).random  # noqa: S311

    runs = [play(residents, 120, decline=0.3, chance=chance) for _ in range(20)]

    visits = sum((run.bands for run in runs), Counter[str]())
    assert visits["30_39"] / visits["40_49"] == pytest.approx(1, abs=0.1)


def test_a_list_that_runs_dry_gives_fewer_visits_and_no_fault() -> None:
    residents = [Resident("Overdie"), Resident("De Mare", enters=3), Resident("Oudorp", leaves=1)]

    run = play(residents, 12, decline=0.0, chance=Random(1).random)  # noqa: S311

    assert run.held in {2, 3}
    assert len(set(run.visited)) == run.held


def test_what_a_district_is_owed_already_counts_from_the_first_month() -> None:
    residents = [Resident("Overdie"), *[Resident("De Mare") for _ in range(50)]]
    owed = {"Overdie": 10**9, "De Mare": -(10**9)}

    run = play(residents, 1, decline=0.0, chance=Random(1).random, balance=owed)  # noqa: S311

    assert run.visits == {"Overdie": 1}
