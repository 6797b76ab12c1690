"""Reports in words: the figures of the board's pages as sentences, tables and statements."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import force_locale, gettext, lazy_gettext
from sqlalchemy.orm import Session

from visits.domain.promise import Word
from visits.models.board import ReportKind
from visits.services.board.close import closed_periods
from visits.services.board.coverage import CoveragePage, coverage_page
from visits.services.board.heard import HeardPage, Quarter, heard_page
from visits.services.board.kept import KeptPage, kept_in_quarter, kept_page
from visits.services.board.public import public_page
from visits.services.board.released import Released
from visits.services.board.report import Facts, check_period
from visits.services.journal import theme as themes
from visits.services.organisation import get_organisation
from visits.words.board import (
    TO_TALK_ABOUT,
    band_name,
    headline,
    held_sentence,
    in_time,
    promise_sentences,
    sample_sentence,
    show_period,
    shown,
    spoken_sentence,
    talks_sentence,
    total_sentence,
    visited,
)
from visits.words.labels import label
from visits.words.locale import language, show_date, show_number, show_quarter
from visits.words.organisation import organisation
from visits.words.people import and_list

TITLES = {
    ReportKind.SHEET: lazy_gettext("Over coffee"),
    ReportKind.YEAR: lazy_gettext("The picture of the year"),
    ReportKind.ANSWER: lazy_gettext("You said, we did"),
}
TOP, LINES, STATEMENTS = 5, 4, 3  # as much as one sheet holds
# In points, the largest first: the sheet of a quarter is one page, whatever was said.
SIZES = {ReportKind.SHEET: [11, 10.2, 9.4], ReportKind.YEAR: [11], ReportKind.ANSWER: [13]}


def facts_of(
    session: Session, kind: ReportKind, period: str, *, language: str, now: datetime
) -> Facts:
    """Give what a report says in a language, ready for paper and for spreadsheets."""
    check_period(session, kind, period)
    public = kind is ReportKind.ANSWER  # only what tenants get may travel
    with force_locale(language):
        return {
            "title": str(TITLES[kind]),
            "period": show_period(period),
            "organisation": organisation().name,
            "label": gettext("For tenants") if public else gettext("CONFIDENTIAL"),
            "lang": language,
            "public": public,
            "sizes": SIZES[kind],
            "revised": "",
            "revised_words": gettext("Revised on the wish of a tenant: some words are gone."),
            "foot": gettext("As it stood on %(day)s.", day=show_date(now)),
            "words": {
                "report": str(TITLES[kind]),
                "part": gettext("Part"),
                "text": gettext("Text"),
                "table": gettext("The same figures as a table"),
            },
            "blocks": BLOCKS[kind](session, period, now),
        }


def block(heading: str, *sentences: str, **more: Any) -> Facts:
    """Give one part of a report."""
    return {
        "heading": heading,
        "sentences": [one for one in sentences if one],
        "statements": [],
        "lines": [],
        "more": "",
        "caption": "",
        "head": [],
        "rows": [],
        "bars": [],
        **more,
    }


def sheet(session: Session, period: str, now: datetime) -> list[Facts]:
    """Give the parts of the quarterly sheet: the quarter alone, and the last closed year."""
    year = str(int(period[:4]) - (0 if period.endswith("-Q4") else 1))
    page = heard_page(session, now=now, year=year)
    quarters = heard_page(session, now=now, year=period[:4]).quarters
    alone = next((one for one in quarters if one.period == period), Quarter(period, 0))
    done = kept_in_quarter(session, period)
    parts = [
        block(
            gettext("This quarter"),
            *visits_sentences(session, alone),
            "" if alone.statements else gettext("What was said counts when the year is over."),
            statements=statements(alone.statements, quotes=False),
        ),
        kept_block(done, *in_short(done), most=LINES),
    ]
    if page.closed and page.year == year and page.enough:
        parts.append(heard_block(session, page, top=TOP))
        if not alone.statements and (first := page.first_statements[:STATEMENTS]):
            heading = gettext("For example, in %(year)s", year=year)
            parts.append(block(heading, statements=statements(first, quotes=False)))
    return [*parts, block(gettext("To talk about"), *map(str, TO_TALK_ABOUT), listed=True)]


def visits_sentences(session: Session, quarter: Quarter) -> list[str]:
    """Say how many visits were held in a quarter; the first visits wait until they are enough."""
    quarters = [one for one in closed_periods(session).values() if "-" in one.period]
    told = [one.period for one in quarters if one.visits]
    if not told or quarter.period < told[0]:
        return [gettext("There are too few conversations yet to tell about.")]
    first = quarter.period == told[0] != quarters[0].period
    return [
        held_sentence(quarter.visits, get_organisation(session).smallest_group),
        gettext("The first visits, of the time before, are among them.") if first else "",
    ]


def year_picture(session: Session, period: str, now: datetime) -> list[Facts]:
    """Give the parts of the picture of a year."""
    page = heard_page(session, now=now, year=period)
    parts = [heard_block(session, page)]
    if page.quotes:
        parts.append(block(gettext("In the tenants' words"), statements=statements(page.quotes)))
    apart = [released for one in page.disclosed for released in one.statements]
    if also := statements([*page.rare, *apart]):
        parts.append(block(gettext("We heard this too"), statements=also))
    if page.talks:
        parts.append(talks_block(session, page))
    done = kept_page(session, now=now, year=period)
    parts.append(kept_block(done, **outcomes_table(done)))
    found = coverage_page(session, year=period)
    if found and found.enough:
        parts += coverage_blocks(found)
    return parts


def answer(session: Session, period: str, now: datetime) -> list[Facts]:
    """Give the parts of the paper for tenants."""
    page = public_page(session, period, now=now)
    names = themes.names(session, language())
    done = kept_page(session, now=now, year=period)
    parts = [
        block(
            gettext("You said"),
            total_sentence(page.visits),
            *(spoken_sentence(names, one.code, one.visits, page) for one in page.subjects),
            "" if page.subjects else gettext("There are too few conversations yet to tell about."),
            statements=statements(
                [released for one in page.subjects for released in one.statements], quotes=False
            ),
        )
    ]
    if done.visits >= page.smallest_group:
        parts.append(kept_block(done, heading=gettext("We did")))
    if organisation().phone:
        parts.append(
            block(
                gettext("Would you like to tell us something?"),
                gettext("Call us on %(phone)s.", phone=organisation().phone),
                gettext("You do not have to wait until you are drawn."),
            )
        )
    return parts


Maker = Callable[[Session, str, datetime], list[Facts]]
BLOCKS: Mapping[ReportKind, Maker] = {
    ReportKind.SHEET: sheet,
    ReportKind.YEAR: year_picture,
    ReportKind.ANSWER: answer,
}


def heard_block(session: Session, page: HeardPage, *, top: int | None = None) -> Facts:
    """Give what we heard in a year, beside the year before."""
    heading = gettext("What we heard in %(year)s", year=page.year)
    if not page.enough:
        return block(heading, gettext("There are too few conversations yet to tell about."))
    names = themes.names(session, language())
    listed = page.shown if top else page.subjects
    beside = page.before_enough
    return block(
        heading,
        headline(page, names),
        sample_sentence(page.visits),
        caption=gettext("In how many of the %(total)s visits a subject came up", total=page.visits),
        head=[gettext("Subject"), page.year, *([str(int(page.year) - 1)] if beside else [])],
        rows=[
            [
                names.get(one.code, one.code),
                shown(one.visits),
                *([shown(one.before)] if beside else []),
            ]
            for one in listed[:top]
        ],
        bars=[
            {"name": names.get(one.code, one.code), "on": one.visits.count, "of": page.visits}
            for one in page.shown[: top or None]
        ],
    )


def talks_block(session: Session, page: HeardPage) -> Facts:
    """Give what colleagues heard, counted apart."""
    names = themes.names(session, language())
    return block(
        gettext("What colleagues heard"),
        talks_sentence(page.talks),
        caption=gettext("In how many of the %(total)s talks a subject came up", total=page.talks),
        head=[gettext("Subject"), page.year],
        rows=[[names.get(code, code), count] for code, count in page.overheard],
    )


def kept_block(
    page: KeptPage, *short: str, heading: str = "", most: int | None = None, **table: Any
) -> Facts:
    """Give what we did with what we promised, the lines with the same outcome together."""
    disclosed = page.disclosed if page.enough else []
    order = list(Word)
    return block(
        heading or gettext("What we did"),
        *promise_sentences(page),
        *short,
        lines=[
            {
                "promise": one.promise,
                "line": one.line,
                "word": str(label(one.word)),
                "shape": one.word.value,
            }
            for one in sorted(disclosed[:most], key=lambda one: order.index(one.word))
        ],
        more=gettext("The others stand on the page What we did.")
        if most and len(disclosed) > most
        else "",
        **table,
    )


def in_short(page: KeptPage) -> list[str]:
    """Give how the promises stand in two sentences: the figures of the table, and who must act."""
    if not page.enough:
        return []
    # Why something cannot be stands with the promise.
    counts = [f"{name.partition(',')[0]}: {count}" for name, count in outcomes_of(page) if count]
    teams = sorted(
        {one.owner or gettext("A colleague") for one in page.promises if not one.answered}
    )
    waits = gettext("The tenant still waits for %(teams)s.", teams=and_list(teams))
    return [f"{'; '.join(counts)}.", *([waits] if teams else [])]


def outcomes_table(page: KeptPage) -> dict[str, Any]:
    """Give how the promises stand as a table, if there are enough to tell."""
    return {
        "caption": gettext("How the promises stand"),
        "head": [gettext("How it stands"), gettext("Promises")],
        "rows": [list(row) for row in outcomes_of(page) if page.enough],
    }


def outcomes_of(page: KeptPage) -> list[tuple[str, int | str]]:
    """List how many promises stand where, and how many answers came in time."""
    return [
        *((str(label(word)), count) for word, count in page.outcomes),
        *([(gettext("Answered in time"), in_time(page))] if page.awaited else []),
        *([(gettext("Late"), page.late)] if page.late else []),
    ]


def coverage_blocks(page: CoveragePage) -> list[Facts]:
    """Give where we were: the share of districts, and years of renting."""
    tenants, share = gettext("Long-standing tenants"), gettext("Fair share")
    return [
        block(
            gettext("Where we were"),
            gettext(
                "From the first draw up to and including the %(quarter)s.",
                quarter=show_quarter(page.until),
            ),
            caption=gettext(
                "Fair share of %(count)s visits, by number of tenants", count=page.visits
            ),
            head=[gettext("District"), tenants, share],
            rows=[[one.name, one.tenants, show_number(one.share, 1)] for one in page.districts],
        ),
        block(
            gettext("How long people have rented from us"),
            caption=gettext("Visits by years of renting"),
            head=[gettext("Rents from us"), tenants, gettext("Visits"), share],
            rows=[
                [band_name(one), one.tenants, visited(one.visits), show_number(one.share, 1)]
                for one in page.bands
            ],
        ),
    ]


def statements(found: Iterable[Released], *, quotes: bool = True) -> list[dict[str, str]]:
    """Give statements for paper, each with the ref by which its words can be taken back."""
    return [
        {"ref": one.ref, "statement": one.statement, "quote": one.quote if quotes else ""}
        for one in found
    ]
