"""Calendar answers: read, applied when there is no doubt, else put before a person."""

import hashlib
import logging
from contextlib import suppress
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import Session

from visits.domain.text import sound
from visits.domain.visit import FIXED, State
from visits.formats import ical
from visits.formats.ical import Outcome, Reason
from visits.formats.incoming import kind_of
from visits.models.answer import Answer
from visits.models.appointment import Appointment, Guest, GuestRole, Partstat
from visits.models.busy import BusyCalendar
from visits.services import audit
from visits.services.refusals import Refusal, Refused
from visits.services.visit.appointment import confirm, unconfirm
from visits.services.visit.guest import list_guests
from visits.services.visit.record import get_visit

log = logging.getLogger(__name__)
WAITS = frozenset({Outcome.COUNTER, Outcome.REVIEW, Outcome.RESEND, Outcome.NOT_INVITED})
REFUSALS = frozenset({Outcome.REJECT, Outcome.UNKNOWN_VISIT, Outcome.VISIT_CANCELLED})
# These say plainly that nothing was answered; what else cannot be read may well be an answer.
PLAIN = frozenset({Reason.NOT_AN_ANSWER, Reason.METHOD_MISMATCH})
FAILED = ical.Decision(Outcome.REJECT, Reason.FAILED)


def receive(session: Session, data: bytes, *, by: int | None, now: datetime) -> Answer:
    """Read one file that came back and do what it says, if nothing is doubtful.

    The file is not kept; its hash and what was read stay as an answer, whatever came of it. One
    that fails is put aside, and changes nothing else; of copies there is one answer.
    """
    try:
        with session.begin_nested():
            return follow(session, data, read(session, data, now=now), by=by, now=now)
    except Exception as wrong:
        # The kind and not the message: that may hold an address.
        log.warning("put aside: %s", type(wrong).__name__)
    return follow(session, data, FAILED, by=by, now=now)


def receive_mail(session: Session, data: bytes, *, now: datetime) -> Answer | None:
    """Receive a mail, unless it is neither about a visit of ours nor from somebody invited."""
    with suppress(Exception), session.begin_nested():
        decision = read(session, data, now=now)
        if find_appointment(session, decision, now=now) is None:
            return None
    return receive(session, data, by=None, now=now)


def follow(
    session: Session, data: bytes, decision: ical.Decision, *, by: int | None, now: datetime
) -> Answer:
    """Do what was decided about a file, and keep it as an answer; a copy only tells what it was."""
    digest = hashlib.sha256(data).hexdigest()
    appointment = find_appointment(session, decision, now=now)
    answer = find_copy(session, digest, decision, appointment)
    if answer and (decision.outcome is not Outcome.APPLY or not answer.waiting):
        return answer
    answer = answer or Answer(received_at=now, account_id=by, sha256=digest)
    fill(answer, decision, appointment)
    session.add(answer)
    session.flush()
    if decision.reason is Reason.NOT_DELIVERED and appointment:
        note_unreached(session, answer, now=now)
    # A proposal of another time may say no to this one.
    says_no = answer.outcome == Outcome.COUNTER and answer.partstat == Partstat.DECLINED
    if says_no or answer.outcome == Outcome.APPLY:
        apply(session, answer, by=by, now=now)
    came = {"outcome": answer.outcome, "reason": answer.reason, "sha256": answer.sha256}
    audit.record(session, "answer.receive", "answer", answer.id, by=by, now=now, **came)
    return answer


def read(session: Session, data: bytes, *, now: datetime) -> ical.Decision:
    """Return the reader's decision about a file, an .ics or an .eml that carries one."""

    def find(uid: str) -> ical.Sent | None:
        appointment = sent_with(session, uid)
        return sent_of(session, appointment) if appointment else None

    decision = ical.decide(data, find, lambda address: bool(invited(session, address, now=now)))
    kind = kind_of(data)
    return ical.Decision(Outcome.REJECT, Reason(kind)) if kind else decision


def find_appointment(
    session: Session, decision: ical.Decision, *, now: datetime
) -> Appointment | None:
    """Find what an answer is about: by its UID, else by who is invited to what is to come."""
    if found := sent_with(session, decision.uid or ""):
        return found
    who = [decision.attendee, decision.sender]
    asks = decision.outcome in {Outcome.REVIEW, Outcome.REJECT} and decision.reason not in PLAIN
    return next(filter(None, (invited(session, one, now=now) for one in who if asks and one)), None)


def sent_with(session: Session, uid: str) -> Appointment | None:
    """Find the appointment that was sent with this UID."""
    return session.scalar(select(Appointment).where(Appointment.uid == sound(uid)))


def invited(session: Session, address: str, *, now: datetime) -> Appointment | None:
    """Find the next appointment to which somebody with this address is invited."""
    query = (
        select(Appointment)
        .join(Guest, Guest.appointment_id == Appointment.id)
        .where(Guest.email == sound(address), Appointment.cancelled_at.is_(None))
        .where(Appointment.ends_at > now)
    )
    return session.scalar(query.order_by(Appointment.starts_at).limit(1))


def sent_of(session: Session, appointment: Appointment) -> ical.Sent:
    """Return what we sent about an appointment, and which answers were applied."""
    guests = list_guests(session, appointment)
    colleagues = {guest.account_id: guest.email for guest in guests if guest.account_id}
    known = select(BusyCalendar).where(BusyCalendar.account_id.in_(colleagues))
    return ical.Sent(
        sequence=appointment.sequence,
        start=appointment.starts_at,
        end=appointment.ends_at,
        is_cancelled=appointment.cancelled_at is not None,
        attendees={guest.email: guest.answered_stamp for guest in guests},
        aliases={
            alias: colleagues[calendar.account_id]
            for calendar in session.scalars(known)
            for alias in calendar.also.split()
        },
    )


def find_copy(
    session: Session, digest: str, decision: ical.Decision, appointment: Appointment | None
) -> Answer | None:
    """Find the answer that was kept of the same file, or of the same words in another file."""
    same = Answer.sha256 == digest
    if appointment and decision.stamp:
        start = decision.proposed[0] if decision.proposed else None
        by_mail = and_(Answer.sender.is_not(None), Answer.sender == decision.sender)
        same = or_(
            same,
            and_(
                Answer.appointment_id == appointment.id,
                or_(Answer.attendee == decision.attendee, by_mail),
                (Answer.outcome == Outcome.RESEND) == (decision.outcome is Outcome.RESEND),
                Answer.partstat == decision.partstat,
                Answer.sequence.is_not_distinct_from(decision.sequence),
                Answer.stamp == decision.stamp,
                Answer.proposed_start.is_not_distinct_from(start),
            ),
        )
    return session.scalar(select(Answer).where(same).order_by(Answer.id).limit(1))


def fill(answer: Answer, decision: ical.Decision, appointment: Appointment | None) -> None:
    """Keep what was read."""
    answer.appointment_id = appointment.id if appointment else None
    answer.outcome, answer.reason = decision.outcome, decision.reason
    answer.sender = kept(decision.sender, 254)
    answer.attendee = kept(decision.attendee, 254)
    answer.partstat = decision.partstat
    answer.sequence, answer.stamp = decision.sequence, decision.stamp
    answer.comment = kept(decision.comment, 500)
    answer.proposed_start, answer.proposed_end = decision.proposed or (None, None)
    # What came by mail and cannot be read is seen by nobody, unless it waits.
    unread = decision.outcome is Outcome.REJECT and decision.reason not in PLAIN
    doubtful = decision.outcome in WAITS or (unread and decision.sender is not None)
    answer.waiting = decision is FAILED or (doubtful and appointment is not None)


def kept(text: str | None, length: int) -> str | None:
    """Return a text as a table can keep it."""
    return sound(text or "")[:length] or None


def apply(session: Session, answer: Answer, *, by: int | None, now: datetime) -> None:
    """Store what an invited person answered; the director's yes confirms the visit.

    A no never moves a visit: the assistant decides between another day and no visit. So it is
    with a perhaps that comes after a yes.
    """
    appointment = session.get_one(Appointment, answer.appointment_id)
    guest, visit = get_guest(session, answer), get_visit(session, appointment.visit_id)
    said_yes = visit.state is State.CONFIRMED or guest.partstat is Partstat.ACCEPTED
    guest.partstat = Partstat(answer.partstat or "NEEDS-ACTION")
    # A clock that runs ahead makes no later answer stale.
    guest.answered_stamp = min(answer.stamp, now) if answer.stamp else None
    guest.unreached_at = None
    settle(session, Answer.attendee == guest.email, Answer.appointment_id == appointment.id)
    if guest.role is GuestRole.HOST and guest.partstat is Partstat.ACCEPTED:
        if visit.state is State.PLANNED:
            confirm(session, visit, by=by, now=now)
    elif guest.partstat is not Partstat.ACCEPTED and guest.role is not GuestRole.COMPANION:
        unconfirm(session, visit, by=by, now=now)
        opens = said_yes or guest.partstat is Partstat.DECLINED
        answer.waiting = visit.state in FIXED and opens
    session.flush()


def settle(session: Session, *about: ColumnElement[bool]) -> None:
    """Close the questions that a no or a perhaps left open, once there is another answer."""
    asked = (Answer.outcome == Outcome.APPLY, Answer.waiting)
    session.execute(update(Answer).where(*asked, *about).values(waiting=False))


def note_unreached(session: Session, answer: Answer, *, now: datetime) -> None:
    """Write down that a mail to a guest came back."""
    for guest in session.scalars(of_guest(answer)):
        guest.unreached_at = now


def of_guest(answer: Answer) -> Select[Guest]:
    """Return the query for the guest who gave an answer."""
    about = (Guest.appointment_id == answer.appointment_id, Guest.email == answer.attendee)
    return select(Guest).where(*about)


def get_guest(session: Session, answer: Answer) -> Guest:
    """Get the guest who gave an answer; Refused if they are not invited."""
    if (guest := session.scalar(of_guest(answer))) is None:
        raise Refused(Refusal.NO_PROPOSAL)
    return guest
