"""Calendar files for one's own calendar: a download, an invitation anew, a subscription."""

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from visits.domain.withdrawal import Withdrawn
from visits.formats import ical
from visits.formats.text import phrase
from visits.models.account import Account
from visits.models.appointment import Appointment, Feed, Guest, GuestRole
from visits.models.visit import Visit
from visits.services import audit, withdrawal
from visits.services.organisation import chosen_at, get_organisation
from visits.services.outbox import Sender, list_mails_of
from visits.services.refusals import existing
from visits.services.visit.appointment import get_appointment
from visits.services.visit.guest import list_guests, list_unmailed
from visits.services.visit.invite import event_of, guest_of, in_their_language, names_of_company

FEED_KEEPS_CANCELLED = timedelta(days=60)
FEED_KEEPS_PAST = timedelta(days=365)


def download(session: Session, visit: Visit, sender: Sender, *, language: str = "nl") -> bytes:
    """Give a file for one's own calendar; it does not follow later changes."""
    appointment = get_appointment(session, visit)
    company = names_of_company(session, appointment)
    event = event_of(
        session, appointment, visit, GuestRole.HOST, sender, company=company, language=language
    )
    return ical.write_publish(event, stamp=appointment.modified_at)


def invitation_file(session: Session, visit: Visit, guest_id: int, sender: Sender) -> bytes:
    """Give the invitation of one guest as it stands now, to be mailed by hand.

    Raises NotFound for who is not invited, and for who got a mail about it from the app.
    """
    appointment = get_appointment(session, visit)
    mails = list_mails_of(session, [appointment.id])
    unmailed = list_unmailed(list_guests(session, appointment), mails)
    guest = existing(next((one for one in unmailed if one.id == guest_id), None))
    ((_, language),) = in_their_language(session, [guest], sender)
    company = names_of_company(session, appointment)
    event = event_of(
        session, appointment, visit, guest.role, sender, company=company, language=language
    )
    stamp = appointment.modified_at
    return ical.write_request(event, guest_of(guest), stamp=stamp, language=language)


def make_feed(session: Session, account_id: int, *, with_invited: bool, now: datetime) -> str:
    """Make a new secret address for somebody's feed; the old one stops at once."""
    token = secrets.token_urlsafe(32)
    feed = Feed(
        account_id=account_id,
        token_hash=hashed(token),
        with_invited=with_invited,
        made_at=now,
    )
    session.merge(feed)
    withdraw(session, account_id, now=now)
    audit.record(session, "feed.make", "account", account_id, by=account_id, now=now)
    return token


def end_feed(session: Session, account_id: int, *, now: datetime) -> None:
    """Stop somebody's feed."""
    feed = session.get(Feed, account_id)
    if feed is not None:
        session.delete(feed)
        withdraw(session, account_id, now=now)
        audit.record(session, "feed.end", "account", account_id, by=account_id, now=now)


def withdraw(session: Session, account_id: int, *, now: datetime) -> None:
    """Write down that the address of before is worth nothing, also in an older copy."""
    account = session.get_one(Account, account_id)
    withdrawal.record(session, Withdrawn.FEED, withdrawal.account_of(account.email), now=now)


def find_feed(session: Session, token: str) -> Feed | None:
    """Find the feed behind a secret address."""
    query = select(Feed).options(joinedload(Feed.account)).where(Feed.token_hash == hashed(token))
    return session.scalar(query)


def hashed(token: str) -> str:
    """Give what is kept of a secret address."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_file(
    session: Session, feed: Feed, sender: Sender, *, now: datetime
) -> tuple[bytes, datetime]:
    """Give somebody's feed, and the moment at which something in it last changed."""
    query = (
        select(Appointment)
        .options(joinedload(Appointment.visit).joinedload(Visit.tenant))
        # A margin, so that what left lately still tells when it left.
        .where(Appointment.ends_at > now - 2 * FEED_KEEPS_PAST)
        .order_by(Appointment.starts_at, Appointment.id)
    )
    if not feed.with_invited:
        invited = select(Guest.appointment_id).where(Guest.account_id == feed.account_id)
        query = query.where(Appointment.id.not_in(invited))
    found = list(session.scalars(query))
    kept = [one for one in found if stays(one, now)]
    language = feed.account.language or sender.language
    events = [event_of(session, one, one.visit, None, sender, language=language) for one in kept]
    changed = max([feed.made_at, *moments_of_change(session, found, now=now)])
    name = f"{phrase('visit', language)} {get_organisation(session).name}".strip()
    return ical.write_feed(events, name=name), changed


def stays(appointment: Appointment, now: datetime) -> bool:
    """Say whether a feed still holds an appointment."""
    if appointment.cancelled_at is not None:
        return appointment.cancelled_at > now - FEED_KEEPS_CANCELLED
    return appointment.ends_at > now - FEED_KEEPS_PAST


def moments_of_change(
    session: Session, appointments: Sequence[Appointment], *, now: datetime
) -> Iterator[datetime]:
    """Give every moment at which a feed came to say something else, what left it included."""
    for one in appointments:
        yield one.modified_at
        ends = one.ends_at + FEED_KEEPS_PAST
        if one.cancelled_at is not None:
            ends = one.cancelled_at + FEED_KEEPS_CANCELLED
        if ends <= now:
            yield ends
        if one.visit.tenant is not None:
            yield one.visit.tenant.changed_at
    if chosen := chosen_at(session, "feed_shows", "name"):
        yield chosen
