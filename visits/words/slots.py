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

NOTES: dict[str, LazyString] = {
    "busy": lazy_gettext("Note: by her calendar the director is not free then."),
    "school_unknown": lazy_gettext("Note: we do not know the school holidays of that year."),
    "other_day": lazy_gettext("Note: we do not visit on that day of the week."),
    "other_hour": lazy_gettext("Note: that is outside our visiting hours."),
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
    return str(NOTES[code]) if code in NOTES else str(gettext("Note: %(what)s", what=SOFT[code]))
