"""What `visits serve` does by itself: it draws, sends mails, and clears what is too old."""

import logging
import smtplib
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from flask import Flask

from visits.config import Settings
from visits.domain.draw import DrawRefused
from visits.models import db
from visits.models.database import begin_deed
from visits.models.invitation import Mail
from visits.services import invitation as invitations
from visits.services import report as reports
from visits.services import retention
from visits.services.batch import drop_stale
from visits.services.closing import anything_due, close_due
from visits.services.draw import hold_draw
from visits.services.home import draw_is_due, tell_drawn
from visits.services.organisation import get_organisation

log = logging.getLogger(__name__)
Job = Callable[..., None]
PAUSE = 60.0
NIGHT = timedelta(hours=6)
PATIENCE = 20.0


def start(app: Flask) -> threading.Event:
    """Run the jobs in the background; set the event that this gives back to stop them."""
    stop = threading.Event()

    def loop() -> None:
        cleared = datetime.min.replace(tzinfo=UTC)
        while not stop.wait(PAUSE):
            now = datetime.now(UTC)
            run(app, close_periods, draw_when_due, send_mails, now=now)
            if now - cleared > NIGHT:
                run(app, clear_old, now=now)
                cleared = now

    threading.Thread(target=loop, name="jobs", daemon=True).start()
    return stop


def run(app: Flask, *jobs: Job, now: datetime) -> None:
    """Run some jobs once; a fault in one is logged and stops none of the others."""
    for job in jobs:
        try:
            with app.app_context():
                job(app.extensions["settings"], now=now)
        except Exception:
            log.exception("job %s failed", job.__name__)


def sender_of(settings: Settings) -> invitations.Sender:
    """Give the sender of every mail."""
    name = get_organisation(db.session()).name
    return invitations.Sender(settings.mail_from, name, settings.base_url)


def draw_when_due(settings: Settings, *, now: datetime) -> None:
    """Draw the month on its first working day, if everything is ready for it."""
    period = draw_is_due(db.session(), now=now)
    if period is None:
        return
    begin_deed(db.session)
    try:
        hold_draw(db.session(), period, by=None, now=now)
        tell_drawn(db.session(), period, sender=sender_of(settings), now=now)
        db.session.commit()
    except DrawRefused:
        db.session.rollback()


def close_periods(_settings: Settings, *, now: datetime) -> None:
    """Fix the labels of a period for the board as soon as it is over."""
    k = get_organisation(db.session()).smallest_group
    if not anything_due(db.session(), k, now=now):
        return
    begin_deed(db.session)
    close_due(db.session(), now=now)
    db.session.commit()


def clear_old(_settings: Settings, *, now: datetime) -> None:
    """Take away what has been kept for long enough."""
    begin_deed(db.session)
    retention.clear(db.session(), now=now)
    drop_stale(db.session(), now=now)
    db.session.commit()


def send_mails(settings: Settings, *, now: datetime) -> None:
    """Send the mails that wait; one that fails is tried again later."""
    if not settings.mail_server:
        return
    sender = sender_of(settings)
    numbers = [mail.id for mail in invitations.list_due(db.session(), now=now)]
    for number in numbers:
        mail = db.session.get_one(Mail, number)
        message = invitations.message_of(mail, sender, reports.attachment_of(db.session(), mail))
        db.session.rollback()  # no transaction stays open while a server is spoken to
        sent = transmit(settings, message)
        begin_deed(db.session)
        mail = db.session.get_one(Mail, number)
        invitations.note_sending(db.session(), mail, sent, now=now)
        db.session.commit()


def transmit(settings: Settings, message: EmailMessage) -> bool:
    """Hand a mail to the server; say whether it was taken."""
    try:
        with smtplib.SMTP(settings.mail_server, settings.mail_port, timeout=PATIENCE) as server:
            if settings.mail_tls:
                server.starttls(context=ssl.create_default_context())
            if settings.mail_user:
                server.login(settings.mail_user, settings.mail_password)
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as wrong:
        log.warning("a mail was not taken: %s", type(wrong).__name__)
        return False
    return True
