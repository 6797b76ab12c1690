"""The board's pages: what we heard, what we did, where we were. No names, no days."""

import csv
import io

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from visits.domain.account import Right
from visits.domain.action import Word
from visits.domain.board import BoardRow
from visits.domain.insight import Feeling, Kind
from visits.models import db
from visits.services import audit, board
from visits.services import theme as themes
from visits.web.kit.access import allow, my_id
from visits.web.kit.deed import deed, now
from visits.web.kit.language import language, show_quarter
from visits.web.kit.words import label

bp = Blueprint("board", __name__)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@bp.get("/wat-we-hoorden")
@allow(Right.BOARD)
def heard() -> ResponseReturnValue:
    """Show what we heard in the last four closed quarters."""
    session = db.session()
    page = board.heard_page(session, now=now())
    return render_template("board/heard.html", page=page, names=themes.names(session, language()))


@bp.get("/wat-we-hoorden/<code>")
@allow(Right.BOARD)
def theme(code: str) -> ResponseReturnValue:
    """Show the statements behind one number."""
    session = db.session()
    page = board.heard_page(session, now=now())
    subject = next((one for one in page.subjects if one.code == code), None)
    if subject is None:
        abort(404)
    return render_template(
        "board/theme.html", page=page, subject=subject, names=themes.names(session, language())
    )


@bp.get("/wat-we-deden")
@allow(Right.BOARD)
def did() -> ResponseReturnValue:
    """Show what became of what we promised."""
    page = board.did_page(db.session(), now=now())
    words = [(word, page.words[word]) for word in Word if page.words.get(word)]
    return render_template("board/did.html", page=page, words=words)


@bp.get("/waar-we-waren")
@allow(Right.BOARD)
def coverage() -> ResponseReturnValue:
    """Show in which districts we have been."""
    return render_template("board/coverage.html", places=board.coverage(db.session()))


@bp.get("/wat-we-hoorden.csv")
@allow(Right.BOARD)
def export() -> ResponseReturnValue:
    """Give the released insights as a file; the same rows as the page."""
    rows = board.export_rows(db.session(), now=now())
    known = themes.names(db.session(), language())
    content = table(rows, known)
    with deed() as session:
        audit.record(
            session, "board.export", "board", "heard", by=my_id(), now=now(), rows=len(rows)
        )
    response = Response(content, content_type="text/csv; charset=utf-8")
    name = f"wat-we-hoorden-{now():%Y-%m-%d}-VERTROUWELIJK.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def table(rows: list[BoardRow], known: dict[str, str]) -> str:
    """Give the rows as a file that Excel opens; no cell is ever a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [
            gettext("Quarter"),
            gettext("Place"),
            gettext("Subject"),
            gettext("Kind"),
            gettext("Feeling"),
            gettext("In our words"),
            gettext("In the tenant's words"),
        ]
    )
    for row in rows:
        writer.writerow([safe(cell) for cell in cells(row, known)])
    return out.getvalue()


def cells(row: BoardRow, known: dict[str, str]) -> list[str]:
    """Give one row in words."""
    return [
        show_quarter(row.period) if row.period else "",
        row.place,
        known.get(row.theme, ""),
        str(label(Kind(row.kind))) if row.kind else "",
        str(label(Feeling(row.feeling))) if row.feeling else "",
        row.statement,
        row.quote,
    ]


def safe(text: str) -> str:
    """Give a text that no spreadsheet runs."""
    return f"'{text}" if text.startswith(FORMULA) else text
