"""An SQLite database: copied while the app runs, taken hold of, and replaced as a whole.

What is put in its place is written into the file itself, in one transaction of SQLite: whoever is
killed half way leaves the database of before, and whoever opens it meanwhile waits.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

from visits.models import store
from visits.services.refusals import Refusal, Refused

ENDING = "sqlite3"
BESIDE = ("-wal", "-shm", "-journal")
HEADER = b"SQLite format 3\0"
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
PATIENCE = 2.0


class Database:
    """The SQLite database of the app."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.held: sqlite3.Connection | None = None
        self.damaged = False

    def is_there(self) -> bool:
        """Say whether there is anything to copy."""
        return self.path.exists() and self.path.stat().st_size > 0

    def write(self, to: Path) -> None:
        """Write a copy into an empty file; of a damaged database every byte is kept."""
        if self.damaged:
            shutil.copyfile(self.path, to)
            return
        with closing(sqlite3.connect(to)) as target:
            if self.held is not None:
                self.held.backup(target)
                return
            with closing(sqlite3.connect(self.path)) as source:
                source.backup(target)

    @contextmanager
    def alone(self) -> Iterator[Connection | None]:
        """Hold the database for oneself; Refused while the app has it open, None if it is damaged.

        Whoever opens it meanwhile waits.
        """
        make_private(self.path)
        connection = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
        try:
            whole = take_hold(connection)
            self.held, self.damaged = connection if whole else None, not whole
            if not whole:
                yield None
                return
            engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
            with engine.connect() as below:
                yield below
        finally:
            self.held = None
            connection.close()

    def unpack(self, copy: Path, to: Path) -> str:
        """Write a copy out as a database of its own, whole, and give the address of that.

        What stands in a log beside the copy belongs to it.
        """
        with copy.open("rb") as file:
            if file.read(len(HEADER)) != HEADER:
                raise Refused(Refusal.NOT_A_COPY)
        drop(to)
        make_private(to)
        shutil.copyfile(copy, to)
        if (log := Path(f"{copy}-wal")).exists():
            shutil.copyfile(log, f"{to}-wal")
        try:
            with closing(sqlite3.connect(to)) as database:
                whole = database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                version = database.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.DatabaseError as wrong:
            missing = wrong.sqlite_errorcode == sqlite3.SQLITE_ERROR
            raise Refused(Refusal.NOT_A_COPY if missing else Refusal.COPY_DAMAGED) from wrong
        if not whole or version is None:
            raise Refused(Refusal.COPY_DAMAGED)
        if version[0] not in store.versions():
            raise Refused(Refusal.COPY_NEWER)
        return f"sqlite:///{to}"

    def put(self, made: Path) -> None:
        """Put a database in the place of the one that is held, wholly or not at all."""
        if self.held is not None:
            with closing(sqlite3.connect(made)) as source:
                source.backup(self.held)
            return
        for ending in BESIDE:
            Path(f"{self.path}{ending}").unlink(missing_ok=True)
        fold(made)
        made.replace(self.path)
        sync_folder(self.path.parent)


def take_hold(connection: sqlite3.Connection) -> bool:
    """Take the lock that nobody shares, and say whether the database can be read at all."""
    try:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        if connection.execute("PRAGMA journal_mode=DELETE").fetchone() != ("delete",):
            raise Refused(Refusal.APP_RUNS)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        return bool(connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError as wrong:
        if wrong.sqlite_errorcode & 0xFF in BUSY:
            raise Refused(Refusal.APP_RUNS) from wrong
        if wrong.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            return False
        raise


def fold(path: Path) -> None:
    """Make one file of a database and its log."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=DELETE")


def drop(path: Path) -> None:
    """Take a database away, with all that stands beside it."""
    for ending in ("", *BESIDE):
        Path(f"{path}{ending}").unlink(missing_ok=True)


def make_private(path: Path) -> None:
    """Make a file that only its owner reads, where there is none."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
