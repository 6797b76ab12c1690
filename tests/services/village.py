"""A small association for the tests of services: its office, its tenants, a visit at any stage."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, make_tenant, numbers
from visits.domain.account import Role
from visits.domain.insight import Kind
from visits.domain.month import first_day, moment, today
from visits.domain.note import Permission
from visits.models import Base
from visits.models.account import Account
from visits.models.appointment import Appointment
from visits.models.audit import AuditLine
from visits.models.draw import Draw
from visits.models.insight import Insight
from visits.models.note import Note
from visits.models.tenant import Batch, Tenant
from visits.models.visit import Visit
from visits.services import account as accounts
from visits.services.draw import hold as draws
from visits.services.draw import lot
from visits.services.journal import note as notes
from visits.services.outbox import Sender
from visits.services.tenant import batch as batches
from visits.services.visit import appointment as appointments
from visits.services.visit import record as visits
from visits.services.visit import step as steps

SENDER = Sender(
    "bezoek@waterhof.example", "Huurdersbezoek Waterhof", "https://bezoek.waterhof.example"
)
PERIOD = "2026-11"
START = datetime(2026, 12, 8, 13, 0, tzinfo=UTC)
HELD_ON = date(2026, 12, 8)
AFTER = datetime(2026, 12, 9, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Office:
    """Who works with the app: the director who visits and the assistant who plans."""

    director: Account
    assistant: Account


def add_person(session: Session, role: Role, **fields: Any) -> Account:
    """Add an account that nobody will sign in to."""
    email = fields.pop("email", f"{role}{next(numbers)}@waterhof.example")
    known = {"name": f"Iemand ({role})", "roles": [role]} | fields
    return accounts.add_account(session, email, password_hash="-", by=None, now=NOW, **known)


def add_tenants(session: Session, count: int, **fields: Any) -> list[Tenant]:
    """Add tenants who may be drawn, each at an address of their own."""
    return [make_tenant(session, **fields) for _ in range(count)]


def hold_draw(session: Session, period: str = PERIOD, *, now: datetime = NOW) -> Draw:
    """Draw a month, one that has passed while it was there, and one far ahead as well."""
    last = moment(first_day(period) + 27 * DAY, time(9))
    return draws.hold_draw(session, period, by=None, now=min(now, last), ahead=36)


def last_lot(session: Session, draw: Draw) -> Visit:
    """Give the visit of the lot that was called last, as a screen loads it."""
    return visits.get_visit(session, lot.list_invitations(session, draw)[-1].id)


def draw_visit(session: Session, *, tenants: int = 3, **fields: Any) -> Visit:
    """Draw a month among new tenants and give the first visit."""
    add_tenants(session, tenants, **fields)
    return last_lot(session, hold_draw(session))


def approach(session: Session, visit: Visit, office: Office, *, now: datetime = NOW) -> Visit:
    """Check the tenant and send the letter."""
    steps.check_tenant(session, visit, by=office.assistant.id, now=now)
    steps.send_letter(session, visit, by=office.assistant.id, now=now)
    return visit


def approached(session: Session, office: Office, **fields: Any) -> Visit:
    """Give a visit whose letter is in the post."""
    return approach(session, draw_visit(session, **fields), office)


def plan(
    session: Session,
    visit: Visit,
    office: Office,
    *,
    starts_at: datetime = START,
    companions: Collection[Account] = (),
    tell_tenant: bool = True,
    now: datetime = NOW,
) -> Appointment:
    """Plan a visit of an hour."""
    return appointments.plan(
        session,
        visit,
        starts_at,
        60,
        companions=companions,
        tell_tenant=tell_tenant,
        sender=SENDER,
        by=office.assistant.id,
        now=now,
    )


def planned(session: Session, office: Office, **fields: Any) -> Visit:
    """Give a visit that stands in the calendars; the tenant uses e-mail."""
    visit = approached(session, office, **{"email": "huurder@thuis.example"} | fields)
    plan(session, visit, office)
    return visit


def held(session: Session, office: Office, *, on: date = HELD_ON, **fields: Any) -> Visit:
    """Give a visit that took place."""
    visit = planned(session, office, **fields)
    now = AFTER + (on - HELD_ON)
    steps.hold_visit(session, visit, on=on, minutes=60, by=office.director.id, now=now)
    return visit


def write_note(
    session: Session,
    visit: Visit,
    office: Office,
    permission: Permission = Permission.WITHOUT_NAME,
    *,
    now: datetime = AFTER,
    **fields: Any,
) -> Note:
    """Finish a note."""
    written = notes.Written(permission, **fields)
    return notes.finish(session, visit, written, by=office.director.id, now=now)


def coded_insight(
    session: Session,
    visit: Visit,
    office: Office,
    permission: Permission = Permission.WITHOUT_NAME,
    *,
    statement: str = "De lift is te klein.",
) -> Insight:
    """Finish a note with one insight that was coded at once."""
    new = notes.NewInsight(statement, "Te klein!", Kind.CONCERN, ["WON.comfort"])
    write_note(session, visit, office, permission, insights=[new])
    return session.scalars(select(Insight).order_by(Insight.id.desc()).limit(1)).one()


def stage_file(
    session: Session,
    records: Sequence[dict[str, Any]],
    *,
    whole: bool = True,
    now: datetime = NOW,
) -> Batch:
    """Stage a file in which every row can be read."""
    rows = [
        {"row": place, "outcome": "accepted", "codes": [], "external_id": one["external_id"]}
        for place, one in enumerate(records, start=2)
    ]
    batch = batches.open_batch(session, "huurders.csv", whole=whole, by=None, now=now)
    batches.add_staged(session, batch, rows=rows, tenants=records)
    batches.finish_staging(
        session,
        batch,
        rows={"accepted": len(rows)},
        columns=[],
        dropped=["geboortedatum"],
        now=now,
    )
    return batch


def import_file(
    session: Session,
    records: Sequence[dict[str, Any]],
    *,
    whole: bool = True,
    now: datetime = NOW,
) -> Batch:
    """Stage a file and store it."""
    batch = stage_file(session, records, whole=whole, now=now)
    batches.store(session, batch, by=None, today=today(now), now=now)
    return batch


def deeds(session: Session) -> list[str]:
    """List the deeds in the audit log, oldest first."""
    session.flush()
    return list(session.scalars(select(AuditLine.deed).order_by(AuditLine.id)))


def count(session: Session, table: type[Base]) -> int:
    """Count the rows of a table."""
    return session.scalar(select(func.count()).select_from(table)) or 0
