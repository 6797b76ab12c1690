"""An import: choose a file, see what it will do, store it as a whole; undo it if need be.

The file is read in the background (`kit/upload.py`). Until somebody says yes or no, it can be read
again with another meaning of its columns. Where it stands is in the database, so that any process
of the app can say; the file itself is held by one.
"""

import re
from datetime import date
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
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
from visits.formats.export import Sheet, csv_bytes
from visits.models import db
from visits.models.tenant import Batch, BatchState
from visits.services.organisation import is_sample
from visits.services.refusals import Refusal, Refused
from visits.services.tenant import batch as batches
from visits.services.tenant import comparison, staging
from visits.web.forms.tenant import UploadForm
from visits.web.kit import upload as uploads
from visits.web.kit.access import allow, my_id
from visits.web.kit.deed import deed, do, now
from visits.web.kit.download import to_keep
from visits.web.kit.pages import form_page
from visits.web.kit.redirects import go_on
from visits.web.kit.upload import Upload
from visits.words import intake
from visits.words.locale import show_date
from visits.words.refusals import sentence

bp = Blueprint("batch", __name__, url_prefix="/huurders/inlezen")
SHOWN = 10
CHOICE = "kolom-"
# Seconds: a small file is read by then, and a large one has a page that says how far it is.
PATIENCE = 3.0
AGAIN = 2
COLUMN = re.compile(rf"{CHOICE}(\d{{1,4}})", re.ASCII)
HASH = 64  # characters of the hash of a header


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
    chosen.answers = chosen_answers()
    db.session.rollback()
    return begin(chosen)


def begin(chosen: Upload) -> ResponseReturnValue:
    """Start to read a file, and answer where it stands a moment later."""
    patience = current_app.config.get("UPLOAD_PATIENCE", PATIENCE)
    number = uploads.begin(chosen, patience=patience)
    batch = batches.get_batch(db.session(), number)
    broken = staging.broke_off(batch, now=now())
    if batch.state in {BatchState.ASKED, BatchState.REFUSED} or broken:
        return progress(batch), 422
    return redirect(url_for("batch.show", batch_id=number), 303)


def progress(batch: Batch) -> Response:
    """Show how far a file is being read, what has to be known about it, or why it cannot be."""
    held = uploads.find(batch.id)
    if batch.state is BatchState.READING and not staging.broke_off(batch, now=now()):
        response = make_response(render_template("batch/reading.html", batch=batch))
        response.headers["Refresh"] = str(AGAIN)
        return response
    if batch.state is BatchState.ASKED and held and held.columns:
        about_columns = not all(problem.options for problem in held.columns.problems)
        page = render_template(
            "batch/columns.html", upload=held, about_columns=about_columns, **words()
        )
        return make_response(page)
    return make_response(choose_again(batch, why_again(batch)))


def choose_again(batch: Batch, why: str) -> str:
    """Show the form for a file once more, with why, and with what was answered already."""
    form = UploadForm(formdata=None, data={"partial": not batch.whole})
    form.file.errors = [why]
    return render_template("batch/upload.html", form=form, failed=True, answers=chosen_answers())


def why_again(batch: Batch) -> str:
    """Say why a file has to be chosen again; without a refusal it was our fault."""
    if batch.state is BatchState.READING:
        return str(gettext("Reading this file broke off. Choose it again."))
    if batch.state is BatchState.ASKED:
        return str(
            gettext(
                "We have a question about this file, and not the file itself any more. "
                "Choose it again."
            )
        )
    if not batch.notices:
        return str(gettext("Reading this file did not work. It is our fault, not yours."))
    (why,) = batch.notices
    return intake.why_refused(files.FileRefused.from_plain(why))


def words() -> dict[str, Any]:
    """Give a template the words for codes and fields."""
    return {"codes": intake, "fields": files.FIELDS, "choice": CHOICE}


@bp.post("/<int:batch_id>/kolommen")
@allow(Right.TENANTS)
def read_again(batch_id: int) -> ResponseReturnValue:
    """Read a file once more, with the meaning of its columns that somebody chose.

    Where the file is held by another process, the answers are kept and the file is asked for again.
    """
    held, chosen = uploads.find(batch_id), chosen_mapping()
    with deed() as session:
        batch = batches.get_batch(session, batch_id)
        batches.cancel(session, batch, by=my_id(), now=now())
        if held is None and chosen and len(signature := request.form.get("header", "")) == HASH:
            batches.remember_mapping(session, signature, chosen, now=now())
    if held is None:
        why = gettext("We kept your answers. Choose the file once more, then we go on with them.")
        return choose_again(batches.get_batch(db.session(), batch_id), str(why)), 422
    uploads.let_go(batch_id)
    again = Upload(held.data, held.name, held.whole, my_id(), now())
    again.chosen, again.answers = chosen or held.chosen, held.answers | chosen_answers()
    return begin(again)


def chosen_mapping() -> dict[int, str | None]:
    """Give the meaning of the columns that somebody chose in a form, if it has columns."""
    return {
        int(found[1]): field if field in files.FIELDS else None
        for name, field in request.form.items()
        if (found := COLUMN.fullmatch(name))
    }


def chosen_answers() -> dict[str, str]:
    """Give what somebody answered about a file as a whole."""
    return {code: request.form[code] for code in files.Question if code in request.form}


@bp.get("/<int:batch_id>")
@allow(Right.TENANTS)
def show(batch_id: int) -> ResponseReturnValue:
    """Show what a file would do, or what it did."""
    session = db.session()
    batch = batches.get_batch(session, batch_id)
    if batch.state is BatchState.STAGED:
        return preview(batch)
    if batch.state in {BatchState.READING, BatchState.ASKED, BatchState.REFUSED}:
        return progress(batch)
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
        upload=uploads.find(batch.id),
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
        effect = do(batches.get_batch, batch_id, batches.store, today=today(now()), many=sure)
    except Refused as refusal:
        if refusal.code is not Refusal.BATCH_MANY:
            raise
        return preview(batches.get_batch(db.session(), batch_id), untold=True), 422
    uploads.let_go(batch_id)
    count = effect.new + effect.changed + effect.unchanged
    said = ngettext("%(num)s tenant was read in.", "%(num)s tenants were read in.", count)
    if effect.nothing:
        said = gettext("Nothing has changed. The list counts as of today again.")
    return go_on(said, "tenant.index")


@bp.post("/<int:batch_id>/stoppen")
@allow(Right.TENANTS)
def cancel(batch_id: int) -> ResponseReturnValue:
    """Throw a file away that is being read or waits."""
    do(batches.get_batch, batch_id, batches.cancel)
    uploads.let_go(batch_id)
    return go_on(gettext("Stopped. Nothing was kept of this file."), "tenant.index")


@bp.post("/<int:batch_id>/terugdraaien")
@allow(Right.TENANTS)
def undo(batch_id: int) -> ResponseReturnValue:
    """Put every tenant back as it was before a file was stored."""
    do(batches.get_batch, batch_id, batches.undo)
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
