"""The letter after a visit: what was heard and what was promised, read back to the tenant."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from visits.domain.account import Right
from visits.domain.month import today
from visits.formats.pdf import make_pdf
from visits.models import db
from visits.services import action as actions
from visits.services import insight as insights
from visits.services import note as notes
from visits.services import readback
from visits.services import visit as visits
from visits.web.forms.note import LetterForm
from visits.web.kit.access import allow, my_id
from visits.web.kit.deed import deed, now
from visits.web.kit.file import to_look_at
from visits.web.kit.organisation import organisation
from visits.web.kit.pages import form_page
from visits.web.kit.readback import letter_paper, proposed_letter
from visits.web.kit.sentences import incomplete_sentence

bp = Blueprint("readback", __name__, url_prefix="/bezoeken")


@bp.route("/<int:visit_id>/terugbrief", methods=["GET", "POST"])
@allow(Right.NOTES)
def letter(visit_id: int) -> ResponseReturnValue:
    """Show the letter with what was heard and promised, to be edited before it goes."""
    visit = visits.get_visit(db.session(), visit_id)
    note = notes.note_with_words(db.session(), visit, my_id())
    heard = insights.list_of_visit(db.session(), visit)
    promised = actions.list_of_visit(db.session(), visit)
    begun = proposed_letter(note, heard, promised, day=today(now()))
    form = LetterForm(text=note.letter or begun)
    if form.validate_on_submit():
        with deed() as session:
            found = visits.get_visit(session, visit_id)
            readback.write(session, found, form.text.data or "", by=my_id(), now=now())
        flash(gettext("Saved."))
        return redirect(url_for("readback.letter", visit_id=visit_id), 303)
    return form_page(
        "note/letter.html",
        form,
        visit=visit,
        note=note,
        incomplete=incomplete_sentence(organisation()),
    )


@bp.get("/<int:visit_id>/terugbrief.pdf")
@allow(Right.NOTES)
def paper(visit_id: int) -> ResponseReturnValue:
    """Give the letter with what was heard and promised as a PDF."""
    visit = visits.get_visit(db.session(), visit_id)
    note = notes.note_with_words(db.session(), visit, my_id())
    if not note.letter or visit.tenant is None:
        abort(404)
    values = letter_paper(visit, note.letter, now=now())
    return to_look_at(make_pdf("readback", values, on=today(now())), "brief.pdf")


@bp.post("/<int:visit_id>/terugbrief/verstuurd")
@allow(Right.NOTES)
def sent(visit_id: int) -> ResponseReturnValue:
    """Note that the letter with what was heard is in the post."""
    with deed() as session:
        visit = visits.get_visit(session, visit_id)
        readback.send(session, visit, by=my_id(), now=now())
    flash(gettext("Written down."))
    return redirect(url_for("readback.letter", visit_id=visit_id), 303)
