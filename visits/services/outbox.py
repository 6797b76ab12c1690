"""Mails: made in the same transaction as the deed, sent afterwards, kept as they were made."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from secrets import token_hex
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from visits.domain.outbox import BACK_OFF, FOR_GOOD, Delivery, Failure, delivery, pause
from visits.formats.mail import write_mail
from visits.formats.text import Text
from visits.models.appointment import Appointment
from visits.models.outbox import Mail
from visits.services import audit
from visits.services.refusals import Refusal, Refused, existing

DONE = frozenset({Delivery.SENT, Delivery.GIVEN_UP})
# Tried in vain, and nobody saw to it in another way yet.
# A mail that goes by itself as soon as a server takes it.
WAITING = (
    Mail.sent_at.is_(None),
    Mail.attempts <= len(BACK_OFF),
    or_(Mail.failure.is_(None), Mail.failure.not_in(FOR_GOOD)),
)
IN_VAIN = (
    Mail.sent_at.is_(None),
    or_(Mail.attempts > len(BACK_OFF), Mail.failure.in_(FOR_GOOD)),
    or_(Mail.failure.is_(None), Mail.failure != Failure.SET_ASIDE),
)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends the mails of this app, where the app is, and what it speaks by itself."""

    email: str
    name: str
    base_url: str
    language: str = "nl"

    @property
    def host(self) -> str:
        """The name that stands right of the @ in our numbers."""
        return self.base_url.split("://", 1)[-1].split("/")[0].split(":")[0]


def make_mail(
    session: Session,
    text: Text,
    *,
    to: str,
    sender: Sender,
    now: datetime,
    **about: Any,
) -> Mail:
    """Put one mail to one person in the queue; `about` names what it belongs to, and its file."""
    mail = Mail(
        message_id=f"<{token_hex(16)}@{sender.host}>",
        recipient=to,
        subject=text.subject[:200],
        body=text.body,
        language=text.language,
        made_at=now,
        **about,
    )
    session.add(mail)
    session.flush()
    return mail


def message_of(
    mail: Mail, sender: Sender, attachment: tuple[str, bytes] | None = None
) -> EmailMessage:
    """Give a mail as it goes over the wire, perhaps with a paper (name, bytes)."""
    return write_mail(
        sender=(sender.name, sender.email),
        recipient=mail.recipient,
        subject=mail.subject,
        text=mail.body,
        date=mail.made_at,
        message_id=mail.message_id,
        calendar=mail.calendar,
        method=mail.method,
        attachment=attachment,
        language=mail.language,
    )


def list_mails(session: Session, *, limit: int | None = None) -> list[Mail]:
    """List every mail that was made, newest first."""
    return list(session.scalars(select(Mail).order_by(Mail.id.desc()).limit(limit)))


def get_mail(session: Session, mail_id: int) -> Mail:
    """Get one mail; NotFound if there is none."""
    return existing(session.get(Mail, mail_id))


def list_mails_of(session: Session, appointments: Collection[int | None]) -> list[Mail]:
    """List what was sent about some appointments, oldest first."""
    query = select(Mail).where(Mail.appointment_id.in_(appointments)).order_by(Mail.id)
    return list(session.scalars(query))


def list_due(session: Session, *, now: datetime) -> list[Mail]:
    """List the mails that wait and may be tried now, oldest first."""
    query = select(Mail).where(*WAITING, or_(Mail.try_after.is_(None), Mail.try_after <= now))
    return list(session.scalars(query.order_by(Mail.id)))


def list_given_up(session: Session) -> list[Mail]:
    """List the mails that will not go by themselves and that nobody has seen to, newest first."""
    return list(session.scalars(select(Mail).where(*IN_VAIN).order_by(Mail.id.desc())))


def set_aside(session: Session, mail: Mail, *, by: int, now: datetime) -> None:
    """Note that a mail need not go any more: somebody saw to it in another way."""
    if mail.sent_at is None:
        mail.failure = Failure.SET_ASIDE
        audit.record(session, "mail.aside", "mail", mail.id, by=by, now=now)


def claim(session: Session, mail: Mail, *, now: datetime) -> None:
    """Take a mail up, so that no second process sends it at the same time.

    If this process ends before the server answered, the mail is tried again after the pause.
    """
    mail.attempts += 1
    mail.try_after = now + pause(mail.attempts)
    session.flush()


def note_sending(
    session: Session, mail: Mail, failure: Failure | None = None, *, now: datetime
) -> None:
    """Note that a mail was taken by the server, or why it was not."""
    mail.failure = failure
    if failure is None:
        mail.sent_at, mail.try_after = now, None
    if mail.fleeting and delivery(mail.sent_at, mail.attempts, failure) in DONE:
        session.delete(mail)
    session.flush()


def send_again(session: Session, mail: Mail, *, sender: Sender, by: int, now: datetime) -> Mail:
    """Put a mail in the queue once more; Refused when a newer one took its place.

    The calendar file keeps its SEQUENCE and DTSTAMP: to a calendar it is the same message.
    """
    if is_replaced(session, mail):
        raise Refused(Refusal.MAIL_REPLACED)
    audit.record(session, "mail.again", "mail", mail.id, by=by, now=now)
    if mail.sent_at is None:
        mail.attempts, mail.try_after, mail.failure = 0, None, None
        session.flush()
        return mail
    return make_mail(
        session,
        Text(mail.subject, mail.body, mail.language),
        to=mail.recipient,
        role=mail.role,
        sender=sender,
        now=now,
        appointment_id=mail.appointment_id,
        method=mail.method,
        calendar=mail.calendar,
        sequence=mail.sequence,
    )


def is_replaced(session: Session, mail: Mail) -> bool:
    """Say whether the same person got a newer mail about the same appointment."""
    newer = select(Mail.id).where(
        Mail.appointment_id == mail.appointment_id,
        Mail.recipient == mail.recipient,
        Mail.id > mail.id,
    )
    return mail.appointment_id is not None and session.scalar(newer.limit(1)) is not None


def worth_sending(session: Session, mails: Sequence[Mail], *, now: datetime) -> set[int]:
    """Give which mails may be sent again: the last to somebody about what is still to come."""
    about = {mail.appointment_id for mail in mails if mail.appointment_id is not None}
    query = (
        select(func.max(Mail.id))
        .join(Appointment, Appointment.id == Mail.appointment_id)
        .where(Appointment.id.in_(about), Appointment.ends_at > now)
        .group_by(Mail.appointment_id, Mail.recipient)
    )
    return set(session.scalars(query)) | {one.id for one in mails if one.appointment_id is None}
