"""The databases of the tests: made once for the whole run, and given to each test as new."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, event, text

from visits import create_app
from visits.config import load
from visits.models import Base, db, guard, store
from visits.start import prepare

# Where a PostgreSQL server for the tests is, if there is one. Its databases are thrown away.
POSTGRESQL = os.environ.get("VISITS_TEST_POSTGRESQL", "")
# The build server must not miss a part that a newcomer may miss.
STRICT = os.environ.get("CI") == "true"
DATABASES = ("sqlite", "postgresql")
# What the migrations put in the tables.
SEEDED = ("alembic_version", "theme", "team")


def missing(reason: str) -> None:
    """Skip a test whose part is not on this machine; on the build server that is a failure."""
    if STRICT:
        pytest.fail(reason)
    pytest.skip(reason)


def made_once(folder: Path, name: str, make: Callable[[Path], None]) -> Path:
    """Return a file that the first worker who needs it makes for all workers of the run."""
    path = folder / name
    with store.file_lock(folder / f"{name}.lock"):
        if not path.exists():
            make(path.with_suffix(".part"))
            path.with_suffix(".part").rename(path)
    return path


def make_empty(path: Path) -> None:
    """Make an SQLite database with the newest tables and nothing in them but the seeds."""
    app = Flask("visits", instance_path=str(path.parent))
    store.connect(app, f"sqlite:///{path}")
    store.bring_up(app)
    fold(app)


def fold(app: Flask) -> None:
    """Let go of an SQLite database as one whole file, without a log beside it."""
    with app.app_context():
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()


def started(empty: Path, instance: Path, **settings: Any) -> Flask:
    """Make an app in an instance folder of its own; where no database is yet, it gets a new one."""
    found = load(instance=instance, **settings)
    if not (instance / "visits.sqlite3").exists():
        shutil.copy(empty, instance / "visits.sqlite3")
    app = create_app(found)
    prepare(app)
    return app


def postgresql_address(name: str) -> str:
    """Make an empty PostgreSQL database for this worker of the tests, and give its address."""
    if not POSTGRESQL:
        missing("no PostgreSQL server: set VISITS_TEST_POSTGRESQL to try it")
    name = f"visits_{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    server = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    address = server.url.set(database=name).render_as_string(hide_password=False)
    server.dispose()
    return address


def renewer(app: Flask, empty: Path) -> Callable[[], None]:
    """Return what makes the database of an app new again, after a test."""
    with app.app_context():
        engine = db.engine
        if engine.name == "sqlite":
            # A test's database need not survive a power cut.
            event.listen(engine, "connect", lambda one, _: one.execute("PRAGMA synchronous=OFF"))
            return lambda: copy_over(empty, engine)
        with engine.begin() as connection:
            keep_seeds(connection)
        return lambda: clear(engine)


def copy_over(empty: Path, engine: Engine) -> None:
    """Put the empty database in the place of another; whoever still has that open keeps it."""
    engine.dispose()
    path = Path(str(engine.url.database))
    new = path.with_suffix(".new")
    shutil.copy(empty, new)
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    new.replace(path)
    engine.dispose()  # a thread that still ended something may have opened the one of before


def keep_seeds(connection: Connection) -> None:
    """Keep what the migrations put in the tables, beside the tables."""
    connection.execute(text("CREATE SCHEMA seeds"))
    for name in SEEDED[1:]:
        connection.execute(text(f"CREATE TABLE seeds.{name} AS SELECT * FROM {name}"))


def clear(engine: Engine) -> None:
    """Empty every table but the seeds, past the guards and in no order; then put up the guards."""
    names = [table.name for table in Base.metadata.sorted_tables if table.name not in SEEDED[:1]]
    statements = [f'DELETE FROM "{name}"' for name in names]
    statements += [f"INSERT INTO {name} SELECT * FROM seeds.{name}" for name in SEEDED[1:]]
    with engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql("; ".join(statements))
        guard.set_up(connection)


def lift_guards(connection: Connection) -> None:
    """Take the guards of the draws away, as nothing in the app can."""
    for name in guard.standing(connection):
        table = f" ON {name.split('_', 1)[1].rsplit('_', 1)[0]}"
        connection.execute(
            text(f"DROP TRIGGER {name}{table if connection.dialect.name != 'sqlite' else ''}")
        )
