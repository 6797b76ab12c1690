"""How SQLite is opened, and how two writers wait for each other."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from visits.models import store
from visits.models.database import BUSY_MILLISECONDS, begin_deed, prepare

WRITERS = 4
DEEDS = 15


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    """An SQLite database as the app opens it, with one number in it."""
    engine = create_engine(f"sqlite:///{tmp_path / 'proef.sqlite3'}")
    prepare(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE tally (n INTEGER)"))
        connection.execute(text("INSERT INTO tally VALUES (0)"))
    yield engine
    engine.dispose()


def read_tally(session: Session) -> int:
    """Read the number."""
    return int(session.execute(text("SELECT n FROM tally")).scalar_one())


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),  # readers do not wait for a writer
        ("synchronous", 2),  # FULL: what was said to be kept survives a power cut
        ("foreign_keys", 1),
        ("secure_delete", 1),  # what is erased leaves no trace in the file
        ("busy_timeout", BUSY_MILLISECONDS),
    ],
)
def test_every_connection_is_opened_safely(sqlite: Engine, pragma: str, value: str | int) -> None:
    with sqlite.connect() as first, sqlite.connect() as second:
        found = [one.exec_driver_sql(f"PRAGMA {pragma}").scalar() for one in (first, second)]

    assert found == [value, value]


def test_no_deed_is_lost_when_several_write_at_once(sqlite: Engine) -> None:
    def work(_: int) -> None:
        for _deed in range(DEEDS):
            with Session(sqlite) as session:
                begin_deed(session)
                number = read_tally(session)
                session.execute(text("UPDATE tally SET n = :n"), {"n": number + 1})
                session.commit()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(work, range(WRITERS)))

    with Session(sqlite) as session:
        assert read_tally(session) == WRITERS * DEEDS


def test_a_deed_takes_the_write_lock_before_it_reads(sqlite: Engine) -> None:
    with Session(sqlite) as first, sqlite.connect() as second:
        begin_deed(first)
        second.connection.execute("PRAGMA busy_timeout=0")

        with pytest.raises(OperationalError, match="locked"):
            second.execution_options(sqlite_begin="IMMEDIATE").execute(text("SELECT 1"))


def test_a_reader_does_not_wait_for_a_writer(sqlite: Engine) -> None:
    with Session(sqlite) as writer, Session(sqlite) as reader:
        begin_deed(writer)
        writer.execute(text("UPDATE tally SET n = 1"))

        assert read_tally(reader) == 0


def test_a_deed_reads_again_what_was_read_before(sqlite: Engine) -> None:
    with Session(sqlite) as first, Session(sqlite) as second:
        assert read_tally(first) == 0
        begin_deed(second)
        second.execute(text("UPDATE tally SET n = 1"))
        second.commit()

        begin_deed(first)

        assert read_tally(first) == 1


def test_the_app_opens_its_database_like_that(session: Session) -> None:
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    else:
        # Whoever waits for a draw must see it afterwards.
        assert connection.get_isolation_level() == "READ COMMITTED"
    assert session.scalar(select(1)) == 1


def test_a_lock_is_of_who_comes_first_and_free_again_afterwards(app: Flask) -> None:
    with app.app_context():
        with store.first_come("proef") as first, store.first_come("proef") as second:
            assert (first, second) == (True, False)
        with store.first_come("proef") as later, store.first_come("anders") as other:
            assert (later, other) == (True, True)
