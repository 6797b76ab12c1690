"""Decide what the answer to an invitation means; nothing is applied here.

Bytes and what we sent earlier go in, one decision comes out. The first check that fails decides.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from visits.formats.ical.lines import FileRefused
from visits.formats.ical.reply import ANSWERS, ATTENDEE_LIMIT, Attendee, Reply, plain, read_reply
from visits.formats.ical.zone import instant

Decision = dict[str, Any]
Sent = Mapping[str, Any]
Seen = Mapping[tuple[str, str], datetime]


def read_answer(
    data: bytes,
    state: dict[str, Any],
    *,
    sender: str | None = None,
    mime_method: str | None = None,
    seen: Mapping[tuple[str, str], datetime] | None = None,
) -> Decision:
    """Decide what an answer means, given what we sent; no bytes make it raise."""
    try:
        reply = read_reply(data)
        _check(reply, mime_method)
    except FileRefused as refusal:
        return {"outcome": "reject", "reason": refusal.reason}
    sent: Sent | None = state.get(reply.uids[0])
    address = None if sender is None else plain(sender)
    who, sure = _answering(reply.attendees, _invited(sent), address)
    decision = _decide(reply, who, sent, address if sure else "", seen or {})
    return _described(reply, who, sent) | decision


def _check(reply: Reply, mime_method: str | None) -> None:
    if len(reply.attendees) > ATTENDEE_LIMIT:
        raise FileRefused("too_many_attendees")
    if not reply.methods or reply.methods - ANSWERS:
        raise FileRefused("not_an_answer")
    # RFC 6047 2.4: the method of the mail part and that of the file are the same.
    said = {mime_method.strip().upper()} if mime_method else set()
    if len(reply.methods | said) > 1:
        raise FileRefused("method_mismatch")
    if len(reply.uids) > 1:
        raise FileRefused("several_uids")


def _decide(
    reply: Reply, who: Attendee, sent: Sent | None, sender: str | None, seen: Seen
) -> Decision:
    if sent is None:
        return {"outcome": "unknown_visit"}
    if sent["status"] == "CANCELLED":
        return {"outcome": "visit_cancelled"}
    if who.address not in _invited(sent):
        return {"outcome": "not_invited"}
    if sender is not None and sender != who.address:
        return {"outcome": "review", "reason": "sender_is_not_attendee"}
    if who.delegated:
        return {"outcome": "review", "reason": "delegated"}
    if "REFRESH" in reply.methods:
        return {"outcome": "resend"}
    applied = seen.get((reply.uids[0], who.address))
    return _untimely(reply, sent, applied) or _said(reply, who, sent)


def _untimely(reply: Reply, sent: Sent, applied: datetime | None) -> Decision | None:
    """Set apart an answer to another invitation than the current one."""
    sequence = _sequence(reply, sent)
    if sequence is None or sequence < sent["sequence"]:
        return {"outcome": "stale"}
    if sequence > sent["sequence"]:
        return {"outcome": "review", "reason": "sequence_never_sent"}
    if applied and reply.stamp < applied:
        return {"outcome": "stale"}
    return None


def _said(reply: Reply, who: Attendee, sent: Sent) -> Decision:
    if "COUNTER" in reply.methods and reply.start:
        start, end = (datetime.fromisoformat(sent[name]) for name in ("start", "end"))
        proposed = reply.start, reply.end or reply.start + (end - start)
        # Some add-ons send a COUNTER with the current time where they mean a plain answer.
        if proposed != (start, end):
            names = ("proposed_start", "proposed_end")
            return {"outcome": "counter"} | dict(zip(names, map(instant, proposed), strict=True))
    return {"outcome": "no_answer" if who.partstat == "NEEDS-ACTION" else "apply"}


def _sequence(reply: Reply, sent: Sent | None) -> int | None:
    """Give the SEQUENCE that was answered; left out, the time tells whether it is the current."""
    if reply.sequence is not None or sent is None:
        return reply.sequence
    start = reply.original_start or reply.start
    current = start == datetime.fromisoformat(sent["start"])
    return int(sent["sequence"]) if current else None


def _answering(
    attendees: list[Attendee], invited: set[str], sender: str | None
) -> tuple[Attendee, bool]:
    """Choose whose answer this is, and say whether that is sure."""
    # RFC 5546 3.2.3 has one ATTENDEE in an answer; some programs copy all of them.
    by_address = {attendee.address: attendee for attendee in reversed(attendees)}
    if sender in by_address:
        return by_address[sender], True
    known = [one for one in by_address.values() if one.address in invited]
    answered = [one for one in known if one.partstat != "NEEDS-ACTION"]
    chosen = answered or known or attendees
    return chosen[0], len(answered or known) < 2


def _described(reply: Reply, who: Attendee, sent: Sent | None) -> Decision:
    return {
        "attendee": who.address,
        "partstat": who.partstat,
        "uid": reply.uids[0],
        "sequence": _sequence(reply, sent),
        "stamp": instant(reply.stamp),
        "comment": reply.comment or who.comment or None,
        "warn": ["assumed_zone"] if reply.assumed_zone else [],
    }


def _invited(sent: Sent | None) -> set[str]:
    return {plain(address) for address in sent["attendees"]} if sent else set()
