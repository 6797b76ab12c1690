"""When a month is drawn without a person, what keeps it waiting, and who is told."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from visits.domain.account import Role
from visits.domain.draw import in_fours
from visits.domain.month import first_day, period_of, today
from visits.domain.organisation import missing_for_letters
from visits.formats.holiday import workday_from
from visits.formats.moment import month_words
from visits.formats.text import mail_text
from visits.models.audit import AuditLine
from visits.models.draw import Draw
from visits.services import audit
from visits.services.account import list_holders
from visits.services.draw.hold import NEXT, find_draw, hold_draw
from visits.services.journal.promise import count_open
from visits.services.organisation import get_organisation
from visits.services.outbox import Sender, make_mail
from visits.services.tenant.batch import newest_whole

WAITS = "draw.wait"


def is_by_hand(period: str, day: date) -> bool:
    """Say whether a day is another one than the first working day of a month."""
    return workday_from(first_day(period)) != day


def draw_is_due(session: Session, *, now: datetime) -> str | None:
    """Give the month that may be drawn without a person: all set up, list fresh, room to follow up.

    Otherwise the assistant decides; the page of this month says what is missing.
    """
    month = month_begun(session, now=now)
    return month if month and not held_back(session, now=now) else None


def draw_waits(session: Session, *, now: datetime) -> str | None:
    """Give the month that waits for the assistant, as long as no mail said so."""
    month = month_begun(session, now=now)
    if month is None or not held_back(session, now=now):
        return None
    told = select(AuditLine.id).where(AuditLine.deed == WAITS, AuditLine.subject_id == month)
    return None if session.scalar(told.limit(1)) else month


def month_begun(session: Session, *, now: datetime) -> str | None:
    """Give the present month from its first working day on, if it can be drawn and was not."""
    month = period_of(today(now))
    if find_draw(session, month) or newest_whole(session) is None:
        return None
    return month if today(now) >= workday_from(first_day(month)) else None


def held_back(session: Session, *, now: datetime) -> bool:
    """Say whether something keeps the app from drawing by itself."""
    organisation = get_organisation(session)
    old = list_age(session, now=now) > organisation.import_days
    busy = count_open(session) > organisation.promise_brake
    return old or busy or bool(missing_for_letters(organisation))


def list_age(session: Session, *, now: datetime) -> int:
    """Give the days since the newest whole list of tenants was stored."""
    newest = newest_whole(session)
    stored = newest.stored_at if newest else None
    return (today(now) - today(stored)).days if stored else 0


def draw_and_tell(
    session: Session,
    period: str,
    *,
    reason: str = "",
    sender: Sender,
    by: int | None,
    now: datetime,
    ahead: int = NEXT,
) -> Draw:
    """Draw a month, and tell the assistants by mail; a month that was drawn is not told again."""
    if held := find_draw(session, period):
        return held
    draw = hold_draw(session, period, reason=reason, by=by, now=now, ahead=ahead)
    tell_drawn(session, draw, sender=sender, now=now)
    return draw


def tell_drawn(session: Session, draw: Draw, *, sender: Sender, now: datetime) -> None:
    """Tell the assistants that there is a tenant to approach; no name is in the mail.

    The control code is: a mail is a witness outside the app.
    """
    values = {
        "link": f"{sender.base_url}/loting/{draw.period}",
        "controlecode": in_fours(draw.control_code),
    }
    tell_assistants(session, "drawn_assistant", draw.period, values, sender=sender, now=now)


def tell_waiting(session: Session, period: str, *, sender: Sender, now: datetime) -> None:
    """Tell the assistants once that a month waits for them, and what the app looks at."""
    organisation = get_organisation(session)
    values = {
        "link": f"{sender.base_url}/loting/",
        "oud": str(list_age(session, now=now)),
        "dagen": str(organisation.import_days),
        "open": str(count_open(session)),
        "beloften": str(organisation.promise_brake),
    }
    tell_assistants(session, "draw_waits", period, values, sender=sender, now=now)
    audit.record(session, WAITS, "draw", period, by=None, now=now)


def tell_assistants(
    session: Session,
    name: str,
    period: str,
    values: dict[str, str],
    *,
    sender: Sender,
    now: datetime,
) -> None:
    """Make a mail about a month for each assistant, in the language of each."""
    for account in list_holders(session, Role.ASSISTANT):
        language = account.language or sender.language
        month = month_words(first_day(period), language)
        text = mail_text(name, values | {"maand": month}, language)
        make_mail(session, text, to=account.email, sender=sender, now=now)
