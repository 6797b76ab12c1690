"""Pictures of visits: what `domain/turn.py` asks of them, in few questions to the database."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import exists, func, null, or_, select
from sqlalchemy.orm import Session, aliased

from visits.domain.account import Role
from visits.domain.insight import Stage
from visits.domain.letter import Kind
from visits.domain.month import moment, today
from visits.domain.organisation import Organisation
from visits.domain.outbox import Failure
from visits.domain.promise import OPEN
from visits.domain.turn import Picture, Turn, turns_of
from visits.domain.visit import OVER, REACHED_NOBODY, Result, may_be_no_reply
from visits.formats.ical import Reason
from visits.models.account import Account, AccountRole
from visits.models.answer import Answer
from visits.models.appointment import Appointment, Guest, GuestRole, Partstat
from visits.models.insight import Insight
from visits.models.letter import Letter
from visits.models.note import Note
from visits.models.outbox import Mail
from visits.models.promise import Promise
from visits.models.visit import Contact, Visit
from visits.services.journal.insight import WAITING
from visits.services.organisation import get_organisation
from visits.services.outbox import IN_VAIN
from visits.services.visit.letter import due_letter
from visits.services.visit.record import with_tenant


@dataclass(frozen=True, slots=True)
class Stand:
    """A visit with its appointment that holds now, its open promises, and whose turn it is."""

    visit: Visit
    appointment: Appointment | None
    promises: int
    turns: list[Turn]


def stands_of(
    session: Session, visits: Collection[Visit], *, by_hand: bool, now: datetime
) -> list[Stand]:
    """Give how several visits stand; many ask the database no more often than one does.

    `by_hand` says that no mail goes by itself, and a person sends each.
    """
    numbers = [visit.id for visit in visits]
    last = last_appointments(session, numbers)
    facts = facts_of(session, numbers, by_hand=by_hand, now=now)
    guests = guests_of(session, last.values())
    made = letters_made(session, numbers)
    promises = promises_of(session, numbers, now=now)
    releases = releaser(get_organisation(session))
    found = []
    for visit in visits:
        appointment, fact = last.get(visit.id), facts[visit.id]
        picture = Picture(
            state=visit.state,
            since=visit.state_since,
            doubted=bool(visit.doubts),
            approachable=is_approachable(visit),
            hosted=fact.hosted,
            said_yes=visit.said_yes_at is not None,
            silent=may_be_no_reply(visit.letter_sent_on, fact.tries, today(now)),
            untold=due_letter(visit, appointment),
            made=made[visit.id] | ({Kind.AFTER} if fact.written else set()),
            bounced=fact.bounced,
            failed=fact.failed,
            unsent=fact.unsent,
            asks=fact.asks,
            noted=visit.note_not_wished or fact.noted,
            drafts=fact.drafts,
            coded=fact.coded,
            **of_appointment(appointment, guests),
            **promises[visit.id].since,
        )
        open_one = appointment if appointment and appointment.cancelled_at is None else None
        turns = turns_of(picture, now=now, releases=releases)
        found.append(Stand(visit, open_one, promises[visit.id].open, turns))
    return found


def releaser(organisation: Organisation) -> Role:
    """Give who releases insights: the director, unless the association let the assistant."""
    return Role.ASSISTANT if organisation.assistant_releases else Role.DIRECTOR


def list_wanted(session: Session, *, by_hand: bool, now: datetime) -> list[Visit]:
    """List the visits on which there is something to do, also of those that are over."""
    drafted = exists().where(Letter.visit_id == Visit.id, Letter.sent_at.is_(None))
    mails = [oldest_mail(*IN_VAIN), *([oldest_mail(*to_send(now))] if by_hand else [])]
    left = or_(drafted, WRITTEN, *(since.is_not(None) for since in mails))
    query = with_tenant().where(or_(Visit.state.not_in(OVER), left))
    return list(session.scalars(query.order_by(Visit.draw_number.desc(), Visit.id.desc())))


def is_approachable(visit: Visit) -> bool:
    """Say whether we know the tenant, and nobody asked to be left in peace."""
    tenant = visit.tenant
    return tenant is not None and tenant.missing_since is None and not tenant.in_peace


@dataclass(frozen=True, slots=True)
class Facts:
    """What the tables beside a visit say of it."""

    hosted: bool
    reached_nobody: int
    noted: bool
    written: bool
    failed: datetime | None
    unsent: datetime | None
    asks: datetime | None
    bounced: datetime | None
    drafts: datetime | None
    coded: datetime | None

    @property
    def tries(self) -> list[Result]:
        """Give each attempt that reached nobody."""
        return [Result.NOT_REACHED] * self.reached_nobody


def facts_of(
    session: Session, visits: Collection[int], *, by_hand: bool, now: datetime
) -> dict[int, Facts]:
    """Give the facts of several visits, in one query."""
    tries = select(func.count(Contact.id)).where(
        Contact.visit_id == Visit.id, Contact.result.in_(REACHED_NOBODY)
    )
    came_back = Answer.reason.is_not_distinct_from(Reason.NOT_DELIVERED)
    query = select(
        Visit.id,
        exists().where(Visit.host_id == AccountRole.account_id, *holds(Role.DIRECTOR)),
        tries.scalar_subquery(),
        exists().where(Note.visit_id == Visit.id),
        WRITTEN,
        oldest_mail(*IN_VAIN),
        oldest_mail(*to_send(now)) if by_hand else null(),
        oldest_answer(~came_back),
        oldest_answer(came_back),
        *(oldest_insight(stage) for stage in WAITING),
    )
    rows = session.execute(query.where(Visit.id.in_(visits)))
    return {number: Facts(*facts) for number, *facts in rows}


def holds(role: Role) -> tuple[Any, ...]:
    """Say in SQL that a row of roles is this one, of somebody who may sign in."""
    return AccountRole.name == role, Account.id == AccountRole.account_id, Account.active


# What a director wrote for the letter afterwards is a letter that was made.
WRITTEN = exists().where(
    Note.visit_id == Visit.id,
    Note.letter_heard.is_not(None),
    ~exists().where(
        Letter.visit_id == Visit.id, Letter.kind == Kind.AFTER, Letter.sent_at.is_not(None)
    ),
)


def oldest_mail(*which: Any) -> Any:
    """Give in SQL since when a mail of these waits that is about a visit."""
    mails = select(func.min(Mail.made_at)).join(Appointment, Mail.appointment_id == Appointment.id)
    return mails.where(Appointment.visit_id == Visit.id, *which).scalar_subquery()


def oldest_answer(which: Any) -> Any:
    """Give in SQL since when an answer about a visit waits for a person."""
    answers = select(func.min(Answer.received_at)).join(
        Appointment, Answer.appointment_id == Appointment.id
    )
    return answers.where(Appointment.visit_id == Visit.id, Answer.waiting, which).scalar_subquery()


def oldest_insight(stage: Stage) -> Any:
    """Give in SQL since when an insight of a visit waits at a stage."""
    insights = select(func.min(Insight.made_at))
    return insights.where(Insight.visit_id == Visit.id, Insight.stage == stage).scalar_subquery()


def to_send(now: datetime) -> tuple[Any, ...]:
    """Say in SQL which mails a person has to send: the last to somebody, about a day to come."""
    newer = aliased(Mail)
    return (
        Mail.sent_at.is_(None),
        Mail.failure.is_distinct_from(Failure.SET_ASIDE),
        Appointment.ends_at > now,
        ~exists().where(
            newer.appointment_id == Mail.appointment_id,
            newer.recipient == Mail.recipient,
            newer.id > Mail.id,
        ),
    )


def list_by_hand(session: Session, visit: Visit, *, now: datetime) -> list[Mail]:
    """List the mails about a visit that a person has to send, oldest first."""
    query = select(Mail).join(Appointment, Appointment.id == Mail.appointment_id)
    query = query.where(Appointment.visit_id == visit.id, *to_send(now))
    return list(session.scalars(query.order_by(Mail.id)))


def last_appointments(session: Session, visits: Collection[int]) -> dict[int, Appointment]:
    """Give the newest appointment of several visits, cancelled or not."""
    query = select(Appointment).where(Appointment.visit_id.in_(visits)).order_by(Appointment.id)
    return {one.visit_id: one for one in session.scalars(query)}


def of_appointment(
    appointment: Appointment | None, guests: dict[int, list[Guest]]
) -> dict[str, Any]:
    """Give what an appointment tells about whose turn it is."""
    if appointment is None:
        return {}
    invited = [guest for guest in guests[appointment.id] if guest.role is not GuestRole.COMPANION]
    says = {Partstat.TENTATIVE, Partstat.DECLINED}
    return {
        "ends_at": appointment.ends_at,
        "asked_at": appointment.modified_at,
        "wavers": any(guest.partstat in says for guest in invited),
        "unanswered": any(
            guest.role is GuestRole.HOST and guest.partstat is Partstat.NEEDS_ACTION
            for guest in invited
        ),
    }


def guests_of(session: Session, appointments: Iterable[Appointment]) -> dict[int, list[Guest]]:
    """Give who is invited to several appointments."""
    found: defaultdict[int, list[Guest]] = defaultdict(list)
    about = [appointment.id for appointment in appointments]
    for guest in session.scalars(select(Guest).where(Guest.appointment_id.in_(about))):
        found[guest.appointment_id].append(guest)
    return found


def letters_made(session: Session, visits: Collection[int]) -> dict[int, frozenset[Kind]]:
    """Give the letters of several visits that were made and are not in the post."""
    found: defaultdict[int, frozenset[Kind]] = defaultdict(frozenset)
    made = select(Letter.visit_id, Letter.kind).where(Letter.sent_at.is_(None))
    for number, kind in session.execute(made.where(Letter.visit_id.in_(visits))):
        found[number] |= {kind}
    return found


@dataclass(slots=True)
class Owed:
    """How many promises of a visit are open, and since when each kind of them waits."""

    open: int
    since: dict[str, Any]


def promises_of(session: Session, visits: Collection[int], *, now: datetime) -> dict[int, Owed]:
    """Give what several visits still owe their tenants, the oldest of each kind."""
    found: defaultdict[int, Owed] = defaultdict(lambda: Owed(0, {}))
    owner = Promise.owner_id == AccountRole.account_id
    query = select(
        Promise,
        exists().where(Account.id == Promise.owner_id, Account.active),
        exists().where(owner, *holds(Role.DIRECTOR)),
        exists().where(owner, *holds(Role.ASSISTANT)),
    ).where(Promise.visit_id.in_(visits), Promise.progress.in_(OPEN))
    rows = session.execute(query.order_by(Promise.due, Promise.id))
    for promise, known, of_director, of_assistant in rows:
        owed = found[promise.visit_id]
        owed.open += 1
        if promise.due < today(now):
            owed.since.setdefault("late", moment(promise.due, time(0)))
        elif promise.team_id is None and not known:
            owed.since.setdefault("unowned", promise.made_at)
        elif of_director:
            owed.since.setdefault("own", promise.made_at)
        elif of_assistant:
            owed.since.setdefault("assistants", promise.made_at)
        else:
            owed.since.setdefault("elsewhere", promise.made_at)
    return found
