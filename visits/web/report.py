"""Reports: looked at first, made final once, read by the board as they were given out."""

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session

from visits.domain.account import Right, Role
from visits.formats.export import Sheet, csv_bytes, xlsx_bytes
from visits.formats.text import mail_text
from visits.models import db
from visits.models.board import Edition, Handing, ReportKind
from visits.services import audit
from visits.services import report as reports
from visits.services.account import list_holders
from visits.services.closing import close_due
from visits.services.invitation import make_mail
from visits.web.kit import report as words
from visits.web.kit.access import allow, i_may, my_id
from visits.web.kit.deed import deed, now
from visits.web.kit.organisation import organisation
from visits.web.kit.sender import sender, settings
from visits.web.kit.tell import show_period

bp = Blueprint("report", __name__, url_prefix="/rapporten")
TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("/")
@allow(Right.BOARD)
def index() -> ResponseReturnValue:
    """List the reports that are final, and those that can be made."""
    session = db.session()
    final = reports.list_reports(session)
    return render_template(
        "report/index.html",
        reports=final,
        final={(one.kind, one.period) for one in final},
        files=reports.FILES,
        makeable={kind: reports.periods_of(session, kind) for kind in ReportKind},
        titles=words.TITLES,
        show_period=show_period,
    )


def kind_of(name: str) -> ReportKind:
    """Give a kind of report by its name in the address; 404 for another word."""
    found = next((kind for kind, file in reports.FILES.items() if file == name), None)
    if found is None:
        abort(404)
    return found


def facts_of(session: Session, kind: ReportKind, period: str) -> reports.Facts:
    """Give what a report would say now, in the language of the pack."""
    reports.check_period(session, kind, period)
    with force_locale(settings().language):
        return words.facts_of(session, kind, period, now=now())


@bp.get("/<name>/<period>")
@allow(Right.BOARD)
def show(name: str, period: str) -> ResponseReturnValue:
    """Show a report as it is final, or as it would be."""
    kind, session = kind_of(name), db.session()
    final = reports.find_report(session, kind, period)
    if final is None and not i_may(Right.REPORT):
        abort(404)
    facts = (
        reports.get_edition(session, kind, period).facts
        if final
        else facts_of(session, kind, period)
    )
    return render_template(
        "report/show.html",
        facts=facts,
        name=name,
        period=period,
        final=final,
        editions=reports.list_handouts(session, final) if final else [],
    )


@bp.get("/<name>/<period>/voorbeeld.<ending>")
@allow(Right.REPORT)
def preview(name: str, period: str, ending: str) -> ResponseReturnValue:
    """Give a report as it would be, before it is made final."""
    kind, session = kind_of(name), db.session()
    if ending not in TYPES:
        abort(404)
    content = content_of(facts_of(session, kind, period), ending)
    with deed() as writing:
        audit.record(
            writing,
            "report.preview",
            "report",
            period,
            by=my_id(),
            now=now(),
            kind=kind,
            what=ending,
        )
    return download(content, ending, reports.file_name(kind, period, ending, final=False))


@bp.post("/<name>/<period>")
@allow(Right.REPORT)
def make_final(name: str, period: str) -> ResponseReturnValue:
    """Keep a report as it is now, and mail the quarterly sheet to the board."""
    kind = kind_of(name)
    with deed() as session:
        close_due(session, now=now())
        facts = facts_of(session, kind, period)
        edition = reports.make_final(session, kind, period, facts, by=my_id(), now=now())
        if kind is ReportKind.SHEET:
            mail_board(session, edition, facts)
    flash(gettext("The report is final. It stays as it is."))
    return redirect(url_for("report.show", name=name, period=period), 303)


def mail_board(session: Session, edition: Edition, facts: reports.Facts) -> None:
    """Send the sheet to everybody in the board; signing in is only for who wants to look behind."""
    values = {
        "periode": facts["period"],
        "link": f"{sender().base_url}{url_for('board.heard')}",
        "organisatie": organisation().name,
    }
    text = mail_text("sheet_board", values, settings().language)
    for account in list_holders(session, Role.BOARD):
        make_mail(
            session, text, to=account.email, sender=sender(), now=now(), report_id=edition.report_id
        )
        reports.hand_out(session, edition, Handing.MAIL, account.id, now=now())


@bp.get("/<name>/<period>/rapport.<ending>")
@allow(Right.BOARD)
def file(name: str, period: str, ending: str) -> ResponseReturnValue:
    """Give a final report as it was kept."""
    kind = kind_of(name)
    if ending not in TYPES:
        abort(404)
    with deed() as session:
        edition = reports.get_edition(session, kind, period)
        reports.hand_out(session, edition, Handing.DOWNLOAD, my_id(), now=now(), what=ending)
        content = edition.content if ending == "pdf" else content_of(edition.facts or {}, ending)
    return download(content or b"", ending, reports.file_name(kind, period, ending))


def content_of(facts: reports.Facts, ending: str) -> bytes:
    """Give the bytes of a report: as paper, or as tables."""
    if ending == "pdf":
        return reports.paper_of(facts, now=now())
    sheets = [Sheet(*table) for table in reports.sheets_of(facts)]
    return csv_bytes(sheets) if ending == "csv" else xlsx_bytes(sheets, facts["label"])


def download(content: bytes, ending: str, name: str) -> Response:
    """Give a file to keep."""
    response = current_app.response_class(content, content_type=TYPES[ending])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
