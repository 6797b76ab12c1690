"""What the director should know at the door: practical, and gone two weeks after the visit."""

from datetime import datetime

from sqlalchemy.orm import Session

from visits.domain.visit import LONGEST_DOOR
from visits.models.visit import Visit
from visits.services import audit


def change_door(session: Session, visit: Visit, words: str, *, by: int, now: datetime) -> None:
    """Keep what the director should know at the door, as it is now."""
    visit.door = words.strip()[:LONGEST_DOOR]
    audit.record(session, "visit.door", "visit", visit.id, by=by, now=now)
    session.flush()
