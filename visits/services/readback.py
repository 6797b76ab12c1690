"""The letter that tells a tenant what was heard and promised, as a person edited it."""

from datetime import datetime

from sqlalchemy.orm import Session

from visits.domain.month import today
from visits.models.note import Note
from visits.models.visit import Visit
from visits.services import audit
from visits.services.letter import check_settings
from visits.services.note import note_with_words
from visits.services.refusals import Refused


def write(session: Session, visit: Visit, text: str, *, by: int, now: datetime) -> Note:
    """Keep the letter that tells a tenant what was heard and promised, as a person edited it."""
    note = note_with_words(session, visit, by)
    note.letter = text.strip()
    audit.record(session, "note.letter", "note", note.id, by=by, now=now)
    session.flush()
    return note


def send(session: Session, visit: Visit, *, by: int, now: datetime) -> Note:
    """Note that the letter with what was heard went to the tenant.

    Raises Refused while it is not written, or the settings that it prints are not all filled in.
    """
    note = note_with_words(session, visit, by)
    if not note.letter:
        raise Refused("letter_missing")
    check_settings(session)
    note.letter_sent_on = today(now)
    audit.record(session, "note.letter_sent", "note", note.id, by=by, now=now)
    session.flush()
    return note
