"""A moment for a visit in words, and what speaks against it."""

from flask_babel import LazyString, gettext, lazy_gettext

from visits.domain.slot import Slot
from visits.words.locale import capital, show_day_of_year, show_time

SOFT: dict[str, LazyString] = {
    "good_friday": lazy_gettext("It is Good Friday."),
    "remembrance_day": lazy_gettext("It is Remembrance Day."),
    "liberation_day": lazy_gettext("It is Liberation Day."),
    "sinterklaas": lazy_gettext("It is the evening of Sinterklaas."),
    "new_years_eve": lazy_gettext("It is the last day of the year."),
    "school_holiday": lazy_gettext("It is a school holiday."),
}


def moment_words(number: int, slot: Slot) -> str:
    """Give "1. Donderdag 17 december, 10.30 uur"."""
    day, time = capital(show_day_of_year(slot.start)), show_time(slot.start)
    return f"{number}. " + str(gettext("%(day)s, %(time)s", day=day, time=time))


def soft_words(soft: str | None) -> str:
    """Say what speaks against a moment; empty when nothing does."""
    return str(SOFT[soft]) if soft else ""


def doubt_words(code: str) -> str:
    """Say what speaks against a moment that somebody chose all the same."""
    if code == "busy":
        return str(gettext("Note: by her calendar the director is not free then."))
    if code == "school_unknown":
        return str(gettext("Note: we do not know the school holidays of that year."))
    return str(gettext("Note: %(what)s", what=SOFT[code]))
