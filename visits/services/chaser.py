"""The Monday chaser: who still waits for an answer, by mail once a week and always as a page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.dates import format_date
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from visits.domain.account import Role
from visits.domain.action import BEFORE, OPEN, OUTCOMES, median_days
from visits.domain.month import today
from visits.formats.text import mail_text
from visits.models.account import Account, Team
from visits.models.action import Action
from visits.models.audit import AuditLine
from visits.services import audit
from visits.services.account import list_holders
from visits.services.invitation import Sender, make_mail

SOON = timedelta(days=7)
DEED = "action.chase"
WAIT_ONE = {
    "nl": ("Eén toezegging wacht", "wacht er één toezegging"),
    "en": ("One promise waits", "one promise waits"),
}
WAIT_MANY = {
    "nl": ("{} toezeggingen wachten", "wachten er {} toezeggingen"),
    "en": ("{} promises wait", "{} promises wait"),
}


@dataclass(frozen=True, slots=True)
class Chased:
    """What waits this week: late, due soon, and ended without the tenant knowing."""

    late: Sequence[Action]
    soon: Sequence[Action]
    untold: Sequence[Action]
    median_days: int | None

    @property
    def all(self) -> list[Action]:
        """Everything that waits, each promise once."""
        return list(dict.fromkeys([*self.late, *self.soon, *self.untold]))


def list_chased(session: Session, *, now: datetime) -> Chased:
    """List what waits for an answer this week, the oldest first."""
    day = today(now)
    query = (
        select(Action)
        .options(joinedload(Action.owner), joinedload(Action.team))
        .where(
            Action.progress.in_(OPEN),
            or_(Action.due <= day + SOON, Action.progress.in_(OUTCOMES)),
        )
    )
    found = list(session.scalars(query.order_by(Action.due, Action.id)))
    return Chased(
        late=[one for one in found if one.due < day],
        soon=[one for one in found if one.due >= day and one.progress in BEFORE],
        untold=[one for one in found if one.due >= day and one.progress in OUTCOMES],
        median_days=median_wait(session),
    )


def median_wait(session: Session) -> int | None:
    """Give the median days from a promise to its answer, over all that were answered."""
    answered = select(Action.promised_on, Action.answered_on).where(Action.answered_on.is_not(None))
    return median_days((made, told) for made, told in session.execute(answered) if told)


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


def chase(session: Session, *, sender: Sender, now: datetime) -> int:
    """Make one mail for everybody who has a promise that waits; a second time a week makes none."""
    if not is_due(session, now=now):
        return 0
    counts: defaultdict[str, int] = defaultdict(int)
    languages: defaultdict[str, str] = defaultdict(lambda: sender.language)
    chased = list_chased(session, now=now).all
    assistants = list_holders(session, Role.ASSISTANT) if chased else []
    for action in chased:
        counts[address_of(action)] += 1
    for assistant in assistants:
        counts[assistant.email] = len(chased)
    for person in [*assistants, *(action.owner for action in chased if action.owner)]:
        languages[person.email] = person.language or sender.language
    counts.pop("", None)
    teams = {action.team.email for action in chased if action.team is not None}
    for address, count in sorted(counts.items()):
        # A team sees what is its own, and not the list of Monday.
        page = "" if address in teams else "maandag"
        language = languages[address]
        values = waiting(count, today(now), language)
        values["link"] = f"{sender.base_url}/opvolging/{page}"
        text = mail_text("chaser", values, language)
        make_mail(session, text, to=address, sender=sender, now=now)
    week = week_of(today(now))
    audit.record(session, DEED, "week", week, by=None, now=now, mails=len(counts))
    session.flush()
    return len(counts)


def waiting(count: int, day: date, language: str) -> dict[str, str]:
    """Say how many promises wait on a day, in the words of the mail."""
    waits, stand = WAIT_ONE[language] if count == 1 else WAIT_MANY[language]
    return {
        "wachten": waits.format(count),
        "staan": stand.format(count),
        "dag": format_date(day, "d MMMM", locale=language),
    }


def address_of(action: Action) -> str:
    """Give the address that hears of a promise: of its owner, or of the team's mailbox."""
    owner: Account | None = action.owner
    team: Team | None = action.team
    if owner is not None:
        return owner.email if owner.active else ""
    return team.email if team is not None else ""
