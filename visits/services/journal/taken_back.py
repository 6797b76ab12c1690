"""Taking words back: what somebody told goes from everywhere at once, and does not come back.

Permission for nothing, no note, withdrawal, erasure and retention all end here.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from visits.domain.insight import Stage
from visits.domain.letter import Kind
from visits.domain.note import NAMES, WORDING, Permission
from visits.domain.promise import OPEN
from visits.domain.withdrawal import Withdrawn
from visits.models.answer import Answer
from visits.models.appointment import Appointment
from visits.models.insight import Insight
from visits.models.letter import Letter
from visits.models.note import Note, NoteDraft, NotePermission
from visits.models.promise import Promise
from visits.models.visit import Visit
from visits.services import audit, withdrawal
from visits.services.board.close import KEPT, close_due
from visits.services.board.report import revise_reports
from visits.services.journal.promise import promise_words_go
from visits.services.refusals import Refusal, Refused
from visits.services.search import index


class WordsGone(Refused):
    """The words of a visit were taken back after this window had opened."""

    def __init__(self) -> None:
        super().__init__(Refusal.WORDS_GONE)


def check_window(visit: Visit, version: int | None) -> None:
    """Raise WordsGone for a window that was opened before the words were taken back."""
    if version is not None and version < visit.words_gone:
        raise WordsGone


def write_permission(
    session: Session, note: Note, level: Permission, *, by: int | None, now: datetime
) -> None:
    """Write what the tenant allowed, with its history; windows that are open meet a newer text."""
    visit = session.get_one(Visit, note.visit_id)
    history = select(NotePermission.level).where(NotePermission.note_id == note.id)
    known = session.scalar(history.order_by(NotePermission.id.desc()).limit(1))
    if known != level:
        told = {"level": level, "wording": WORDING, "at": now, "account_id": by}
        session.add(NotePermission(note_id=note.id, **told))
    if known not in {None, level}:
        whom, allowed = withdrawal.visit_of(session, visit), str(int(level))
        withdrawal.record(session, Withdrawn.PERMISSION, whom, detail=allowed, now=now)
        note.version = overtake(session, visit)
    note.permission = level
    audit.record(session, "note.permission", "note", note.id, by=by, now=now, level=int(level))


def keep_nothing(session: Session, visit: Visit, *, by: int | None, now: datetime) -> None:
    """Keep of a visit only that somebody was there, for us and for the board, on paper too."""
    close_due(session, now=now)
    if note := session.scalar(select(Note).where(Note.visit_id == visit.id)):
        write_permission(session, note, Permission.NOTHING, by=by, now=now)
    take_off_board(session, visit, set(Stage) - {Stage.WITHDRAWN}, by=by, now=now)
    words_go(session, visit)


def take_off_board(
    session: Session,
    visit: Visit,
    stages: Collection[Stage] = KEPT,
    *,
    by: int | None,
    now: datetime,
) -> None:
    """Withdraw the insights of a visit, and the lines about its promises."""
    session.execute(update(Promise).where(Promise.visit_id == visit.id).values(board_line=""))
    mine = select(Insight).where(Insight.visit_id == visit.id, Insight.stage.in_(stages))
    for insight in session.scalars(mine):
        insight.stage = Stage.WITHDRAWN
        audit.record(session, "insight.withdraw", "insight", insight.id, by=by, now=now)
    revise_reports(session, now=now)


def words_go(session: Session, visit: Visit) -> None:
    """Take every word of a visit away, in drafts and on paper too; that somebody was there stays.

    So do released insights, and promises until the tenant has had an answer. A window that is
    still open cannot write over it: its version is older than what is there now.
    """
    visit.words_gone = overtake(session, visit)
    visit.door = ""
    session.execute(delete(NoteDraft).where(NoteDraft.visit_id == visit.id))
    for note in session.scalars(select(Note).where(Note.visit_id == visit.id)):
        note.version = visit.words_gone
        note.letter_heard = note.letter_promised = None
        for name in NAMES:
            setattr(note, name, "")
        index(note)
    session.execute(delete(Letter).where(Letter.visit_id == visit.id, Letter.kind == Kind.AFTER))
    about = select(Appointment.id).where(Appointment.visit_id == visit.id)
    session.execute(update(Answer).where(Answer.appointment_id.in_(about)).values(comment=None))
    insight_words_go(session, Insight.visit_id == visit.id, Insight.stage.not_in(KEPT))
    ended = select(Promise).where(Promise.visit_id == visit.id, Promise.progress.not_in(OPEN))
    for promise in session.scalars(ended):
        promise_words_go(promise)
    session.flush()


def overtake(session: Session, visit: Visit) -> int:
    """Give a number above every text about a visit; no window that is open owns a draft now."""
    session.flush()
    mine = NoteDraft.visit_id == visit.id
    session.execute(update(NoteDraft).where(mine).values(window=""))
    drafts = session.scalar(select(func.max(NoteDraft.version)).where(mine))
    note = session.scalar(select(Note.version).where(Note.visit_id == visit.id))
    return max(visit.words_gone, drafts or 0, note or 0) + 1


def insight_words_go(session: Session, *which: ColumnElement[bool]) -> None:
    """Take the words of insights away; their themes still count where they were told."""
    gone = {"statement": "", "quote": "", "search_text": "", "release_reason": ""}
    session.execute(update(Insight).where(*which).values(gone))
