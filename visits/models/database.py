"""How the app talks to its database: safe writes, real constraints, one writer at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.orm import Session, scoped_session

from visits.models.base import db

BUSY_MILLISECONDS = 15_000
DEED_LOCK = 3_333_347  # "DEED" on a telephone, for PostgreSQL's advisory lock


def prepare(engine: Engine) -> None:
    """Make an engine keep the promises that the app relies on."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", open_sqlite)
        event.listen(engine, "begin", begin_sqlite)


def open_sqlite(connection: SqliteConnection, _record: Any) -> None:
    """Set up one SQLite connection: nothing acknowledged is lost, foreign keys hold."""
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",  # what is erased leaves no trace in the file
        f"busy_timeout={BUSY_MILLISECONDS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def begin_sqlite(connection: Connection) -> None:
    """Begin as the deed asked for: a writer takes the lock at once, a reader never does."""
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def begin_deed(session: Session | scoped_session[Any]) -> None:
    """Begin a transaction that will write; what was read before is read again.

    The lock is taken here, so that two deeds never meet half way; readers wait for nobody.
    """
    session.rollback()
    connection = session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": DEED_LOCK})


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
