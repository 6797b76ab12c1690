"""What an answer asks of a person, and what is decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from visits.domain.outbox import Occasion
from visits.formats.ical import Outcome
from visits.formats.text import mail_text
from visits.models.answer import Answer
from visits.models.appointment import Appointment, Guest, Partstat
from visits.models.outbox import Mail
from visits.models.visit import Visit
from visits.services import audit
from visits.services.outbox import Sender, list_mails_of, make_mail
from visits.services.refusals import Refusal, Refused, existing
from visits.services.visit.answer import apply, get_guest
from visits.services.visit.appointment import move
from visits.services.visit.guest import list_guests, list_guests_of
from visits.services.visit.invite import in_their_language, mail_values, tell
from visits.services.visit.record import get_visit, visits_of

DOUBTS = frozenset({Outcome.REVIEW, Outcome.NOT_INVITED})
# DELEGATED is an answer too, but not one that a guest can have here.
SAID = frozenset({Partstat.ACCEPTED, Partstat.DECLINED, Partstat.TENTATIVE})


class Asks(StrEnum):
    """What an answer asks of a person."""

    TIME = auto()  # to move to another time, or not
    AGAIN = auto()  # to send the invitation again
    DAY = auto()  # to move the visit, or to cancel it
    WHOSE = auto()  # to say which guest it is from
    LOOK = auto()  # to look at it where it lies


ASKS = {Outcome.COUNTER: Asks.TIME, Outcome.RESEND: Asks.AGAIN, Outcome.APPLY: Asks.DAY}


@dataclass(frozen=True, slots=True)
class Question:
    """An answer with what it is about: the visit, who is invited, and what each was sent last."""

    answer: Answer
    visit: Visit | None
    guests: list[Guest]
    sent: dict[str, Mail]

    @property
    def asks(self) -> Asks:
        """Return what it asks of a person."""
        if self.answer.outcome in DOUBTS and self.answer.partstat in SAID:
            return Asks.WHOSE
        return ASKS.get(Outcome(self.answer.outcome), Asks.LOOK)

    @property
    def declines(self) -> bool:
        """Return whether it says no, and proposes another time."""
        proposes = self.answer.outcome == Outcome.COUNTER
        return proposes and self.answer.partstat == Partstat.DECLINED

    @property
    def guest(self) -> Guest | None:
        """Return the guest whose answer it is, if it says so; else the one who sent it."""
        known = {guest.email: guest for guest in self.guests}
        return known.get(self.answer.attendee or "") or known.get(self.answer.sender or "")

    @property
    def who(self) -> str:
        """Return who answered, as well as is known."""
        named = self.guest.name if self.guest else None
        return named or self.answer.attendee or self.answer.sender or ""


def question_of(session: Session, answer: Answer) -> Question:
    """Return an answer with what it is about."""
    return questions_of(session, [answer])[0]


def questions_of(session: Session, answers: Sequence[Answer]) -> list[Question]:
    """Return each answer with what it is about; many ask the database no more than one does."""
    about = {answer.appointment_id for answer in answers}
    visits = visits_of(session, about)
    guests = list_guests_of(session, about)
    mails = [mail for mail in list_mails_of(session, about) if mail.calendar is not None]
    return [
        Question(
            answer,
            visits.get(answer.appointment_id),
            [guest for guest in guests if guest.appointment_id == answer.appointment_id],
            {one.recipient: one for one in mails if one.appointment_id == answer.appointment_id},
        )
        for answer in answers
    ]


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


def accept_proposal(
    session: Session, answer: Answer, *, sender: Sender, by: int, now: datetime
) -> None:
    """Move the visit to the time that somebody proposed; everybody gets a new invitation."""
    if answer.proposed_start is None or answer.proposed_end is None:
        raise Refused(Refusal.NO_PROPOSAL)
    appointment = standing(session, answer)
    visit = get_visit(session, appointment.visit_id)
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
        visit = get_visit(session, appointment.visit_id)
        language = language_of(session, appointment, answer.attendee or "", sender)
        values = mail_values(session, appointment, visit, sender, language=language)
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
    visit = get_visit(session, appointment.visit_id)
    asked = [guest for guest in list_guests(session, appointment) if guest.email == answer.attendee]
    tell(session, appointment, visit, Occasion.PLANNED, asked, sender=sender, now=now)
    decide(session, answer, True, by=by, now=now)


def apply_reviewed(
    session: Session, answer: Answer, *, whose: int | None = None, by: int, now: datetime
) -> None:
    """Take a doubtful answer as that of one guest: a person looked, and says whose it is.

    What is plain then is done. Another time, and a no, wait for a decision of their own.
    """
    if answer.outcome not in DOUBTS or answer.partstat not in SAID:
        raise Refused(Refusal.NO_PROPOSAL)
    appointment = standing(session, answer)
    if whose is not None:
        guest = session.get(Guest, whose)
        if guest is None or guest.appointment_id != appointment.id:
            raise Refused(Refusal.NO_PROPOSAL)
        answer.attendee = guest.email
    get_guest(session, answer)
    is_old = answer.sequence is not None and answer.sequence < appointment.sequence
    proposes = answer.proposed_start is not None
    answer.reason = None
    answer.outcome = Outcome.STALE if is_old else Outcome.COUNTER if proposes else Outcome.APPLY
    decide(session, answer, not is_old, by=by, now=now)
    answer.waiting = answer.outcome is Outcome.COUNTER
    if not is_old and (not proposes or answer.partstat == Partstat.DECLINED):
        apply(session, answer, by=by, now=now)
    session.flush()
