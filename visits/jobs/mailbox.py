"""Read the mailbox that answers come back to: headers first, and bodies only of what may be one."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from imaplib import IMAP4

from imap_tools import AND, MailBox, MailMessageFlags, U
from imap_tools.errors import ImapToolsError

from visits.config import Settings
from visits.formats.incoming import read_mail
from visits.jobs.login import PATIENCE, token, trust
from visits.models import db
from visits.models.answer import Mailbox
from visits.models.database import deed
from visits.services.visit import answer as answers

log = logging.getLogger(__name__)
# Larger mails carry pictures: of those only the header is read.
LARGEST = 10_000_000
# Where nothing was read yet: no visit is planned longer ahead.
BACK = timedelta(days=90)
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
# What the structure of a mail names when it may hold an answer, or say that one of ours came back.
HINTS = re.compile(
    rb'(?i)"calendar"|"ics"|\.ics\b|"delivery-status"|x-failed-recipients|ms-tnef|winmail\.dat'
    rb"|pkcs7-mime|\.p7m\b|ms-outlook|\.msg\b"
)


def read_mailbox(settings: Settings, *, now: datetime) -> int:
    """Read every mail that is new to us, do what the answers say, and return how many there were.

    Whether somebody else saw a mail does not matter, and of copies there is one answer.
    """
    if not settings.imap_server:
        return 0
    handled = 0
    with opened(settings) as mailbox:
        folder = settings.imap_folder
        valid = mailbox.folder.status(folder, ["UIDVALIDITY"])["UIDVALIDITY"]
        place = f"{valid} {folder}"[:255]
        known = db.session.get(Mailbox, place)
        last = known.last_uid if known else 0
        db.session.rollback()  # no transaction stays open while a server is spoken to
        since = AND(uid=U(f"{last + 1}", "*")) if known else AND(date_gte=(now - BACK).date())
        # RFC 3501 6.4.8: the last mail is in every range that ends with a star.
        for uid in sorted(number for number in map(int, mailbox.uids(since)) if number > last):
            if take(mail_of(mailbox, str(uid), now=now), place, uid, now=now):
                mailbox.flag(str(uid), MailMessageFlags.SEEN, True)
                handled += 1
    return handled


@contextmanager
def opened(settings: Settings) -> Iterator[MailBox]:
    """Yield the mailbox, logged in, with its folder open."""
    user, password, folder = settings.imap_user, settings.imap_password, settings.imap_folder
    with MailBox(
        settings.imap_server, settings.imap_port, timeout=PATIENCE, ssl_context=trust(settings)
    ) as mailbox:
        if settings.takes_token(password):
            with token(settings) as shown:
                mailbox.xoauth2(user, shown, folder)
        else:
            mailbox.login(user, password, folder)
        yield mailbox


def is_open(settings: Settings) -> bool:
    """Return whether the mailbox lets us in; nothing is read."""
    try:
        with opened(settings):
            return True
    except (OSError, ImapToolsError, IMAP4.error):
        return False


def mail_of(mailbox: MailBox, uid: str, *, now: datetime) -> bytes:
    """Return a mail that may be an answer, and leave it unseen; nothing of any other mail."""
    told, header = fetched(mailbox, uid, "RFC822.SIZE BODYSTRUCTURE BODY.PEEK[HEADER]")
    mail, size = read_mail(header), SIZE.search(told)
    from_a_guest = answers.invited(db.session(), mail.sender, now=now) is not None
    db.session.rollback()
    if not (HINTS.search(told) or HINTS.search(header) or (from_a_guest and not mail.is_automatic)):
        return b""
    if size is None or int(size[1]) > LARGEST:
        return header
    return fetched(mailbox, uid, "BODY.PEEK[]")[1]


def fetched(mailbox: MailBox, uid: str, what: str) -> tuple[bytes, bytes]:
    """Return what the server tells of a mail in its answer, and the last of the texts in it."""
    _, found = mailbox.client.uid("FETCH", uid, f"({what})")
    parts = [part if isinstance(part, tuple) else (part or b"", b"") for part in found]
    texts = [text for _, text in parts if text]
    return b"".join(told + text for told, text in parts), texts[-1] if texts else b""


def take(data: bytes, place: str, uid: int, *, now: datetime) -> bool:
    """Do what a mail says, write down that it was read, and say whether it was about us."""
    with deed() as session:
        answer = answers.receive_mail(session, data, now=now) if data else None
        session.merge(Mailbox(place=place, last_uid=uid))
    return answer is not None


def try_mailbox(settings: Settings, *, now: datetime) -> int | None:
    """Read the mailbox; None when its server cannot be reached or lets nobody in."""
    try:
        return read_mailbox(settings, now=now)
    except (OSError, ImapToolsError, IMAP4.error) as wrong:
        # The kind and not the message: that may hold an address.
        log.warning("the mailbox was not read: %s", type(wrong).__name__)
        return None
