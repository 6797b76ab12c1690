"""Language, dates and numbers as the reader knows them."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask, g
from flask_babel import Babel, get_locale, get_translations, gettext, lazy_gettext, ngettext
from flask_babel import format_time as babel_time

from visits.config import Settings
from visits.domain.month import first_day, local

LANGUAGES = {"nl": "Nederlands", "en": "English"}
NBSP = "\u00a0"
QUARTERS = {
    "1": lazy_gettext("first quarter of %(year)s"),
    "2": lazy_gettext("second quarter of %(year)s"),
    "3": lazy_gettext("third quarter of %(year)s"),
    "4": lazy_gettext("fourth quarter of %(year)s"),
}


def language() -> str:
    """Give the language of the page that is being made."""
    locale = get_locale()
    return str(locale.language) if locale else "nl"


def in_words(day: date, pattern: str) -> str:
    """Give a day as a pattern of Babel says, in the language of the page."""
    return day_in(language(), day, pattern)


def in_figures(value: float, pattern: str | None = None) -> str:
    """Give a number as one writes it in the language of the page."""
    return number_in(language(), value, pattern)


# A page shows the same few days and numbers again and again, and each takes Babel a while.
@lru_cache(maxsize=4096)
def day_in(locale: str, day: date, pattern: str) -> str:
    """Give a day as a pattern of Babel says."""
    return str(format_date(day, pattern, locale=locale))


@lru_cache(maxsize=4096)
def number_in(locale: str, value: float, pattern: str | None) -> str:
    """Give a number as one writes it."""
    return str(format_decimal(value, pattern, locale=locale))


def day_as(pattern: str) -> Callable[[date | datetime], str]:
    """Give what shows a day, or the Dutch day of a moment, as a pattern of Babel says."""
    return lambda value: glued(in_words(plain_day(value), pattern))


show_day = day_as("EEEE d MMMM y")  # donderdag 17 december 2026
show_day_of_year = day_as("EEEE d MMMM")  # donderdag 17 december
show_date = day_as("d MMMM y")  # 17 december 2026
show_short = day_as("d MMMM")  # 17 december
show_weekday = day_as("EEEEEE d")  # do 17


def show_month(value: date | str) -> str:
    """Give "december 2026", of a date or of a period."""
    day = first_day(value) if isinstance(value, str) else value
    return in_words(day, "MMMM y")


def show_time(value: datetime) -> str:
    """Give "10.30 uur" or "10:30"."""
    moment = local(value)
    if language() == "nl":
        return f"{moment.hour}.{moment:%M}{NBSP}uur"
    return str(babel_time(moment, "HH:mm", rebase=False))


def show_clock(value: datetime) -> str:
    """Give "10.30" or "10:30"."""
    return show_time(value).removesuffix(f"{NBSP}uur")


def show_moment(value: datetime) -> str:
    """Give "7 december, 14.10 uur"."""
    return str(gettext("%(day)s, %(time)s", day=show_short(value), time=show_time(value)))


def show_quarter(value: str) -> str:
    """Give "vierde kwartaal 2026" of "2026-Q4"."""
    year, _, number = value.partition("-Q")
    return str(QUARTERS[number]) % {"year": year}


def show_number(value: float, digits: int = 0) -> str:
    """Give "3.571"."""
    return in_figures(round(value, digits))


def count_word(number: int) -> str:
    """Give small numbers as words, as one writes them in a letter."""
    words = gettext("zero one two three four five six seven eight nine ten eleven twelve").split()
    return str(words[number]) if 0 <= number < len(words) else show_number(number)


def capital(text: str) -> str:
    """Give a sentence its capital, and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def day_distance(day: date, today: date) -> str:
    """Give "vandaag", "morgen" or "over drie dagen"."""
    days = (day - today).days
    if days == 0:
        return str(gettext("today"))
    if days == 1:
        return str(gettext("tomorrow"))
    if days < 0:
        return str(
            ngettext("%(count)s day ago", "%(count)s days ago", -days, count=count_word(-days))
        )
    return str(ngettext("in %(count)s day", "in %(count)s days", days, count=count_word(days)))


def plain_day(value: date | datetime) -> date:
    """Give the Dutch day of a moment, and a day as it is."""
    return local(value).date() if isinstance(value, datetime) else value


def glued(text: str) -> str:
    """Keep a day and its month on one line."""
    head, _, tail = text.partition(" ")
    return f"{head}{NBSP}{tail}" if head.isdigit() else text


FILTERS: dict[str, Any] = {
    "day": show_day,
    "date": show_date,
    "short": show_short,
    "weekday": show_weekday,
    "month": show_month,
    "time": show_time,
    "clock": show_clock,
    "moment": show_moment,
    "quarter": show_quarter,
    "number": show_number,
    "capital": capital,
    "count_word": count_word,
    "as_day": plain_day,
}


def sentences() -> Any:
    """Give the sentences in the language of the page; looked up once, for a page has many."""
    locale = get_locale()
    if g.get("sentences_in") is not locale:
        g.sentences_in, g.sentences = locale, get_translations()
    return g.sentences


def init(app: Flask, settings: Settings, chosen: Callable[[str], str]) -> None:
    """Set the filters of the templates, and how the language of a reader is chosen."""
    app.config["BABEL_DEFAULT_LOCALE"] = settings.language
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Amsterdam"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, locale_selector=lambda: chosen(settings.language))
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda one: sentences().ugettext(one),
        lambda one, many, count: sentences().ungettext(one, many, count),
        newstyle=True,
    )
    # Jinja's own _ looks gettext up in the page, each time again.
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"]
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(day_distance=day_distance, language=language)
