"""A file that was read, kept a part at a time until somebody says yes or no."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy.orm import Session

from visits.formats import tenant as files
from visits.services.tenant import batch as batches

Deed = Callable[[], AbstractContextManager[Session]]


def stage(
    reading: files.Reading,
    begin_deed: Deed,
    *,
    name: str,
    whole: bool,
    by: int | None,
    at: datetime,
) -> int:
    """Keep a file that was read until a yes, a part at a time, and give the number of the import.

    Nobody else has to wait for all of it, and nobody sees it before it is all there.
    """
    with begin_deed() as session:
        number = batches.open_batch(session, name, whole=whole, by=by, now=at).id
    for part in reading.parts:
        with begin_deed() as session:
            batch = batches.get_batch(session, number)
            rows, tenants = part.get("rows", []), part.get("tenants", [])
            batches.add_staged(session, batch, rows=rows, tenants=tenants)
    with begin_deed() as session:
        batches.finish_staging(
            session,
            batches.get_batch(session, number),
            rows=reading.head["summary"],
            # A forbidden column is not even named here.
            columns=[
                (column.header[:80], column.field or "")
                for column in reading.columns.columns
                if not column.forbidden
            ],
            dropped=reading.head["dropped_columns"],
            notices=reading.notices,
            now=at,
        )
    return number
