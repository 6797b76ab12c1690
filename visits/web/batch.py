"""An import: choose a file, see what it will do, store it as a whole; undo it if need be.

The file is read and let go in one request: only what its known columns say is kept, and only until
somebody says yes or no. So whoever wants to read a column differently chooses the file once more.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from visits.domain.account import Right
from visits.domain.month import today
from visits.formats import tenant as files
from visits.models import db
from visits.models.tenant import Batch, BatchState
from visits.services import batch as batches
from visits.services import comparison
from visits.services.organisation import is_sample
from visits.services.refusals import Refused
from visits.web.forms.tenant import UploadForm
from visits.web.kit import codes
from visits.web.kit.access import allow, my_id
from visits.web.kit.deed import deed, now
from visits.web.kit.language import show_date
from visits.web.kit.pages import form_page

bp = Blueprint("batch", __name__, url_prefix="/huurders/inlezen")
SHOWN = 10
CHOICE = "kolom-"
LATEST_FIRST = slice(None, SHOWN)


@bp.route("/", methods=["GET", "POST"])
@allow(Right.TENANTS)
def upload() -> ResponseReturnValue:
    """Choose a file; it is read and held up, and no tenant changes yet."""
    form = UploadForm()
    columns = None
    if form.validate_on_submit():
        if is_sample(db.session()):
            raise Refused("demo")
        data = form.file.data.read()
        try:
            columns = files.read_columns(data)
            return stage(data, columns, form)
        except files.FileRefused as refusal:
            form.file.errors = [codes.sentence(refusal.code)]
        except files.NeedsMapping as needed:
            form.file.errors = [codes.sentence(needed.problems[0].code)]
    return form_page("batch/upload.html", form, columns=columns, codes=codes, fields=files.FIELDS)


def stage(data: bytes, columns: files.Columns, form: UploadForm) -> ResponseReturnValue:
    """Read a file with the chosen, the remembered or the usual meaning of its columns."""
    chosen = chosen_mapping(columns) or remembered(columns)
    given = (form.file.data.filename or "bestand").rpartition("/")[2]
    name = "".join(char for char in given if char.isprintable())
    found = files.read_tenants(data, file_name=name, today=today(now()), mapping=chosen)
    report = files.report(found)
    with deed() as session:
        if chosen:
            mapping = {str(index): field for index, field in chosen.items()}
            batches.remember_mapping(session, columns.signature, mapping, now=now())
        batch = batches.stage(
            session,
            report,
            columns=read_as(columns, chosen),
            whole=not form.partial.data,
            by=my_id(),
            now=now(),
        )
        number = batch.id
    return redirect(url_for("batch.show", batch_id=number), 303)


def chosen_mapping(columns: files.Columns) -> dict[int, str | None] | None:
    """Give the meaning of the columns that somebody chose in this form."""
    if not any(name.startswith(CHOICE) for name in request.form):
        return None
    return {
        column.index: field if (field := request.form.get(f"{CHOICE}{column.index}")) else None
        for column in columns.columns
        if not column.forbidden
    }


def remembered(columns: files.Columns) -> dict[int, str | None] | None:
    """Give the meaning that was chosen for a file with the same header."""
    found = batches.find_mapping(db.session(), columns.signature)
    return {int(index): field for index, field in found.items()} if found else None


def read_as(columns: files.Columns, chosen: dict[int, str | None] | None) -> list[tuple[str, str]]:
    """Give each header with the field it is read as; a forbidden one is not even named here."""
    return [
        (column.header[:80], (chosen or {}).get(column.index, column.field) or "")
        for column in columns.columns
        if not column.forbidden
    ]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one tenant that would change."""

    tenant: comparison.Columns
    field: str
    before: str
    after: str


@bp.get("/<int:batch_id>")
@allow(Right.TENANTS)
def show(batch_id: int) -> ResponseReturnValue:
    """Show what a file would do, or what it did."""
    session = db.session()
    batch = batches.get_batch(session, batch_id)
    if batch.state is not BatchState.STAGED:
        return render_template("batch/done.html", batch=batch, codes=codes)
    found = comparison.compare(session, batch)
    return render_template(
        "batch/show.html",
        batch=batch,
        found=found,
        differences=differences(found)[LATEST_FIRST],
        bad=batches.list_bad_rows(session, batch, limit=SHOWN),
        skipped=batches.count_codes(session, batch, "skipped"),
        warned=batches.count_codes(session, batch, "accepted_warning"),
        codes=codes,
        shown=SHOWN,
    )


def differences(found: comparison.Comparison) -> list[Difference]:
    """List field by field what would change."""
    return [
        Difference(after, name, in_words(before[name]), in_words(after[name]))
        for before, after in found.changed[:SHOWN]
        for name in comparison.COMPARED
        if before[name] != after[name]
    ]


def in_words(value: object) -> str:
    """Give a value as it is shown beside another."""
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    if isinstance(value, date):
        return show_date(value)
    return "" if value is None else str(value)


@bp.post("/<int:batch_id>/bewaren")
@allow(Right.TENANTS)
def store(batch_id: int) -> ResponseReturnValue:
    """Store a staged file as a whole."""
    with deed() as session:
        batch = batches.get_batch(session, batch_id)
        batches.store(session, batch, by=my_id(), today=today(now()), now=now())
        count = batch.counts["new"] + batch.counts["changed"] + batch.counts["unchanged"]
    flash(ngettext("%(num)s tenant was read in.", "%(num)s tenants were read in.", count))
    return redirect(url_for("tenant.index"), 303)


@bp.post("/<int:batch_id>/stoppen")
@allow(Right.TENANTS)
def cancel(batch_id: int) -> ResponseReturnValue:
    """Throw a staged file away."""
    with deed() as session:
        batches.cancel(session, batches.get_batch(session, batch_id), by=my_id(), now=now())
    flash(gettext("Stopped. Nothing was kept of this file."))
    return redirect(url_for("tenant.index"), 303)


@bp.post("/<int:batch_id>/terugdraaien")
@allow(Right.TENANTS)
def undo(batch_id: int) -> ResponseReturnValue:
    """Put every tenant back as it was before a file was stored."""
    with deed() as session:
        batches.undo(session, batches.get_batch(session, batch_id), by=my_id(), now=now())
    flash(gettext("Undone. The list is as it was before."))
    return redirect(url_for("tenant.index"), 303)


@bp.get("/<int:batch_id>/fouten.csv")
@allow(Right.TENANTS)
def bad_rows(batch_id: int) -> ResponseReturnValue:
    """Give the rows that could not be read: their number and the reason, never what they say."""
    session = db.session()
    batch: Batch = batches.get_batch(session, batch_id)
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([gettext("Row"), gettext("Code"), gettext("Reason")])
    for row in batches.list_bad_rows(session, batch):
        writer.writerow([row.row, ", ".join(row.codes), codes.sentence(row.codes[0])])
    response = Response(out.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="fouten-VERTROUWELIJK.csv"'
    return response
