"""Every step of a visit is written down: from where, to where, who, when, why."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from visits.domain.outcome import Entry
from visits.domain.visit import FIXED, OUTCOMES, State, check_step
from visits.models.answer import Answer
from visits.models.appointment import Appointment
from visits.models.visit import Step, Visit
from visits.services import audit
from visits.services.draw.ledger import add_line


def write_step(
    session: Session,
    visit: Visit,
    step: State,
    *,
    by: int | None,
    now: datetime,
    reason: str = "",
) -> None:
    """Bring a visit to its next state; StepNotAllowed unless the table has the step."""
    check_step(visit.state, step)
    set_state(session, visit, step, by=by, now=now, reason=reason)


def set_state(
    session: Session,
    visit: Visit,
    state: State,
    *,
    by: int | None,
    now: datetime,
    reason: str = "",
) -> None:
    """Write a state and the step that led to it, without asking the table."""
    reason = reason[:140]
    session.add(
        Step(
            visit_id=visit.id,
            state_from=visit.state,
            state_to=state,
            at=now,
            account_id=by,
            reason=reason,
        )
    )
    outcome = OUTCOMES[state]
    if outcome is not OUTCOMES[visit.state]:
        add_line(
            session,
            visit.draw_number,
            visit.lot,
            Entry(outcome),
            by=by,
            now=now,
            detail={"reason": reason},
        )
    visit.state, visit.state_since = state, now
    if state not in FIXED:
        settle(session, visit, by=by, now=now)
    audit.record(session, f"visit.{state}", "visit", visit.id, by=by, now=now)


def settle(session: Session, visit: Visit, *, by: int | None, now: datetime) -> None:
    """Close what waits about an appointment that is over or off."""
    about = select(Appointment.id).where(Appointment.visit_id == visit.id)
    waiting = update(Answer).where(Answer.waiting, Answer.appointment_id.in_(about))
    session.execute(waiting.values(waiting=False, decided_at=now, decided_by=by))
