"""What goes away by itself: each night, what nobody may keep any longer.

The person is erasable; the coded insight without a name stays.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from visits.domain.action import OPEN
from visits.domain.insight import Stage
from visits.domain.month import today
from visits.domain.note import REFLECTION_DAYS
from visits.domain.visit import OVER, TOOK_PLACE
from visits.models.action import Action
from visits.models.answer import Answer
from visits.models.appointment import Appointment, Guest, GuestRole
from visits.models.insight import Insight, Talk
from visits.models.invitation import Mail
from visits.models.note import Note, NoteDraft
from visits.models.tenant import Batch, BatchState, Change, Tenant
from visits.models.visit import Contact, Visit
from visits.services import audit
from visits.services.note import TEXTS
from visits.services.search import index

MISSING = timedelta(days=30)
FACTS = timedelta(days=14)
DRAFTS = timedelta(days=90)
MAILS = timedelta(days=365)
BEFORE = timedelta(days=30)
NOTE_YEARS = 2


@dataclass(frozen=True, slots=True)
class Gone:
    """How much went away."""

    tenants: int
    reflections: int
    facts: int
    notes: int
    contacts: int
    mails: int
    drafts: int
    changes: int
    talks: int


def years_before(day: date, years: int) -> date:
    """Give the same day so many years ago; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def clear(session: Session, *, now: datetime) -> Gone:
    """Take away what has been kept for long enough, and log how much it was."""
    day = today(now)
    gone = Gone(
        tenants=drop_tenants(session, day),
        reflections=drop_reflections(session, now),
        facts=drop_facts(session, now),
        notes=drop_notes(session, day),
        contacts=drop_contacts(session, now),
        mails=drop_older(session, Mail.id, Mail.made_at <= now - MAILS),
        drafts=drop_older(session, NoteDraft.id, NoteDraft.saved_at <= now - DRAFTS),
        changes=drop_changes(session, now),
        talks=drop_talkers(session, day),
    )
    if any(asdict(gone).values()):
        audit.record(session, "retention.clear", "retention", day.isoformat(), by=None, now=now,
                     **asdict(gone))  # fmt: skip
    session.flush()
    return gone


def drop_tenants(session: Session, day: date) -> int:
    """Drop who left the list a month ago and was never drawn, visited or turned away."""
    drawn = select(Visit.tenant_id).where(Visit.tenant_id.is_not(None))
    leaving = delete(Tenant).where(
        Tenant.missing_since <= day - MISSING,
        Tenant.visited_on.is_(None),
        Tenant.opted_out_on.is_(None),
        Tenant.id.not_in(drawn),
    )
    return len(session.scalars(leaving.returning(Tenant.id)).all())


def drop_reflections(session: Session, now: datetime) -> int:
    """Drop a director's own thoughts after ninety days."""
    old = update(Note).where(
        Note.finished_at <= now - timedelta(days=REFLECTION_DAYS), Note.reflection != ""
    )
    return len(session.scalars(old.values(reflection="").returning(Note.id)).all())


def drop_facts(session: Session, now: datetime) -> int:
    """Drop what the director had to know at the door, two weeks after it was of any use."""
    over = and_(Visit.state.in_(OVER | TOOK_PLACE), Visit.state_since <= now - FACTS)
    old = update(Visit).where(
        or_(Visit.held_on <= today(now) - FACTS, over),
        or_(Visit.door != "", Visit.talking != "", Visit.company != "", Visit.parking != ""),
    )
    emptied = old.values(door="", talking="", company="", parking="")
    return len(session.scalars(emptied.returning(Visit.id)).all())


def drop_notes(session: Session, day: date) -> int:
    """Take text and name off the notes of two years ago; that somebody was visited stays known."""
    visits = session.scalars(
        select(Visit)
        .options(joinedload(Visit.tenant))
        .where(
            Visit.state.in_(TOOK_PLACE),
            Visit.held_on <= years_before(day, NOTE_YEARS),
            Visit.tenant_id.is_not(None),
        )
    ).all()
    for visit in visits:
        forget_story(session, visit)
        if visit.tenant is not None:
            visit.tenant.visited_on = visit.held_on
        visit.tenant_id = None
    session.flush()
    return len(visits)


def forget_story(session: Session, visit: Visit) -> None:
    """Take the words of a visit away; released insights and lines for the board stay."""
    for note in session.scalars(select(Note).where(Note.visit_id == visit.id)):
        for name in TEXTS:
            setattr(note, name, "")
        note.home_words, note.letter = [], ""
        index(note)
    kept = (Stage.RELEASED, Stage.ARCHIVED)
    session.execute(delete(Insight).where(Insight.visit_id == visit.id, Insight.stage.not_in(kept)))
    ended = select(Action).where(Action.visit_id == visit.id, Action.progress.not_in(OPEN))
    for action in session.scalars(ended):
        action.what = action.board_line
        action.outcome_text = action.answer_text = action.handed_to = ""
        index(action)
    held = select(Appointment.id).where(Appointment.visit_id == visit.id)
    session.execute(delete(Answer).where(Answer.appointment_id.in_(held)))
    session.execute(
        delete(Guest).where(Guest.appointment_id.in_(held), Guest.role == GuestRole.TENANT)
    )


def drop_talkers(session: Session, day: date) -> int:
    """Forget which colleague had a talk of two years ago; what was heard stays."""
    old = update(Talk).where(Talk.on <= years_before(day, NOTE_YEARS), Talk.account_id.is_not(None))
    return len(session.scalars(old.values(account_id=None).returning(Talk.id)).all())


def drop_changes(session: Session, now: datetime) -> int:
    """Drop how tenants were before an import, of every import but the newest, after a month."""
    newest = select(func.max(Batch.id)).where(Batch.state == BatchState.STORED).scalar_subquery()
    old = select(Batch.id).where(Batch.stored_at <= now - BEFORE, Batch.id != newest)
    return drop_older(session, Change.id, Change.batch_id.in_(old))


def drop_older(
    session: Session, number: InstrumentedAttribute[int], old: ColumnElement[bool]
) -> int:
    """Drop the rows of a table that are old, and count them."""
    gone = delete(number.class_).where(old).returning(number)
    return len(session.scalars(gone).all())


def drop_contacts(session: Session, now: datetime) -> int:
    """Drop the log of conversations after two years."""
    return drop_older(session, Contact.id, Contact.at <= now - timedelta(days=365 * NOTE_YEARS))
