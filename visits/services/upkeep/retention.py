"""What goes away by itself: each night, what nobody may keep any longer.

The person is erasable; the coded insight without a name stays. In a night that would take away the
texts of many people nothing goes, until a person confirmed the day.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from visits.domain.clock import Suspicion, Why, is_much
from visits.domain.month import moment, same_day, today
from visits.domain.note import FIELDS
from visits.domain.sign_in import COUNTED
from visits.domain.visit import NEXT_LOT, OVER, TOOK_PLACE, State
from visits.domain.withdrawal import Withdrawn
from visits.models.account import Attempt
from visits.models.answer import Answer
from visits.models.appointment import Appointment, Guest, GuestRole
from visits.models.audit import AuditLine
from visits.models.board import BoardRow
from visits.models.busy import BusyInterval
from visits.models.insight import Insight, Talk
from visits.models.letter import Letter
from visits.models.note import Note, NoteDraft
from visits.models.once import SentForm
from visits.models.outbox import Mail
from visits.models.tenant import Batch, BatchState, Change, LeftAlone, Tenant
from visits.models.visit import Contact, Step, Visit
from visits.models.withdrawal import Withdrawal
from visits.services import audit, clock, withdrawal
from visits.services.board.close import KEPT, close_due
from visits.services.draw.hold import delete_lists
from visits.services.journal.taken_back import words_go
from visits.services.organisation import get_organisation
from visits.services.refusals import Refusal, Refused

FORMS = timedelta(days=1)
AT_THE_DOOR = timedelta(days=14)
DRAFTS = timedelta(days=90)
PAPERS = timedelta(days=365)
CONTACTS = timedelta(days=2 * 365)
FLEETING = timedelta(days=2)
BEFORE = timedelta(days=30)
NOTE_YEARS = 2
REFUSAL_YEARS = 2
CLEARED, WAITS = "retention.clear", "retention.wait"


def clear(session: Session, *, now: datetime) -> dict[str, int]:
    """Take away what has been kept for long enough, and log and give how much it was.

    Refused while the day is in doubt, and when it is much and nobody confirmed the day.
    """
    clock.trust(session, now=now)
    close_due(session, now=now)
    drop_marks(session, now)
    gone = take_away(session, now=now)
    if is_too_much(session, gone) and not clock.is_confirmed(session, now=now):
        raise Refused(Refusal.CLEARS_MANY)
    session.flush()
    if any(gone.values()):
        on = today(now).isoformat()
        audit.record(session, CLEARED, "retention", on, by=None, now=now, **gone)
    return gone


def foresee(session: Session, *, now: datetime) -> dict[str, int]:
    """Count what would go away now, and roll back, so that everything stays as it is."""
    gone = take_away(session, now=now)
    session.rollback()
    return gone


def wait(session: Session, *, now: datetime) -> None:
    """Leave a line in the log that the clearing waits for a person, as long as none says so."""
    if waiting_since(session) is None:
        day = today(now).isoformat()
        audit.record(session, WAITS, "retention", day, by=None, now=now)


def waiting_since(session: Session) -> datetime | None:
    """Give since when the clearing waits for a person, if it does."""
    said = select(AuditLine).where(AuditLine.deed.in_([WAITS, CLEARED, clock.CONFIRMED]))
    line = session.scalar(said.order_by(AuditLine.id.desc()).limit(1))
    return line.at if line is not None and line.deed == WAITS else None


def find_suspicion(session: Session, *, now: datetime) -> Suspicion | None:
    """Give why a person is to say which day it is, for a start page."""
    if found := clock.find_suspicion(session, now=now):
        return found
    since = waiting_since(session)
    return Suspicion(Why.MANY, since) if since else None


def take_away(session: Session, *, now: datetime) -> dict[str, int]:
    """Take away what has been kept for long enough, and count it."""
    day = today(now)
    tenants = drop_tenants(session, day, now=now)
    texts = {
        "reflections": drop_reflections(session, now),
        "doors": drop_doors(session, now),
        "notes": drop_notes(session, day),
        "contacts": drop_older(session, Contact.visit_id, Contact.at <= now - CONTACTS),
        "letters": drop_letters(session, now),
        "drafts": drop_drafts(session, now),
    }
    return {
        "people": len(set().union(*texts.values())),  # some text of theirs, whatever kind it was
        "tenants": tenants,
        **{name: len(visits) for name, visits in texts.items()},
        "mails": len(drop_mails(session, now)),
        "changes": len(drop_changes(session, now)),
        "lists": delete_lists(session, day),
        "refusals": len(
            drop_older(
                session, LeftAlone.external_id, LeftAlone.erased_on <= same_day(day, -REFUSAL_YEARS)
            )
        ),
        "busy": len(drop_older(session, BusyInterval.id, BusyInterval.ends_at <= now)),
        "talks": drop_talkers(session, day),
        "papers": forget_calendar(session, long_over(now)),
        "log": len(drop_log(session, day)),
    }


def is_too_much(session: Session, gone: dict[str, int]) -> bool:
    """Say whether more people lose their texts, or their place on the list, than by itself may."""
    texts = select(func.count(Visit.id)).where(Visit.tenant_id.is_not(None))
    tenants = select(func.count(Tenant.id))
    return is_much(gone["people"], session.scalars(texts).one()) or is_much(
        gone["tenants"], session.scalars(tenants).one()
    )


def drop_marks(session: Session, now: datetime) -> None:
    """Drop the marks of forms that were sent and of attempts to sign in, which nobody counts."""
    session.execute(delete(SentForm).where(SentForm.at < now - FORMS))
    session.execute(delete(Attempt).where(Attempt.at <= now - COUNTED))


def drop_tenants(session: Session, day: date, *, now: datetime) -> int:
    """Erase who left the list long enough ago, and was not visited and will not be.

    Of somebody who said no the bare number stays, so that the no holds if the number comes back.
    """
    kept = select(Visit.tenant_id).where(
        Visit.tenant_id.is_not(None), Visit.state.not_in(NEXT_LOT | {State.GIVEN_UP})
    )
    days = timedelta(days=get_organisation(session).erase_days)
    leaving = and_(
        Tenant.missing_since <= day - days, Tenant.visited_on.is_(None), Tenant.id.not_in(kept)
    )
    keep_refusals(session, leaving, day)
    gone = session.scalars(delete(Tenant).where(leaving).returning(Tenant.external_id)).all()
    for number in gone:
        withdrawal.record(session, Withdrawn.ERASED, withdrawal.tenant_of(number), now=now)
    return len(gone)


def keep_refusals(session: Session, leaving: ColumnElement[bool], day: date) -> None:
    """Keep the bare number of everybody who leaves and said no, on the list or in a call."""
    declined = select(Visit.state_since).where(
        Visit.tenant_id == Tenant.id, Visit.state == State.DECLINED
    )
    refused = or_(Tenant.opted_out_on.is_not(None), Tenant.do_not_contact, declined.exists())
    query = select(Tenant.external_id, Tenant.opted_out_on, Tenant.missing_since)
    for number, opted_out_on, missing_since in session.execute(query.where(leaving, refused)):
        since = opted_out_on or missing_since
        session.merge(LeftAlone(external_id=number, since=since, erased_on=day))
    session.flush()


def drop_reflections(session: Session, now: datetime) -> set[int]:
    """Drop what notes and drafts of them hold for a while only: a director's own thoughts."""
    gone: set[int] = set()
    for name, days in ((field.name, field.days) for field in FIELDS if field.days):
        old = Note.finished_at <= now - timedelta(days=days), getattr(Note, name) != ""
        emptied = update(Note).where(*old).values({name: ""}).returning(Note.visit_id)
        gone |= set(session.scalars(emptied))
        begun = select(NoteDraft).join(Note, Note.visit_id == NoteDraft.visit_id).where(old[0])
        for draft in session.scalars(begun):
            if any(draft.fields.get(name, [])):
                draft.fields = draft.fields | {name: [""]}
                draft.version, draft.window = draft.version + 1, ""
    return gone


def drop_drafts(session: Session, now: datetime) -> list[int]:
    """Drop what was begun ninety days ago; a window that still shows it cannot bring it back."""
    old = session.scalars(select(NoteDraft).where(NoteDraft.saved_at <= now - DRAFTS)).all()
    for draft in old:
        visit = session.get_one(Visit, draft.visit_id)
        visit.words_gone = max(visit.words_gone, draft.version + 1)
        session.delete(draft)
    session.flush()
    return [draft.visit_id for draft in old]


def drop_doors(session: Session, now: datetime) -> Sequence[int]:
    """Drop what the director had to know at the door, two weeks after it was of any use."""
    over = and_(Visit.state.in_(OVER | TOOK_PLACE), Visit.state_since <= now - AT_THE_DOOR)
    old = update(Visit).where(
        or_(Visit.held_on <= today(now) - AT_THE_DOOR, over),
        Visit.door != "",
    )
    return session.scalars(old.values(door="").returning(Visit.id)).all()


def drop_notes(session: Session, day: date) -> list[int]:
    """Take text and name off the notes of two years ago; that somebody was visited stays known."""
    visits = session.scalars(
        select(Visit)
        .options(joinedload(Visit.tenant))
        .where(
            Visit.state.in_(TOOK_PLACE),
            Visit.held_on <= same_day(day, -NOTE_YEARS),
            Visit.tenant_id.is_not(None),
        )
    ).all()
    for visit in visits:
        forget_story(session, visit)
        if visit.tenant is not None:
            visit.tenant.visited_on = visit.held_on
        visit.tenant_id = None
    session.flush()
    return [visit.id for visit in visits]


def forget_story(session: Session, visit: Visit) -> None:
    """Take the words of a visit away; released insights and lines for the board stay."""
    # A row of the board's table that were gone would open the cell that the withdrawal shut.
    told = Insight.id.in_(select(BoardRow.insight_id))
    unread = Insight.stage.not_in(KEPT), ~told
    session.execute(delete(Insight).where(Insight.visit_id == visit.id, *unread))
    mine = update(Insight).where(Insight.visit_id == visit.id)
    session.execute(mine.values(release_reason=""))
    words_go(session, visit)
    session.execute(delete(Letter).where(Letter.visit_id == visit.id))
    about = select(Appointment.id).where(Appointment.visit_id == visit.id)
    session.execute(delete(Mail).where(Mail.appointment_id.in_(about), ~Mail.fleeting))
    forget_calendar(session, select(Visit.id).where(Visit.id == visit.id))


def forget_calendar(session: Session, visits: Select[int]) -> int:
    """Take the tenant out of the appointments of visits, and count what stood there."""
    held = select(Appointment.id).where(Appointment.visit_id.in_(visits))
    answers = len(drop_older(session, Answer.id, Answer.appointment_id.in_(held)))
    tenants = and_(Guest.appointment_id.in_(held), Guest.role == GuestRole.TENANT)
    guests = len(drop_older(session, Guest.id, tenants))
    session.execute(
        update(Appointment)
        .where(Appointment.visit_id.in_(visits))
        .values(remark="", organizer_email="")
    )
    session.execute(
        update(Step).where(Step.visit_id.in_(visits), Step.reason != "").values(reason="")
    )
    return answers + guests


def drop_talkers(session: Session, day: date) -> int:
    """Forget which colleague had a talk of two years ago; what was heard stays."""
    old = update(Talk).where(Talk.on <= same_day(day, -NOTE_YEARS), Talk.account_id.is_not(None))
    return len(session.scalars(old.values(account_id=None).returning(Talk.id)).all())


def drop_log(session: Session, day: date) -> Sequence[int]:
    """Drop the audit log of two years ago, and the journal of what was withdrawn then.

    That a draw was held stays, for the check of draws.
    """
    before = moment(same_day(day, -NOTE_YEARS), time())
    lines = and_(Withdrawal.at < before, Withdrawal.kind != Withdrawn.BEGIN)
    drop_older(session, Withdrawal.id, lines)
    old = AuditLine.at < before
    return drop_older(session, AuditLine.id, and_(old, AuditLine.deed != "draw.hold"))


def drop_changes(session: Session, now: datetime) -> Sequence[int]:
    """Drop how tenants were before an import, of every import but the newest, after a month."""
    newest = select(func.max(Batch.id)).where(Batch.state == BatchState.STORED).scalar_subquery()
    old = select(Batch.id).where(Batch.stored_at <= now - BEFORE, Batch.id != newest)
    return drop_older(session, Change.id, Change.batch_id.in_(old))


def drop_older(
    session: Session, number: InstrumentedAttribute[Any], old: ColumnElement[bool]
) -> Sequence[Any]:
    """Drop the rows of a table that are old, and give a column of each."""
    return session.scalars(delete(number.class_).where(old).returning(number)).all()


def long_over(now: datetime) -> Select[int]:
    """Select the visits that came to an end a year ago."""
    return select(Visit.id).where(Visit.state.in_(OVER), Visit.state_since <= now - PAPERS)


def drop_letters(session: Session, now: datetime) -> Sequence[int]:
    """Drop letters a year after their visit was closed, and what was never sent after a year."""
    unsent = and_(Letter.sent_at.is_(None), Letter.changed_at <= now - PAPERS)
    return drop_older(session, Letter.visit_id, or_(Letter.visit_id.in_(long_over(now)), unsent))


def drop_mails(session: Session, now: datetime) -> Sequence[int]:
    """Drop mails a year after their visit was closed; those about no visit after a year."""
    over = select(Appointment.id).where(Appointment.visit_id.in_(long_over(now)))
    about_nothing = and_(Mail.appointment_id.is_(None), Mail.made_at <= now - PAPERS)
    about_nobody = and_(Mail.fleeting, Mail.made_at <= now - FLEETING)
    old = or_(Mail.appointment_id.in_(over), about_nothing, about_nobody)
    return drop_older(session, Mail.id, old)
