"""Promises: who sees to them, how they end, and what the tenant hears."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from visits.domain.account import Right
from visits.domain.month import today
from visits.domain.promise import (
    OPEN,
    PROGRESS,
    AnswerChannel,
    AnswerInFuture,
    AnswerMissing,
    Progress,
    TenantAnswer,
    WordsMissing,
)
from visits.models import db
from visits.models.account import Account
from visits.models.promise import Promise
from visits.services import account as accounts
from visits.services import team as teams
from visits.services.journal import promise as promises
from visits.services.search import Filter
from visits.services.visit import record as visits
from visits.web.forms.promise import AnswerForm, BoardLineForm, OutcomeForm, OwnerForm, owner_of
from visits.web.kit.access import allow, i_may, me, my_id
from visits.web.kit.deed import deed, now
from visits.web.kit.pages import shown_at
from visits.web.kit.redirects import go_on
from visits.web.kit.search import asked, named, plain_filter
from visits.web.kit.search import lists as search_lists
from visits.words.labels import choices
from visits.words.organisation import sender

bp = Blueprint("promise", __name__, url_prefix="/beloften")
THIS_WEEK = "deze-week"


def reader() -> Account:
    """Give the account that is signed in."""
    account = me()
    if account is None:
        abort(401)
    return account


@bp.get("/")
@allow(Right.PROMISES)
def index() -> ResponseReturnValue:
    """List the promises that somebody still waits for, and those that were answered."""
    session = db.session()
    given = asked()
    wanted = Filter(**plain_filter(given))
    progress = given.get("stand", "")
    stages = {Progress(progress)} if progress in set(Progress) else set(Progress)
    waiting_on = today(now()) if progress == THIS_WEEK else None
    found = promises.list_promises(session, reader(), stages, wanted, waiting_on=waiting_on)
    closed = [one for one in found if one.progress not in OPEN]
    lists = search_lists(session)
    return render_template(
        "promise/index.html",
        promises=[one for one in found if one.progress in OPEN],
        closed=closed[-25:][::-1],
        wanted=wanted,
        progress=progress,
        this_week=waiting_on is not None and not wanted,
        stages=[(THIS_WEEK, gettext("Asks for attention this week")), *named(Progress)],
        # Where the visits were is no matter of who only sees their own promises.
        districts=lists["districts"] if i_may(Right.VISITS) else [],
        periods=lists["periods"],
        moment=now(),
    )


@bp.get("/<int:promise_id>")
@allow(Right.PROMISES)
def show(promise_id: int) -> ResponseReturnValue:
    """Show one promise and what can be done with it."""
    return promise_page(promise_id)


def promise_page(promise_id: int, status: int = 200, **forms: Any) -> ResponseReturnValue:
    """Draw the page of a promise; a form with faults takes the place of an empty one."""
    session = db.session()
    promise = promises.get_promise(session, promise_id, reader())
    shown = {
        "owner_form": owner_form(session, promise, empty=True),
        "outcome_form": outcome_form(session, empty=True),
        "answer_form": AnswerForm(formdata=None, on=today(now())),
        "board_form": BoardLineForm(formdata=None, line=promise.board_line),
        **forms,
    }
    in_office = i_may(Right.VISITS)
    return render_template(
        "promise/show.html",
        promise=promise,
        visit=visits.get_visit(session, promise.visit_id) if in_office else None,
        is_open=promise.progress in OPEN,
        may_run=Progress.RUNNING in PROGRESS[promise.progress],
        may_close=Progress.CLOSED in PROGRESS[promise.progress],
        may_end=Progress.DONE in PROGRESS[promise.progress],
        moment=now(),
        failed=bool(forms),
        **shown,
    ), status


def outcome_form(session: Session, *, empty: bool = False) -> OutcomeForm:
    """Give the form about how a promise ended; whoever fills it in keeps watch, if nobody else."""
    form = OutcomeForm(formdata=None, watch=str(my_id())) if empty else OutcomeForm()
    form.watch.choices = choices(
        (str(one.id), one.name)
        for one in accounts.list_accounts(session)
        if one.active and (one.role_names & promises.OFFICE or one.id == my_id())
    )
    return form


def owner_form(session: Session, promise: Promise, *, empty: bool = False) -> OwnerForm:
    """Give the form about who sees to a promise, as it stands."""
    present = f"account-{promise.owner_id}" if promise.owner_id else None
    if promise.team_id:
        present = f"team-{promise.team_id}"
    form = OwnerForm(formdata=None, owner=present, due=promise.due) if empty else OwnerForm()
    people = [
        (f"account-{account.id}", account.name)
        for account in accounts.list_accounts(session)
        if account.active and account.role_names & promises.OFFICE
    ]
    found = [(f"team-{team.id}", team.name) for team in teams.list_teams(session)]
    form.owner.choices = choices(people + found)
    return form


def change(promise_id: int, act: Callable[..., Any], *given: Any, **more: Any) -> None:
    """Change a promise that the reader may see, in a deed of its own."""
    with deed() as session:
        promise = promises.get_promise(session, promise_id, reader())
        act(session, promise, *given, **more, by=my_id(), now=now())


def to_promise(promise_id: int, said: str) -> ResponseReturnValue:
    """Say what happened on the page of the promise."""
    return go_on(said, "promise.show", promise_id=promise_id)


@bp.post("/<int:promise_id>/toewijzen")
@allow(Right.VISITS)
def assign(promise_id: int) -> ResponseReturnValue:
    """Give a promise to a person or to a team."""
    found = promises.get_promise(db.session(), promise_id, reader())
    form = owner_form(db.session(), found)
    if not form.validate_on_submit() or form.due.data is None:
        return promise_page(promise_id, 422, owner_form=form)
    owner = owner_of(str(form.owner.data))
    with shown_at(form.due):
        with deed() as session:
            promise = promises.get_promise(session, promise_id, reader())
            before = promise.team_id
            promises.assign(session, promise, **owner, due=form.due.data, by=my_id(), now=now())
            if promise.team_id != before:
                teams.tell_of_promise(session, promise, sender=sender(), now=now())
        return to_promise(promise_id, gettext("Given."))
    return promise_page(promise_id, 422, owner_form=form)


@bp.post("/<int:promise_id>/oppakken")
@allow(Right.PROMISES)
def take_up(promise_id: int) -> ResponseReturnValue:
    """Note that somebody is working on it."""
    change(promise_id, promises.take_up)
    return to_promise(promise_id, gettext("It is running."))


@bp.post("/<int:promise_id>/uitkomst")
@allow(Right.PROMISES)
def end(promise_id: int) -> ResponseReturnValue:
    """Note how a promise ended."""
    form = outcome_form(db.session())
    if not form.validate_on_submit():
        return promise_page(promise_id, 422, outcome_form=form)
    offered = {value for value, *_ in form.watch.iter_choices()}
    with shown_at(form.text, WordsMissing):
        change(
            promise_id,
            promises.end,
            Progress(form.outcome.data),
            form.text.data or "",
            handed_to=form.handed_to.data or "",
            watch_id=int(form.watch.data) if form.watch.data in offered else None,
        )
        return to_promise(promise_id, gettext("Written down. Now tell the tenant."))
    return promise_page(promise_id, 422, outcome_form=form)


@bp.post("/<int:promise_id>/antwoord")
@allow(Right.PROMISES)
def answer(promise_id: int) -> ResponseReturnValue:
    """Record what the tenant heard, which closes the promise."""
    form = AnswerForm()
    if not form.validate_on_submit() or form.on.data is None:
        return promise_page(promise_id, 422, answer_form=form)
    told = TenantAnswer(form.on.data, AnswerChannel(form.channel.data), form.told.data or "")
    with shown_at(form.on, AnswerMissing, AnswerInFuture):
        change(promise_id, promises.answer, told)
        return to_promise(promise_id, gettext("Answered. This promise is closed."))
    return promise_page(promise_id, 422, answer_form=form)


@bp.post("/<int:promise_id>/geen-antwoord-gewenst")
@allow(Right.PROMISES)
def close(promise_id: int) -> ResponseReturnValue:
    """Close a promise about which the tenant wished to hear nothing."""
    change(promise_id, promises.close_without_answer)
    return to_promise(promise_id, gettext("Closed. The tenant wished no answer."))


@bp.post("/<int:promise_id>/bestuur")
@allow(Right.VISITS)
def tell_board(promise_id: int) -> ResponseReturnValue:
    """Write the line that the board may read about a promise."""
    form = BoardLineForm()
    if not form.validate_on_submit():
        return promise_page(promise_id, 422, board_form=form)
    change(promise_id, promises.tell_board, form.line.data or "")
    return to_promise(promise_id, gettext("Saved."))
