"""Answers: a calendar file that came back is dropped here, and says what it did."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileRequired, MultipleFileField
from wtforms.validators import Length

from visits.domain.account import Right
from visits.formats.ical import Outcome
from visits.models import db
from visits.services.visit import answer as answers
from visits.services.visit import question as questions
from visits.services.visit.question import Asks, Question
from visits.web.forms.base import BaseForm
from visits.web.kit.access import allow, my_id
from visits.web.kit.deed import deed, now
from visits.web.kit.pages import form_page
from visits.web.kit.redirects import go_on
from visits.words.answers import line_of, said_of
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
    came = questions.questions_of(session, questions.list_answers(session))
    return form_page(
        "answer/index.html",
        form,
        waiting=questions.questions_of(session, questions.list_waiting(session)),
        answers=[(one, line_of(one)) for one in came],
        said_of=said_of,
        line_of=line_of,
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
    moment = now()
    with deed() as session:
        answer = answers.receive(session, data, by=my_id(), now=moment)
        question = questions.question_of(session, answer)
        known = gettext("We read this answer before.") if answer.received_at < moment else ""
        said = f"{known} {said_of(question)}".strip()
        return said, answer.outcome in answers.REFUSALS


@bp.post("/<int:answer_id>/akkoord")
@allow(Right.VISITS)
def accept(answer_id: int) -> ResponseReturnValue:
    """Do what an answer asks: move to the proposed time, or take it as that of a guest."""
    with deed() as session:
        question = questions.question_of(session, questions.get_waiting(session, answer_id))
        said = do_accept(question)
    return go_on(said, "answer.index")


def do_accept(question: Question) -> str:
    """Accept one answer, each kind in its own way, and say what follows."""
    session, answer = db.session(), question.answer
    if question.asks is Asks.WHOSE:
        whose = request.form.get("guest", type=int)
        questions.apply_reviewed(session, answer, whose=whose, by=my_id(), now=now())
        return said_of(questions.question_of(session, answer))
    if question.asks is Asks.TIME:
        questions.accept_proposal(session, answer, sender=sender(), by=my_id(), now=now())
    elif question.asks is Asks.AGAIN:
        questions.resend(session, answer, sender=sender(), by=my_id(), now=now())
    else:
        questions.decide(session, answer, True, by=my_id(), now=now())
        return str(gettext("Dealt with."))
    return str(gettext("Done. Everybody who was invited hears of it."))


@bp.post("/<int:answer_id>/afwijzen")
@allow(Right.VISITS)
def refuse(answer_id: int) -> ResponseReturnValue:
    """Keep the visit as it is."""
    with deed() as session:
        answer = questions.get_waiting(session, answer_id)
        if answer.outcome == Outcome.COUNTER:
            questions.refuse_proposal(session, answer, sender=sender(), by=my_id(), now=now())
        else:
            questions.decide(session, answer, False, by=my_id(), now=now())
    return go_on(gettext("The visit stays where it is."), "answer.index")
