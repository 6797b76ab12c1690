"""The appointment: planned, moved, confirmed, cancelled; the file for one's own calendar."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from visits.domain.account import Right, Role
from visits.domain.letter import Kind as LetterKind
from visits.domain.month import local, today
from visits.domain.slot import Slot
from visits.domain.visit import FIXED, State
from visits.domain.week import monday_of, workdays
from visits.models import db
from visits.models.account import Account
from visits.models.appointment import Appointment, Guest, GuestRole
from visits.models.visit import Visit
from visits.services import account as accounts
from visits.services.refusals import Refusal, Refused
from visits.services.visit import appointment as appointments
from visits.services.visit import busy, feed
from visits.services.visit import record as visits
from visits.services.visit import slot as slots
from visits.services.visit.guest import list_guests
from visits.web.forms.visit import OTHER, AppointmentForm, CancelForm, DetailsForm, HostForm
from visits.web.kit.access import allow, my_id
from visits.web.kit.deed import deed, note_export, now
from visits.web.kit.download import to_keep
from visits.web.kit.pages import form_page, shown_at
from visits.web.kit.redirects import go_on
from visits.web.kit.visit import change_visit, to_visit
from visits.words.locale import language
from visits.words.organisation import organisation, sender
from visits.words.slots import doubt_words, moment_words, soft_words

bp = Blueprint("appointment", __name__, url_prefix="/bezoeken/<int:visit_id>")
WEEK, YEAR = timedelta(days=7), timedelta(days=366)
COMPANY = frozenset({Role.DIRECTOR, Role.ASSISTANT, Role.STAFF})
# Mails would be gone before anybody could read these afterwards.
ASKED_FIRST = {"other_day", "other_hour", "busy"}
ABOUT_THE_MOMENT = {Refusal.IN_THE_PAST, Refusal.PUBLIC_HOLIDAY, Refusal.TOO_SHORT_OR_LONG}


@bp.route("/afspraak", methods=["GET", "POST"])
@allow(Right.VISITS)
def plan(visit_id: int) -> ResponseReturnValue:
    """Plan a visit, or move it: one of five good moments, or any other."""
    session = db.session()
    visit, appointment, guests = standing(session, visit_id)
    offered = slots.offer(session, visit, now=now())
    form = first_form(visit, appointment, guests, offered.slots)
    form.offer(companions(session, visit))
    calendar = busy.find_calendar(session, visit.host_id) if visit.host_id else None
    form.offer_moments(
        (
            (slot.start.isoformat(), moment_words(number, slot))
            for number, slot in enumerate(offered.slots, 1)
        ),
        read=calendar is not None and calendar.read_at is not None,
    )
    if form.validate_on_submit() and is_meant(form, offered):
        with shown_at(form.day, *ABOUT_THE_MOMENT):
            return to_visit(visit_id, store(form, visit_id, offered))
        visit, appointment, guests = standing(session, visit_id)
    return plan_page(form, visit, appointment, guests, offered)


def standing(session: Session, visit_id: int) -> tuple[Visit, Appointment | None, list[Guest]]:
    """Give a visit with the appointment that can be moved, and who is invited to it."""
    visit = visits.get_visit(session, visit_id)
    appointment = appointments.find_appointment(session, visit) if visit.state in FIXED else None
    return visit, appointment, list_guests(session, appointment) if appointment else []


def plan_page(
    form: AppointmentForm,
    visit: Visit,
    appointment: Appointment | None,
    guests: list[Guest],
    offered: slots.Offer,
) -> ResponseReturnValue:
    """Draw the page on which a moment is chosen, with a week of the director under it."""
    session = db.session()
    monday = shown_week(offered.slots)
    return form_page(
        "appointment/plan.html",
        form,
        visit=visit,
        appointment=appointment,
        # Who was told by mail before hears of every change.
        hears_by_mail=any(guest.role is GuestRole.TENANT for guest in guests),
        explained={slot.start.isoformat(): soft_words(slot.soft) for slot in offered.slots},
        calendar=busy.find_calendar(session, visit.host_id) if visit.host_id else None,
        monday=monday,
        unknown_years=slots.unknown_years(
            session, [*workdays(monday), *(slot.day for slot in offered.slots)]
        ),
        before=monday - WEEK,
        after=monday + WEEK,
        days=workdays(monday),
        rows=slots.week_of(offered, monday),
    )


def shown_week(offered: list[Slot]) -> date:
    """Give the Monday of the week that is asked for, else that of the first good moment."""
    first = monday_of(offered[0].day if offered else today(now()))
    try:
        asked = date.fromisoformat(request.args.get("week", ""))
    except ValueError:
        return first
    return monday_of(asked) if abs(asked - first) < YEAR else first


def companions(session: Session, visit: Visit) -> list[Account]:
    """List who could come along: colleagues, but not the director of this visit."""
    return [
        account
        for account in accounts.list_accounts(session)
        if account.active and account.id != visit.host_id and account.role_names & COMPANY
    ]


def first_form(
    visit: Visit, appointment: Appointment | None, guests: list[Guest], offered: list[Slot]
) -> AppointmentForm:
    """Give the form as it stands: the present appointment, the moment of the letter, or a good one.

    A form that comes in without a choice is about the day and time that were typed.
    """
    if appointment is None:
        proposed = local(visit.proposed_at) if visit.proposed_at else None
        tenant = visit.tenant
        suggests = request.method == "GET" and offered and proposed is None
        return AppointmentForm(
            seen="",
            pick=offered[0].start.isoformat() if suggests else OTHER,
            day=proposed.date() if proposed else None,
            clock=proposed.time() if proposed else None,
            minutes=organisation().visit_minutes,
            tell_tenant=bool(tenant and tenant.email and tenant.contact_preference == "email"),
        )
    begins = local(appointment.starts_at)
    return AppointmentForm(
        seen=appointments.seen_as(appointment),
        day=begins.date(),
        clock=begins.time(),
        minutes=(appointment.ends_at - appointment.starts_at) // timedelta(minutes=1),
        companions=[guest.account_id for guest in guests if guest.role is GuestRole.COMPANION],
        tell_tenant=any(guest.role is GuestRole.TENANT for guest in guests),
    )


def is_meant(form: AppointmentForm, offered: slots.Offer) -> bool:
    """Say whether a moment is a usual one, or was sent again after the page asked about it."""
    against = slots.against(db.session(), form.starts_at, form.minutes.data or 0, offered.busy)
    odd = [doubt_words(doubt) for doubt in against if doubt in ASKED_FIRST]
    meant = form.starts_at.isoformat()
    if not odd or form.despite.data == meant:
        return True
    form.despite.data = meant
    question = gettext("Is that what you mean? Then press the button once more.")
    form.day.errors = [" ".join([*odd, str(question)])]
    return False


def store(form: AppointmentForm, visit_id: int, offered: slots.Offer) -> str:
    """Plan or move the visit, and give the sentence that says so."""
    starts_at = form.starts_at
    minutes = form.minutes.data or 0
    with deed() as session:
        visit = visits.get_visit(session, visit_id)
        appointments.check_seen(session, visit, form.seen.data)
        moves = visit.state in FIXED
        change = appointments.move if moves else appointments.plan
        change(
            session,
            visit,
            starts_at,
            minutes,
            companions=chosen(session, form.companions.data or []),
            tell_tenant=bool(form.tell_tenant.data),
            sender=sender(),
            by=my_id(),
            now=now(),
        )
        against = slots.against(session, starts_at, minutes, offered.busy)
    said = gettext("Planned. The director gets an invitation by mail.")
    if moves:
        said = gettext("Moved. Everybody who was invited gets the new time.")
    return " ".join([str(said), *(doubt_words(one) for one in against if one not in ASKED_FIRST)])


def chosen(session: Session, numbers: Sequence[int]) -> list[Account]:
    """Give the accounts with these numbers."""
    return [account for account in accounts.list_accounts(session) if account.id in numbers]


@bp.route("/gezelschap", methods=["GET", "POST"])
@allow(Right.VISITS)
def details(visit_id: int) -> ResponseReturnValue:
    """Change who comes along and what the calendars say; the day stays."""
    session = db.session()
    visit = visits.get_visit(session, visit_id)
    appointment = appointments.get_appointment(session, visit)
    guests = list_guests(session, appointment)
    form = DetailsForm(
        companions=[one.account_id for one in guests if one.role is GuestRole.COMPANION],
        remark=appointment.remark,
        seen=appointments.seen_as(appointment),
    )
    form.offer(companions(session, visit), by_mail=bool(visit.tenant and visit.tenant.email))
    if form.validate_on_submit():
        keep_details(form, visit_id)
        said = gettext("Saved. Day and time are the same.")
        if form.inform.data == "letter":
            kind = LetterKind.CONFIRMATION.value
            return go_on(said, "letter.show", visit_id=visit_id, kind=kind)
        return to_visit(visit_id, said)
    return form_page("appointment/details.html", form, visit=visit, appointment=appointment)


def keep_details(form: DetailsForm, visit_id: int) -> None:
    """Keep who comes along and what the calendars say."""
    with deed() as session:
        visit = visits.get_visit(session, visit_id)
        appointments.check_seen(session, visit, form.seen.data)
        appointments.change_details(
            session,
            visit,
            companions=chosen(session, form.companions.data or []),
            remark=form.remark.data or "",
            tell_tenant=form.inform.data == "mail",
            resend=bool(form.resend.data),
            sender=sender(),
            by=my_id(),
            now=now(),
        )


@bp.post("/directeur")
@allow(Right.VISITS)
def host(visit_id: int) -> ResponseReturnValue:
    """Choose which director makes the visit."""
    form = HostForm()
    form.offer(visits.list_hosts(db.session()))
    if not form.validate_on_submit():
        raise Refused(Refusal.CHOOSE_HOST)
    with deed() as session:
        visit = visits.get_visit(session, visit_id)
        person = session.get_one(Account, form.host.data)
        appointments.choose_host(session, visit, person, sender=sender(), by=my_id(), now=now())
    return to_visit(visit_id, gettext("Written down who makes this visit."))


@bp.post("/afspraak/verteld")
@allow(Right.VISITS)
def told(visit_id: int) -> ResponseReturnValue:
    """Note that the tenant heard of the last change by telephone."""
    change_visit(visit_id, appointments.tell_by_phone)
    return to_visit(visit_id, gettext("Written down: the tenant knows."))


@bp.post("/afspraak/bevestigen")
@allow(Right.VISITS)
def confirm(visit_id: int) -> ResponseReturnValue:
    """Confirm the appointment by hand."""
    change_visit(visit_id, appointments.confirm)
    return to_visit(visit_id, gettext("Confirmed."))


@bp.post("/afspraak/afzeggen")
@allow(Right.VISITS)
def cancel(visit_id: int) -> ResponseReturnValue:
    """Cancel the appointment; every calendar that had it is told."""
    form = CancelForm()
    if not form.validate_on_submit():
        visit = visits.get_visit(db.session(), visit_id)
        return form_page("appointment/cancel.html", form, visit=visit)
    with deed() as session:
        visit = visits.get_visit(session, visit_id)
        appointments.check_seen(session, visit, form.seen.data)
        who = State(form.who.data)
        appointments.cancel(session, visit, who, sender=sender(), by=my_id(), now=now())
    return to_visit(visit_id, gettext("Written down. You can choose another day, or stop."))


@bp.get("/huurdersbezoek.ics")
@allow(Right.VISITS)
def download(visit_id: int) -> ResponseReturnValue:
    """Give the file for one's own calendar; it does not follow later changes."""
    session = db.session()
    visit = visits.get_visit(session, visit_id)
    content = feed.download(session, visit, sender(), language=language())
    note_export("calendar.export", "visit", visit_id)
    return to_keep(content, "VERTROUWELIJK-huurdersbezoek.ics")


@bp.get("/uitnodiging/<int:guest_id>.ics")
@allow(Right.VISITS)
def invitation(visit_id: int, guest_id: int) -> ResponseReturnValue:
    """Give the invitation of one guest as it stands now."""
    session = db.session()
    visit = visits.get_visit(session, visit_id)
    content = feed.invitation_file(session, visit, guest_id, sender())
    note_export("calendar.export", "visit", visit_id)
    return to_keep(content, "VERTROUWELIJK-uitnodiging.ics")
