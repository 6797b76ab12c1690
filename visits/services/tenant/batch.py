"""An import: staged, looked at, stored as a whole, undone as a whole."""

from collections import Counter, abc
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, delete, func, insert, literal, or_, select, update
from sqlalchemy.orm import Session

from visits.domain.doubt import doubts_between
from visits.domain.visit import OVER, TOOK_PLACE
from visits.models.tenant import (
    Batch,
    BatchState,
    Change,
    LeftAlone,
    Mapping,
    Source,
    StagedRow,
    StagedTenant,
    Tenant,
)
from visits.models.visit import Visit
from visits.services import audit
from visits.services.refusals import Refusal, Refused, existing
from visits.services.tenant.comparison import (
    CHANGE,
    STAGED,
    TENANT,
    WRITTEN,
    Effect,
    changes,
    compare,
    in_file,
    is_drastic,
    is_new,
    since_after,
    vanishes,
)
from visits.services.tenant.record import columns_of

WAITS = timedelta(hours=2)
# So long a process that reads a file may say nothing before it counts as gone.
SILENT = timedelta(minutes=2)
Chosen = abc.Mapping[int, str | None]
# How a tenant was: not what was pressed here, which no import writes and no undo takes back.
KEPT = [*WRITTEN, "missing_since", "source", "changed_at"]
WAITING = (BatchState.READING, BatchState.ASKED, BatchState.STAGED)


def open_batch(
    session: Session, file_name: str, *, whole: bool, by: int | None, now: datetime
) -> Batch:
    """Begin an import: a file is being read, and no tenant changes."""
    batch = Batch(
        file_name=file_name[:200], state=BatchState.READING, whole=whole, account_id=by, made_at=now
    )
    session.add(batch)
    session.flush()
    return batch


def add_staged(
    session: Session,
    batch: Batch,
    *,
    rows: Sequence[dict[str, Any]],
    tenants: Sequence[dict[str, Any]],
) -> None:
    """Keep a part of a file that is being read: its tenants, and rows with something to say."""
    telling = [
        {
            "batch_id": batch.id,
            "external_id": row["external_id"] or row.get("given"),
            **{name: row[name] for name in ("row", "outcome", "codes")},
        }
        for row in rows
        if row["codes"]
    ]
    if telling:
        session.execute(insert(StagedRow), telling)
    if tenants:
        # The table and not its class: that would insert one by one wherever a column is empty.
        columns = [{"batch_id": batch.id, **columns_of(tenant)} for tenant in tenants]
        session.execute(insert(STAGED), columns)


def finish_staging(
    session: Session,
    batch: Batch,
    *,
    rows: dict[str, int],
    columns: Sequence[Sequence[str]],
    dropped: Sequence[str],
    notices: Sequence[dict[str, Any]] = (),
    now: datetime,
) -> Effect:
    """Hold a file that was read up for a yes or a no, and give what it would do."""
    session.flush()
    effect = compare(session, batch)
    batch.columns = [list(column) for column in columns]
    batch.dropped_columns = list(dropped)
    batch.notices = list(notices)
    batch.counts = {"rows": sum(rows.values()), **rows, **asdict(effect)}
    batch.state = BatchState.STAGED
    audit.record(session, "batch.stage", "batch", batch.id, by=batch.account_id, now=now)
    return effect


def get_batch(session: Session, batch_id: int) -> Batch:
    """Get an import by number; NotFound if there is none."""
    return existing(session.get(Batch, batch_id))


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


def count_codes(session: Session, batch: Batch) -> dict[str, dict[str, int]]:
    """Count the reasons of the rows by outcome, the most frequent first."""
    query = select(StagedRow.outcome, StagedRow.codes).where(StagedRow.batch_id == batch.id)
    counters: dict[str, Counter[str]] = {}
    for outcome, codes in session.execute(query):
        counters.setdefault(outcome, Counter()).update(codes)
    return {outcome: dict(counter.most_common()) for outcome, counter in counters.items()}


def store(
    session: Session,
    batch: Batch,
    *,
    by: int | None,
    today: date,
    now: datetime,
    many: bool = False,
) -> Effect:
    """Store a staged file as a whole, and give what it did; it can be undone.

    Refused when very many people would vanish or change, unless somebody confirmed that.
    """
    if batch.state is not BatchState.STAGED:
        raise Refused(Refusal.BATCH_NOT_STAGED)
    effect = compare(session, batch)
    if is_drastic(session, effect) and not many:
        raise Refused(Refusal.BATCH_MANY)
    keep_before(session, batch)
    write_changed(session, batch, now=now)
    gone = update(TENANT).where(vanishes(batch))
    session.execute(gone.values(missing_since=today, changed_at=now))
    write_new(session, batch, now=now)
    batch.counts = {**batch.counts, **asdict(effect)}
    batch.state, batch.stored_at = BatchState.STORED, now
    note_doubts(session, batch, now=now)
    drop_staged(session, batch)
    audit.record(session, "batch.store", "batch", batch.id, by=by, now=now, **batch.counts)
    session.expire_all()
    return effect


def keep_before(session: Session, batch: Batch) -> None:
    """Keep how each tenant is now whom the file will change or take off the list."""
    own = [literal(batch.id), *(TENANT.c[name] for name in KEPT)]
    for query in (changes(batch, *own), select(*own).where(vanishes(batch))):
        session.execute(insert(CHANGE).from_select(["batch_id", *KEPT], query))


def write_changed(session: Session, batch: Batch, *, now: datetime) -> None:
    """Update the tenants of whom something is different now."""
    kept = select(CHANGE.c.external_id).where(CHANGE.c.batch_id == batch.id)
    values = {name: STAGED.c[name] for name in WRITTEN} | {"tenant_since": since_after()}
    session.execute(
        update(TENANT)
        .where(in_file(batch), TENANT.c.external_id.in_(kept))
        .values(**values, missing_since=None, source=Source.IMPORT, changed_at=now)
    )


def write_new(session: Session, batch: Batch, *, now: datetime) -> None:
    """Insert the tenants who were not there; whoever said no before is left alone again."""
    no = select(LeftAlone.since).where(LeftAlone.external_id == STAGED.c.external_id)
    fixed = {
        "opted_out_on": no.scalar_subquery(),
        "source": literal(Source.IMPORT.value),
        "since_source": literal(Source.IMPORT.value),
        "changed_at": literal(now, TENANT.c.changed_at.type),
        "batch_id": literal(batch.id),
    }
    rows = select(*(STAGED.c[name] for name in WRITTEN), *fixed.values()).where(is_new(batch))
    session.execute(insert(TENANT).from_select([*WRITTEN, *fixed], rows))


def note_doubts(session: Session, batch: Batch, *, now: datetime) -> None:
    """Mark each running visit whose tenant a stored file changed or no longer has."""
    session.flush()
    running = (
        select(Visit, Change, Tenant)
        .join(Tenant, Tenant.id == Visit.tenant_id)
        .join(Change, Change.external_id == Tenant.external_id)
        .where(Change.batch_id == batch.id, Visit.state.not_in(OVER | TOOK_PLACE))
        .execution_options(populate_existing=True)
    )
    for visit, before, after in session.execute(running).all():
        doubts = sorted({*visit.doubts, *doubts_between(before, after)})
        if doubts != visit.doubts:
            visit.doubts = doubts
            audit.record(session, "visit.doubt", "visit", visit.id, by=None, now=now, doubts=doubts)


def drop_staged(session: Session, batch: Batch) -> None:
    """Empty the staging tables of one file."""
    for table in (StagedRow, StagedTenant):
        session.execute(delete(table).where(table.batch_id == batch.id))


def cancel(session: Session, batch: Batch, *, by: int | None, now: datetime) -> None:
    """Throw a waiting file away; nothing was stored."""
    if batch.state not in WAITING:
        raise Refused(Refusal.BATCH_NOT_STAGED)
    batch.state = BatchState.CANCELLED
    drop_staged(session, batch)
    audit.record(session, "batch.cancel", "batch", batch.id, by=by, now=now)


def drop_stale(session: Session, *, now: datetime) -> None:
    """Throw away the files for which nobody said yes in time, and those that nobody reads on."""
    heard = func.coalesce(Batch.heard_at, Batch.made_at)
    gone = and_(Batch.state == BatchState.READING, heard <= now - SILENT)
    late = and_(Batch.state.in_(WAITING), Batch.made_at <= now - WAITS)
    for batch in session.scalars(select(Batch).where(or_(gone, late))).all():
        cancel(session, batch, by=None, now=now)


def undo(session: Session, batch: Batch, *, by: int | None, now: datetime) -> None:
    """Put every tenant back as it was before a file was stored."""
    if why_not := why_not_undo(session, batch):
        raise Refused(why_not)
    session.flush()
    before = and_(CHANGE.c.batch_id == batch.id, CHANGE.c.external_id == TENANT.c.external_id)
    corrected = TENANT.c.since_source == Source.HAND
    since = case((corrected, TENANT.c.tenant_since), else_=CHANGE.c.tenant_since)
    values = {name: CHANGE.c[name] for name in KEPT} | {"tenant_since": since}
    session.execute(update(TENANT).where(before).values(**values))
    session.execute(delete(TENANT).where(TENANT.c.batch_id == batch.id))
    session.execute(delete(CHANGE).where(CHANGE.c.batch_id == batch.id))
    batch.state = BatchState.UNDONE
    audit.record(session, "batch.undo", "batch", batch.id, by=by, now=now)
    session.expire_all()


def why_not_undo(session: Session, batch: Batch) -> Refusal | None:
    """Give why an import cannot be undone, if there is a reason."""
    if batch.state is not BatchState.STORED:
        return Refusal.BATCH_NOT_STORED
    newest = select(Batch.id).where(Batch.state == BatchState.STORED)
    order = newest.order_by(Batch.stored_at.desc(), Batch.id.desc())
    if session.scalar(order.limit(1)) != batch.id:
        return Refusal.BATCH_NOT_NEWEST
    added = Tenant.batch_id == batch.id
    drawn = select(Visit.id).join(Tenant, Tenant.id == Visit.tenant_id).where(added)
    # An opt-out is a promise: it must not go with the tenant and be forgotten by the next file.
    spoken_for = select(Tenant.id).where(
        added, or_(Tenant.opted_out_on.is_not(None), Tenant.visited_on.is_not(None))
    )
    in_use = session.scalar(drawn.limit(1)) or session.scalar(spoken_for.limit(1))
    return Refusal.BATCH_IN_USE if in_use else None


def remember_mapping(session: Session, signature: str, columns: Chosen, *, now: datetime) -> None:
    """Remember which column means what, for the next file with the same header."""
    kept = {str(index): name for index, name in columns.items()}
    session.merge(Mapping(signature=signature, columns=kept, changed_at=now))
    session.flush()


def list_mappings(session: Session) -> dict[str, Chosen]:
    """Give the mappings that were chosen before, by the signature of their header."""
    return {
        mapping.signature: {int(index): name for index, name in mapping.columns.items()}
        for mapping in session.scalars(select(Mapping))
    }
