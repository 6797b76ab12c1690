"""Calendar answers: read, applied when there is no doubt, else put before a person."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from visits.domain.outbox import Occasion
from visits.domain.visit import FIXED, State
from visits.formats import ical
from visits.formats.mail import calendar_part, is_eml
from visits.formats.text import mail_text
from visits.models.answer import Answer
from visits.models.appointment import Appointment, Guest, GuestRole, Partstat
from visits.services import audit
from visits.services.organisation import get_organisation
from visits.services.outbox import Sender, make_mail
from visits.services.refusals import NotFound, Refusal, Refused
from visits.services.visit.appointment import confirm, move, unconfirm, visit_of
from visits.services.visit.guest import list_guests
from visits.services.visit.invite import in_their_language, mail_values, tell

WAITS = frozenset({"counter", "review", "resend"})
REFUSALS = frozenset({"reject", "unknown_visit", "visit_cancelled", "not_invited"})


@dataclass(frozen=True, slots=True)
class Known:
    """The appointments that an answer could be about, and the answers applied before."""

    appointments: dict[str, Appointment]
    guests: dict[tuple[str, str], Guest]


def receive(
    session: Session, data: bytes, *, sender: Sender, by: int | None, now: datetime
) -> Answer:
    """Read one file that came back and do what it says, if nothing is doubtful.

    The file is not kept; its hash and what was read stay as an answer, whatever came of it.
    """
    known = known_appointments(session)
    decision = read(data, known, sender)
    answer = write_answer(session, data, decision, known, by=by, now=now)
    if decision["outcome"] == "apply":
        apply(session, answer, known, by=by, now=now)
    audit.record(
        session,
        "answer.receive",
        "answer",
        answer.id,
        by=by,
        now=now,
        outcome=answer.outcome,
        reason=answer.reason,
        sha256=answer.sha256,
    )
    session.flush()
    return answer


def is_known(session: Session, sha256: str) -> bool:
    """Say whether a file with this hash was received before."""
    return session.scalar(select(Answer.id).where(Answer.sha256 == sha256).limit(1)) is not None


def known_appointments(session: Session) -> Known:
    """Give every appointment that was ever sent, with its guests."""
    appointments = {one.uid: one for one in session.scalars(select(Appointment))}
    by_id = {one.id: one for one in appointments.values()}
    guests = session.scalars(select(Guest))
    return Known(
        appointments, {(by_id[guest.appointment_id].uid, guest.email): guest for guest in guests}
    )


def read(data: bytes, known: Known, sender: Sender) -> dict[str, Any]:
    """Give the reader's decision about a file, an .ics or an .eml that carries one."""
    state = {uid: state_of(one, known, sender) for uid, one in known.appointments.items()}
    seen = {key: one.answered_stamp for key, one in known.guests.items() if one.answered_stamp}
    if is_eml(data):
        part = calendar_part(data)
        if part is None:
            return {"outcome": "reject", "reason": "not_a_calendar"}
        return ical.read_answer(
            part.data, state, sender=part.sender, mime_method=part.method, seen=seen
        )
    return ical.read_answer(data, state, seen=seen)


def state_of(appointment: Appointment, known: Known, sender: Sender) -> dict[str, Any]:
    """Give what we sent about an appointment, as the reader wants to know it."""
    return {
        "sequence": appointment.sequence,
        "start": instant(appointment.starts_at),
        "end": instant(appointment.ends_at),
        "status": "CANCELLED" if appointment.cancelled_at else "CONFIRMED",
        "organizer": sender.email,
        "attendees": [email for uid, email in known.guests if uid == appointment.uid],
    }


def instant(moment: datetime) -> str:
    """Give a moment as YYYY-MM-DDTHH:MM:SSZ."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def moment_of(text: str | None) -> datetime | None:
    """Give the moment of a YYYY-MM-DDTHH:MM:SSZ."""
    return datetime.fromisoformat(text) if text else None


def write_answer(
    session: Session,
    data: bytes,
    decision: dict[str, Any],
    known: Known,
    *,
    by: int | None,
    now: datetime,
) -> Answer:
    """Keep what was read."""
    appointment = known.appointments.get(decision.get("uid") or "")
    answer = Answer(
        appointment_id=appointment.id if appointment else None,
        received_at=now,
        account_id=by,
        sha256=hashlib.sha256(data).hexdigest(),
        outcome=decision["outcome"],
        reason=decision.get("reason"),
        attendee=(decision.get("attendee") or "")[:254] or None,
        partstat=decision.get("partstat"),
        sequence=decision.get("sequence"),
        stamp=moment_of(decision.get("stamp")),
        comment=(decision.get("comment") or "")[:500] or None,
        proposed_start=moment_of(decision.get("proposed_start")),
        proposed_end=moment_of(decision.get("proposed_end")),
        waiting=decision["outcome"] in WAITS and appointment is not None,
    )
    session.add(answer)
    session.flush()
    return answer


def apply(session: Session, answer: Answer, known: Known, *, by: int | None, now: datetime) -> None:
    """Store what an invited person answered; the director's yes confirms the visit.

    A no never moves a visit: the assistant decides between another day and no visit.
    """
    appointment = session.get_one(Appointment, answer.appointment_id)
    guest = known.guests[appointment.uid, answer.attendee or ""]
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
    answer = session.get(Answer, answer_id)
    if answer is None:
        raise NotFound
    if not answer.waiting:
        raise Refused(Refusal.ANSWER_DECIDED)
    return answer


def decide(session: Session, answer: Answer, accepted: bool, *, by: int, now: datetime) -> None:
    """Close the question that an answer put."""
    answer.waiting, answer.accepted = False, accepted
    answer.decided_at, answer.decided_by = now, by
    audit.record(
        session,
        "answer.decide",
        "answer",
        answer.id,
        by=by,
        now=now,
        accepted=accepted,
        outcome=answer.outcome,
        sha256=answer.sha256,
    )
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
    """Give the appointment of an answer; Refused if it was cancelled since."""
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
    """Give the language of a guest; Dutch for an address that is no longer invited."""
    guests = [guest for guest in list_guests(session, appointment) if guest.email == address]
    return next((spoken for _, spoken in in_their_language(session, guests, sender)), "nl")


def resend(session: Session, answer: Answer, *, sender: Sender, by: int, now: datetime) -> None:
    """Send somebody who asked for it the invitation as it stands now."""
    if answer.outcome != "resend":
        raise Refused(Refusal.NO_PROPOSAL)
    appointment = standing(session, answer)
    visit = visit_of(session, appointment)
    asked = [guest for guest in list_guests(session, appointment) if guest.email == answer.attendee]
    tell(session, appointment, visit, Occasion.PLANNED, asked, sender=sender, now=now)
    decide(session, answer, True, by=by, now=now)


def apply_reviewed(session: Session, answer: Answer, *, by: int, now: datetime) -> None:
    """Apply a doubtful answer after all: a person looked, and says that it is right."""
    # DELEGATED is an answer too, but not one that a guest can have here.
    if answer.outcome != "review" or answer.partstat not in set(Partstat):
        raise Refused(Refusal.NO_PROPOSAL)
    known = known_appointments(session)
    appointment = standing(session, answer)
    if (appointment.uid, answer.attendee) not in known.guests:
        raise Refused(Refusal.NO_PROPOSAL)
    apply(session, answer, known, by=by, now=now)
    decide(session, answer, True, by=by, now=now)


def guests_of(session: Session, answers: Sequence[Answer]) -> dict[tuple[int, str], Guest]:
    """Give the guests that some answers came from, by appointment and address."""
    numbers = {answer.appointment_id for answer in answers}
    guests = session.scalars(select(Guest).where(Guest.appointment_id.in_(numbers)))
    return {(guest.appointment_id, guest.email): guest for guest in guests}
