"""Attempts to reach a tenant, and what honestly came out of them."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from visits.domain.month import today
from visits.domain.visit import (
    OVER,
    TOOK_PLACE,
    Channel,
    Result,
    State,
    StepNotAllowed,
    check_step,
    may_be_no_reply,
    months_after,
)
from visits.models.visit import Contact, Visit
from visits.services import audit
from visits.services.organisation import get_organisation
from visits.services.refusals import Refusal, Refused
from visits.services.visit.step import change_door, end

SAME_ATTEMPT = timedelta(hours=1)


def list_contacts(session: Session, visit: Visit) -> list[Contact]:
    """List the attempts to reach a tenant, newest first."""
    query = select(Contact).options(joinedload(Contact.account)).where(Contact.visit_id == visit.id)
    return list(session.scalars(query.order_by(Contact.at.desc(), Contact.id.desc())))


def log_contact(
    session: Session,
    visit: Visit,
    result: Result,
    *,
    channel: Channel = Channel.PHONE,
    later_from: date | None = None,
    door: str | None = None,
    by: int,
    now: datetime,
) -> None:
    """Write down what honestly came out of a conversation, and take the step that follows.

    A no is final and quiet; "later" and "not now" open the next lot too. `door` is what to know
    there from now on; None leaves it as it is.
    """
    if result is Result.LATER and (later_from is None or later_from <= today(now)):
        raise Refused(Refusal.LATER_MISSING)
    if result is not Result.NOT_NOW and visit.state is State.DRAWN:
        raise StepNotAllowed(visit.state, State.APPROACHED)
    if visit.state in OVER | TOOK_PLACE:
        raise StepNotAllowed(visit.state, State.APPROACHED)
    if door is not None and door.strip() != visit.door:
        change_door(session, visit, door, by=by, now=now)
    if result is Result.NOT_REACHED and was_just_tried(session, visit, channel, now=now):
        return
    session.add(
        Contact(
            visit_id=visit.id,
            at=now,
            channel=channel,
            result=result,
            later_from=later_from,
            account_id=by,
        )
    )
    audit.record(session, "visit.contact", "visit", visit.id, by=by, now=now, result=result)
    if result is Result.YES:
        visit.said_yes_at = now
    elif result is Result.NO:
        end(session, visit, State.DECLINED, by=by, now=now)
    elif result in {Result.LATER, Result.NOT_NOW}:
        months = get_organisation(session).not_now_months
        visit.not_now_until = later_from or months_after(today(now), months)
        end(session, visit, State.NOT_NOW, by=by, now=now)
    session.flush()


def was_just_tried(session: Session, visit: Visit, channel: Channel, *, now: datetime) -> bool:
    """Say whether nobody was reached in the same way within the last hour: it counts once."""
    tried = select(Contact.id).where(
        Contact.visit_id == visit.id,
        Contact.channel == channel,
        Contact.result == Result.NOT_REACHED,
        Contact.at > now - SAME_ATTEMPT,
    )
    return session.scalar(tried.limit(1)) is not None


def call_it_silence(session: Session, visit: Visit, *, by: int, now: datetime) -> None:
    """Store that a tenant gave no answer; Refused before 14 days and three attempts."""
    check_step(visit.state, State.NO_REPLY)
    results = [contact.result for contact in list_contacts(session, visit) if contact.result]
    if not may_be_no_reply(visit.letter_sent_on, results, today(now)):
        raise Refused(Refusal.TOO_EARLY)
    end(session, visit, State.NO_REPLY, by=by, now=now)
