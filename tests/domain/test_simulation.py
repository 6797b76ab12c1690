"""The years to come, played by the rule of the draw: fair, patient, nobody twice."""

from random import Random

import pytest

from tests.churn import play_ten_years
from visits.domain.simulation import Resident, forecast, play

SEEDS = range(12)


@pytest.mark.parametrize(("size", "districts"), [(500, 8), (3_000, 20)])
def test_ten_years_of_people_who_come_and_go_are_fair(size: int, districts: int) -> None:
    runs = [play_ten_years(size, districts, seed) for seed in SEEDS]

    assert max(run.farthest for run in runs) < 1  # never a full visit off
    assert max(run.longest_wait for run in runs) <= 2.4
    assert all(len(set(run.visited)) == len(run.visited) == 120 for run in runs)


def test_every_band_of_years_has_the_same_chance() -> None:
    residents = [Resident("Overdie", band) for band in ("30_39", "40_49") for _ in range(300)]
    chance = Random(3).random  # noqa: S311

    runs = [play(residents, 120, decline=0.3, chance=chance) for _ in range(20)]

    found = {row.name: row for row in forecast(residents, runs).bands}
    assert found["30_39"].visits / found["40_49"].visits == pytest.approx(1, abs=0.1)
    assert found["30_39"].fair == 60


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
