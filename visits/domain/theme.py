"""Themes: what a statement is about, in two levels; a code with a dot belongs to a group.

The first list, written out in the second migration, is grounded in the parts of the KWH house
visit, the Aedes questions on liveability, the dimensions of the Leefbaarometer and the TSM codes
TP01-TP12. It has no theme for illness, belief, origin or debts on purpose: what is told about
those is not written down.
"""

from enum import StrEnum, auto

REST = "OVG"
# More than a tenth without a theme of its own: the list needs work.
TOO_MUCH_REST = 0.1


class Verdict(StrEnum):
    """What became of a theme that was proposed."""

    OPEN = auto()
    ACCEPTED = auto()
    DECLINED = auto()


def group_of(code: str) -> str:
    """Give the group of a theme's code (a group is its own)."""
    return code.partition(".")[0]
