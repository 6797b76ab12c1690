"""Decide what the answer to an invitation means; nothing is applied here.

Bytes and what we sent earlier go in, one decision comes out. The first check that fails decides.
"""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from visits.formats.ical.decision import (
    CalendarRefused,
    Decision,
    Interval,
    Outcome,
    Partstat,
    Reason,
    Warn,
)
from visits.formats.ical.reply import Attendee, Reply, plain, read_reply, uid_of
from visits.formats.incoming import Incoming, is_eml, read_mail


@dataclass(frozen=True, slots=True)
class Sent:
    """What we sent last about one appointment, and to whom.

    With each address, as `plain` writes it, stands the DTSTAMP of the answer applied last. An
    alias is another address of somebody who was invited.
    """

    sequence: int
    start: datetime
    end: datetime
    is_cancelled: bool
    attendees: Mapping[str, datetime | None]
    aliases: Mapping[str, str] = field(default_factory=dict)


Find = Callable[[str], Sent | None]
IsGuest = Callable[[str], bool]


def read_answer(
    data: bytes,
    state: dict[str, Any],
    *,
    sender: str | None = None,
    mime_method: str | None = None,
    seen: Mapping[tuple[str, str], datetime] | None = None,
) -> dict[str, Any]:
    """Decide what an answer means, given what we sent; no bytes make it raise."""

    def find(uid: str) -> Sent | None:
        if (known := state.get(uid)) is None:
            return None
        return Sent(
            sequence=known["sequence"],
            start=datetime.fromisoformat(known["start"]),
            end=datetime.fromisoformat(known["end"]),
            is_cancelled=known["status"] == "CANCELLED",
            attendees={one: (seen or {}).get((uid, one)) for one in map(plain, known["attendees"])},
        )

    guests = {plain(one) for known in state.values() for one in known["attendees"]}
    decision = decide(data, find, guests.__contains__, sender=sender, mime_method=mime_method)
    return decision.as_dict()


def decide(
    data: bytes,
    find: Find,
    is_guest: IsGuest,
    *,
    sender: str | None = None,
    mime_method: str | None = None,
) -> Decision:
    """Decide what a calendar file means, or a mail that may carry one.

    `find` returns what we sent with a UID, if anything; `is_guest` whether we sent it to somebody.
    """
    if not is_eml(data):
        said = None if sender is None else plain(sender)
        return replace(_of_file(data, find, said, mime_method), sender=said or None)
    mail = read_mail(data)
    said = mail.sender if sender is None else plain(sender)
    return replace(_of_mail(mail, find, is_guest, said, mime_method), sender=said or None)


def _of_mail(
    mail: Incoming, find: Find, is_guest: IsGuest, sender: str, mime_method: str | None
) -> Decision:
    if mail.failed:
        return _bounced(mail, find, is_guest)
    found = Decision(Outcome.REJECT, Reason(mail.kind or Reason.NO_CALENDAR))
    if mail.part is not None:
        found = _of_file(mail.part.data, find, sender, mime_method or mail.part.method)
    if found.outcome is not Outcome.REJECT:
        return found
    if mail.is_automatic:
        return Decision(Outcome.NO_ANSWER)
    # What a guest sent may well be an answer, only not one that we can read.
    waits = mail.part is None and is_guest(sender)
    return replace(found, outcome=Outcome.REVIEW) if waits else found


def _bounced(mail: Incoming, find: Find, is_guest: IsGuest) -> Decision:
    """Return which guest was not reached."""
    uid = uid_of(mail.part.data) if mail.part else ""
    sent = find(uid)
    invited = sent.attendees.__contains__ if sent else is_guest
    who = next(filter(invited, mail.failed), "")
    outcome = Outcome.REVIEW if sent or who else Outcome.REJECT
    reached = who or mail.failed[0]
    return Decision(outcome, Reason.NOT_DELIVERED, uid=uid or None, attendee=reached)


def _of_file(data: bytes, find: Find, sender: str | None, mime_method: str | None) -> Decision:
    try:
        reply = read_reply(data, mime_method)
    except CalendarRefused as refusal:
        return Decision(Outcome.REJECT, refusal.reason, uid=refusal.uid or None)
    sent = find(reply.uid)
    aliases, invited = (sent.aliases, sent.attendees) if sent else ({}, {})
    address = aliases.get(sender or "", sender)
    attendees = [
        replace(one, address=aliases.get(one.address, one.address)) for one in reply.attendees
    ]
    who, sure = _answering(attendees, invited, address)
    proposed = _proposed(reply, sent)
    if who.address in invited or (mime_method is None and who.address):
        verdict = _verdict(reply, who, sent, proposed, address if sure else "")
    else:
        # Only who has our invitation knows its UID: an alias, or whoever it was passed on to.
        verdict = _standing(sent) or Decision(Outcome.REVIEW, Reason.UNKNOWN_ATTENDEE)
    return replace(
        verdict,
        uid=reply.uid,
        attendee=who.address or (address if address in invited else None),
        partstat=who.partstat,
        sequence=_sequence(reply, sent),
        stamp=reply.stamp,
        comment=reply.comment or who.comment or None,
        proposed=proposed,
        warn=(Warn.ASSUMED_ZONE,) if reply.assumed_zone else (),
    )


def _standing(sent: Sent | None) -> Decision | None:
    """Return why an answer has nothing to answer, if that is so."""
    if sent is None:
        return Decision(Outcome.UNKNOWN_VISIT)
    return Decision(Outcome.VISIT_CANCELLED) if sent.is_cancelled else None


def _verdict(
    reply: Reply, who: Attendee, sent: Sent | None, proposed: Interval | None, sender: str | None
) -> Decision:
    if sent is None or sent.is_cancelled:
        return _standing(sent) or Decision(Outcome.VISIT_CANCELLED)
    if who.address not in sent.attendees:
        return Decision(Outcome.NOT_INVITED)
    if sender is not None and sender != who.address:
        return Decision(Outcome.REVIEW, Reason.SENDER_IS_NOT_ATTENDEE)
    if who.delegated:
        return Decision(Outcome.REVIEW, Reason.DELEGATED)
    if "REFRESH" in reply.methods:
        return Decision(Outcome.RESEND)
    sequence, applied = _sequence(reply, sent), sent.attendees[who.address]
    if sequence is None or sequence < sent.sequence:
        return Decision(Outcome.STALE)
    if sequence > sent.sequence:
        return Decision(Outcome.REVIEW, Reason.SEQUENCE_NEVER_SENT)
    # A stamp from after the visit came from a clock that was wrong, and makes nothing stale.
    if applied and reply.stamp < applied <= sent.end:
        return Decision(Outcome.STALE)
    if proposed:
        return Decision(Outcome.COUNTER)
    waits = who.partstat is Partstat.NEEDS_ACTION
    return Decision(Outcome.NO_ANSWER if waits else Outcome.APPLY)


def _proposed(reply: Reply, sent: Sent | None) -> Interval | None:
    """Return the other time that is proposed, if there is one."""
    if "COUNTER" not in reply.methods or reply.start is None or sent is None:
        return None
    proposed = reply.start, reply.end or reply.start + (sent.end - sent.start)
    # Some add-ons send a COUNTER with the current time where they mean a plain answer.
    return proposed if proposed != (sent.start, sent.end) else None


def _sequence(reply: Reply, sent: Sent | None) -> int | None:
    """Return the SEQUENCE that was answered; left out, the time tells whether it is current."""
    if reply.sequence is not None or sent is None:
        return reply.sequence
    return sent.sequence if (reply.original_start or reply.start) == sent.start else None


def _answering(
    attendees: list[Attendee], invited: Container[str], sender: str | None
) -> tuple[Attendee, bool]:
    """Choose whose answer this is, and say whether that is sure."""
    # RFC 5546 3.2.3 has one ATTENDEE in an answer; some programs copy all of them.
    by_address = {attendee.address: attendee for attendee in reversed(attendees)}
    if sender in by_address:
        return by_address[sender], True
    known = [one for one in by_address.values() if one.address in invited]
    answered = [one for one in known if one.partstat is not Partstat.NEEDS_ACTION]
    chosen = answered or known or attendees
    return chosen[0], len(answered or known) < 2
