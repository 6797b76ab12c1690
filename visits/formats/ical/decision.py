"""What the reader of calendar files decides, in the words that the audit log keeps."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

Interval = tuple[datetime, datetime]


class Outcome(StrEnum):
    """What an answer leads to."""

    APPLY = "apply"
    COUNTER = "counter"
    REVIEW = "review"
    STALE = "stale"
    NO_ANSWER = "no_answer"
    RESEND = "resend"
    NOT_INVITED = "not_invited"
    UNKNOWN_VISIT = "unknown_visit"
    VISIT_CANCELLED = "visit_cancelled"
    REJECT = "reject"


class Reason(StrEnum):
    """Why a file is rejected, or an answer is put before a person."""

    TOO_LARGE = "too_large"
    CONTROL_CHARACTERS = "control_characters"
    NOT_A_CALENDAR = "not_a_calendar"
    NESTING = "nesting"
    LINE_TOO_LONG = "line_too_long"
    INCOMPLETE = "incomplete"
    MALFORMED = "malformed"
    TOO_MANY_ATTENDEES = "too_many_attendees"
    NOT_AN_ANSWER = "not_an_answer"
    METHOD_MISMATCH = "method_mismatch"
    SEVERAL_UIDS = "several_uids"
    SENDER_IS_NOT_ATTENDEE = "sender_is_not_attendee"
    DELEGATED = "delegated"
    SEQUENCE_NEVER_SENT = "sequence_never_sent"
    UNKNOWN_ATTENDEE = "unknown_attendee"
    NOT_DELIVERED = "not_delivered"
    NO_CALENDAR = "no_calendar"
    WINMAIL = "winmail"
    OUTLOOK_MAIL = "outlook_mail"
    ENCRYPTED = "encrypted"
    LOGIN_PAGE = "login_page"
    FAILED = "failed"


class Partstat(StrEnum):
    """What somebody answered (RFC 5545 3.2.12)."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"
    DELEGATED = "DELEGATED"

    @classmethod
    def _missing_(cls, value: object) -> "Partstat":
        # RFC 5545 3.2.12: a word we do not know counts as no answer yet.
        return cls.NEEDS_ACTION


class Warn(StrEnum):
    """What was guessed or left out, in the order in which it is told."""

    ASSUMED_ZONE = "assumed_zone"
    RULE_REFUSED = "rule_refused"
    SKIPPED_EVENTS = "skipped_events"


class CalendarRefused(Exception):
    """A file cannot be read as what it should be; the UID is there if that could be read."""

    def __init__(self, reason: Reason, uid: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.uid = uid


@dataclass(frozen=True, slots=True)
class Decision:
    """What an answer means; of a file that could not be read only little is known."""

    outcome: Outcome
    reason: Reason | None = None
    uid: str | None = None
    attendee: str | None = None
    partstat: Partstat | None = None
    sequence: int | None = None
    stamp: datetime | None = None
    comment: str | None = None
    proposed: Interval | None = None
    warn: tuple[Warn, ...] = ()
    # Who sent the mail, if it was one.
    sender: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the decision as JSON has it; what does not apply has no key."""
        plain: dict[str, Any] = {"outcome": str(self.outcome)}
        if self.reason:
            plain["reason"] = str(self.reason)
        if self.proposed:
            plain["proposed_start"], plain["proposed_end"] = map(instant, self.proposed)
        if self.stamp:
            plain |= {
                "uid": self.uid,
                "attendee": self.attendee,
                "partstat": str(self.partstat),
                "sequence": self.sequence,
                "stamp": instant(self.stamp),
                "comment": self.comment,
                "warn": [str(word) for word in self.warn],
            }
        elif self.attendee:
            plain |= {"uid": self.uid, "attendee": self.attendee}
        return plain


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody is busy: intervals in order, apart; the tentative ones are in `busy` too.

    With each warning stands how many events were left out for it, of how many that were read.
    """

    busy: tuple[Interval, ...]
    tentative: tuple[Interval, ...]
    left_out: dict[Warn, int]
    read: int

    def as_dict(self) -> dict[str, Any]:
        """Return the hours as JSON has them."""
        return {
            "outcome": "read",
            "busy": [[instant(start), instant(end)] for start, end in self.busy],
            "tentative": [[instant(start), instant(end)] for start, end in self.tentative],
            "warn": [str(word) for word in self.left_out],
        }


def instant(time: datetime) -> str:
    """Write a time as YYYY-MM-DDTHH:MM:SSZ."""
    return time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
