"""Answers: a calendar file that came back is dropped here, and says what it did."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileRequired, MultipleFileField
from wtforms.validators import Length

from visits.domain.account import Right
from visits.formats.ical import Outcome
from visits.models import db
from visits.models.answer import Answer
from visits.services.visit import answer as answers
from visits.services.visit import record as visits
from visits.web.forms.base import BaseForm
from visits.web.kit.access import allow, my_id
from visits.web.kit.deed import deed, now
from visits.web.kit.pages import form_page
from visits.web.kit.redirects import go_on
from visits.words.answers import OUTCOMES, REASONS
from visits.words.organisation import sender

MANY = 50
bp = Blueprint("answer", __name__, url_prefix="/antwoorden")


class AnswerForm(BaseForm):
    """Calendar files that came back."""

    file = MultipleFileField(
        lazy_gettext("Calendar files or mails"),
        description=lazy_gettext("Files that end in .ics or .eml; you may choose several."),
        validators=[
            FileRequired(lazy_gettext("Choose a file first.")),
            Length(max=MANY, message=lazy_gettext("Choose at most 50 files at once.")),
        ],
    )


@bp.get("/")
@allow(Right.VISITS)
def index() -> ResponseReturnValue:
    """Show what waits for a decision and what came in."""
    return answers_page(AnswerForm(formdata=None))


def answers_page(form: AnswerForm) -> ResponseReturnValue:
    """Draw the page of answers."""
    session = db.session()
    waiting = answers.list_waiting(session)
    return form_page(
        "answer/index.html",
        form,
        waiting=waiting,
        guests=answers.guests_of(session, waiting),
        declined={answer.id for answer in waiting if answer.outcome == Outcome.APPLY},
        visits={
            answer.id: visits.get_visit(session, answer.appointment.visit_id)
            for answer in waiting
            if answer.appointment
        },
        answers=answers.list_answers(session),
        outcomes=OUTCOMES,
        reasons=REASONS,
    )


@bp.post("/")
@allow(Right.VISITS)
def upload() -> ResponseReturnValue:
    """Read a file that came back, and do what it says if nothing is doubtful."""
    form = AnswerForm()
    if not form.validate_on_submit():
        return answers_page(form)
    read = [(file.filename or "", *receive(file.read())) for file in form.file.data]
    lines = [f"{name}: {said}" if len(read) > 1 else said for name, said, _ in read]
    if all(is_refused for *_, is_refused in read):
        form.file.errors = [" ".join(lines)]
        return answers_page(form)
    for line in lines:
        flash(line)
    return redirect(url_for("answer.index"), 303)


def receive(data: bytes) -> tuple[str, bool]:
    """Read one file in a deed of its own; say what came of it, and whether it was refused."""
    with deed() as session:
        answer = answers.receive(session, data, by=my_id(), now=now())
        outcome, reason, waits = answer.outcome, answer.reason, answer.waiting
    return said_of(outcome, reason, waits), outcome in answers.REFUSALS


def said_of(outcome: str, reason: str | None, waits: bool) -> str:
    """Return the sentence for what came of an answer."""
    said = str(REASONS.get(reason or "", OUTCOMES[outcome]))
    if outcome == Outcome.APPLY and waits:
        said = gettext("Read: not possible. Choose: move the visit, or cancel it?")
    return said


@bp.post("/<int:answer_id>/akkoord")
@allow(Right.VISITS)
def accept(answer_id: int) -> ResponseReturnValue:
    """Do what an answer asks: move to the proposed time, or apply it after all."""
    with deed() as session:
        answer = answers.get_waiting(session, answer_id)
        do_accept(answer)
    return go_on(gettext("Done. Everybody who was invited hears of it."), "answer.index")


def do_accept(answer: Answer) -> None:
    """Accept one answer, each kind in its own way."""
    session = db.session()
    if answer.outcome == Outcome.COUNTER:
        answers.accept_proposal(session, answer, sender=sender(), by=my_id(), now=now())
    elif answer.outcome == Outcome.RESEND:
        answers.resend(session, answer, sender=sender(), by=my_id(), now=now())
    elif answer.outcome == Outcome.REVIEW:
        answers.apply_reviewed(session, answer, by=my_id(), now=now())
    else:
        answers.decide(session, answer, True, by=my_id(), now=now())


@bp.post("/<int:answer_id>/afwijzen")
@allow(Right.VISITS)
def refuse(answer_id: int) -> ResponseReturnValue:
    """Keep the visit as it is."""
    with deed() as session:
        answer = answers.get_waiting(session, answer_id)
        if answer.outcome == Outcome.COUNTER:
            answers.refuse_proposal(session, answer, sender=sender(), by=my_id(), now=now())
        else:
            answers.decide(session, answer, False, by=my_id(), now=now())
    return go_on(gettext("The visit stays where it is."), "answer.index")
