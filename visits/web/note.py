"""The note of a visit: drafted as one types, finished once, read by who wrote it."""

from typing import Any, cast

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, StringField

from visits.domain.account import Right
from visits.domain.insight import Stage
from visits.domain.note import NAMES, Permission
from visits.domain.visit import FIXED
from visits.models import db
from visits.models.visit import Visit
from visits.services import audit
from visits.services import team as teams
from visits.services.journal import insight as insights
from visits.services.journal import note as notes
from visits.services.journal import promise as promises
from visits.services.journal import theme as themes
from visits.services.journal.letter_after import find_source, note_with_words
from visits.services.journal.note import NewInsight
from visits.services.journal.taken_back import WordsGone, check_window
from visits.services.refusals import Refusal, Refused
from visits.services.search import Filter
from visits.services.visit import record as visits
from visits.services.visit import step as steps
from visits.web.forms.insight import SplitForm
from visits.web.forms.note import NoteForm
from visits.web.kit.access import allow, my_id
from visits.web.kit.deed import deed, do, now
from visits.web.kit.keep import asked_version, check_words
from visits.web.kit.pages import form_page, leaves
from visits.web.kit.redirects import go_on
from visits.web.kit.search import asked, plain_filter
from visits.web.kit.search import lists as search_lists
from visits.web.kit.visit import change_visit, to_visit
from visits.words.labels import label
from visits.words.locale import language, show_clock
from visits.words.note import care, told_in, words_of
from visits.words.organisation import sender

bp = Blueprint("note", __name__)
MORE = {"insight": "insights", "promise": "promises"}
SKIPPED = {"csrf_token", "once", "doe", "kept", "version", "window"}
DRAFT_LIMIT = 200_000
LEVELS = {str(int(level)): level for level in Permission}


@bp.get("/notities")
@allow(Right.NOTES)
def index() -> ResponseReturnValue:
    """List the notes that the reader wrote, and the visits that wait for one."""
    wanted = Filter(**plain_filter(asked()))
    return render_template(
        "note/index.html",
        notes=notes.list_notes(db.session(), my_id(), wanted),
        wanted=wanted,
        **search_lists(db.session()),
        to_write=visits.list_to_write(db.session(), my_id()),
        next=visits.next_visit(db.session(), my_id()),
    )


@bp.get("/bezoeken/<int:visit_id>/notitie")
@allow(Right.NOTES)
def write(visit_id: int) -> ResponseReturnValue:
    """Show the form for a note; opening and leaving it stores nothing."""
    if notes.find_note(db.session(), own_visit(visit_id)) is not None:
        log_reading(visit_id)
    visit = own_visit(visit_id)
    return note_page(newest_form(visit), visit)


def own_visit(visit_id: int) -> Visit:
    """Get a visit that the reader made, and about which a note can be written."""
    visit = visits.get_visit(db.session(), visit_id)
    notes.check_writer(visit, my_id())
    check_window(visit, asked_version())
    if not notes.is_writable(db.session(), visit, now=now()):
        raise Refused(Refusal.NOT_YET if visit.state in FIXED else Refusal.NOT_HELD)
    if visit.tenant is None:
        raise WordsGone
    return visit


def log_reading(visit_id: int) -> None:
    """Log that a note was opened, in a transaction of its own; NotFound if there is none."""
    change_visit(visit_id, notes.open_note)


def newest_form(visit: Visit) -> NoteForm:
    """Give the form as it was kept last; what may be done with a note is what the note says."""
    session = db.session()
    note, draft = notes.find_note(session, visit), notes.find_draft(session, visit, my_id())
    fields = draft.fields if draft else {}
    typed = MultiDict((name, value) for name, values in fields.items() for value in values)
    form = NoteForm(formdata=typed if draft else None, obj=note)
    if note is not None:
        form.permission.data = str(note.permission)
    form.version.data = str(notes.version_of(visit, note, draft))
    offer(form)
    return form


def offer(form: NoteForm) -> None:
    """Offer the groups of themes, and those who can see to a promise."""
    session = db.session()
    known = themes.names(session, language())
    groups = [(group.theme.code, known[group.theme.code]) for group in themes.list_groups(session)]
    owners = [(f"account-{my_id()}", gettext("I myself"))]
    found = [(str(team.id), team.name) for team in teams.list_teams(session)]
    owners += [(f"team-{number}", name) for number, name in found]
    form.offer(groups, owners, found)


def note_page(form: NoteForm, visit: Visit, **values: Any) -> ResponseReturnValue:
    """Draw the form with what was kept of it."""
    draft = notes.find_draft(db.session(), visit, my_id())
    return form_page("note/write.html", form, visit=visit, draft=draft, **values)


@bp.post("/bezoeken/<int:visit_id>/notitie")
@allow(Right.NOTES)
def finish(visit_id: int) -> ResponseReturnValue:
    """Store the note with its insights and promises, or make room for one more of them."""
    visit = own_visit(visit_id)
    form = NoteForm()
    offer(form)
    try:
        if more := MORE.get(request.form.get("doe", "")):
            return one_more(visit_id, more)
        # Whatever is refused below, the text is not lost.
        version = keep(visit_id, form_fields())
        form.version.data = str(version)
        if not form.validate_on_submit():
            return note_page(form, visit)
        written, moment = form.written(), now()
        with deed() as session:
            found = visits.get_visit(session, visit_id)
            notes.finish(session, found, written, version=version, by=my_id(), now=moment)
            teams.tell_of_promises(session, visit_id, made_at=moment, sender=sender())
    except notes.Overtaken:
        return overtaken_page(form, own_visit(visit_id))
    said = gettext("The note is kept. Thank you.")
    return go_on(said, "note.show", visit_id=visit_id)


def overtaken_page(form: NoteForm, visit: Visit) -> ResponseReturnValue:
    """Show both texts: what stands in this window, and what another window wrote since."""
    told = overtaken_by(visit)
    form.version.data, form.permission.data = told["version"], told["permission"]
    page, _ = cast(tuple[str, int], note_page(form, visit, others=told["others"]))
    return page, 409


def overtaken_by(visit: Visit) -> dict[str, Any]:
    """Give what only another window has, with its labels, and the narrower of two permissions."""
    newest, mine = newest_form(visit), request.form.get("permission")
    levels = [one for one in (newest.permission.data, mine) if one in LEVELS]
    others = [
        (str(field.label.text), text)
        for field in leaves(newest)
        if isinstance(field, StringField) and not isinstance(field, HiddenField)
        if (text := str(field.data or "").strip())
        and text != request.form.get(field.name, "").strip()
    ]
    if newest.permission.data not in {mine, None}:
        level = label(LEVELS[newest.permission.data])
        others.append((str(newest.permission.label.text), str(level)))
    allowed = min(levels, default=None)
    return {"version": newest.version.data, "permission": allowed, "others": others}


def one_more(visit_id: int, what: str) -> ResponseReturnValue:
    """Keep what stands there, and show the form with room for one more."""
    fields = form_fields()
    taken = {name.split("-")[1] for name in fields if name.startswith(f"{what}-")}
    anchor = f"{what}-{len(taken)}-{'statement' if what == 'insights' else 'what'}"
    keep(visit_id, fields | {anchor: [""]})
    return redirect(url_for("note.write", visit_id=visit_id, _anchor=anchor), 303)


def form_fields() -> dict[str, list[str]]:
    """Give the fields of the form as they were sent, so that they can be kept."""
    return {name: values for name, values in request.form.lists() if name not in SKIPPED}


def keep(visit_id: int, fields: dict[str, list[str]]) -> int:
    """Keep a draft and give its number; Overtaken if another window wrote since this one opened."""
    window = request.form.get("window", "")[:32]
    more = {"version": asked_version(), "window": window}
    number: int = do(visits.get_visit, visit_id, notes.save_draft, fields, **more).version
    return number


@bp.post("/bezoeken/<int:visit_id>/notitie/concept")
@allow(Right.NOTES)
def draft(visit_id: int) -> ResponseReturnValue:
    """Keep what somebody is typing; the answer says when it was kept."""
    own_visit(visit_id)
    fields = form_fields()
    if sum(len(value) for values in fields.values() for value in values) > DRAFT_LIMIT:
        return jsonify(said=gettext("This is too long to keep. Take a piece out of it.")), 413
    try:
        version = keep(visit_id, fields)
    except notes.Overtaken:
        return jsonify(overtaken_by(own_visit(visit_id))), 409
    saved = gettext("Saved at %(time)s", time=show_clock(now()))
    return jsonify(saved=saved, version=str(version), care=care(fields))


@bp.get("/bezoeken/<int:visit_id>/verslag")
@allow(Right.NOTES)
def show(visit_id: int) -> ResponseReturnValue:
    """Show a note to who wrote it; that it was read is logged."""
    return note_shown(visit_id, SplitForm(formdata=None, prefix="split-"))


def note_shown(visit_id: int, split_form: SplitForm) -> ResponseReturnValue:
    """Draw a note; that it was read is logged."""
    log_reading(visit_id)
    session = db.session()
    visit = visits.get_visit(session, visit_id)
    note = notes.get_note(session, visit, by=my_id())
    found = insights.list_of_visit(session, visit)
    return form_page(
        "note/show.html",
        split_form,
        split_form=split_form,
        visit=visit,
        note=note,
        story=told_in(note),
        writable=notes.is_writable(session, visit, now=now()),
        usable=find_source(session, visit) is not None,
        permission=Permission(note.permission),
        permissions=list(Permission),
        insights=found,
        uncoded=[insight for insight in found if insight.stage is Stage.DRAFT],
        promises=promises.list_of_visit(session, visit),
        names=themes.names(session, language()),
        moment=now(),
        care=words_of(" ".join(getattr(note, name) for name in NAMES)),
    )


@bp.post("/bezoeken/<int:visit_id>/toestemming")
@allow(Right.NOTES)
def permit(visit_id: int) -> ResponseReturnValue:
    """Write down that the tenant thinks otherwise about what may be done with the note."""
    level = LEVELS.get(request.form.get("permission", ""))
    if level is None:
        abort(400)
    with deed() as session:
        note = notes.get_note(session, visits.get_visit(session, visit_id), by=my_id())
        notes.set_permission(session, note, level, by=my_id(), now=now())
    said = gettext("Written down. What is no longer allowed left the board's pages.")
    return go_on(said, "note.show", visit_id=visit_id)


@bp.post("/bezoeken/<int:visit_id>/geen-notitie")
@allow(Right.NOTES)
def none(visit_id: int) -> ResponseReturnValue:
    """Keep only that somebody was there."""
    with deed() as session:
        visit = visits.get_visit(session, visit_id)
        notes.check_writer(visit, my_id())
        steps.wish_no_note(session, visit, by=my_id(), now=now())
    return to_visit(visit_id, gettext("We keep only that you were there."))


@bp.post("/bezoeken/<int:visit_id>/verslag/inzicht")
@allow(Right.NOTES)
def split(visit_id: int) -> ResponseReturnValue:
    """Make an insight of a piece of the note."""
    form = SplitForm(prefix="split-")
    if not form.validate_on_submit():
        return note_shown(visit_id, form)
    with deed() as session:
        visit = visits.get_visit(session, visit_id)
        check_words(visit)
        note = note_with_words(session, visit, my_id())
        new = NewInsight(form.statement.data or "", form.quote.data or "")
        notes.add_insights(session, visit, [new], now=now())
        audit.record(session, "insight.add", "note", note.id, by=my_id(), now=now())
    said = gettext("It is an insight now. Give it its themes when it suits you.")
    return go_on(said, "note.show", visit_id=visit_id, _anchor="inzichten")
