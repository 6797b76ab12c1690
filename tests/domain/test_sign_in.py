"""How long somebody waits who guesses: longer each time, and nobody for what others do."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from visits.domain.sign_in import FLOOD, FREE, FREE_IN_A_FLOOD, network_of, wait_for

LIMIT = 30
MINUTE = timedelta(minutes=1)


def wait(here: int, elsewhere: int = 0, others: int = 0) -> timedelta:
    """Return the wait after so many failures, all of them at this very moment."""
    return wait_for([NOW] * here, elsewhere, [NOW] * (here + others), limit=LIMIT, now=NOW)


@pytest.mark.parametrize(
    ("here", "elsewhere", "seconds"),
    [
        (FREE - 1, 0, 0),  # anybody types a password wrongly a few times
        (FREE, 0, 30),
        (FREE + 1, 0, 60),
        (FREE + 4, 0, 480),
        (FREE + 5, 0, 600),  # and never longer
        (29, 0, 600),
        (0, 10**6, 0),  # a flood from elsewhere takes nobody's first try
        (FREE_IN_A_FLOOD - 1, FLOOD, 0),
        (FREE_IN_A_FLOOD, FLOOD - 1, 0),
        (FREE_IN_A_FLOOD, FLOOD, 30),  # it only makes each address slower
    ],
)
def test_a_wait_doubles_and_is_for_who_failed_here(here: int, elsewhere: int, seconds: int) -> None:
    assert wait(here, elsewhere) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("others", "waits"), [(LIMIT - 1, False), (LIMIT, True)])
def test_one_address_guesses_at_many_accounts_no_faster(others: int, waits: bool) -> None:
    assert bool(wait(0, others=others)) is waits


def test_a_wait_passes_while_nobody_tries() -> None:
    failed = [NOW - MINUTE] * FREE

    assert wait_for(failed, 0, failed, limit=LIMIT, now=NOW) <= timedelta()
    assert wait_for(failed, 0, failed, limit=FREE, now=NOW) == 9 * MINUTE


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),  # one household
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", ""),  # a socket without an address
    ],
)
def test_the_addresses_of_one_household_are_one(address: str, network: str) -> None:
    assert network_of(address) == network
