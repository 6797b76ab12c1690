"""What the association chooses on the screen: its names, its years and its thresholds."""

import re
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Organisation:
    """The choices of one association; every default is a choice that works."""

    name: str = ""
    place: str = ""
    sender_address: str = ""
    phone: str = ""
    phone_hours: str = ""
    director_name: str = ""
    director_title: str = ""
    assistant_name: str = ""
    privacy_url: str = ""
    privacy_address: str = ""
    admin_phone: str = ""
    board_label: str = ""
    minimum_years: int = 25
    smallest_group: int = 3
    public_group: int = 5
    not_now_months: int = 12
    no_reply_months: int = 24
    declined_months: int = 0
    small_pool: int = 500
    promise_brake: int = 10
    import_days: int = 35
    erase_days: int = 30
    visit_minutes: int = 60
    travel_minutes: int = 15
    notice_days: int = 7
    visiting_days: str = "123"
    visiting_hours: str = "10.00-11.30, 14.00-15.30"
    school_region: str = "Noord"
    calendar_hosts: str = ""
    invitation_shows_address: bool = True
    feed_shows: str = "nothing"
    assistant_releases: bool = False


# What a calendar subscription says of a visit: nothing, or initials and address.
FEED_STREET = "street"

# A letter to a tenant names all of these, so none can be sent before they are filled in.
LETTER_NEEDS = (
    "name",
    "place",
    "sender_address",
    "phone",
    "phone_hours",
    "director_name",
    "director_title",
    "assistant_name",
    "privacy_url",
    "privacy_address",
)


def listed_hosts(text: str) -> list[str]:
    """List the hosts that somebody wrote down, each once, in small letters."""
    return list(dict.fromkeys(re.split(r"[\s,;]+", text.strip().lower()))) if text.strip() else []


def missing_for_letters(organisation: Organisation) -> list[str]:
    """List the names of the choices that a letter still needs."""
    return [name for name in LETTER_NEEDS if not getattr(organisation, name)]


def choices() -> dict[str, type]:
    """List every choice with the type of its value."""
    return {field.name: type(field.default) for field in fields(Organisation)}
