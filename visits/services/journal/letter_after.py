"""What only the director writes in the letter after a visit: what was heard, what was promised."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from visits.domain.month import today
from visits.domain.note import Permission
from visits.domain.promise import OPEN
from visits.formats.moment import date_words
from visits.formats.text import phrase
from visits.models.note import Note
from visits.models.promise import Promise
from visits.models.visit import Visit
from visits.services import audit
from visits.services.journal.insight import list_of_visit as list_insights
from visits.services.journal.note import check_writer, find_note
from visits.services.journal.promise import list_of_visit as list_promises
from visits.services.refusals import existing

# A letter is half a page: more can be told at the table.
MOST = 4


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that the director writes; one that is empty is left out."""

    heard: str
    promised: str


def find_source(session: Session, visit: Visit) -> Note | None:
    """Find the note from which something may be written to the tenant; None under "no notes"."""
    note = find_note(session, visit)
    if visit.note_not_wished or note is None or note.permission == Permission.NOTHING:
        return None
    return note


def note_with_words(session: Session, visit: Visit, by: int) -> Note:
    """Get a note from which its writer may make something; NotFound under "no notes"."""
    check_writer(visit, by)
    return existing(find_source(session, visit))


def find_parts(session: Session, visit: Visit, *, by: int, now: datetime) -> Parts | None:
    """Find the parts for the director who made the visit, begun from the note at first."""
    note = find_source(session, visit)
    if note is None or visit.host_id != by:
        return None
    if note.letter_heard is not None and note.letter_promised is not None:
        return Parts(note.letter_heard, note.letter_promised)
    told = [one.statement for one in list_insights(session, visit)] or [note.one_line or note.wish]
    promises = [promise_line(one, today(now)) for one in list_promises(session, visit) if one.what]
    return Parts(as_list(told), as_list(promises))


def as_list(sentences: list[str]) -> str:
    """Give the first sentences as a list, a line for each that says something."""
    return "\n".join(f"- {sentence}" for sentence in sentences[:MOST] if sentence)


def promise_line(promise: Promise, day: date) -> str:
    """Say what became of one promise, or when the tenant hears of it."""
    what = f"{' '.join(promise.what.split()).rstrip('.')}."
    if promise.progress not in OPEN:
        return f"{what} {' '.join(promise.answer_text.split())}".rstrip()
    if promise.no_answer_wanted or promise.due <= day:
        return what
    return f"{what} {phrase('answer_before', dag=date_words(promise.due))}"


def write_parts(session: Session, visit: Visit, parts: Parts, *, by: int, now: datetime) -> Note:
    """Keep what the director tells the tenant; Refused for another, NotFound under "no notes"."""
    note = note_with_words(session, visit, by)
    note.letter_heard, note.letter_promised = parts.heard.strip(), parts.promised.strip()
    audit.record(session, "note.letter", "note", note.id, by=by, now=now)
    return note
