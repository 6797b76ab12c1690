"""A file that is being read: how far it is, and its rows, a part at a time, until a yes or a no.

All of it stands in the database, so that whichever process is asked knows; of the file itself come
only the columns that may be kept.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from visits.formats import tenant as files
from visits.models.tenant import Batch, BatchState
from visits.services.refusals import Refusal, Refused
from visits.services.tenant import batch as batches

Deed = Callable[[], AbstractContextManager[Session]]
Clock = Callable[[], datetime]


def stage(reading: files.Reading, begin_deed: Deed, number: int, *, clock: Clock) -> None:
    """Keep a file that was read until a yes, a part at a time; Refused when it was stopped.

    Nobody else has to wait for all of it, and nobody sees it before it is all there.
    """
    for part in reading.parts:
        with begin_deed() as session:
            batch = get_reading(session, number)
            batch.heard_at = clock()
            rows, tenants = part.get("rows", []), part.get("tenants", [])
            batches.add_staged(session, batch, rows=rows, tenants=tenants)
    with begin_deed() as session:
        batches.finish_staging(
            session,
            get_reading(session, number),
            rows=reading.head["summary"],
            # A forbidden column is not even named here.
            columns=[
                (column.header[:80], column.field or "")
                for column in reading.columns.columns
                if not column.forbidden
            ],
            dropped=reading.head["dropped_columns"],
            notices=reading.notices,
            now=clock(),
        )


def get_reading(session: Session, number: int) -> Batch:
    """Get an import whose file is being read; Refused when somebody stopped it."""
    batch = batches.get_batch(session, number)
    if batch.state is not BatchState.READING:
        raise Refused(Refusal.BATCH_NOT_STAGED)
    return batch


def hear(session: Session, number: int, *, seen: int, now: datetime) -> bool:
    """Note how far a file is read, and say whether anybody may still ask for the file itself."""
    batch = session.get(Batch, number)
    if batch and batch.state is BatchState.READING:
        batch.seen, batch.heard_at = seen, now
    return batch is not None and batch.state in batches.WAITING


def ask(session: Session, number: int) -> None:
    """Let a file wait for what a person says of it; the question is where the file is."""
    get_reading(session, number).state = BatchState.ASKED


def refuse(session: Session, number: int, *why: dict[str, Any]) -> None:
    """Note that a file cannot be read, and why; without a reason it was our fault."""
    batch = get_reading(session, number)
    batch.state, batch.notices = BatchState.REFUSED, list(why)


def broke_off(batch: Batch, *, now: datetime) -> bool:
    """Say whether the process that read a file is gone."""
    last: datetime = batch.heard_at or batch.made_at
    return batch.state is BatchState.READING and now - last >= batches.SILENT
