"""Letters of a visit: read, changed, set as PDF, and noted as sent."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from visits.domain.account import Right
from visits.domain.letter import HOLES, Kind
from visits.domain.month import local, moment
from visits.formats.text import Text, UnknownHole
from visits.models import db
from visits.models.visit import Visit
from visits.services.journal import letter_after
from visits.services.refusals import Refusal
from visits.services.visit import letter as letters
from visits.services.visit import record as visits
from visits.services.visit import step as steps
from visits.web.forms.letter import LetterForm, PartsForm, ProposalForm
from visits.web.kit.access import allow, my_id
from visits.web.kit.deed import deed, note_export, now
from visits.web.kit.download import to_look_at
from visits.web.kit.keep import check_words
from visits.web.kit.pages import form_page, shown_at
from visits.web.kit.redirects import go_on
from visits.web.kit.visit import change_visit, to_visit
from visits.words.organisation import organisation
from visits.words.refusals import incomplete_sentence

bp = Blueprint("letter", __name__, url_prefix="/bezoeken/<int:visit_id>")


def kind_of(name: str) -> Kind:
    """Give the kind of letter that an address names; 404 for another."""
    if name not in set(Kind):
        abort(404)
    return Kind(name)


def letter_page(visit_id: int, kind: Kind, **forms: Any) -> ResponseReturnValue:
    """Show a letter, and what can be done with it; a form with faults takes its own place."""
    visit = visits.get_visit(db.session(), visit_id)
    proof = letters.proof_of(db.session(), visit, kind, now=now())
    form = forms.get("form") or LetterForm(
        formdata=None, subject=proof.text.subject, text=proof.text.body, large=proof.large
    )
    parts = forms.get("parts") or parts_form(visit, kind)
    return form_page(
        "letter/show.html",
        forms.get("proposal") or forms.get("parts") or form,
        visit=visit,
        kind=kind,
        proof=proof,
        paper=proof.paper,
        text_form=form,
        proposal=forms.get("proposal") or proposal_form(visit),
        parts=parts,
        unwritten=kind is Kind.AFTER and waits_for_words(visit),
        holes=sorted(HOLES[kind]),
        checked=kind is not Kind.INVITATION or visits.is_checked(visit, now=now()),
        incomplete=incomplete_sentence(organisation()),
        proposes=kind is Kind.INVITATION,
    )


def proposal_form(visit: Visit) -> ProposalForm:
    """Give the form of the day that the letter proposes, as it stands."""
    at = local(visit.proposed_at) if visit.proposed_at else None
    return ProposalForm(formdata=None, day=at and at.date(), clock=at and at.time())


def parts_form(visit: Visit, kind: Kind) -> PartsForm | None:
    """Give the form of what was heard and promised, for who may write that."""
    if kind is not Kind.AFTER:
        return None
    found = letter_after.find_parts(db.session(), visit, by=my_id(), now=now())
    return PartsForm(formdata=None, obj=found) if found else None


def waits_for_words(visit: Visit) -> bool:
    """Say whether the director may still write what was heard and promised."""
    note = letter_after.find_source(db.session(), visit)
    return note is not None and note.letter_heard is None


@bp.get("/brief")
@allow(Right.VISITS)
def invitation(visit_id: int) -> ResponseReturnValue:
    """Show the invitation as it goes in the envelope."""
    return letter_page(visit_id, Kind.INVITATION)


@bp.post("/brief")
@allow(Right.VISITS)
def send_invitation(visit_id: int) -> ResponseReturnValue:
    """Note that the invitation is in the post."""
    form = ProposalForm()
    if not form.validate_on_submit():
        return letter_page(visit_id, Kind.INVITATION, proposal=form)
    with shown_at(form.day, Refusal.IN_THE_PAST):
        change_visit(visit_id, letters.send, Kind.INVITATION, proposed_at=proposed(form))
        return to_visit(visit_id, gettext("The letter is in the post. Call in about a week."))
    return letter_page(visit_id, Kind.INVITATION, proposal=form)


@bp.post("/brief/dag")
@allow(Right.VISITS)
def propose(visit_id: int) -> ResponseReturnValue:
    """Keep the day that the letter proposes, and show the letter with it."""
    form = ProposalForm()
    if not form.validate_on_submit():
        return letter_page(visit_id, Kind.INVITATION, proposal=form)
    with shown_at(form.day, Refusal.IN_THE_PAST), deed() as session:
        steps.propose(session, visits.get_visit(session, visit_id), proposed(form), now=now())
    if form.errors:
        return letter_page(visit_id, Kind.INVITATION, proposal=form)
    return redirect(url_for("letter.pdf", visit_id=visit_id, kind=Kind.INVITATION.value), 303)


def proposed(form: ProposalForm) -> datetime | None:
    """Give the moment that a form proposes, if it names one."""
    if form.day.data and form.clock.data:
        return moment(form.day.data, form.clock.data)
    return None


@bp.get("/brieven/<kind>")
@allow(Right.VISITS)
def show(visit_id: int, kind: str) -> ResponseReturnValue:
    """Show a letter as it goes in the envelope."""
    return letter_page(visit_id, kind_of(kind))


@bp.post("/brieven/<kind>")
@allow(Right.VISITS)
def change(visit_id: int, kind: str) -> ResponseReturnValue:
    """Keep the text of a letter, and show it."""
    which, form = kind_of(kind), LetterForm()
    if not form.validate_on_submit():
        return letter_page(visit_id, which, form=form)
    text = Text(form.subject.data or "", form.text.data or "")
    try:
        change_words(visit_id, letters.keep_text, which, text, large=bool(form.large.data))
    except UnknownHole as unknown:
        said = gettext(
            "We cannot fill in {%(name)s}. Below the text stands what we can.",
            name=unknown.name[:60],
        )
        form.text.errors = [said]
        return letter_page(visit_id, which, form=form)
    return to_letter(visit_id, which, gettext("Saved. This is the letter now."))


@bp.post("/brieven/after/gehoord-en-beloofd")
@allow(Right.NOTES)
def write_parts(visit_id: int) -> ResponseReturnValue:
    """Keep what the director writes in the letter after a visit, and show it."""
    form = PartsForm()
    if not form.validate_on_submit():
        return letter_page(visit_id, Kind.AFTER, parts=form)
    change_words(visit_id, letter_after.write_parts, form.parts())
    return to_letter(visit_id, Kind.AFTER, gettext("Saved. This is the letter now."))


def change_words(visit_id: int, change: Callable[..., Any], *given: Any, **more: Any) -> None:
    """Change what a letter says, unless its words were taken back while its form stood open."""
    with deed() as session:
        visit = visits.get_visit(session, visit_id)
        check_words(visit)
        change(session, visit, *given, **more, by=my_id(), now=now())


def to_letter(visit_id: int, kind: Kind, said: str) -> ResponseReturnValue:
    """Say what happened on the page of the letter."""
    return go_on(said, "letter.show", visit_id=visit_id, kind=kind.value)


@bp.post("/brieven/<kind>/ons-voorstel")
@allow(Right.VISITS)
def reset(visit_id: int, kind: str) -> ResponseReturnValue:
    """Go back to the text that the app proposes."""
    which = kind_of(kind)
    with deed() as session:
        letters.drop_text(session, visits.get_visit(session, visit_id), which)
    return to_letter(visit_id, which, gettext("This is our own text again."))


@bp.get("/brieven/<kind>.pdf")
@allow(Right.VISITS)
def pdf(visit_id: int, kind: str) -> ResponseReturnValue:
    """Give a letter on paper, as it would go out now; that it was printed is logged."""
    which, session = kind_of(kind), db.session()
    visit = visits.get_visit(session, visit_id)
    return on_paper(visit, letters.print_letter(session, visit, which, now=now()))


def on_paper(visit: Visit, content: bytes) -> ResponseReturnValue:
    """Give a letter as it is printed, and write that in the log."""
    name = f"VERTROUWELIJK-brief-{visit.draw.period}.pdf"
    note_export("letter.print", "visit", visit.id)
    return to_look_at(content, name)


@bp.post("/brieven/<kind>/verstuurd")
@allow(Right.VISITS)
def send(visit_id: int, kind: str) -> ResponseReturnValue:
    """Note that a letter is in the post, and keep it as it went."""
    change_visit(visit_id, letters.send, kind_of(kind))
    return to_visit(visit_id, gettext("The letter is in the post. We keep it as it went."))


@bp.get("/brieven/verstuurd/<int:letter_id>.pdf")
@allow(Right.VISITS)
def sent(visit_id: int, letter_id: int) -> ResponseReturnValue:
    """Give a letter as it went in the post."""
    visit = visits.get_visit(db.session(), visit_id)
    return on_paper(visit, letters.get_sent(db.session(), visit, letter_id).paper or b"")
