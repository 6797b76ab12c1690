"""What an import can change about a tenant that makes a call hurt: look first, then call."""

from enum import StrEnum, auto
from typing import Any


class Doubt(StrEnum):
    """Why somebody must look in the association's own system before they call."""

    CONTRACT = auto()
    NAME = auto()
    ADDRESS = auto()
    GONE = auto()


# A widow has her husband's contract, or another; a new name at an old number is a new tenant.
TELLING: dict[Doubt, tuple[str, ...]] = {
    Doubt.CONTRACT: ("contract_no",),
    Doubt.NAME: ("salutation", "initials", "prefix", "surname", "co_initials", "co_surname"),
    Doubt.ADDRESS: ("street", "house_number", "house_letter", "house_suffix", "postcode", "city"),
}


def doubts_between(before: Any, after: Any) -> list[Doubt]:
    """List what is so different about a tenant that somebody must look before they call."""
    if after.missing_since is not None:
        return [Doubt.GONE]
    return [
        doubt
        for doubt, names in TELLING.items()
        if any(getattr(before, name) != getattr(after, name) for name in names)
    ]
