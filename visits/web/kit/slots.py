"""A moment for a visit in words, and what speaks against it."""

from flask_babel import LazyString, gettext, lazy_gettext

from visits.domain.slot import Slot
from visits.web.kit.language import capital, show_day, show_time

# After these words stands what the page says of a moment that is offered.
SOFT: dict[str, LazyString] = {
    "good_friday": lazy_gettext("It is Good Friday."),
    "remembrance_day": lazy_gettext("It is Remembrance Day."),
    "liberation_day": lazy_gettext("It is Liberation Day."),
    "sinterklaas": lazy_gettext("It is the evening of Sinterklaas."),
    "new_years_eve": lazy_gettext("It is the last day of the year."),
    "school_holiday": lazy_gettext("It is a school holiday."),
}


def moment_words(slot: Slot) -> str:
    """Give "Donderdag 17 december 2026, 10.30 uur"."""
    day = capital(show_day(slot.start))
    return str(gettext("%(day)s, %(time)s", day=day, time=show_time(slot.start)))


def soft_words(soft: str | None) -> str:
    """Say what speaks against a moment; empty when nothing does."""
    return str(SOFT[soft]) if soft else ""


def doubt_words(code: str) -> str:
    """Say what speaks against a moment that somebody chose all the same."""
    if code == "busy":
        return str(gettext("Note: by her calendar the director is not free then."))
    return str(gettext("Note: %(what)s", what=SOFT[code]))
