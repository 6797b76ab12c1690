"""Notes: drafted while somebody writes, finished once, opened only by who wrote them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from visits.domain.insight import MAX_THEMES, Kind, Stage
from visits.domain.month import today
from visits.domain.note import NAMES, Felt, Permission, ReadBack, may_count
from visits.domain.promise import Progress
from visits.domain.visit import FIXED, TOOK_PLACE, State
from visits.models.insight import Insight, InsightTheme
from visits.models.note import Note, NoteDraft
from visits.models.promise import Promise
from visits.models.theme import Theme
from visits.models.visit import Visit
from visits.services import audit
from visits.services.board.close import close_due
from visits.services.board.report import revise_reports
from visits.services.journal.taken_back import (
    check_window,
    keep_nothing,
    take_off_board,
    write_permission,
)
from visits.services.refusals import Refusal, Refused, existing
from visits.services.search import Filter, in_district, index, matching, within
from visits.services.visit.appointment import get_appointment
from visits.services.visit.step import hold_visit

EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class NewInsight:
    """One insight as a director writes it down."""

    statement: str
    quote: str = ""
    kind: Kind | None = None
    themes: Sequence[str] = ()
    team_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewPromise:
    """One promise as a director made it."""

    what: str
    due: date
    owner_id: int | None = None
    team_id: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A note as it comes out of the form."""

    permission: Permission
    texts: dict[str, str] = field(default_factory=dict)
    read_back: ReadBack | None = None
    felt: Felt | None = None
    insights: Sequence[NewInsight] = ()
    promises: Sequence[NewPromise] = ()


class Overtaken(Refused):
    """Another window wrote in the meantime; what it wrote stays, and both texts are shown."""

    def __init__(self, draft: NoteDraft | None) -> None:
        super().__init__(Refusal.OVERTAKEN)
        self.draft = draft


def check_writer(visit: Visit, account_id: int) -> None:
    """Raise Refused unless this director made the visit."""
    if visit.host_id != account_id:
        raise Refused(Refusal.NOT_YOURS)


def find_note(session: Session, visit: Visit) -> Note | None:
    """Find the note of a visit."""
    return session.scalar(select(Note).where(Note.visit_id == visit.id))


def find_draft(session: Session, visit: Visit, account_id: int) -> NoteDraft | None:
    """Find what somebody was writing about a visit."""
    mine = select(NoteDraft).filter_by(visit_id=visit.id, account_id=account_id)
    return session.scalar(mine)


def version_of(visit: Visit, note: Note | None, draft: NoteDraft | None) -> int:
    """Give the number of the newest text about a visit; nought before there is any."""
    texts = [one.version for one in (note, draft) if one]
    return max([visit.words_gone, *texts])


def save_draft(
    session: Session,
    visit: Visit,
    fields: dict[str, Any],
    *,
    version: int | None = None,
    window: str = "",
    by: int,
    now: datetime,
) -> NoteDraft:
    """Keep what somebody is writing, so that nothing is lost when the session ends.

    `version` is the text that it was written on; Overtaken if another window wrote since, and
    WordsGone if the words were taken back since.
    """
    check_writer(visit, by)
    draft = find_draft(session, visit, by)
    newest = version_of(visit, find_note(session, visit), draft)
    check_window(visit, version)
    if draft is not None and draft.fields == fields:
        draft.window = window or draft.window
        return draft
    # An answer that was lost on the way must not make somebody meet their own text.
    own = draft is not None and bool(window) and draft.window == window
    if version is not None and version != newest and not own:
        raise Overtaken(draft)
    if draft is None:
        draft = NoteDraft(visit_id=visit.id, account_id=by)
        session.add(draft)
    draft.fields, draft.saved_at = fields, now
    draft.version, draft.window = newest + 1, window
    session.flush()
    return draft


def list_notes(session: Session, account_id: int, wanted: Filter = EVERYTHING) -> list[Note]:
    """List the notes that a director wrote and looks for, newest visit first."""
    query = (
        select(Note)
        .join(Visit, Visit.id == Note.visit_id)
        .options(joinedload(Note.visit).joinedload(Visit.tenant))
        .where(
            Visit.host_id == account_id,
            matching(Note.search_text, wanted.words),
            in_district(wanted.district),
            within(Visit.held_on, wanted.period),
        )
    )
    return list(session.scalars(query.order_by(Visit.held_on.desc(), Note.id.desc())))


def get_note(session: Session, visit: Visit, *, by: int) -> Note:
    """Get a note for its writer; NotFound if there is none."""
    check_writer(visit, by)
    return existing(find_note(session, visit))


def open_note(session: Session, visit: Visit, *, by: int, now: datetime) -> Note:
    """Open a note for its writer; that it was read is logged, what it says is not."""
    note = get_note(session, visit, by=by)
    audit.record(session, "note.read", "note", note.id, by=by, now=now)
    return note


def finish(
    session: Session,
    visit: Visit,
    written: Written,
    *,
    version: int | None = None,
    by: int,
    now: datetime,
) -> Note:
    """Store a note with its insights and its promises, and drop the draft.

    Writing about a visit that stood planned says that it took place. `version` is the draft that
    is finished; Overtaken if there is a newer text.
    """
    check_writer(visit, by)
    if visit.state in FIXED:
        begun = today(get_appointment(session, visit).starts_at)
        hold_visit(session, visit, on=begun, minutes=None, by=by, now=now)
    if visit.state not in TOOK_PLACE:
        raise Refused(Refusal.NOT_HELD)
    found, draft = find_note(session, visit), find_draft(session, visit, by)
    newest = version_of(visit, found, draft)
    check_window(visit, version)
    if version not in {None, newest}:
        raise Overtaken(draft)
    note = found or Note(visit_id=visit.id, permission=written.permission, finished_at=now)
    note.version = newest + 1
    fill(note, written, by=by, now=now)
    session.add(note)
    session.flush()
    set_permission(session, note, written.permission, by=by, now=now)
    if written.permission is not Permission.NOTHING:
        add_insights(session, visit, written.insights, now=now)
    add_promises(session, visit, written.promises, by=by, now=now)
    session.execute(delete(NoteDraft).where(NoteDraft.visit_id == visit.id))
    audit.record(session, "note.finish", "note", note.id, by=by, now=now)
    return note


def fill(note: Note, written: Written, *, by: int, now: datetime) -> None:
    """Put the words in a note."""
    for name in NAMES:
        setattr(note, name, written.texts.get(name, "").strip())
    note.read_back, note.felt = written.read_back, written.felt
    note.account_id, note.changed_at = by, now
    index(note)


def set_permission(
    session: Session, note: Note, level: Permission, *, by: int | None, now: datetime
) -> None:
    """Write what the tenant allowed; what is no longer allowed leaves the board at once."""
    visit = session.get_one(Visit, note.visit_id)
    if level is Permission.NOTHING:
        keep_nothing(session, visit, by=by, now=now)
        return
    close_due(session, now=now)
    write_permission(session, note, level, by=by, now=now)
    if may_count(level):
        revise_reports(session, now=now)
    else:
        take_off_board(session, visit, by=by, now=now)


def add_insights(
    session: Session, visit: Visit, insights: Collection[NewInsight], *, now: datetime
) -> None:
    """Add the insights of a note as drafts; one with a kind and a theme is coded already."""
    known = set(session.scalars(select(Theme.code)))
    there = set(session.scalars(select(Insight.statement).where(Insight.visit_id == visit.id)))
    for new in insights:
        if new.statement.strip() in there:
            continue  # a form that was sent twice
        if not set(new.themes) <= known:
            raise Refused(Refusal.UNKNOWN_THEME)
        coded = new.kind is not None and new.themes
        insight = Insight(
            ref=token_hex(4),
            visit_id=visit.id,
            statement=new.statement.strip(),
            quote=new.quote.strip(),
            kind=new.kind,
            team_id=new.team_id,
            stage=Stage.CODED if coded else Stage.DRAFT,
            made_at=now,
            themes=[
                InsightTheme(position=place, code=code)
                for place, code in enumerate(new.themes[:MAX_THEMES])
            ],
        )
        index(insight)
        session.add(insight)
    session.flush()


def add_promises(
    session: Session, visit: Visit, promises: Collection[NewPromise], *, by: int, now: datetime
) -> None:
    """Turn what was promised into promises with an owner and a date."""
    there = set(session.scalars(select(Promise.what).where(Promise.visit_id == visit.id)))
    for new in promises:
        if new.what.strip() in there:
            continue  # a form that was sent twice
        if new.due <= today(now):
            raise Refused(Refusal.DUE_IN_THE_PAST)
        owned = new.owner_id is not None or new.team_id is not None
        promise = Promise(
            visit_id=visit.id,
            what=new.what.strip(),
            owner_id=new.owner_id,
            team_id=new.team_id,
            promised_by=by,
            promised_on=visit.held_on or today(now),
            due=new.due,
            progress=Progress.ASSIGNED if owned else Progress.NEW,
            made_at=now,
        )
        index(promise)
        session.add(promise)
        session.flush()
        audit.record(session, "promise.add", "promise", promise.id, by=by, now=now)


def is_writable(session: Session, visit: Visit, *, now: datetime) -> bool:
    """Say whether a note can be written about a visit: from its day on."""
    if visit.state in FIXED:
        return today(get_appointment(session, visit).starts_at) <= today(now)
    return visit.state is State.HELD and not visit.note_not_wished
