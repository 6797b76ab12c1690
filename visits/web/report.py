"""Reports: looked at first, made final once, read by the board as they were given out."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from visits.domain.account import Right
from visits.formats.export import Sheet, csv_bytes, xlsx_bytes
from visits.models import db
from visits.models.board import Handing, ReportKind
from visits.services.board import report as reports
from visits.services.board.close import close_due
from visits.services.clock import trust
from visits.web.kit.access import allow, i_may, my_id
from visits.web.kit.deed import deed, note_export, now
from visits.web.kit.download import to_keep
from visits.web.kit.redirects import go_on
from visits.words import report as words
from visits.words.board import show_period
from visits.words.organisation import sender, settings

bp = Blueprint("report", __name__, url_prefix="/rapporten")
ENDINGS = frozenset({"pdf", "csv", "xlsx"})


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


@bp.get("/<name>/<period>")
@allow(Right.BOARD)
def show(name: str, period: str) -> ResponseReturnValue:
    """Show a report as it is final, or as it would be."""
    kind, session = kind_of(name), db.session()
    final = reports.find_report(session, kind, period)
    if final is None and not i_may(Right.REPORT):
        abort(404)
    facts = reports.get_edition(session, kind, period).facts if final else facts_of(kind, period)
    return render_template(
        "report/show.html",
        facts=facts,
        name=name,
        period=period,
        final=final,
        mailed=kind is reports.MAILED,
        editions=reports.list_handouts(session, final) if final else [],
    )


@bp.get("/<name>/<period>/voorbeeld.<ending>")
@allow(Right.REPORT)
def preview(name: str, period: str, ending: str) -> ResponseReturnValue:
    """Give a report as it would be, before it is made final."""
    kind = kind_of(name)
    if ending not in ENDINGS:
        abort(404)
    content = content_of(facts_of(kind, period), ending)
    note_export("report.preview", "report", period, kind=kind, what=ending)
    return to_keep(content, reports.file_name(kind, period, ending, final=False))


@bp.post("/<name>/<period>")
@allow(Right.REPORT)
def make_final(name: str, period: str) -> ResponseReturnValue:
    """Keep a report as it is now, and mail the quarterly sheet to the board."""
    kind = kind_of(name)
    with deed() as session:
        trust(session, now=now())
        close_due(session, now=now())
        facts = facts_of(kind, period)
        reports.publish(session, kind, period, facts, sender=sender(), by=my_id(), now=now())
    said = gettext("The report is final. It stays as it is.")
    return go_on(said, "report.show", name=name, period=period)


@bp.get("/<name>/<period>/rapport.<ending>")
@allow(Right.BOARD)
def file(name: str, period: str, ending: str) -> ResponseReturnValue:
    """Give a final report as it was kept."""
    kind = kind_of(name)
    if ending not in ENDINGS:
        abort(404)
    with deed() as session:
        edition = reports.get_edition(session, kind, period)
        reports.hand_out(session, edition, Handing.DOWNLOAD, my_id(), now=now(), what=ending)
        content = edition.content if ending == "pdf" else content_of(edition.facts or {}, ending)
    return to_keep(content or b"", reports.file_name(kind, period, ending))


def facts_of(kind: ReportKind, period: str) -> reports.Facts:
    """Give what a report would say now, in the language of the pack."""
    return words.facts_of(db.session(), kind, period, language=settings().language, now=now())


def content_of(facts: reports.Facts, ending: str) -> bytes:
    """Give the bytes of a report: as paper, or as tables."""
    if ending == "pdf":
        return reports.paper_of(facts, now=now())
    sheets = [Sheet(*table) for table in reports.sheets_of(facts)]
    return csv_bytes(sheets) if ending == "csv" else xlsx_bytes(sheets, facts["label"])
