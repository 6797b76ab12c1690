"""The board's pages: what we heard, what we did, where we were. No names, no days."""

import json

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from visits.domain.account import Right
from visits.domain.board import Labels
from visits.domain.insight import Kind
from visits.domain.month import quarter_days, quarter_of, today
from visits.domain.theme import group_of
from visits.formats.export import Sheet, csv_bytes, xlsx_bytes
from visits.models import db
from visits.services import audit
from visits.services.board import coverage as places
from visits.services.board import heard as hearings
from visits.services.board import kept as outcomes
from visits.services.board.close import anything_due, close_due
from visits.services.board.released import Released
from visits.services.board.subject import subject_page
from visits.services.journal import theme as themes
from visits.web.kit.access import allow, me, my_id
from visits.web.kit.deed import deed, now
from visits.web.kit.download import to_keep
from visits.web.kit.values import number
from visits.words import board
from visits.words.labels import label
from visits.words.locale import language

bp = Blueprint("board", __name__)
LAST_SHEET = 10_000


@bp.before_app_request
def close_first() -> None:
    """Fix what is over before somebody of the board reads it, so that it reads the same for good.

    It is the calendar that closes a period; a reader is only the first to notice.
    """
    read = request.blueprint in {"board", "fairness", "report"} or request.endpoint == "home.index"
    if read and me() and anything_due(db.session(), now=now()):
        with deed() as session:
            close_due(session, now=now())


def chosen_year() -> str | None:
    """Give the year that was asked for; the page takes the newest for what is none."""
    return request.args.get("jaar")


@bp.get("/wat-we-hoorden")
@allow(Right.BOARD)
def heard() -> ResponseReturnValue:
    """Show what we heard in a year."""
    page = hearings.heard_page(db.session(), now=now(), year=chosen_year())
    return render_template("board/heard.html", **board.heard_values(page))


@bp.get("/wat-we-hoorden/<code>")
@allow(Right.BOARD)
def theme(code: str) -> ResponseReturnValue:
    """Show the statements behind one number, and the subject over all years."""
    names = themes.names(db.session(), language())
    if code not in names or code != group_of(code):
        abort(404)
    sheet = number("blad") or 1
    page = subject_page(
        db.session(),
        code,
        now=now(),
        year=chosen_year(),
        sheet=min(max(sheet, 1), LAST_SHEET),
    )
    return render_template("board/theme.html", page=page, names=names, tags=tags)


def tags(released: Released, names: dict[str, str]) -> list[str]:
    """Give in words what the board may know of a statement beside its subject."""
    return [word for word in in_words(released.labels, names)[1:] if word]


def in_words(labels: Labels, names: dict[str, str]) -> list[str]:
    """Give the labels of a row in words, in the order of the columns."""
    return [
        board.show_period(labels.period) if "-Q" in labels.period else labels.period,
        names.get(labels.theme, "") if labels.theme != labels.subject else "",
        str(label(Kind(labels.kind))) if labels.kind else "",
        labels.place,
    ]


@bp.get("/wat-we-deden")
@allow(Right.BOARD)
def kept() -> ResponseReturnValue:
    """Show what became of what we promised."""
    page = outcomes.kept_page(db.session(), now=now(), year=chosen_year())
    return render_template(
        "board/kept.html",
        page=page,
        sentences=board.promise_sentences(page),
        timely=board.in_time(page),
    )


@bp.get("/waar-we-waren")
@allow(Right.BOARD)
def coverage() -> ResponseReturnValue:
    """Show in which districts we have been, and with whom."""
    return render_template(
        "board/coverage.html",
        page=places.coverage_page(db.session(), year=chosen_year()),
        band_name=board.band_name,
        widest=places.widest,
    )


@bp.get("/wat-we-hoorden.<ending>")
@allow(Right.BOARD)
def export(ending: str) -> ResponseReturnValue:
    """Give the board's table as a file for another tool, with what its columns mean."""
    if ending not in {"csv", "xlsx", "json"}:
        abort(404)
    with deed() as session:
        rows = hearings.export_rows(session, now=now())
        names = themes.names(session, language())
        audit.record(
            session, "board.export", "board", "heard", by=my_id(), now=now(), rows=len(rows)
        )
    table = Sheet(gettext("Insights"), list(columns()), [cells(row, names) for row in rows])
    content = EXPORTS[ending](table)
    return to_keep(content, f"inzichten-{now():%Y-%m-%d}-VERTROUWELIJK.{ending}")


def columns() -> dict[str, str]:
    """Give the columns of the export, each with what it means."""
    return {
        gettext("Period"): gettext("The quarter, half-year or year in which it counts."),
        gettext("Code"): gettext("The code of the subject or the theme in the list of themes."),
        gettext("Subject"): gettext("The name of that code. Empty: too few to tell."),
        gettext("Kind"): gettext("Compliment, concern, idea, story, question or signal."),
        gettext("Place"): gettext("District or neighbourhood, where enough visits share it."),
        gettext("In our words"): gettext(
            "The statement. Empty: it counts, but its words are told elsewhere or not."
        ),
        gettext("In the tenant's words"): gettext("The quote, if the tenant allowed it."),
    }


def cells(row: hearings.ExportRow, names: dict[str, str]) -> list[str]:
    """Give one row in words."""
    period, _, kind, place = in_words(row.labels, names)
    code = row.labels.theme
    return [period, code, names.get(code, ""), kind, place, row.statement, row.quote]


def as_json(table: Sheet) -> bytes:
    """Give a table as JSON, with its dictionary beside it."""
    found = {
        "label": "VERTROUWELIJK",
        "columns": columns(),
        "rows": [dict(zip(table.head, row, strict=True)) for row in table.rows],
    }
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def meaning() -> Sheet:
    """Give the data dictionary as a table."""
    head = [gettext("Column"), gettext("What it means")]
    return Sheet(gettext("Columns"), head, list(columns().items()))


EXPORTS = {
    "csv": lambda table: csv_bytes([table]),
    "xlsx": lambda table: xlsx_bytes([table, meaning()], "VERTROUWELIJK"),
    "json": as_json,
}


@bp.get("/themalijst.csv")
@allow(Right.BOARD)
def theme_list() -> ResponseReturnValue:
    """Give the list of themes as a table, as it was when the quarter began.

    A new theme would tell that somebody spoke of it, and when.
    """
    begin, _ = quarter_days(quarter_of(today(now())))
    rows = [
        [one.code, one.name_nl, one.name_en, one.guid, one.parent or ""]
        for group in themes.list_groups(db.session())
        for one in (group.theme, *group.parts)
        if one.added_on is None or one.added_on < begin
    ]
    head = ["code", "name_nl", "name_en", "guid", "parent"]
    return to_keep(csv_bytes([Sheet("themes", head, rows)]), "themalijst.csv")
