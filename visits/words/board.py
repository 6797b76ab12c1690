"""The figures of the board's pages as sentences, for screens and for paper alike."""

from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from visits.domain.board import Cell
from visits.domain.visit import Band
from visits.services.board.coverage import Place
from visits.services.board.heard import HeardPage
from visits.services.board.kept import KeptPage
from visits.services.board.public import PublicPage
from visits.words.labels import label
from visits.words.locale import capital, count_word, language, show_quarter

TO_TALK_ABOUT = (
    lazy_gettext("What does this mean for the tenant?"),
    lazy_gettext("What can we do ourselves, and what not?"),
    lazy_gettext("Who has not had an answer to this yet?"),
)


def show_period(period: str) -> str:
    """Give a quarter in words, and a year as it is."""
    return capital(show_quarter(period)) if "-" in period else period


def heard_values(page: HeardPage) -> dict[str, Any]:
    """Give what the page of what we heard needs."""
    names = {one.code: one.name_nl if language() == "nl" else one.name_en for one in page.groups}
    return {
        "page": page,
        "names": names,
        "headline": headline(page, names),
        "caveat": sample_sentence(page.visits),
        "talks": talks_sentence(page.talks),
        "to_talk_about": TO_TALK_ABOUT,
    }


def band_name(place: Place) -> str:
    """Give the words for a band."""
    return str(label(Band(place.name)))


def shown(cell: Cell) -> str | int:
    """Give a count, a zero in words, or that it is too small to show."""
    if cell.count is None:
        return str(gettext("too few to show"))
    return cell.count or str(gettext("not mentioned"))


def visited(cell: Cell) -> str | int:
    """Give a count of visits, a zero in words, or that it is too small to show."""
    return shown(cell) if cell.count != 0 else str(gettext("not visited yet"))


def headline(page: HeardPage, names: dict[str, str]) -> str:
    """Give in a sentence what came up most, and in how many visits it did the year before."""
    if not page.shown:
        return str(gettext("No subject came up often enough to tell about."))
    first = page.shown[0]
    values = {
        "theme": names.get(first.code, first.code),
        "count": count_word(first.visits.count or 0),
        "total": count_word(page.visits),
    }
    if first.before.count:
        return str(
            gettext(
                "%(theme)s came up in %(count)s of %(total)s visits, the year before in "
                "%(before)s.",
                before=count_word(first.before.count),
                **values,
            )
        )
    return str(gettext("%(theme)s came up in %(count)s of %(total)s visits.", **values))


def sample_sentence(visits: int) -> str:
    """Say that a dozen conversations are no sample."""
    return str(
        gettext(
            "%(count)s conversations are not a survey: they tell what matters to people, "
            "and not how often.",
            count=capital(count_word(visits)),
        )
    )


def talks_sentence(talks: int) -> str:
    """Say how many short talks colleagues wrote down, and that they are counted apart."""
    return str(
        gettext(
            "Colleagues wrote down %(count)s short talks, at a repair for example. They do not "
            "count with the visits.",
            count=count_word(talks),
        )
    )


def held_sentence(visits: int, least: int) -> str:
    """Say how many visits were held, if there were none or enough."""
    if not visits:
        return str(gettext("There were no visits."))
    if visits < least:
        return str(gettext("There were fewer than %(count)s visits.", count=count_word(least)))
    return str(gettext("The director made %(count)s visits.", count=count_word(visits)))


def total_sentence(visits: int) -> str:
    """Say with how many tenants the director spoke."""
    return str(
        ngettext(
            "The director spoke with one tenant at home.",
            "The director spoke with %(count)s tenants at home.",
            visits,
            count=count_word(visits),
        )
    )


def spoken_sentence(names: dict[str, str], code: str, visits: int, page: PublicPage) -> str:
    """Say in how many visits a subject came up."""
    return str(
        gettext(
            "%(theme)s came up in %(count)s of %(total)s visits.",
            theme=names.get(code, code),
            count=count_word(visits),
            total=count_word(page.visits),
        )
    )


def promise_sentences(page: KeptPage) -> list[str]:
    """Say what became of what was promised, as far as it rests on enough visits."""
    if not page.enough:
        return [gettext("There are too few promises yet to tell about.")]
    found = [made_sentence(page), answered_sentence(page)]
    if page.median_days is not None:
        found.append(
            gettext("Half of the answers came within %(days)s days.", days=page.median_days)
        )
    if page.since and page.until and not page.whole:
        found.append(
            gettext(
                "They were made from the %(first)s up to and including the %(last)s.",
                first=show_quarter(page.since),
                last=show_quarter(page.until),
            )
        )
    if page.oldest_open:
        found.append(
            gettext(
                "The oldest open promise is of the %(quarter)s.",
                quarter=show_quarter(page.oldest_open),
            )
        )
    return found


def in_time(page: KeptPage) -> str:
    """Give how many of the answers that were due came in time."""
    return str(gettext("%(count)s of %(total)s", count=page.in_time, total=page.awaited))


def made_sentence(page: KeptPage) -> str:
    """Say how many promises were made."""
    return str(
        ngettext(
            "We promised one thing.",
            "We promised %(count)s things.",
            page.made,
            count=count_word(page.made),
        )
    )


def answered_sentence(page: KeptPage) -> str:
    """Say to how many promises the tenant got an answer."""
    if not page.answered:
        return str(gettext("No tenant has had an answer yet."))
    if page.answered == page.made:
        return str(gettext("To all of them the tenant got an answer."))
    return str(
        ngettext(
            "To one of them the tenant got an answer.",
            "To %(count)s of them the tenant got an answer.",
            page.answered,
            count=count_word(page.answered),
        )
    )
