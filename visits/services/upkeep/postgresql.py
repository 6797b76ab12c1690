"""A PostgreSQL database: copied with pg_dump, and put back with pg_restore in one transaction."""

import logging
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, text
from sqlalchemy.exc import ProgrammingError

from visits.models import store
from visits.models.database import DEED_LOCK
from visits.services.refusals import Refusal, Refused

log = logging.getLogger(__name__)
ENDING = "dump"
HEADER = b"PGDMP"
PLAIN = ("--no-owner", "--no-privileges")


class Database:
    """The PostgreSQL database of the app."""

    def __init__(self, url: URL) -> None:
        self.url = url

    def is_there(self) -> bool:
        """Say whether there is anything to copy."""
        with self.connect() as connection:
            return bool(connection.scalar(text("SELECT to_regclass('alembic_version')")))

    def write(self, to: Path) -> None:
        """Write a copy into an empty file."""
        run(self.url, "pg_dump", "--format=custom", *PLAIN, f"--file={to}", named=True)

    @contextmanager
    def alone(self) -> Iterator[Connection | None]:
        """Hold the database for oneself; Refused while the app has it open.

        Whoever starts the app or begins a deed meanwhile waits.
        """
        with self.connect() as connection:
            others = (
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            if connection.scalar(text(others)):
                raise Refused(Refusal.APP_RUNS)
            for number in (store.LOCK_NUMBER, DEED_LOCK):
                connection.execute(text("SELECT pg_advisory_lock(:n)"), {"n": number})
            yield connection

    def unpack(self, copy: Path, to: Path) -> str:
        """Write a copy out as a database of its own beside the app's, and give its address."""
        with copy.open("rb") as file:
            if file.read(len(HEADER)) != HEADER:
                raise Refused(Refusal.NOT_A_COPY)
        run(self.url, "pg_restore", f"--file={os.devnull}", str(copy), wrong=Refusal.COPY_DAMAGED)
        listed = ("--data-only", "--table=alembic_version", "--file=-", str(copy))
        said = run(self.url, "pg_restore", *listed, wrong=Refusal.COPY_DAMAGED)
        version = said.partition("FROM stdin;\n")[2].partition("\n")[0].strip()
        if not version:
            raise Refused(Refusal.NOT_A_COPY)
        if version not in store.versions():
            raise Refused(Refusal.COPY_NEWER)
        beside = self.beside()
        self.drop(to)
        with self.connect() as connection:
            try:
                connection.execute(text(f'CREATE DATABASE "{beside.database}"'))
            except ProgrammingError as wrong:
                raise Refused(Refusal.NO_ROOM_BESIDE) from wrong
        run(beside, "pg_restore", *PLAIN, "--exit-on-error", str(copy), named=True)
        return beside.render_as_string(hide_password=False)

    def put(self, made: Path) -> None:
        """Put the database beside in the place of the app's, in one transaction."""
        run(self.beside(), "pg_dump", "--format=custom", *PLAIN, f"--file={made}", named=True)
        once = ("--clean", "--if-exists", "--single-transaction", "--exit-on-error")
        run(self.url, "pg_restore", *PLAIN, *once, str(made), named=True)

    def drop(self, made: Path) -> None:
        """Take the database beside away, and what was written of it."""
        made.unlink(missing_ok=True)
        with self.connect() as connection:
            name = self.beside().database
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))

    def beside(self) -> URL:
        """Give the address of the database in which a copy is made ready."""
        return self.url.set(database=f"{self.url.database}_restore")

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Connect for statements that stand alone, and keep no connection open."""
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT", hide_parameters=True)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()


def run(
    url: URL,
    tool: str,
    *words: str,
    named: bool = False,
    wrong: Refusal = Refusal.COPY_FAILED,
) -> str:
    """Run a tool of PostgreSQL, and give what it writes; Refused when it fails.

    The password goes by the environment: every user of the machine can read the words.
    """
    plain = url.set(drivername="postgresql", password=None)
    at = [f"--dbname={plain.render_as_string()}"] if named else []
    known = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    command: Sequence[str] = [tool, *at, "--no-password", *words] if named else [tool, *words]
    try:
        done = subprocess.run(command, env=known, capture_output=True, text=True)  # noqa: S603
    except FileNotFoundError as missing:
        raise Refused(Refusal.TOOLS_MISSING) from missing
    if done.returncode:
        # Only its own lines: what PostgreSQL adds may show a row.
        said = [line for line in done.stderr.splitlines() if line.startswith(f"{tool}: error")]
        log.error("%s ended with %s: %s", tool, done.returncode, " ".join(said)[:500])
        raise Refused(wrong)
    return done.stdout
