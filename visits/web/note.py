"""The note of a visit: drafted as one types, finished once, read by who wrote it."""

import re
from typing import Any, cast

from flask import (
    Blueprint,
    abort,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, StringField

from visits.domain.account import Right
from visits.domain.insight import Stage
from visits.domain.note import FIELDS, NAMES, Permission
from visits.domain.privacy import sensitive_words
from visits.domain.visit import FIXED
from visits.models import db
from visits.models.note import Note, NoteDraft
from visits.models.visit import Visit
from visits.services import audit
from visits.services import team as teams
from visits.services.journal import insight as insights
from visits.services.journal import note as notes
from visits.services.journal import promise as promises
from visits.services.journal import theme as themes
from visits.services.journal.note import NewInsight
from visits.services.refusals import Refusal, Refused
from visits.services.search import Filter
from visits.services.visit import record as visits
from visits.services.visit import step as steps
from visits.web.forms.insight import SplitForm
from visits.web.forms.note import NoteForm
from visits.web.kit.access import allow, me, my_id
from visits.web.kit.deed import deed, now
from visits.web.kit.pages import form_page, leaves
from visits.web.kit.search import asked, plain_filter
from visits.web.kit.search import lists as search_lists
from visits.words.labels import label
from visits.words.locale import language, show_clock
from visits.words.organisation import sender

bp = Blueprint("note", __name__)
MORE = {"insight": "insights", "promise": "promises"}
SKIPPED = {"csrf_token", "once", "doe", "version", "window"}
DRAFT_LIMIT = 200_000
NARRATIVE = re.compile(rf"^(?:{'|'.join(NAMES)})$|-(?:statement|quote|what)$")
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
    visit = own_visit(visit_id)
    note = notes.find_note(db.session(), visit)
    if note is not None:
        with deed() as session:
            notes.open_note(session, visits.get_visit(session, visit_id), by=my_id(), now=now())
        visit = own_visit(visit_id)
        note = notes.find_note(db.session(), visit)
    draft = notes.find_draft(db.session(), visit, my_id())
    form = NoteForm(formdata=formdata_of(draft.fields)) if draft else first_form(note)
    form.version.data = str(notes.version_of(note, draft))
    offer(form)
    return note_page(form, visit, draft)


def own_visit(visit_id: int) -> Visit:
    """Get a visit that the reader made, and about which a note can be written."""
    visit = visits.get_visit(db.session(), visit_id)
    notes.check_writer(visit, my_id())
    if not notes.is_writable(db.session(), visit, now=now()):
        raise Refused(Refusal.NOT_YET if visit.state in FIXED else Refusal.NOT_HELD)
    return visit


def first_form(note: Note | None) -> NoteForm:
    """Give an empty form, or the note as it was finished before."""
    if note is None:
        return NoteForm(formdata=None)
    return NoteForm(
        formdata=None,
        **{name: getattr(note, name) for name in NAMES},
        permission=str(int(note.permission)),
        read_back=note.read_back.value if note.read_back else None,
        felt=note.felt.value if note.felt else None,
    )


def formdata_of(fields: dict[str, Any]) -> MultiDict[str, str]:
    """Give a draft back as the form had it."""
    return MultiDict((name, value) for name, values in fields.items() for value in values)


def offer(form: NoteForm) -> None:
    """Offer the groups of themes, and those who can see to a promise."""
    session = db.session()
    known = themes.names(session, language())
    groups = [(group.theme.code, known[group.theme.code]) for group in themes.list_groups(session)]
    owners = [(f"account-{my_id()}", gettext("I myself"))]
    found = [(str(team.id), team.name) for team in teams.list_teams(session)]
    owners += [(f"team-{number}", name) for number, name in found]
    form.offer(groups, owners, found)


def note_page(
    form: NoteForm, visit: Visit, draft: NoteDraft | None, **values: Any
) -> ResponseReturnValue:
    """Draw the form with what was kept of it."""
    return form_page(
        "note/write.html",
        form,
        visit=visit,
        draft=draft,
        account=me(),
        **values,
    )


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
        draft = keep(visit_id, form_fields())
    except notes.Overtaken:
        return overtaken_page(form, visit_id)
    form.version.data = str(draft.version)
    if not form.validate_on_submit():
        return note_page(form, visit, notes.find_draft(db.session(), visit, my_id()))
    written, moment = form.written(), now()
    with deed() as session:
        found = visits.get_visit(session, visit_id)
        notes.finish(session, found, written, by=my_id(), now=moment)
        teams.tell_of_promises(session, visit_id, made_at=moment, sender=sender())
    flash(gettext("The note is kept. Thank you."))
    return redirect(url_for("note.show", visit_id=visit_id), 303)


def overtaken_page(form: NoteForm, visit_id: int) -> ResponseReturnValue:
    """Show both texts: what stands in this window, and what another window wrote since."""
    visit = own_visit(visit_id)
    draft = notes.find_draft(db.session(), visit, my_id())
    form.version.data = str(notes.version_of(notes.find_note(db.session(), visit), draft))
    others = other_texts(visit, form_fields())
    page, _ = cast(tuple[str, int], note_page(form, visit, draft, others=others))
    return page, 409


def other_texts(visit: Visit, mine: dict[str, list[str]]) -> list[tuple[str, str]]:
    """List what was written in another window and does not stand in this one, with its label."""
    draft = notes.find_draft(db.session(), visit, my_id())
    note = notes.find_note(db.session(), visit)
    form = NoteForm(formdata=formdata_of(draft.fields)) if draft else first_form(note)
    texts = [
        (field, str(field.data or "").strip())
        for field in leaves(form)
        if isinstance(field, StringField) and not isinstance(field, HiddenField)
    ]
    return [
        (str(field.label.text), text)
        for field, text in texts
        if text and text != mine.get(field.name, [""])[0].strip()
    ]


def one_more(visit_id: int, what: str) -> ResponseReturnValue:
    """Keep what stands there, and show the form with room for one more."""
    fields = form_fields()
    taken = {name.split("-")[1] for name in fields if name.startswith(f"{what}-")}
    first = "statement" if what == "insights" else "what"
    fields[f"{what}-{len(taken)}-{first}"] = [""]
    keep(visit_id, fields)
    anchor = f"{what}-{len(taken)}-{first}"
    return redirect(url_for("note.write", visit_id=visit_id, _anchor=anchor), 303)


def form_fields() -> dict[str, list[str]]:
    """Give the fields of the form as they were sent, so that they can be kept."""
    return {name: values for name, values in request.form.lists() if name not in SKIPPED}


def keep(visit_id: int, fields: dict[str, list[str]]) -> NoteDraft:
    """Keep a draft; Overtaken if another window wrote since this one was opened."""
    version = request.form.get("version", "")
    with deed() as session:
        return notes.save_draft(
            session,
            visits.get_visit(session, visit_id),
            fields,
            version=int(version) if version.isdecimal() and len(version) < 10 else 0,
            window=request.form.get("window", "")[:32],
            by=my_id(),
            now=now(),
        )


@bp.post("/bezoeken/<int:visit_id>/notitie/concept")
@allow(Right.NOTES)
def draft(visit_id: int) -> ResponseReturnValue:
    """Keep what somebody is typing; the answer says when it was kept."""
    visit = own_visit(visit_id)
    fields = form_fields()
    if sum(len(value) for values in fields.values() for value in values) > DRAFT_LIMIT:
        abort(413)
    version = request.form.get("version", "0")
    if any(value.strip() for values in fields.values() for value in values):
        try:
            version = str(keep(visit_id, fields).version)
        except notes.Overtaken:
            newest = notes.find_draft(db.session(), visit, my_id())
            number = notes.version_of(notes.find_note(db.session(), visit), newest)
            return jsonify(version=str(number), others=other_texts(visit, fields)), 409
    return jsonify(
        saved=gettext("Kept at %(time)s", time=show_clock(now())),
        version=version,
        care=care(fields),
    )


def care(fields: dict[str, list[str]]) -> dict[str, str]:
    """Ask of each field with a sensitive word whether it is needed; nothing of it is kept."""
    found = {name: words_of(values[0]) for name, values in fields.items() if NARRATIVE.search(name)}
    return {
        name: gettext(
            "Is %(words)s needed? Rather write down what the house or the neighbourhood needs.",
            words=words,
        )
        for name, words in found.items()
        if words
    }


def words_of(text: str) -> str:
    """Give the sensitive words of a text, each once, in quotes."""
    found = [text[start:end] for start, end, _ in sensitive_words(text)]
    return ", ".join(f"“{word}”" for word in dict.fromkeys(found))


@bp.get("/bezoeken/<int:visit_id>/verslag")
@allow(Right.NOTES)
def show(visit_id: int) -> ResponseReturnValue:
    """Show a note to who wrote it; that it was read is logged."""
    return note_shown(visit_id, SplitForm(formdata=None, prefix="split-"))


def note_shown(visit_id: int, split_form: SplitForm) -> ResponseReturnValue:
    """Draw a note; that it was read is logged."""
    with deed() as session:
        visit = visits.get_visit(session, visit_id)
        notes.open_note(session, visit, by=my_id(), now=now())
    session = db.session()
    visit = visits.get_visit(session, visit_id)
    note = notes.find_note(session, visit)
    if note is None:
        abort(404)
    found = insights.list_of_visit(session, visit)
    return form_page(
        "note/show.html",
        split_form,
        split_form=split_form,
        visit=visit,
        note=note,
        story=told_in(note),
        writable=notes.is_writable(session, visit, now=now()),
        usable=notes.find_source(session, visit) is not None,
        permission=Permission(note.permission),
        permissions=list(Permission),
        insights=found,
        uncoded=[insight for insight in found if insight.stage is Stage.DRAFT],
        promises=promises.list_of_visit(session, visit),
        names=themes.names(session, language()),
        moment=now(),
        account=me(),
        care=words_of(" ".join(getattr(note, name) for name in NAMES)),
    )


def told_in(note: Note) -> list[tuple[str, str]]:
    """List what was written down, each text under its label; the first one is the headline."""
    texts = [(gettext(field.label), getattr(note, field.name)) for field in FIELDS[1:]]
    chosen = [
        (gettext("Summed up and agreed"), note.read_back),
        (gettext("How did the tenant find the conversation?"), note.felt),
    ]
    texts += [(name, str(label(one))) for name, one in chosen if one]
    return [(name, text) for name, text in texts if text]


@bp.post("/bezoeken/<int:visit_id>/toestemming")
@allow(Right.NOTES)
def permit(visit_id: int) -> ResponseReturnValue:
    """Write down that the tenant thinks otherwise about what may be done with the note."""
    level = LEVELS.get(request.form.get("permission", ""))
    if level is None:
        abort(400)
    with deed() as session:
        visit = visits.get_visit(session, visit_id)
        notes.check_writer(visit, my_id())
        note = notes.find_note(session, visit)
        if note is None:
            abort(404)
        notes.set_permission(session, note, level, by=my_id(), now=now())
    flash(gettext("Written down. What is no longer allowed left the board's pages."))
    return redirect(url_for("note.show", visit_id=visit_id), 303)


@bp.post("/bezoeken/<int:visit_id>/geen-notitie")
@allow(Right.NOTES)
def none(visit_id: int) -> ResponseReturnValue:
    """Keep only that somebody was there."""
    with deed() as session:
        visit = visits.get_visit(session, visit_id)
        notes.check_writer(visit, my_id())
        steps.wish_no_note(session, visit, by=my_id(), now=now())
    flash(gettext("We keep only that you were there."))
    return redirect(url_for("visit.show", visit_id=visit_id), 303)


@bp.post("/bezoeken/<int:visit_id>/verslag/inzicht")
@allow(Right.NOTES)
def split(visit_id: int) -> ResponseReturnValue:
    """Make an insight of a piece of the note."""
    form = SplitForm(prefix="split-")
    if not form.validate_on_submit():
        return note_shown(visit_id, form)
    with deed() as session:
        visit = visits.get_visit(session, visit_id)
        note = notes.note_with_words(session, visit, my_id())
        new = NewInsight(form.statement.data or "", form.quote.data or "")
        notes.add_insights(session, visit, [new], now=now())
        audit.record(session, "insight.add", "note", note.id, by=my_id(), now=now())
    flash(gettext("It is an insight now. Give it its themes when it suits you."))
    return redirect(url_for("note.show", visit_id=visit_id, _anchor="inzichten"), 303)
