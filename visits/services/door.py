"""What the director should know at the door: practical, and gone two weeks after the visit."""

from datetime import datetime

from sqlalchemy.orm import Session

from visits.models.visit import Visit
from visits.services import audit

FACTS = ("door", "talking", "language", "company", "pets", "parking")


def set_facts(visit: Visit, facts: dict[str, str]) -> None:
    """Keep what the director should know at the door; empty words change nothing."""
    for name in FACTS:
        if facts.get(name):
            setattr(visit, name, facts[name].strip()[:140])


def change_facts(
    session: Session, visit: Visit, facts: dict[str, str], *, by: int, now: datetime
) -> None:
    """Write the practical facts of a visit as they are now."""
    for name in FACTS:
        setattr(visit, name, facts[name].strip()[:140])
    audit.record(session, "visit.facts", "visit", visit.id, by=by, now=now)
    session.flush()
