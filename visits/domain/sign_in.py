"""How long somebody waits before another password is tried: longer each time, never for good."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

COUNTED = timedelta(hours=1)
WINDOW = timedelta(minutes=10)
# How many passwords may be tried at once, and how many while others guess at the same account.
FREE, FREE_IN_A_FLOOD = 5, 2
FLOOD = 20
FIRST, LONGEST = timedelta(seconds=30), timedelta(minutes=10)


def wait_for(
    here: Sequence[datetime],
    elsewhere: int,
    address: Sequence[datetime],
    *,
    limit: int,
    now: datetime,
) -> timedelta:
    """Return how long to wait before a password is tried; nothing when it may be tried now.

    What failed in the past hour, oldest first: `here` for this account from this address,
    `elsewhere` how many for this account from others, `address` from this address for any account.
    What others do shortens what one may try at once and never takes it away, so that a flood of
    guesses does not keep the owner out.
    """
    free = FREE if elsewhere < FLOOD else FREE_IN_A_FLOOD
    waits = [timedelta()]
    if len(here) >= free:
        longer = min(FIRST * 2 ** min(len(here) - free, 10), LONGEST)
        waits.append(here[-1] + longer - now)
    recent = [at for at in address if now - at < WINDOW]
    if len(recent) >= limit:
        waits.append(recent[-limit] + WINDOW - now)
    return max(waits)


def network_of(address: str) -> str:
    """Return whose address it is: of IPv6 one household has more than anybody could count."""
    try:
        long = ip_address(address).version == 6
    except ValueError:
        return address
    return str(ip_network(f"{address}/64", strict=False)) if long else address
