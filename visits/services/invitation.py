"""Mails: made in the same transaction as the deed, sent afterwards, kept as they were made."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from secrets import token_hex

from babel.dates import format_date
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from visits.domain.month import local
from visits.formats.mail import write_mail
from visits.formats.text import Text
from visits.models.invitation import Mail

BACK_OFF = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends the mails of this app, and where the app is."""

    email: str
    name: str
    base_url: str

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
    appointment_id: int | None = None,
    method: str | None = None,
    calendar: bytes | None = None,
    sequence: int | None = None,
    report_id: int | None = None,
) -> Mail:
    """Put one mail to one person in the queue."""
    mail = Mail(
        message_id=f"<{token_hex(16)}@{sender.host}>",
        recipient=to,
        subject=text.subject[:200],
        body=text.body,
        method=method,
        calendar=calendar,
        sequence=sequence,
        appointment_id=appointment_id,
        report_id=report_id,
        made_at=now,
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
    )


def list_mails(session: Session, *, limit: int | None = None) -> list[Mail]:
    """List every mail that was made, newest first."""
    return list(session.scalars(select(Mail).order_by(Mail.id.desc()).limit(limit)))


def list_mails_of(session: Session, appointment_ids: list[int]) -> list[Mail]:
    """List what was sent about some appointments, oldest first."""
    query = select(Mail).where(Mail.appointment_id.in_(appointment_ids)).order_by(Mail.id)
    return list(session.scalars(query))


def list_due(session: Session, *, now: datetime) -> list[Mail]:
    """List the mails that wait and may be tried now, oldest first."""
    query = select(Mail).where(
        Mail.sent_at.is_(None),
        Mail.attempts <= len(BACK_OFF),
        or_(Mail.try_after.is_(None), Mail.try_after <= now),
    )
    return list(session.scalars(query.order_by(Mail.id)))


def note_sending(session: Session, mail: Mail, sent: bool, *, now: datetime) -> None:
    """Note that a mail was taken by the server, or when to try again."""
    if sent:
        mail.sent_at = now
    else:
        mail.try_after = now + BACK_OFF[min(mail.attempts, len(BACK_OFF) - 1)]
    mail.attempts += 1
    session.flush()


def dutch_day(moment: datetime) -> str:
    """Give "donderdag 17 december 2026": mails to tenants and in calendars are Dutch."""
    return format_date(local(moment), "EEEE d MMMM y", locale="nl")


def dutch_time(moment: datetime) -> str:
    """Give "10.30"."""
    clock = local(moment)
    return f"{clock.hour}.{clock:%M}"
