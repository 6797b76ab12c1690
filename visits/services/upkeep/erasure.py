"""Erasing a tenant: out of the calendars first, then out of everything (GDPR article 17).

What stays is what nobody can read a person from: released insights, lines for the board, counts,
and the bare number in the sealed lists of the draws.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from visits.domain.promise import OPEN, Progress
from visits.domain.visit import FELL_THROUGH, FIXED, OVER, Channel, State
from visits.domain.withdrawal import Withdrawn
from visits.formats import ical
from visits.formats.text import mail_text
from visits.models.account import Account
from visits.models.answer import Answer
from visits.models.appointment import Appointment, GuestRole
from visits.models.audit import AuditLine
from visits.models.insight import Insight
from visits.models.letter import Letter
from visits.models.note import Note
from visits.models.outbox import Mail
from visits.models.promise import Promise
from visits.models.tenant import Change, StagedRow, StagedTenant, Tenant
from visits.models.visit import Contact, Visit
from visits.services import audit, withdrawal
from visits.services.board.close import close_due
from visits.services.board.report import revise_reports
from visits.services.outbox import Sender
from visits.services.refusals import existing
from visits.services.tenant.record import list_visits_of
from visits.services.upkeep.retention import forget_story
from visits.services.visit.appointment import cancel, list_appointments
from visits.services.visit.invite import event_of, mail_values
from visits.services.visit.record import get_visit
from visits.services.visit.state import set_state
from visits.services.visit.step import decline_after_all, end

DEED = "tenant.erase"


def erase_tenant(
    session: Session, tenant: Tenant, *, sender: Sender, by: int | None, now: datetime
) -> int:
    """Take everything about a tenant away, and give the number of the receipt.

    This cannot be undone.
    """
    close_due(session, now=now)
    counts = counted(session, tenant)
    visits = [get_visit(session, visit.id) for visit in list_visits_of(session, tenant)]
    for visit in visits:
        bring_to_an_end(session, visit, sender=sender, by=by, now=now)
    lots = select(Visit).options(joinedload(Visit.tenant)).where(Visit.tenant_id == tenant.id)
    for visit in session.scalars(lots).all():
        forget_papers(session, visit, sender)
        forget_visit(session, visit)
    for table in (Change, StagedRow, StagedTenant):
        session.execute(delete(table).where(table.external_id == tenant.external_id))
    forget_address(session, tenant.email)
    number, whom = tenant.id, withdrawal.tenant_of(tenant.external_id)
    session.delete(tenant)
    withdrawal.record(session, Withdrawn.ERASED, whom, now=now)
    revise_reports(session, now=now)
    return audit.record(session, DEED, "tenant", number, by=by, now=now, **counts).id


def forget_address(session: Session, email: str | None) -> None:
    """Take away the answers and mails of an address that hang on no appointment of the person."""
    if email:
        address = email.lower()
        theirs = (func.lower(Answer.sender) == address, func.lower(Answer.attendee) == address)
        session.execute(delete(Answer).where(or_(*theirs)))
        session.execute(delete(Mail).where(func.lower(Mail.recipient) == address, ~Mail.fleeting))


def counted(session: Session, tenant: Tenant) -> dict[str, int]:
    """Count what the app holds about a tenant, for the receipt."""
    visits = select(Visit.id).where(Visit.tenant_id == tenant.id)
    appointments = select(Appointment.id).where(Appointment.visit_id.in_(visits))
    questions = {
        "visits": select(func.count()).where(Visit.id.in_(visits), Visit.called_at.is_not(None)),
        "contacts": select(func.count()).where(
            Contact.visit_id.in_(visits), Contact.channel != Channel.LETTER
        ),
        "letters": select(func.count()).where(Letter.visit_id.in_(visits)),
        "mails": select(func.count()).where(Mail.appointment_id.in_(appointments)),
        "notes": select(func.count()).where(Note.visit_id.in_(visits)),
        "promises": select(func.count()).where(
            Promise.visit_id.in_(visits), Promise.progress.in_(OPEN)
        ),
    }
    return {name: session.scalar(query) or 0 for name, query in questions.items()}


@dataclass(frozen=True, slots=True)
class Receipt:
    """That somebody was erased: when, by whom and how much; not who it was."""

    number: int
    at: datetime
    by: str | None
    counts: dict[str, int]


def get_receipt(session: Session, number: int) -> Receipt:
    """Get the receipt of an erasure; NotFound for any other number."""
    query = select(AuditLine, Account.name).outerjoin(Account, Account.id == AuditLine.account_id)
    query = query.where(AuditLine.id == number, AuditLine.deed == DEED)
    line, name = existing(session.execute(query).first())
    return Receipt(line.id, line.at, name, dict(line.detail))


def bring_to_an_end(
    session: Session, visit: Visit, *, sender: Sender, by: int | None, now: datetime
) -> None:
    """End a visit that is still on its way; what stands in the calendars is cancelled first."""
    if visit.state in FIXED:
        cancel(session, visit, State.CANCELLED_BY_TENANT, sender=sender, by=by, now=now)
    if visit.state in FELL_THROUGH:
        decline_after_all(session, visit, by=by, now=now)
    elif visit.state is State.HELD:
        set_state(session, visit, State.CLOSED, by=by, now=now)
    elif visit.state not in OVER:
        end(session, visit, State.NOT_ELIGIBLE, by=by, now=now)


def forget_papers(session: Session, visit: Visit, sender: Sender) -> None:
    """Take away letters and mails; only a cancellation that still waits is sent first."""
    session.execute(delete(Letter).where(Letter.visit_id == visit.id))
    for appointment in list_appointments(session, visit):
        about = select(Mail).where(Mail.appointment_id == appointment.id)
        for mail in session.scalars(about).all():
            if mail.sent_at is not None or mail.method != "CANCEL":
                session.delete(mail)
                continue
            mail.fleeting = True
            if mail.role is GuestRole.TENANT:
                forget_name(session, mail, appointment, visit, sender)
        appointment.remark, appointment.known_at = "", None
    session.flush()


def forget_name(
    session: Session, mail: Mail, appointment: Appointment, visit: Visit, sender: Sender
) -> None:
    """Leave of the last mail to a tenant only what takes the event out of a calendar."""
    text = mail_text("erased_tenant", mail_values(session, appointment, visit, sender))
    event = event_of(session, appointment, visit, GuestRole.TENANT, sender)
    nameless = ical.Guest(mail.recipient, "", GuestRole.TENANT)
    mail.subject, mail.body = text.subject, text.body
    mail.calendar = ical.write_cancel(event, nameless, stamp=appointment.modified_at)


def forget_visit(session: Session, visit: Visit) -> None:
    """Take the person off a visit: the talks, the tenant's own words, the story, the promises."""
    session.execute(delete(Contact).where(Contact.visit_id == visit.id))
    session.execute(update(Insight).where(Insight.visit_id == visit.id).values(quote=""))
    # There is nobody left to answer: what was promised counts as dropped.
    session.execute(
        update(Promise)
        .where(Promise.visit_id == visit.id, Promise.progress.in_(OPEN))
        .values(
            no_answer_wanted=True,
            outcome=func.coalesce(Promise.outcome, Progress.DROPPED.value),
            progress=Progress.CLOSED,
        )
    )
    forget_story(session, visit)
    visit.tenant_id = None
    session.flush()
