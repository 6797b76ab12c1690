"""Connects the app to its database and brings that to the newest version."""

import fcntl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import Migrate, upgrade
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from visits.models import db, guard
from visits.models.database import prepare

MIGRATIONS = Path(__file__).parents[1] / "migrations"
LOCK_NUMBER = 8_474_837  # "VISITS" on a telephone, for PostgreSQL's advisory lock


def connect(app: Flask, address: str) -> None:
    """Tie the app to a database; nothing is opened yet."""
    url = make_url(address)
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        "hide_parameters": True,  # an error in a log must not name a tenant
        "pool_pre_ping": url.get_backend_name() != "sqlite",
    }
    db.init_app(app)
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True, compare_type=True)
    with app.app_context():
        prepare(db.engine)


def bring_up(app: Flask) -> None:
    """Bring the database to the newest version; a second process waits for the first."""
    with app.app_context(), only_one():
        upgrade(directory=str(MIGRATIONS))
        with db.engine.begin() as connection:
            guard.set_up(connection)


def versions() -> list[str]:
    """List the versions that a database can be at, the newest first."""
    return [one.revision for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]


def version() -> str | None:
    """Give the version that the database is at; None when it has no tables yet."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_behind() -> bool:
    """Say whether the database has tables, and not the newest."""
    return version() not in {None, versions()[0]}


def is_newest() -> bool:
    """Say whether the database is at the newest version."""
    return version() == versions()[0]


def tidy() -> None:
    """Leave no trace of what was deleted in the files: write the tables anew, and fold the log."""
    if db.engine.dialect.name == "sqlite":
        with closing(db.engine.raw_connection()) as connection:
            below = connection.driver_connection
            for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                if below is not None:
                    below.execute(statement)
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in db.metadata.sorted_tables:
            connection.execute(text(f'VACUUM FULL "{table.name}"'))


@contextmanager
def only_one() -> Iterator[None]:
    """Let one process at a time change the tables."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection, advisory(connection):
            yield
    else:
        with file_lock(Path(current_app.instance_path) / "migrate.lock"):
            yield


@contextmanager
def advisory(connection: Connection) -> Iterator[None]:
    """Hold PostgreSQL's advisory lock."""
    connection.execute(text("SELECT pg_advisory_lock(:n)"), {"n": LOCK_NUMBER})
    try:
        yield
    finally:
        connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": LOCK_NUMBER})


@contextmanager
def file_lock(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold a lock on a file; the system lets go of it when the process ends.

    BlockingIOError when another process holds it, for who does not wait.
    """
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
