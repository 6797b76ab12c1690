"""How long a district waited, as the accountant reads it."""

import pytest

from visits.domain.fairness import longest_wait

EQUAL = {"Overdie": 1, "De Mare": 1}
SMALL = {"Overdie": 9, "De Mare": 1}


def test_nobody_waited_before_the_first_visit() -> None:
    assert longest_wait([]) == 0


def test_a_quarter_in_which_a_district_was_visited_is_no_wait() -> None:
    assert longest_wait([[(EQUAL, "Overdie"), (EQUAL, "De Mare")]]) == 0


def test_the_share_of_whole_quarters_without_a_visit_gathers() -> None:
    quarter = [(SMALL, "Overdie")] * 3

    assert longest_wait([quarter]) == pytest.approx(0.3)
    assert longest_wait([quarter] * 4) == pytest.approx(1.2)


def test_a_wait_begins_anew_after_a_visit_and_the_longest_is_kept() -> None:
    quiet = [(SMALL, "Overdie")] * 3
    visited = [(SMALL, "De Mare"), (SMALL, "Overdie")]

    assert longest_wait([quiet, quiet, visited, quiet]) == pytest.approx(0.6)


def test_the_order_of_the_visits_within_a_quarter_changes_nothing() -> None:
    quarter = [(SMALL, "De Mare"), (SMALL, "Overdie"), (SMALL, "Overdie")]

    assert longest_wait([quarter] * 2) == longest_wait([quarter[::-1]] * 2)
