"""Calendar answers: read, applied when there is no doubt, else put before a person."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from visits.domain.outbox import Occasion
from visits.domain.visit import FIXED, State
from visits.formats import ical
from visits.formats.ical import Outcome
from visits.formats.mail import calendar_part, is_eml
from visits.formats.text import mail_text
from visits.models.answer import Answer
from visits.models.appointment import Appointment, Guest, GuestRole, Partstat
from visits.services import audit
from visits.services.organisation import get_organisation
from visits.services.outbox import Sender, make_mail
from visits.services.refusals import Refusal, Refused, existing
from visits.services.visit.appointment import confirm, move, unconfirm, visit_of
from visits.services.visit.guest import list_guests
from visits.services.visit.invite import in_their_language, mail_values, tell

WAITS = frozenset({Outcome.COUNTER, Outcome.REVIEW, Outcome.RESEND})
REFUSALS = frozenset(
    {Outcome.REJECT, Outcome.UNKNOWN_VISIT, Outcome.VISIT_CANCELLED, Outcome.NOT_INVITED}
)


def receive(session: Session, data: bytes, *, by: int | None, now: datetime) -> Answer:
    """Read one file that came back and do what it says, if nothing is doubtful.

    The file is not kept; its hash and what was read stay as an answer, whatever came of it.
    """
    return follow(session, data, read(session, data), by=by, now=now)


def follow(
    session: Session, data: bytes, decision: ical.Decision, *, by: int | None, now: datetime
) -> Answer:
    """Do what was decided about a file, and keep it as an answer."""
    answer = write_answer(session, data, decision, by=by, now=now)
    if decision.outcome is Outcome.APPLY:
        apply(session, answer, by=by, now=now)
    came = {"outcome": answer.outcome, "reason": answer.reason, "sha256": answer.sha256}
    audit.record(session, "answer.receive", "answer", answer.id, by=by, now=now, **came)
    session.flush()
    return answer


def is_known(session: Session, sha256: str) -> bool:
    """Return whether a file with this hash was received before."""
    return session.scalar(select(Answer.id).where(Answer.sha256 == sha256).limit(1)) is not None


def read(session: Session, data: bytes) -> ical.Decision:
    """Return the reader's decision about a file, an .ics or an .eml that carries one."""

    def find(uid: str) -> ical.Sent | None:
        appointment = find_appointment(session, uid)
        return sent_of(session, appointment) if appointment else None

    if not is_eml(data):
        return ical.decide(data, find)
    part = calendar_part(data)
    if part is None:
        return ical.Decision(Outcome.REJECT, ical.Reason.NOT_A_CALENDAR)
    return ical.decide(part.data, find, sender=part.sender, mime_method=part.method)


def find_appointment(session: Session, uid: str | None) -> Appointment | None:
    """Find the appointment that was sent with this UID."""
    return session.scalar(select(Appointment).where(Appointment.uid == uid))


def sent_of(session: Session, appointment: Appointment) -> ical.Sent:
    """Return what we sent about an appointment, and which answers were applied."""
    guests = list_guests(session, appointment)
    return ical.Sent(
        sequence=appointment.sequence,
        start=appointment.starts_at,
        end=appointment.ends_at,
        is_cancelled=appointment.cancelled_at is not None,
        attendees={guest.email: guest.answered_stamp for guest in guests},
    )


def write_answer(
    session: Session, data: bytes, decision: ical.Decision, *, by: int | None, now: datetime
) -> Answer:
    """Keep what was read."""
    appointment = find_appointment(session, decision.uid)
    start, end = decision.proposed or (None, None)
    answer = Answer(
        appointment_id=appointment.id if appointment else None,
        received_at=now,
        account_id=by,
        sha256=hashlib.sha256(data).hexdigest(),
        outcome=decision.outcome,
        reason=decision.reason,
        attendee=(decision.attendee or "")[:254] or None,
        partstat=decision.partstat,
        sequence=decision.sequence,
        stamp=decision.stamp,
        comment=(decision.comment or "")[:500] or None,
        proposed_start=start,
        proposed_end=end,
        waiting=decision.outcome in WAITS and appointment is not None,
    )
    session.add(answer)
    session.flush()
    return answer


def apply(session: Session, answer: Answer, *, by: int | None, now: datetime) -> None:
    """Store what an invited person answered; the director's yes confirms the visit.

    A no never moves a visit: the assistant decides between another day and no visit.
    """
    appointment = session.get_one(Appointment, answer.appointment_id)
    guest = get_guest(session, answer)
    guest.partstat = Partstat(answer.partstat or "NEEDS-ACTION")
    guest.answered_stamp = answer.stamp
    visit = visit_of(session, appointment)
    if guest.role is GuestRole.HOST and guest.partstat is Partstat.ACCEPTED:
        if visit.state is State.PLANNED:
            confirm(session, visit, by=by, now=now)
    elif guest.partstat is Partstat.DECLINED and guest.role is not GuestRole.COMPANION:
        unconfirm(session, visit, by=by, now=now)
        answer.waiting = visit.state in FIXED
    session.flush()


def get_guest(session: Session, answer: Answer) -> Guest:
    """Get the guest who gave an answer; Refused if they are not invited."""
    query = select(Guest).where(Guest.appointment_id == answer.appointment_id)
    guest = session.scalar(query.where(Guest.email == answer.attendee))
    if guest is None:
        raise Refused(Refusal.NO_PROPOSAL)
    return guest


def list_answers(session: Session, *, limit: int = 30) -> list[Answer]:
    """List the answers that came in, newest first."""
    query = select(Answer).options(joinedload(Answer.appointment))
    return list(session.scalars(query.order_by(Answer.id.desc()).limit(limit)))


def list_waiting(session: Session) -> list[Answer]:
    """List the answers about which a person must decide, oldest first."""
    query = (
        select(Answer)
        .options(joinedload(Answer.appointment))
        .where(Answer.waiting)
        .order_by(Answer.id)
    )
    return list(session.scalars(query))


def get_waiting(session: Session, answer_id: int) -> Answer:
    """Get an answer about which somebody must decide; Refused if it was decided already."""
    answer = existing(session.get(Answer, answer_id))
    if not answer.waiting:
        raise Refused(Refusal.ANSWER_DECIDED)
    return answer


def decide(session: Session, answer: Answer, accepted: bool, *, by: int, now: datetime) -> None:
    """Close the question that an answer put."""
    answer.waiting, answer.accepted = False, accepted
    answer.decided_at, answer.decided_by = now, by
    said = {"accepted": accepted, "outcome": answer.outcome, "sha256": answer.sha256}
    audit.record(session, "answer.decide", "answer", answer.id, by=by, now=now, **said)
    session.flush()


def accept_proposal(
    session: Session, answer: Answer, *, sender: Sender, by: int, now: datetime
) -> None:
    """Move the visit to the time that somebody proposed; everybody gets a new invitation."""
    if answer.proposed_start is None or answer.proposed_end is None:
        raise Refused(Refusal.NO_PROPOSAL)
    appointment = standing(session, answer)
    visit = visit_of(session, appointment)
    minutes = int((answer.proposed_end - answer.proposed_start).total_seconds() // 60)
    move(
        session,
        visit,
        answer.proposed_start,
        minutes,
        tell_tenant=False,
        sender=sender,
        by=by,
        now=now,
    )
    decide(session, answer, True, by=by, now=now)


def standing(session: Session, answer: Answer) -> Appointment:
    """Return the appointment of an answer; Refused if it was cancelled since."""
    appointment = session.get_one(Appointment, answer.appointment_id)
    if appointment.cancelled_at is not None:
        raise Refused(Refusal.NO_APPOINTMENT)
    return appointment


def refuse_proposal(
    session: Session, answer: Answer, *, sender: Sender, by: int, now: datetime
) -> None:
    """Keep the visit where it is, and say so in a plain mail (no DECLINECOUNTER)."""
    if answer.proposed_start is None:
        raise Refused(Refusal.NO_PROPOSAL)
    appointment = session.get_one(Appointment, answer.appointment_id)
    if appointment.cancelled_at is None:
        visit = visit_of(session, appointment)
        language = language_of(session, appointment, answer.attendee or "", sender)
        values = mail_values(
            appointment, visit, get_organisation(session), sender, language=language
        )
        text = mail_text("proposal_refused", values, language)
        make_mail(
            session,
            text,
            to=answer.attendee or "",
            sender=sender,
            now=now,
            appointment_id=appointment.id,
        )
    decide(session, answer, False, by=by, now=now)


def language_of(session: Session, appointment: Appointment, address: str, sender: Sender) -> str:
    """Return the language of a guest; Dutch for an address that is no longer invited."""
    guests = [guest for guest in list_guests(session, appointment) if guest.email == address]
    return next((spoken for _, spoken in in_their_language(session, guests, sender)), "nl")


def resend(session: Session, answer: Answer, *, sender: Sender, by: int, now: datetime) -> None:
    """Send somebody who asked for it the invitation as it stands now."""
    if answer.outcome != Outcome.RESEND:
        raise Refused(Refusal.NO_PROPOSAL)
    appointment = standing(session, answer)
    visit = visit_of(session, appointment)
    asked = [guest for guest in list_guests(session, appointment) if guest.email == answer.attendee]
    tell(session, appointment, visit, Occasion.PLANNED, asked, sender=sender, now=now)
    decide(session, answer, True, by=by, now=now)


def apply_reviewed(session: Session, answer: Answer, *, by: int, now: datetime) -> None:
    """Apply a doubtful answer after all: a person looked, and says that it is right."""
    # DELEGATED is an answer too, but not one that a guest can have here.
    if answer.outcome != Outcome.REVIEW or answer.partstat not in set(Partstat):
        raise Refused(Refusal.NO_PROPOSAL)
    standing(session, answer)
    apply(session, answer, by=by, now=now)
    decide(session, answer, True, by=by, now=now)


def guests_of(session: Session, answers: Sequence[Answer]) -> dict[tuple[int, str], Guest]:
    """Return the guests who gave some answers, by appointment and address."""
    numbers = {answer.appointment_id for answer in answers}
    guests = session.scalars(select(Guest).where(Guest.appointment_id.in_(numbers)))
    return {(guest.appointment_id, guest.email): guest for guest in guests}
