"""What may be done with what a tenant told: the permission ladder."""

from enum import IntEnum, StrEnum, auto


class Permission(IntEnum):
    """How far a tenant's story may travel, agreed at the kitchen table."""

    NOTHING = 0
    INTERNAL = 1
    COUNTED = 2
    WITHOUT_NAME = 3
    WITH_NAME = 4


WORDING = "2026-1"
REFLECTION_DAYS = 90
HOME_WORDS = 3
FEWEST_INSIGHTS = 2
MAX_INSIGHTS = 5
ANSWER_DAYS = 14


class ReadBack(StrEnum):
    """Whether the tenant agreed with the summary."""

    YES = auto()
    NO = auto()
    CORRECTED = auto()


class Felt(StrEnum):
    """How the tenant found the conversation."""

    PLEASANT = auto()
    FAIR = auto()
    UNPLEASANT = auto()
    NOT_ASKED = auto()


def may_count(permission: Permission | None) -> bool:
    """Say whether the theme of a story may count for the board (unsaved counts as internal)."""
    return permission is not None and permission >= Permission.COUNTED


def may_share_text(permission: Permission | None) -> bool:
    """Say whether statement and quote may be shown without a name."""
    return permission is not None and permission >= Permission.WITHOUT_NAME
