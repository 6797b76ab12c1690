"""Decide what the answer to an invitation means; nothing is applied here.

Bytes and what we sent earlier go in, one decision comes out. The first check that fails decides.
"""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from visits.formats.ical.decision import Decision, FileRefused, Outcome, Partstat, Reason, Warn
from visits.formats.ical.reply import ANSWERS, ATTENDEE_LIMIT, Attendee, Reply, plain, read_reply


@dataclass(frozen=True, slots=True)
class Sent:
    """What we sent last about one appointment, and to whom.

    With each address, as `plain` writes it, stands the DTSTAMP of the answer applied last.
    """

    sequence: int
    start: datetime
    end: datetime
    is_cancelled: bool
    attendees: Mapping[str, datetime | None]


Find = Callable[[str], Sent | None]


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

    return decide(data, find, sender=sender, mime_method=mime_method).as_dict()


def decide(
    data: bytes, find: Find, *, sender: str | None = None, mime_method: str | None = None
) -> Decision:
    """Decide what an answer means; `find` returns what we sent with a UID, if anything."""
    try:
        reply = read_reply(data)
        _check(reply, mime_method)
    except FileRefused as refusal:
        return Decision(Outcome.REJECT, refusal.reason)
    sent = find(reply.uid)
    address = None if sender is None else plain(sender)
    who, sure = _answering(reply.attendees, sent.attendees if sent else (), address)
    return replace(
        _verdict(reply, who, sent, address if sure else ""),
        uid=reply.uid,
        attendee=who.address,
        partstat=who.partstat,
        sequence=_sequence(reply, sent),
        stamp=reply.stamp,
        comment=reply.comment or who.comment or None,
        warn=(Warn.ASSUMED_ZONE,) if reply.assumed_zone else (),
    )


def _check(reply: Reply, mime_method: str | None) -> None:
    if len(reply.attendees) > ATTENDEE_LIMIT:
        raise FileRefused(Reason.TOO_MANY_ATTENDEES)
    if not reply.methods or reply.methods - ANSWERS:
        raise FileRefused(Reason.NOT_AN_ANSWER)
    # RFC 6047 2.4: the method of the mail part and that of the file are the same.
    said = {mime_method.strip().upper()} if mime_method else set()
    if len(reply.methods | said) > 1:
        raise FileRefused(Reason.METHOD_MISMATCH)
    if reply.has_other_uids:
        raise FileRefused(Reason.SEVERAL_UIDS)


def _verdict(reply: Reply, who: Attendee, sent: Sent | None, sender: str | None) -> Decision:
    if sent is None:
        return Decision(Outcome.UNKNOWN_VISIT)
    if sent.is_cancelled:
        return Decision(Outcome.VISIT_CANCELLED)
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
    if applied and reply.stamp < applied:
        return Decision(Outcome.STALE)
    return _said(reply, who, sent)


def _said(reply: Reply, who: Attendee, sent: Sent) -> Decision:
    if "COUNTER" in reply.methods and reply.start:
        proposed = reply.start, reply.end or reply.start + (sent.end - sent.start)
        # Some add-ons send a COUNTER with the current time where they mean a plain answer.
        if proposed != (sent.start, sent.end):
            return Decision(Outcome.COUNTER, proposed=proposed)
    waits = who.partstat is Partstat.NEEDS_ACTION
    return Decision(Outcome.NO_ANSWER if waits else Outcome.APPLY)


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
