"""Connects the app to its database and brings that to the newest version."""

import fcntl
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from pathlib import Path
from zlib import crc32

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import Migrate, upgrade
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from visits.models import db, guard
from visits.models.database import prepare

MIGRATIONS = Path(__file__).parents[1] / "migrations"
PATIENCE = 5  # seconds
LOCK_NUMBER = 8_474_837  # "VISITS" on a telephone, for PostgreSQL's advisory lock


def connect(app: Flask, address: str) -> None:
    """Tie the app to a database; nothing is opened yet."""
    url = make_url(address)
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    served = url.get_backend_name() != "sqlite"
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        "hide_parameters": True,  # an error in a log must not name a tenant
        "pool_pre_ping": served,
        # A server that is not there must not keep a page waiting.
        "connect_args": {"connect_timeout": PATIENCE} if served else {},
    }
    db.init_app(app)
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True, compare_type=True)
    with app.app_context():
        prepare(db.engine)


def bring_up(app: Flask, around: AbstractContextManager[None] | None = None) -> None:
    """Bring the database to the newest version; a second process waits for the first.

    What is given happens around it, in one process as well.
    """
    with app.app_context(), only_one(), around or nullcontext():
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
def first_come(name: str) -> Iterator[bool]:
    """Say whether no other process has this lock, on whatever machine; who has it keeps it."""
    with ExitStack() as held:
        if db.engine.dialect.name == "postgresql":
            # Outside a transaction: none stays open as long as the lock is held.
            engine = db.engine.execution_options(isolation_level="AUTOCOMMIT")
            connection = held.enter_context(engine.connect())
            values = {"n": crc32(name.encode())}
            mine = bool(connection.scalar(text("SELECT pg_try_advisory_lock(:n)"), values))
            if mine:
                held.callback(connection.execute, text("SELECT pg_advisory_unlock(:n)"), values)
        else:
            path = Path(current_app.instance_path) / f"{name}.lock"
            try:
                held.enter_context(file_lock(path, wait=False))
                mine = True
            except BlockingIOError:
                mine = False
        yield mine


@contextmanager
def file_lock(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold a lock on a file; the system lets go of it when the process ends.

    BlockingIOError when another process holds it, for who does not wait.
    """
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
