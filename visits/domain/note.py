"""The note of a visit: its fields, and what may be done with what a tenant told."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum, auto


def _(sentence: str) -> str:
    """Mark a sentence for translation; who shows it looks it up in the reader's language."""
    return sentence


class Part(StrEnum):
    """Where on the form a field stands."""

    STORY = auto()
    MORE = auto()
    OWN = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """One text of the note: form, page, search, erasing and retention read it here."""

    name: str
    label: str
    hint: str
    part: Part = Part.STORY
    length: int = 5000
    # How long it is kept; as long as the story where nothing else is said.
    days: int | None = None


FIELDS = (
    Field(
        "one_line",
        _("In one sentence"),
        _("Do: what you would tell a colleague tomorrow. Not: who it was."),
    ),
    Field(
        "goes_well",
        _("What goes well?"),
        _("Do: house, neighbourhood, service. Not: how somebody is doing."),
    ),
    Field(
        "wish",
        _("What would the tenant like to be different?"),
        _("Do: the wish, “a second handrail”. Not: the reason, illness or age."),
    ),
    Field(
        "home_words",
        _("What makes this house a home?"),
        _("Do: three words at most, with commas. Not: names."),
        Part.MORE,
        length=120,
    ),
    Field(
        "then_now",
        _("Then and now"),
        _("Do: what changed here over the years. Not: dates, or who died."),
        Part.MORE,
    ),
    Field(
        "services",
        _("Our services"),
        _("Do: contact, repairs, letters. Not: debts, or names of colleagues."),
        Part.MORE,
    ),
    Field(
        "neighbourhood",
        _("The neighbourhood"),
        _("Do: what it is like to live there. Not: names or origin of neighbours."),
        Part.MORE,
    ),
    Field(
        "reflection",
        _("My own thoughts"),
        _("This goes away after 90 days. The tenant may read it on request."),
        Part.OWN,
        days=90,
    ),
)


NAMES = tuple(field.name for field in FIELDS)
# What is kept for a while is for who wrote it, and found by nobody.
PASSING = tuple(field.name for field in FIELDS if field.days)
LASTING = tuple(name for name in NAMES if name not in PASSING)


class Permission(IntEnum):
    """How far a tenant's story may travel, agreed at the kitchen table."""

    NOTHING = 0
    INTERNAL = 1
    COUNTED = 2
    WITHOUT_NAME = 3
    WITH_NAME = 4


WORDING = "2026-1"
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
