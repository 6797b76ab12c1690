"""Read the mailbox that answers come back to, and mark as seen only what it dealt with."""

import hashlib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from imap_tools import AND, MailBox, MailMessageFlags
from imap_tools.errors import ImapToolsError

from visits.config import Settings
from visits.formats.ical import Outcome
from visits.models.database import deed
from visits.services.visit import answer as answers

log = logging.getLogger(__name__)
PATIENCE = 20.0
# Larger mails carry pictures, and no answer.
LARGEST = 10_000_000
# What is not about a visit of ours stays as it is, for whoever reads this mailbox too.
NOT_OURS = frozenset({Outcome.REJECT, Outcome.UNKNOWN_VISIT})


def read_mailbox(settings: Settings, *, now: datetime) -> int:
    """Read every unseen mail, do what the answers say, and return how many there were.

    A mail whose answer was stored, but not yet marked seen, is not read a second time.
    """
    if not settings.imap_server:
        return 0
    with opened(settings) as mailbox:
        handled = [
            uid
            for uid in mailbox.uids(AND(seen=False))
            if take(raw_mail(mailbox, uid), now=now)
            and mailbox.flag(uid, MailMessageFlags.SEEN, True)
        ]
    return len(handled)


@contextmanager
def opened(settings: Settings) -> Iterator[MailBox]:
    """Yield the mailbox, logged in, with its folder open."""
    context = ssl.create_default_context()
    with MailBox(
        settings.imap_server, settings.imap_port, timeout=PATIENCE, ssl_context=context
    ) as mailbox:
        mailbox.login(settings.imap_user, settings.imap_password, settings.imap_folder)
        yield mailbox


def is_open(settings: Settings) -> bool:
    """Return whether the mailbox lets us in; nothing is read."""
    try:
        with opened(settings):
            return True
    except (OSError, ImapToolsError):
        return False


def raw_mail(mailbox: MailBox, uid: str) -> bytes:
    """Return a mail as it lies on the server, and leave it unseen; empty when it is too large."""
    _, found = mailbox.client.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST + 1}>)")
    data = next((part[1] for part in found if isinstance(part, tuple)), b"")
    return data if len(data) <= LARGEST else b""


def take(data: bytes, *, now: datetime) -> bool:
    """Do what one mail says, and say whether it is dealt with."""
    with deed() as session:
        if answers.is_known(session, hashlib.sha256(data).hexdigest()):
            return True
        decision = answers.read(session, data)
        if decision.outcome in NOT_OURS:
            return False
        answers.follow(session, data, decision, by=None, now=now)
    return True


def try_mailbox(settings: Settings, *, now: datetime) -> int | None:
    """Read the mailbox; None when its server cannot be reached or lets nobody in."""
    try:
        return read_mailbox(settings, now=now)
    except (OSError, ImapToolsError) as wrong:
        # The kind and not the message: that may hold an address.
        log.warning("the mailbox was not read: %s", type(wrong).__name__)
        return None
