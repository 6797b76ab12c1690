"""When a director is busy: read from a calendar file, kept as intervals, joined with our visits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from visits.domain.organisation import listed_hosts
from visits.domain.slot import Interval
from visits.domain.visit import FIXED, State
from visits.domain.withdrawal import Withdrawn
from visits.formats import ical
from visits.formats.fetch import PAGE, FetchRefused, checked, fetch
from visits.formats.incoming import kind_of
from visits.models.account import Account
from visits.models.appointment import Appointment
from visits.models.busy import BusyCalendar, BusyInterval
from visits.models.visit import Visit
from visits.services import audit, withdrawal
from visits.services.organisation import get_organisation

AHEAD = timedelta(days=120)
ENOUGH = timedelta(days=90)
# A reading that loses more than a fifth of the events takes the place of hours as old as this.
OLD = timedelta(days=21)
MUCH = 5
LOST_MUCH = "lost_much"
ZONE = "Europe/Amsterdam"


def list_own(session: Session) -> list[str]:
    """List the UID of every visit of ours: none of them stands in its own way."""
    return list(session.scalars(select(Appointment.uid)))


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a calendar: its hours, or why there are none; neither if nothing changed."""

    hours: ical.Hours | None = None
    trouble: str = ""


def read(data: bytes, owner: str, own: Sequence[str], *, also: str = "", now: datetime) -> Reading:
    """Read a calendar file, from today on; the owner may be invited under other addresses."""
    window = now - timedelta(days=1), now + AHEAD
    try:
        return Reading(ical.hours_of(data, window, ZONE, [owner, *also.split()], own))
    except ical.CalendarRefused as refusal:
        return Reading(trouble=kind_of(data) or refusal.reason)


def fetched(
    calendar: BusyCalendar,
    owner: str,
    own: Sequence[str],
    allowed: Collection[str],
    *,
    agent: str = "Visits",
    seconds: float = PAGE,
    now: datetime,
) -> tuple[Reading, str]:
    """Fetch a calendar from its address; return what came of it, and its ETag.

    What did not change is fetched all the same once the hours that are known come to an end.
    """
    runs_out = calendar.read_until is None or calendar.read_until < now + ENOUGH
    etag = "" if runs_out else calendar.etag
    try:
        found = fetch(calendar.address, allowed=allowed, etag=etag, agent=agent, seconds=seconds)
    except FetchRefused as refusal:
        return Reading(trouble=refusal.code), calendar.etag
    if found.data is None:
        return Reading(), found.etag
    return read(found.data, owner, own, also=calendar.also, now=now), found.etag


def allowed_hosts(session: Session) -> list[str]:
    """List the hosts from which the administrator lets calendars be fetched."""
    return listed_hosts(get_organisation(session).calendar_hosts)


def set_address(
    session: Session, account: Account, address: str, *, by: int, now: datetime
) -> BusyCalendar:
    """Keep from where somebody's calendar is fetched; FetchRefused for an address that may not."""
    checked(address, allowed_hosts(session))
    calendar = get_calendar(session, account)
    calendar.address, calendar.etag = address.strip(), ""
    audit.record(session, "busy.address", "account", account.id, by=by, now=now)
    return calendar


def set_also(session: Session, account: Account, also: str, *, by: int, now: datetime) -> None:
    """Keep under which other addresses somebody is invited."""
    get_calendar(session, account).also = " ".join(listed_hosts(also))
    audit.record(session, "busy.also", "account", account.id, by=by, now=now)


def list_fetched(session: Session) -> list[tuple[BusyCalendar, Account]]:
    """List the calendars that are fetched from an address, with whose they are."""
    query = select(BusyCalendar, Account).join(Account, Account.id == BusyCalendar.account_id)
    return [(one, whose) for one, whose in session.execute(query.where(BusyCalendar.address != ""))]


def get_calendar(session: Session, account: Account) -> BusyCalendar:
    """Get what is known of somebody's busy hours, also when that is nothing yet."""
    found = session.get(BusyCalendar, account.id)
    if found is None:
        found = BusyCalendar(account_id=account.id)
        session.add(found)
        session.flush()
    return found


def find_calendar(session: Session, account_id: int) -> BusyCalendar | None:
    """Find what is known of somebody's busy hours."""
    return session.get(BusyCalendar, account_id)


def store(
    session: Session,
    account: Account,
    reading: Reading,
    *,
    etag: str = "",
    by: int | None,
    now: datetime,
) -> BusyCalendar:
    """Keep the intervals of a calendar that was read in place of the ones before.

    Of a file that could not be read, or not for much of it, only that is kept, and what was
    known stays.
    """
    calendar, hours = get_calendar(session, account), reading.hours
    calendar.trouble = reading.trouble
    if hours:
        calendar.warnings = " ".join(f"{word}={count}" for word, count in hours.left_out.items())
        if loses_much(calendar, hours, now=now):
            calendar.trouble = LOST_MUCH
    if not calendar.trouble:
        calendar.read_at = now
    if hours and not calendar.trouble:
        session.execute(delete(BusyInterval).where(BusyInterval.account_id == account.id))
        session.add_all(intervals_of(hours, account.id))
        calendar.read_until, calendar.etag = now + AHEAD, etag
        calendar.left_out = sum(hours.left_out.values())
    found = {
        "outcome": "reject" if calendar.trouble else "read" if hours else "unchanged",
        "reason": calendar.trouble or None,
        "intervals": len(hours.busy) if hours else 0,
        "left_out": sum(hours.left_out.values()) if hours else 0,
    }
    audit.record(session, "busy.read", "account", account.id, by=by, now=now, **found)
    return calendar


def loses_much(calendar: BusyCalendar, hours: ical.Hours, *, now: datetime) -> bool:
    """Return whether a reading says so much less than the last one that the older hours stay."""
    lost = sum(hours.left_out.values())
    fresh = calendar.read_at is not None and now - calendar.read_at < OLD
    return fresh and lost > calendar.left_out and lost * MUCH > hours.read


def intervals_of(hours: ical.Hours, account_id: int) -> list[BusyInterval]:
    """Return hours as rows: when, and whether it is only perhaps."""
    tentative = set(hours.tentative)
    return [
        BusyInterval(
            account_id=account_id,
            starts_at=start,
            ends_at=end,
            tentative=(start, end) in tentative,
        )
        for start, end in hours.busy
    ]


def forget(session: Session, account: Account, *, by: int, now: datetime) -> None:
    """Take away all that is known of somebody's busy hours, and where it came from."""
    if (calendar := find_calendar(session, account.id)) is not None:
        session.delete(calendar)
        whom = withdrawal.account_of(account.email)
        withdrawal.record(session, Withdrawn.CALENDAR, whom, now=now)
        audit.record(session, "busy.forget", "account", account.id, by=by, now=now)


def busy_hours(
    session: Session, account_id: int | None, start: datetime, end: datetime, *, besides: Visit
) -> list[Interval]:
    """List when a director is busy: by her own calendar, and by every other visit of ours."""
    known = select(BusyInterval.starts_at, BusyInterval.ends_at).where(
        BusyInterval.account_id == account_id,
        BusyInterval.starts_at < end,
        BusyInterval.ends_at > start,
    )
    planned = (
        select(Appointment.starts_at, Appointment.ends_at)
        .join(Visit, Visit.id == Appointment.visit_id)
        .where(
            Appointment.cancelled_at.is_(None),
            Visit.state.in_(FIXED),
            Visit.id != besides.id,
            Appointment.starts_at < end,
            Appointment.ends_at > start,
        )
    )
    # A letter that is on its way names a moment, and that moment is taken.
    proposed = select(Visit.proposed_at).where(
        Visit.state == State.APPROACHED,
        Visit.id != besides.id,
        Visit.proposed_at >= start,
        Visit.proposed_at < end,
    )
    length = timedelta(minutes=get_organisation(session).visit_minutes)
    found = [(begin, stop) for query in (known, planned) for begin, stop in session.execute(query)]
    found += [(begin, begin + length) for begin in session.scalars(proposed) if begin]
    return sorted(found)
