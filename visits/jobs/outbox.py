"""Send the mails that wait, each on its own: none keeps another waiting."""

import logging
from datetime import datetime
from email.message import EmailMessage
from time import monotonic

from visits.domain.outbox import Failure
from visits.jobs.smtp import Line
from visits.models import db
from visits.models.database import deed
from visits.models.outbox import Mail
from visits.services import outbox
from visits.services.board import report as reports
from visits.words.organisation import sender, sends, settings

log = logging.getLogger(__name__)
# The other jobs wait meanwhile; what is left goes the next time.
LONGEST = 120.0


def send_mails(*, now: datetime) -> int:
    """Send the mails that wait, and return how many were not taken. Sample data stay here.

    A mail that cannot be made or is refused is noted with its reason, and the next one goes. A
    server that does not answer is asked once.
    """
    if not sends():
        return 0
    numbers = [mail.id for mail in outbox.list_due(db.session(), now=now)]
    db.session.rollback()
    failed, began = 0, monotonic()
    with Line(settings()) as line:
        for number in numbers:
            if line.is_dead or monotonic() - began > LONGEST:
                break
            failed += not is_sent(number, line, now=now)
    return failed


def is_sent(number: int, line: Line, *, now: datetime) -> bool:
    """Send one mail, and say whether it went; True as well when another process has it."""
    with deed() as session:
        mail = session.get(Mail, number)
        if mail is None or mail not in outbox.list_due(session, now=now):
            return True
        outbox.claim(session, mail, now=now)
        message = written(mail)
    failure = line.transmit(message) if message else Failure.NOT_MADE  # no transaction is open
    if failure is not None:
        log.warning("mail %s was not taken: %s", number, failure)
    with deed() as session:
        outbox.note_sending(session, session.get_one(Mail, number), failure, now=now)
    return failure is None


def written(mail: Mail) -> EmailMessage | None:
    """Return a mail as it goes over the wire; None when it cannot be made."""
    try:
        return outbox.message_of(mail, sender(), reports.attachment_of(db.session(), mail))
    except Exception as fault:
        # Its kind alone: a message may hold an address.
        log.warning("mail %s cannot be made: %s", mail.id, type(fault).__name__)
        return None
