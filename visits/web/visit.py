"""One visit: the check, the letter, the conversations, the card, and how it ended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from visits.domain.account import Right
from visits.domain.month import today
from visits.domain.turn import Task
from visits.domain.visit import (
    FELL_THROUGH,
    FIXED,
    NEXT_LOT,
    OVER,
    STEPS,
    TOOK_PLACE,
    Channel,
    Result,
    State,
)
from visits.models import db
from visits.models.letter import Letter
from visits.models.outbox import Mail
from visits.models.visit import Contact, Step
from visits.services import outbox
from visits.services.draw import lot
from visits.services.journal import insight as insights
from visits.services.journal import note as notes
from visits.services.journal import promise as promises
from visits.services.refusals import Refusal
from visits.services.upkeep.picture import list_by_hand, stands_of
from visits.services.visit import appointment as appointments
from visits.services.visit import contact as contacts
from visits.services.visit import letter as letters
from visits.services.visit import record as visits
from visits.services.visit import step as steps
from visits.services.visit.guest import list_guests, list_unmailed
from visits.web.forms.visit import CancelForm, ContactForm, DoorForm, HeldForm, HostForm, ReasonForm
from visits.web.kit.access import allow, i_may, my_id
from visits.web.kit.deed import now
from visits.web.kit.pages import shown_at
from visits.web.kit.redirects import go_on
from visits.web.kit.visit import change_visit, to_visit
from visits.words.organisation import by_hand, sends

bp = Blueprint("visit", __name__, url_prefix="/bezoeken")
# What can be done next, by where a visit stands: the name of its part in templates/visit/now.
STAGES = {
    State.DRAWN: "drawn",
    State.APPROACHED: "approached",
    State.HELD: "held",
    **dict.fromkeys(FIXED, "fixed"),
    **dict.fromkeys(FELL_THROUGH, "fell_through"),
    **dict.fromkeys(OVER, "over"),
}


@bp.get("/<int:visit_id>")
@allow(Right.VISITS)
def show(visit_id: int) -> ResponseReturnValue:
    """Show where a visit stands, what happened, and what can be done next."""
    return visit_page(visit_id)


def visit_page(visit_id: int, status: int = 200, **forms: Any) -> ResponseReturnValue:
    """Draw the page of a visit; a form with faults takes the place of an empty one."""
    session = db.session()
    visit = visits.get_visit(session, visit_id)
    tries = contacts.list_contacts(session, visit)
    every = appointments.list_appointments(session, visit)
    last = every[-1] if every else None
    appointment = last if last and last.cancelled_at is None else None
    mails = outbox.list_mails_of(session, [one.id for one in every])
    took_place = visit.state in TOOK_PLACE
    may_change = visit.state not in OVER | TOOK_PLACE
    fixed = appointment is not None and visit.state in FIXED
    stand = stands_of(session, [visit], by_hand=by_hand(), now=now())[0]
    asked = {turn.task.value: turn for turn in stand.turns}
    guests = list_guests(session, appointment) if appointment and fixed else []
    made = promises.list_of_visit(session, visit) if took_place else []
    has_note = took_place and notes.find_note(session, visit) is not None
    host_form = HostForm(formdata=None, host=visit.host_id)
    hosts = visits.list_hosts(session) if may_change or Task.HOST in asked else []
    host_form.offer(hosts)
    shown = {
        "contact_form": ContactForm(formdata=None, door=visit.door),
        "door_form": DoorForm(formdata=None, door=visit.door),
        "host_form": host_form,
        "cancel_form": CancelForm(formdata=None, seen=appointments.seen_as(appointment)),
        "held_form": HeldForm(
            formdata=None, on=today(appointment.starts_at) if appointment else None
        ),
        "wrong_form": ReasonForm(formdata=None, prefix="wrong-"),
        "back_form": ReasonForm(formdata=None, prefix="back-"),
        "stop_form": ReasonForm(formdata=None, prefix="stop-"),
        **forms,
    }
    return render_template(
        "visit/show.html",
        visit=visit,
        happened=timeline(
            [*visits.list_steps(session, visit), *tries], letters.list_sent(session, visit), mails
        ),
        appointment=appointment,
        guests=guests,
        unmailed=list_unmailed(guests, mails),
        mails=mails,
        sends=sends(),
        turns=stand.turns,
        asked=asked,
        to_send=list_by_hand(session, visit, now=now()) if Task.BY_HAND in asked else [],
        due_letter=letters.due_letter(visit, last) if Task.HAPPENED not in asked else None,
        other_letters=letters.list_other(visit, last),
        told={one.id for one in tries if one.channel is Channel.PHONE},
        stage=STAGES[visit.state],
        approached=visit.state is State.APPROACHED,
        fixed=fixed,
        unconfirmed=visit.state is State.PLANNED,
        choose_host=len(hosts) > 1 or Task.HOST in asked,
        writes=visit.host_id == my_id() and i_may(Right.NOTES),
        may_be_wrong=State.NOT_ELIGIBLE in STEPS[visit.state],
        may_be_taken_back=visit.state in NEXT_LOT,
        checked=visits.is_checked(visit, now=now()),
        checker=visits.checker_of(session, visit),
        closing=steps.closing_of(visit, has_note, made),
        promises=made,
        insights=insights.list_of_visit(session, visit) if took_place else [],
        has_note=has_note,
        moment=now(),
        failed=bool(forms),
        **shown,
    ), status


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a visit: when, of which kind, what, and who did it."""

    at: datetime
    kind: str
    what: Any
    by: str = ""


def timeline(
    made: Sequence[Step | Contact], posted: Sequence[Letter], mails: Sequence[Mail]
) -> list[Event]:
    """Give what happened to a visit in one order, the newest first."""
    app = gettext("the app")
    happened = [
        Event(one.at, type(one).__name__.lower(), one, one.account.name if one.account else app)
        for one in made
    ]
    happened += [Event(one.sent_at, "letter", one) for one in posted if one.sent_at]
    happened += [Event(one.made_at, "mail", one) for one in mails]
    return sorted(happened, key=lambda event: event.at, reverse=True)


@bp.post("/<int:visit_id>/controle")
@allow(Right.VISITS)
def check(visit_id: int) -> ResponseReturnValue:
    """Note that somebody looked today in the association's own system."""
    change_visit(visit_id, steps.check_tenant)
    if visits.get_visit(db.session(), visit_id).state is State.DRAWN:
        return to_visit(visit_id, gettext("Checked today. You may send the letter."))
    return to_visit(visit_id, gettext("Checked today. You may call."))


@bp.post("/<int:visit_id>/gesprek")
@allow(Right.VISITS)
def contact(visit_id: int) -> ResponseReturnValue:
    """Write down what came out of a conversation."""
    form = ContactForm()
    if not form.validate_on_submit():
        return visit_page(visit_id, 422, contact_form=form)
    result = Result(form.result.data)
    later = form.later_from.data if result is Result.LATER else None
    with shown_at(form.later_from, Refusal.LATER_MISSING):
        change_visit(visit_id, contacts.log_contact, result, later_from=later, door=form.door.data)
    if form.errors:
        return visit_page(visit_id, 422, contact_form=form)
    if result is Result.YES:
        said = gettext("How nice. Now choose a day.")
        return go_on(said, "appointment.plan", visit_id=visit_id)
    return to_visit(visit_id, gettext("Written down."))


@bp.post("/<int:visit_id>/geen-antwoord")
@allow(Right.VISITS)
def no_reply(visit_id: int) -> ResponseReturnValue:
    """Store that a tenant gave no answer."""
    change_visit(visit_id, contacts.call_it_silence)
    return to_visit(visit_id, gettext("Written down. The next lot is open."))


def with_reason(
    visit_id: int, name: str, change: Callable[..., Any], said: str
) -> ResponseReturnValue:
    """Change a visit for a reason, which a person has to write down."""
    form = ReasonForm(prefix=f"{name}-")
    if not form.validate_on_submit():
        return visit_page(visit_id, 422, **{f"{name}_form": form})
    change_visit(visit_id, change, reason=form.reason.data or "")
    return to_visit(visit_id, said)


@bp.post("/<int:visit_id>/niet-in-aanmerking")
@allow(Right.VISITS)
def not_eligible(visit_id: int) -> ResponseReturnValue:
    """Store that a tenant should not have been drawn."""
    said = gettext("Written down. The next lot is open.")
    return with_reason(visit_id, "wrong", steps.call_it_wrong, said)


@bp.post("/<int:visit_id>/terugnemen")
@allow(Right.VISITS)
def take_back(visit_id: int) -> ResponseReturnValue:
    """Take an outcome back that was stored by mistake."""
    said = gettext("Taken back. That the next name was seen stays on record.")
    return with_reason(visit_id, "back", lot.take_back, said)


@bp.post("/<int:visit_id>/liever-niet")
@allow(Right.VISITS)
def decline(visit_id: int) -> ResponseReturnValue:
    """Store that a tenant whose visit fell through would rather not have another."""
    change_visit(visit_id, steps.decline_after_all)
    return to_visit(visit_id, gettext("Written down. The next lot is open."))


@bp.post("/<int:visit_id>/opgeven")
@allow(Right.VISITS)
def give_up(visit_id: int) -> ResponseReturnValue:
    """Let the month of a visit that fell through lapse."""
    said = gettext("This month is skipped. It counts as if it never happened.")
    return with_reason(visit_id, "stop", steps.give_up, said)


@bp.post("/<int:visit_id>/aan-de-deur")
@allow(Right.VISITS)
def change_door(visit_id: int) -> ResponseReturnValue:
    """Keep what the director should know at the door."""
    form = DoorForm()
    if not form.validate_on_submit():
        return visit_page(visit_id, 422, door_form=form)
    change_visit(visit_id, steps.change_door, form.door.data or "")
    return to_visit(visit_id, gettext("Saved."))


@bp.post("/<int:visit_id>/bezocht")
@allow(Right.VISITS)
def held(visit_id: int) -> ResponseReturnValue:
    """Note that the visit took place."""
    form = HeldForm()
    if not form.validate_on_submit() or form.on.data is None:
        return visit_page(visit_id, 422, held_form=form)
    change_visit(visit_id, steps.hold_visit, on=form.on.data, minutes=form.minutes.data)
    return to_visit(visit_id, gettext("Written down: the visit took place."))


@bp.post("/<int:visit_id>/afsluiten")
@allow(Right.VISITS)
def close(visit_id: int) -> ResponseReturnValue:
    """Close a visit of which everything is done."""
    change_visit(visit_id, steps.close)
    return to_visit(visit_id, gettext("Closed. Every promise of this visit was answered."))
