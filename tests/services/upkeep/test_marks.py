"""A mark in every field about a tenant: after erasing none is left, in tables, files or copies."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from sqlalchemy import LargeBinary, String, true, update
from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.services.upkeep.test_erasure import found
from tests.services.village import (
    AFTER,
    SENDER,
    Office,
    coded_insight,
    held,
    write_note,
)
from visits import jobs
from visits.domain.letter import Kind
from visits.domain.retention import HOUSEHOLD, PERSONAL
from visits.formats.text import Text
from visits.models import Base, db
from visits.models.answer import Answer
from visits.models.appointment import Appointment
from visits.models.tenant import Batch, BatchState, Change, Source, StagedRow, StagedTenant, Tenant
from visits.models.visit import Visit
from visits.services.journal.note import NewPromise, add_promises, save_draft
from visits.services.outbox import make_mail
from visits.services.upkeep import backup
from visits.services.upkeep.erasure import erase_tenant
from visits.services.visit import letter as letters

# Whom these tell of works here; a draw keeps its sealed list for its own term.
OTHERS = {"account", "audit_line", "busy_calendar", "busy_interval", "contact", "draw", "feed",
          "exclusion", "left_alone", "talk", "team", "withdrawal"}  # fmt: skip
# By these the rows are found; a code of a fixed list takes no mark.
KEYS = {"external_id", "tenant_id", "contact_preference", "postcode", "district", "house_letter"}


def life(session: Session, office: Office) -> Visit:
    """Give a tenant a row in every table that is about tenants."""
    visit = held(session, office, tenants=1)
    by = office.director.id
    write_note(session, visit, office)
    coded_insight(session, visit, office)
    add_promises(session, visit, [NewPromise("Lamp", AFTER.date().replace(year=2027))], by=by,
                 now=AFTER)  # fmt: skip
    save_draft(session, visit, {"one_line": ["begonnen"]}, by=by, now=AFTER)
    letters.keep_text(session, visit, Kind.AFTER, Text("Brief", "x\n\ny"), large=False,
                      by=by, now=AFTER)  # fmt: skip
    tenant = visit.tenant
    assert tenant is not None
    make_mail(session, Text("Los", "x"), to=str(tenant.email), sender=SENDER, now=AFTER)
    appointment = session.query(Appointment).one()
    session.add(Answer(appointment_id=appointment.id, received_at=NOW, sha256="0" * 64,
                       outcome="applied"))  # fmt: skip
    batch = Batch(file_name="x.csv", state=BatchState.STAGED, made_at=NOW)
    session.add(batch)
    session.flush()
    known: dict[str, Any] = {name: getattr(tenant, name) for name in HOUSEHOLD.split()}
    session.add(StagedTenant(batch_id=batch.id, **known))
    session.add(Change(batch_id=batch.id, source=Source.IMPORT, changed_at=NOW, **known))
    session.add(StagedRow(batch_id=batch.id, row=1, outcome="read", codes=["x"],
                          external_id=tenant.external_id))  # fmt: skip
    session.flush()
    return visit


def plant(session: Session) -> Iterator[str]:
    """Put a mark of its own in every field that has a term, and give the marks."""
    for table in Base.metadata.sorted_tables:
        named = " ".join(PERSONAL.get(table.name, {}).values()).split()
        for name in [] if table.name in OTHERS else named:
            kind = table.c[name].type
            if name in KEYS or not isinstance(kind, String | LargeBinary):
                continue
            # A mail to the tenant that hangs on no appointment is known by its address alone.
            field = "tenant.email" if name == "recipient" else f"{table.name}.{name}"
            mark = f"q{crc32(field.encode()):08x}"[: getattr(kind, "length", 0) or 99]
            value = mark.encode() if isinstance(kind, LargeBinary) else mark
            theirs = table.c.role == "tenant" if table.name == "guest" else true()
            session.execute(update(table).where(theirs).values({name: value}))
            yield mark
    session.execute(update(Base.metadata.tables["note_draft"]).values(fields={"a": ["qx-draft"]}))
    yield "qx-draft"


def files(now_copied: Path) -> bytes:
    """Read all that lies on the disk of a database, and a copy of it."""
    path = Path(str(db.engine.url.database))
    if db.engine.dialect.name == "sqlite":
        beside = [path, path.with_name(path.name + "-wal"), now_copied]
        return b"".join(one.read_bytes() for one in beside if one.exists())
    command = ["pg_restore", "--file=-", str(now_copied)]
    return subprocess.run(command, capture_output=True, check=True).stdout


def test_after_erasing_no_mark_of_a_life_is_left_anywhere(
    session: Session, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    visit = life(session, office)
    marks = list(plant(session))
    session.commit()
    session.expire_all()
    planted = {mark for mark in marks if found(session, (mark,))}
    tenant = session.query(Tenant).filter_by(id=visit.tenant_id).one()

    erase_tenant(session, tenant, sender=SENDER, by=office.assistant.id, now=AFTER)
    session.commit()
    left = [place for mark in marks for place in found(session, (mark,))]
    session.rollback()
    jobs.leave_no_trace(now=AFTER)

    assert len(planted) >= 40
    assert left == []
    content = files(backup.keep(now=AFTER))
    assert not [mark for mark in marks if mark.encode() in content or mark in caplog.text]
