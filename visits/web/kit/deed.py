"""The edge of a deed: one moment, one transaction, one commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from visits.models import db
from visits.models.database import begin_deed


def now() -> datetime:
    """Give the present moment in UTC; the only clock of the screens."""
    return datetime.now(UTC)


@contextmanager
def deed() -> Iterator[Session]:
    """Open a transaction that writes, and commit it once when nothing went wrong."""
    begin_deed(db.session)
    try:
        yield db.session()
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
