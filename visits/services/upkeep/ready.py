"""What an association sets up before its first visit, and how much of it there is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from visits.domain.account import Role
from visits.domain.insight import Stage
from visits.domain.organisation import missing_for_letters
from visits.models.account import Account, AccountRole
from visits.models.draw import Draw
from visits.models.insight import Insight
from visits.models.organisation import Choice
from visits.models.outbox import Mail
from visits.models.tenant import Tenant
from visits.services import audit
from visits.services.journal.insight import WAITING
from visits.services.organisation import get_organisation, stored_choices
from visits.services.outbox import IN_VAIN

# What only people know, by the name under which they say so.
NOTED = "ready_"
BY_PEOPLE = frozenset({"visited", "minutes"})


@dataclass(frozen=True, slots=True)
class Ready:
    """One thing that must be in place before the first visit, and the choices it still lacks."""

    name: str
    done: bool
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """What the database holds, as far as a start page says so; `mails` are about no visit."""

    directors: bool
    assistants: bool
    tenants: bool
    visited: bool
    draws: bool
    drafts: int
    coded: int
    mails: int


def tally_of(session: Session) -> Tally:
    """Count in one query what a start page says of the whole."""
    waits = {
        stage: select(func.count(Insight.id)).where(Insight.stage == stage).scalar_subquery()
        for stage in WAITING
    }
    in_vain = select(func.count(Mail.id)).where(Mail.appointment_id.is_(None), *IN_VAIN)
    row = session.execute(
        select(
            is_held(Role.DIRECTOR).label("directors"),
            is_held(Role.ASSISTANT).label("assistants"),
            exists(select(Tenant.id)).label("tenants"),
            exists(select(Tenant.id).where(Tenant.visited_on.is_not(None))).label("visited"),
            exists(select(Draw.number)).label("draws"),
            waits[Stage.DRAFT].label("drafts"),
            waits[Stage.CODED].label("coded"),
            in_vain.scalar_subquery().label("mails"),
        )
    ).one()
    return Tally(*row)


def is_held(role: Role) -> ColumnElement[bool]:
    """Say in SQL whether somebody who may sign in holds a role."""
    holders = select(AccountRole.account_id).join(Account, Account.id == AccountRole.account_id)
    return exists(holders.where(AccountRole.name == role, Account.active))


def note_ready(session: Session, name: str, *, by: int, now: datetime) -> None:
    """Note what only people know: that nobody was visited before, or what the minutes say."""
    session.merge(Choice(name=f"{NOTED}{name}", value=True, changed_at=now))
    audit.record(session, "ready.note", "ready", name, by=by, now=now)
    session.flush()


def ready_list(session: Session, tally: Tally) -> list[Ready]:
    """List what an association sets up before its first visit, and what of it is done."""
    missing = tuple(missing_for_letters(get_organisation(session)))
    noted = stored_choices(session)
    return [
        Ready("organisation", not missing, missing),
        Ready("director", tally.directors),
        Ready("assistant", tally.assistants),
        Ready("tenants", tally.tenants),
        Ready("visited", tally.draws or tally.visited or f"{NOTED}visited" in noted),
        Ready("minutes", tally.draws or f"{NOTED}minutes" in noted),
        Ready("draw", tally.draws),
    ]
