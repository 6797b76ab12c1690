"""Days and clocks in the words of a language, for mails and letters."""

from datetime import date, datetime

from babel.dates import format_date

from visits.domain.month import local


def day_words(moment: datetime, language: str = "nl") -> str:
    """Give "donderdag 17 december 2026"."""
    return format_date(local(moment), "EEEE d MMMM y", locale=language)


def clock_words(moment: datetime, language: str = "nl") -> str:
    """Give "10.30", or "10:30" in English."""
    clock = local(moment)
    return f"{clock.hour}.{clock:%M}" if language == "nl" else f"{clock:%H:%M}"


def date_words(day: date, language: str = "nl") -> str:
    """Give "2 december 2026"."""
    return format_date(day, "d MMMM y", locale=language)


def short_words(day: date, language: str = "nl") -> str:
    """Give "2 december"."""
    return format_date(day, "d MMMM", locale=language)


def month_words(day: date, language: str = "nl") -> str:
    """Give "december 2026"."""
    return format_date(day, "MMMM y", locale=language)
