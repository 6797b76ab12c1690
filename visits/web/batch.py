"""An import: choose a file, see what it will do, store it as a whole; undo it if need be.

The file is read in the background (`kit/upload.py`). Until somebody says yes or no, it can be read
again with another meaning of its columns.
"""

from datetime import date
from typing import Any

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from visits.domain.account import Right
from visits.domain.month import today
from visits.formats import tenant as files
from visits.formats.export import Sheet, csv_bytes
from visits.models import db
from visits.models.tenant import Batch, BatchState
from visits.services.organisation import is_sample
from visits.services.refusals import Refusal, Refused
from visits.services.tenant import batch as batches
from visits.services.tenant import comparison
from visits.web.forms.tenant import UploadForm
from visits.web.kit import upload as uploads
from visits.web.kit.access import allow, my_id
from visits.web.kit.deed import deed, now
from visits.web.kit.download import to_keep
from visits.web.kit.pages import form_page
from visits.web.kit.redirects import go_on
from visits.web.kit.upload import Stand, Upload
from visits.words import intake
from visits.words.locale import show_date
from visits.words.refusals import sentence

bp = Blueprint("batch", __name__, url_prefix="/huurders/inlezen")
SHOWN = 10
CHOICE = "kolom-"
# Seconds: a small file is read by then, and a large one has a page that says how far it is.
PATIENCE = 3.0
AGAIN = 2


@bp.route("/", methods=["GET", "POST"])
@allow(Right.TENANTS)
def upload() -> ResponseReturnValue:
    """Choose a file; it is read and held up, and no tenant changes yet."""
    form = UploadForm()
    if not form.validate_on_submit():
        return form_page("batch/upload.html", form)
    if is_sample(db.session()):
        raise Refused(Refusal.DEMO)
    given = (form.file.data.filename or "bestand").rpartition("/")[2]
    name = "".join(char for char in given if char.isprintable())
    chosen = Upload(form.file.data.read(), name, not form.partial.data, my_id(), now())
    db.session.rollback()
    uploads.begin(chosen, patience=current_app.config.get("UPLOAD_PATIENCE", PATIENCE))
    return answer(chosen, status=422)


@bp.get("/bezig/<token>")
@allow(Right.TENANTS)
def reading(token: str) -> ResponseReturnValue:
    """Show how far a file is being read, or what has to be known about it."""
    found = uploads.find(token)
    return answer(found, status=200) if found else redirect(url_for("batch.upload"), 303)


def answer(found: Upload, *, status: int) -> ResponseReturnValue:
    """Lead to where a file stands: still being read, refused, a question, or its preview."""
    if found.stand is Stand.READING and request.method == "POST":
        return redirect(url_for("batch.reading", token=found.token), 303)
    if found.stand is Stand.READING:
        response = make_response(render_template("batch/reading.html", upload=found))
        response.headers["Refresh"] = str(AGAIN)
        return response
    if found.stand is Stand.ASKED and found.columns:
        about_columns = not all(problem.options for problem in found.columns.problems)
        page = render_template(
            "batch/columns.html", upload=found, about_columns=about_columns, **words()
        )
        return page, status
    if found.stand is Stand.STAGED:
        return redirect(url_for("batch.show", batch_id=found.batch_id), 303)
    uploads.let_go(found)
    form = UploadForm(formdata=None)
    form.file.errors = [said(found.refusal)]
    return render_template("batch/upload.html", form=form, failed=True), status


def said(refusal: files.FileRefused | None) -> str:
    """Say why a file was refused; without a refusal it was our fault."""
    if refusal is None:
        return str(gettext("Reading this file did not work. It is our fault, not yours."))
    return intake.why_refused(refusal)


def words() -> dict[str, Any]:
    """Give a template the words for codes and fields."""
    return {"codes": intake, "fields": files.FIELDS, "choice": CHOICE}


@bp.post("/bezig/<token>/kolommen")
@allow(Right.TENANTS)
def read_again(token: str) -> ResponseReturnValue:
    """Read a file once more, with the meaning of its columns that somebody chose."""
    found = uploads.find(token)
    if found is None or found.columns is None:
        return go_on(gettext("We do not have this file any more. Choose it again."), "batch.upload")
    chosen = chosen_mapping(found.columns)
    answers = {code: request.form[code] for code in files.Question if code in request.form}
    if found.batch_id is not None:
        with deed() as session:
            batches.cancel(
                session, batches.get_batch(session, found.batch_id), by=my_id(), now=now()
            )
    uploads.let_go(found)
    again = Upload(
        found.data,
        found.name,
        found.whole,
        my_id(),
        now(),
        chosen or found.chosen,
        found.answers | answers,
    )
    uploads.begin(again, patience=current_app.config.get("UPLOAD_PATIENCE", PATIENCE))
    return answer(again, status=422)


def chosen_mapping(columns: files.Columns) -> dict[int, str | None]:
    """Give the meaning of the columns that somebody chose in a form, if it has columns."""
    return {
        column.index: request.form[f"{CHOICE}{column.index}"] or None
        for column in columns.columns
        if f"{CHOICE}{column.index}" in request.form and not column.forbidden
    }


@bp.post("/bezig/<token>/stoppen")
@allow(Right.TENANTS)
def stop(token: str) -> ResponseReturnValue:
    """Let go of a file that is still being read."""
    uploads.let_go(uploads.find(token))
    return go_on(gettext("Stopped. Nothing was kept of this file."), "tenant.index")


@bp.get("/<int:batch_id>")
@allow(Right.TENANTS)
def show(batch_id: int) -> ResponseReturnValue:
    """Show what a file would do, or what it did."""
    session = db.session()
    batch = batches.get_batch(session, batch_id)
    if batch.state is BatchState.STAGED:
        return preview(batch)
    stored = batch.state is BatchState.STORED
    why_not = batches.why_not_undo(session, batch)
    why = sentence(Refused(why_not)) if why_not else ""
    return render_template("batch/done.html", batch=batch, stored=stored, why_not=why)


def preview(batch: Batch, *, untold: bool = False) -> str:
    """Show what a file would do, and what is still to be confirmed if it could not be stored."""
    session = db.session()
    effect = comparison.compare(session, batch)
    reasons = batches.count_codes(session, batch)
    return render_template(
        "batch/show.html",
        batch=batch,
        effect=effect,
        many=comparison.is_drastic(session, effect),
        untold=untold,
        upload=uploads.find_for(batch.id),
        notices=[intake.notice(notice) for notice in batch.notices],
        other_names=comparison.count_other_names(session, batch),
        new=comparison.list_new(session, batch, limit=SHOWN),
        vanished=comparison.list_vanished(session, batch, limit=SHOWN),
        differences=comparison.list_differences(session, batch, limit=SHOWN),
        bad=batches.list_bad_rows(session, batch, limit=SHOWN),
        skipped=reasons.get("skipped", {}),
        merged=reasons.get("merged", {}),
        warned=reasons.get("accepted_warning", {}),
        in_words=in_words,
        shown=SHOWN,
        **words(),
    )


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
    sure = "many" in request.form
    try:
        with deed() as session:
            batch = batches.get_batch(session, batch_id)
            effect = batches.store(
                session, batch, by=my_id(), today=today(now()), now=now(), many=sure
            )
    except Refused as refusal:
        if refusal.code is not Refusal.BATCH_MANY:
            raise
        return preview(batches.get_batch(db.session(), batch_id), untold=True), 422
    uploads.let_go(uploads.find_for(batch_id))
    count = effect.new + effect.changed + effect.unchanged
    said = ngettext("%(num)s tenant was read in.", "%(num)s tenants were read in.", count)
    if effect.nothing:
        said = gettext("Nothing has changed. The list counts as of today again.")
    return go_on(said, "tenant.index")


@bp.post("/<int:batch_id>/stoppen")
@allow(Right.TENANTS)
def cancel(batch_id: int) -> ResponseReturnValue:
    """Throw a staged file away."""
    with deed() as session:
        batches.cancel(session, batches.get_batch(session, batch_id), by=my_id(), now=now())
    uploads.let_go(uploads.find_for(batch_id))
    return go_on(gettext("Stopped. Nothing was kept of this file."), "tenant.index")


@bp.post("/<int:batch_id>/terugdraaien")
@allow(Right.TENANTS)
def undo(batch_id: int) -> ResponseReturnValue:
    """Put every tenant back as it was before a file was stored."""
    with deed() as session:
        batches.undo(session, batches.get_batch(session, batch_id), by=my_id(), now=now())
    return go_on(gettext("Undone. The list is as it was before."), "tenant.index")


@bp.get("/<int:batch_id>/fouten.csv")
@allow(Right.TENANTS)
def bad_rows(batch_id: int) -> ResponseReturnValue:
    """Give the rows that could not be read: place, reason and tenant number, nothing else."""
    session = db.session()
    listed = batches.list_bad_rows(session, batches.get_batch(session, batch_id))
    head = [gettext("Row"), gettext("Code"), gettext("Reason"), gettext("Tenant number")]
    rows = [
        (
            row.row,
            ", ".join(row.codes),
            " ".join(intake.sentence(code) for code in row.codes),
            row.external_id or "",
        )
        for row in listed
    ]
    table = Sheet(gettext("Could not be read"), head, rows)
    return to_keep(csv_bytes([table]), "fouten-VERTROUWELIJK.csv")
