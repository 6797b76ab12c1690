"""An import: staged, looked at, stored as a whole, undone as a whole."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from visits.models.tenant import (
    Batch,
    BatchState,
    Change,
    Mapping,
    Source,
    StagedRow,
    Tenant,
)
from visits.models.visit import Visit
from visits.services import audit
from visits.services.comparison import KEPT, TABLE, Columns, compare
from visits.services.refusals import NotFound, Refused

CHUNK = 2000
WAITS = timedelta(hours=2)
# What was pressed here and not imported: no import writes it, and no undo takes it back.
OWN = frozenset({"opted_out_on", "visited_on", "since_source"})


def stage(
    session: Session,
    report: dict[str, Any],
    *,
    columns: Sequence[Sequence[str]] = (),
    whole: bool,
    by: int | None,
    now: datetime,
) -> Batch:
    """Keep a file that was read, until a person says yes; no tenant changes."""
    batch = Batch(
        file_name=report["file"][:200],
        state=BatchState.STAGED,
        whole=whole,
        columns=[list(column) for column in columns],
        dropped_columns=report["dropped_columns"],
        counts={"rows": len(report["rows"]), **report["summary"]},
        account_id=by,
        made_at=now,
    )
    session.add(batch)
    session.flush()
    records = {tenant["external_id"]: tenant for tenant in report["tenants"]}
    for part in chunks(staged_rows(batch.id, report["rows"], records)):
        session.execute(insert(StagedRow), part)
    audit.record(session, "batch.stage", "batch", batch.id, by=by, now=now)
    return batch


def staged_rows(
    batch_id: int, rows: Sequence[dict[str, Any]], records: dict[str, dict[str, Any]]
) -> Iterator[Columns]:
    """Give each row of a file as it is staged; a tenant stands on the row that brought it."""
    for row in rows:
        brings = row["outcome"] in {"accepted", "accepted_warning"}
        yield {
            "batch_id": batch_id,
            "row": row["row"],
            "outcome": row["outcome"],
            "codes": row["codes"],
            "external_id": row["external_id"],
            "tenant": records[row["external_id"]] if brings else None,
        }


def chunks(rows: Iterable[Columns]) -> Iterator[list[Columns]]:
    """Cut many rows into parts that a database takes at once."""
    part: list[Columns] = []
    for row in rows:
        part.append(row)
        if len(part) == CHUNK:
            yield part
            part = []
    if part:
        yield part


def get_batch(session: Session, batch_id: int) -> Batch:
    """Get an import by number; NotFound if there is none."""
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise NotFound("not_found")
    return batch


def list_batches(session: Session, *, limit: int = 10) -> list[Batch]:
    """List the imports that were stored, newest first."""
    query = select(Batch).where(Batch.state.in_([BatchState.STORED, BatchState.UNDONE]))
    return list(session.scalars(query.order_by(Batch.id.desc()).limit(limit)))


def newest_whole(session: Session) -> Batch | None:
    """Find the newest stored import of the whole list."""
    query = select(Batch).where(Batch.state == BatchState.STORED, Batch.whole)
    return session.scalar(query.order_by(Batch.stored_at.desc()).limit(1))


def list_bad_rows(session: Session, batch: Batch, *, limit: int | None = None) -> list[StagedRow]:
    """List the rows of a file that could not be read."""
    query = (
        select(StagedRow)
        .where(StagedRow.batch_id == batch.id, StagedRow.outcome == "rejected")
        .order_by(StagedRow.row)
    )
    return list(session.scalars(query.limit(limit) if limit else query))


def count_codes(session: Session, batch: Batch, outcome: str) -> dict[str, int]:
    """Count the reasons of the rows with one outcome, the most frequent first."""
    query = select(StagedRow.codes).where(
        StagedRow.batch_id == batch.id, StagedRow.outcome == outcome
    )
    counter = Counter(code for codes in session.scalars(query) for code in codes)
    return dict(counter.most_common())


def store(session: Session, batch: Batch, *, by: int | None, today: date, now: datetime) -> None:
    """Store a staged file as a whole; what it changes can be undone."""
    if batch.state is not BatchState.STAGED:
        raise Refused("batch_not_staged")
    found = compare(session, batch)
    write_new(session, batch, found.new)
    write_changed(session, batch, found.changed, now=now)
    write_vanished(session, batch, found.vanished, today=today, now=now)
    batch.counts = {
        **batch.counts,
        "new": len(found.new),
        "changed": len(found.changed),
        "vanished": len(found.vanished),
        "unchanged": found.unchanged,
    }
    batch.state, batch.stored_at = BatchState.STORED, now
    drop_rows(session, batch)
    audit.record(session, "batch.store", "batch", batch.id, by=by, now=now, **batch.counts)
    session.flush()


def write_new(session: Session, batch: Batch, new: list[Columns]) -> None:
    """Insert the tenants who were not there."""
    fixed = {"source": Source.IMPORT, "since_source": Source.IMPORT}
    for part in chunks({**columns, **fixed} for columns in new):
        session.execute(insert(Tenant), part)
    note_changes(session, batch, ((row["external_id"], None) for row in new))


def write_changed(
    session: Session, batch: Batch, changed: list[tuple[Columns, Columns]], *, now: datetime
) -> None:
    """Update the tenants of whom something is different now."""
    note_changes(session, batch, ((row["external_id"], row) for row, _ in changed))
    fixed = {"missing_since": None, "source": Source.IMPORT, "changed_at": now}
    update_rows(session, ({**columns, **fixed} for _, columns in changed))


def write_vanished(
    session: Session, batch: Batch, vanished: list[Columns], *, today: date, now: datetime
) -> None:
    """Take the tenants who are no longer in the whole list out of the draw."""
    note_changes(session, batch, ((row["external_id"], row) for row in vanished))
    update_rows(
        session,
        (
            {"external_id": row["external_id"], "missing_since": today, "changed_at": now}
            for row in vanished
        ),
    )


def update_rows(session: Session, rows: Iterable[Columns]) -> None:
    """Update tenants by their number, many at a time."""
    for part in chunks(rows):
        names = [name for name in part[0] if name != "external_id"]
        statement = (
            update(TABLE)
            .where(TABLE.c.external_id == bindparam("key"))
            .values({name: bindparam(f"new_{name}") for name in names})
        )
        session.connection().execute(
            statement,
            [
                {"key": row["external_id"], **{f"new_{name}": row[name] for name in names}}
                for row in part
            ],
        )
    session.expire_all()


def note_changes(
    session: Session, batch: Batch, rows: Iterable[tuple[str, Columns | None]]
) -> None:
    """Keep how each tenant was, for the day that somebody wants it back."""
    for part in chunks(
        {"batch_id": batch.id, "external_id": key, "before": frozen(row) if row else None}
        for key, row in rows
    ):
        session.execute(insert(Change), part)


def frozen(row: Columns) -> Columns:
    """Give a row of the table as JSON can keep it."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in row.items()
        if name in KEPT
    }


def thawed(row: Columns) -> Columns:
    """Give a row back as the table had it."""
    kinds = {column.name: column.type.python_type for column in TABLE.columns}
    return {
        name: kinds[name].fromisoformat(value)
        if isinstance(value, str) and issubclass(kinds[name], date)
        else value
        for name, value in row.items()
    }


def drop_rows(session: Session, batch: Batch) -> None:
    """Empty the staging table of one file."""
    session.execute(delete(StagedRow).where(StagedRow.batch_id == batch.id))


def cancel(session: Session, batch: Batch, *, by: int | None, now: datetime) -> None:
    """Throw a staged file away; nothing was stored."""
    if batch.state is not BatchState.STAGED:
        raise Refused("batch_not_staged")
    batch.state = BatchState.CANCELLED
    drop_rows(session, batch)
    audit.record(session, "batch.cancel", "batch", batch.id, by=by, now=now)
    session.flush()


def drop_stale(session: Session, *, now: datetime, after: timedelta = WAITS) -> None:
    """Throw away the staged files for which nobody said yes in time."""
    stale = session.scalars(
        select(Batch).where(Batch.state == BatchState.STAGED, Batch.made_at <= now - after)
    )
    for batch in stale.all():
        cancel(session, batch, by=None, now=now)


def undo(session: Session, batch: Batch, *, by: int | None, now: datetime) -> None:
    """Put every tenant back as it was before a file was stored."""
    check_undo(session, batch)
    rows = session.execute(
        select(Change.external_id, Change.before).where(Change.batch_id == batch.id)
    )
    corrected = corrected_starts(session)
    added: list[str] = []
    restored: list[Columns] = []
    for external_id, before in rows:
        if before is None:
            added.append(external_id)
        else:
            row = {name: value for name, value in thawed(before).items() if name not in OWN}
            row["tenant_since"] = corrected.get(external_id, row["tenant_since"])
            restored.append(row)
    update_rows(session, restored)
    for start in range(0, len(added), CHUNK):
        part = added[start : start + CHUNK]
        session.execute(delete(Tenant).where(Tenant.external_id.in_(part)))
    session.execute(delete(Change).where(Change.batch_id == batch.id))
    batch.state = BatchState.UNDONE
    audit.record(session, "batch.undo", "batch", batch.id, by=by, now=now)
    session.flush()


def corrected_starts(session: Session) -> dict[str, date | None]:
    """Give the "tenant since" of every tenant for whom somebody corrected it."""
    query = select(Tenant.external_id, Tenant.tenant_since)
    return dict(session.execute(query.where(Tenant.since_source == Source.HAND)).all())


def check_undo(session: Session, batch: Batch) -> None:
    """Raise Refused with the reason why an import cannot be undone, if there is one."""
    if batch.state is not BatchState.STORED:
        raise Refused("batch_not_stored")
    newer = select(func.count(Batch.id)).where(
        Batch.state == BatchState.STORED,
        or_(
            Batch.stored_at > batch.stored_at,
            and_(Batch.stored_at == batch.stored_at, Batch.id > batch.id),
        ),
    )
    if session.scalar(newer):
        raise Refused("batch_not_newest")
    added = select(Change.external_id).where(Change.batch_id == batch.id, Change.before.is_(None))
    drawn = select(func.count(Visit.id)).where(Visit.external_id.in_(added))
    # An opt-out is a promise: it must not go with the tenant and be forgotten by the next file.
    spoken_for = select(func.count(Tenant.id)).where(
        Tenant.external_id.in_(added),
        or_(Tenant.opted_out_on.is_not(None), Tenant.visited_on.is_not(None)),
    )
    if session.scalar(drawn) or session.scalar(spoken_for):
        raise Refused("batch_in_use")


def remember_mapping(
    session: Session, signature: str, columns: dict[str, str | None], *, now: datetime
) -> None:
    """Remember which column means what, for the next file with the same header."""
    session.merge(Mapping(signature=signature, columns=columns, changed_at=now))
    session.flush()


def find_mapping(session: Session, signature: str) -> dict[str, str | None] | None:
    """Find the mapping that was chosen for a header before."""
    mapping = session.get(Mapping, signature)
    return mapping.columns if mapping else None
