"""The Monday reminder: once a week a mail to everybody who has a promise that waits."""

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from visits.domain.account import Role
from visits.domain.month import today
from visits.formats.moment import short_words
from visits.formats.text import mail_text, phrase
from visits.models.account import Account, Team
from visits.models.audit import AuditLine
from visits.models.promise import Promise
from visits.services import audit
from visits.services.account import list_holders
from visits.services.journal.promise import asks_attention, by_due, with_owner
from visits.services.outbox import Sender, make_mail

DEED = "promise.remind"
# The list of promises, with only those that ask for attention this week.
PAGE = "/beloften/?stand=deze-week"


def list_waiting(session: Session, *, now: datetime) -> list[Promise]:
    """List what waits for an answer this week, the oldest first."""
    return by_due(session, with_owner().where(asks_attention(today(now))))


def week_of(day: date) -> str:
    """Give the week of a day as YYYY-Wnn (ISO 8601)."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether this week's mails still have to be made; before Monday there is no week."""
    query = select(AuditLine.id).where(
        AuditLine.deed == DEED, AuditLine.subject_id == week_of(today(now))
    )
    return session.scalar(query) is None


def remind(session: Session, *, sender: Sender, now: datetime) -> int:
    """Make one mail for everybody who has a promise that waits; a second time a week makes none."""
    if not is_due(session, now=now):
        return 0
    counts: defaultdict[str, int] = defaultdict(int)
    languages: defaultdict[str, str] = defaultdict(lambda: sender.language)
    waits = list_waiting(session, now=now)
    assistants = list_holders(session, Role.ASSISTANT) if waits else []
    for promise in waits:
        counts[address_of(promise)] += 1
    for assistant in assistants:
        counts[assistant.email] = len(waits)
    for person in [*assistants, *(promise.owner for promise in waits if promise.owner)]:
        languages[person.email] = person.language or sender.language
    counts.pop("", None)
    for address, count in sorted(counts.items()):
        language = languages[address]
        values = waiting(count, today(now), language)
        values["link"] = f"{sender.base_url}{PAGE}"
        text = mail_text("reminder", values, language)
        make_mail(session, text, to=address, sender=sender, now=now)
    week = week_of(today(now))
    audit.record(session, DEED, "week", week, by=None, now=now, mails=len(counts))
    return len(counts)


def waiting(count: int, day: date, language: str) -> dict[str, str]:
    """Say how many promises wait on a day, in the words of the mail."""
    name = "one_waits" if count == 1 else "many_wait"
    return {
        "wachten": phrase(f"{name}_subject", language, aantal=str(count)),
        "staan": phrase(name, language, aantal=str(count)),
        "dag": short_words(day, language),
    }


def address_of(promise: Promise) -> str:
    """Give the address that hears of a promise: of its owner, or of the team's mailbox."""
    owner: Account | None = promise.owner
    team: Team | None = promise.team
    if owner is not None:
        return owner.email if owner.active else ""
    return team.email if team is not None else ""
