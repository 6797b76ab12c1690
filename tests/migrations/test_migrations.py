"""Every version of the tables, up and down, with rows in them, on both databases."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from tests.databases import DATABASES, postgresql_address
from tests.factories import NOW
from tests.later import add_later_version
from tests.services.village import AFTER, Office, add_person, coded_insight, held, write_note
from visits.domain.account import Role
from visits.models import Base, db, store
from visits.models.account import Account, Team
from visits.services.journal.note import NewPromise, add_promises

REVISIONS = [
    script.revision
    for script in reversed(list(ScriptDirectory(str(store.MIGRATIONS)).walk_revisions()))
]
HERE = Path(__file__).parents[2]
START = """
import sys
from flask import Flask
from visits.models import store
app = Flask("visits", instance_path=sys.argv[1])
store.connect(app, sys.argv[2])
store.bring_up(app)
"""


@pytest.fixture(params=DATABASES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'proef.sqlite3'}"
    return postgresql_address("migrations")


@pytest.fixture
def empty(address: str, tmp_path: Path) -> Iterator[Flask]:
    """An app on an empty database."""
    app = Flask("visits", instance_path=str(tmp_path))
    store.connect(app, address)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def go_up(revision: str = "head") -> None:
    """Bring the tables up to a version."""
    upgrade(directory=str(store.MIGRATIONS), revision=revision)


def go_down(revision: str) -> None:
    """Bring the tables back to a version."""
    downgrade(directory=str(store.MIGRATIONS), revision=revision)


def tables() -> set[str]:
    """Give the names of the tables that are there."""
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def rows() -> dict[str, int]:
    """Count the rows of each table that is there."""
    with db.engine.connect() as connection:
        return {
            name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
            for name in sorted(tables())
        }


def fill(session: Session) -> None:
    """Live through one month, so that the tables hold what they are for."""
    team = session.query(Team).order_by(Team.id).first()
    office = Office(
        add_person(session, Role.DIRECTOR, team_id=team.id if team else None),
        add_person(session, Role.ASSISTANT),
    )
    visit = held(session, office)
    coded_insight(session, visit, office)
    promise = NewPromise("Lamp maken", date(2027, 1, 4), team_id=team.id if team else None)
    add_promises(session, visit, [promise], by=office.director.id, now=AFTER)
    session.commit()


def shape(connection: Connection) -> dict[str, Any]:
    """Give every column and constraint of a database, in an order that says nothing."""
    inspector = inspect(connection)
    found: dict[str, Any] = {}
    for table in sorted(set(inspector.get_table_names()) - {"alembic_version"}):
        found[table] = {
            "columns": {
                one["name"]: (str(one["type"]), one["nullable"], one["default"])
                for one in inspector.get_columns(table)
            },
            "key": inspector.get_pk_constraint(table),
            "foreign": by_name(inspector.get_foreign_keys(table)),
            "unique": by_name(inspector.get_unique_constraints(table)),
            "checks": by_name(inspector.get_check_constraints(table)),
            "indexes": by_name(inspector.get_indexes(table)),
        }
    return found


def by_name(constraints: Any) -> dict[str, str]:
    """Give constraints by their names, each as a text that can be compared."""
    plain = [{**one, "dialect_options": words(one.get("dialect_options"))} for one in constraints]
    return {str(one["name"]): repr(one) for one in plain}


def words(options: dict[str, object] | None) -> dict[str, str]:
    """Give the options of one database as texts."""
    return {name: str(value) for name, value in (options or {}).items()}


def test_the_migrations_make_the_tables_that_the_models_describe(
    empty: Flask,
) -> None:
    go_up()
    with db.engine.connect() as connection:
        migrated = shape(connection)
    go_down("base")
    db.create_all()
    with db.engine.connect() as connection:
        described = shape(connection)

    for name, table in described.items():
        assert migrated[name] == table
    assert set(migrated) == set(Base.metadata.tables)


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_version_can_be_left_and_reached_again_with_rows_in_the_tables(
    empty: Flask, revision: str
) -> None:
    go_up()
    first = rows()
    fill(db.session())
    full = rows()
    db.session.remove()

    go_down(revision)
    kept = rows()
    go_down("base")
    gone = tables()
    go_up(revision)
    there = tables()
    go_up()

    assert gone == set()
    assert rows() == first
    # Going back to a version takes what later ones brought, and nothing else.
    assert kept == {name: full[name] for name in there}


def test_the_words_for_a_home_are_the_same_before_and_after_they_became_a_text(
    empty: Flask,
) -> None:
    go_up()
    office = Office(
        add_person(db.session(), Role.DIRECTOR), add_person(db.session(), Role.ASSISTANT)
    )
    visit = held(db.session(), office)
    write_note(db.session(), visit, office, texts={"home_words": "licht, rust"})
    db.session.commit()
    db.session.remove()

    go_down("0001_tables")
    before = words_of_home()
    go_up()
    after = words_of_home()

    assert before in (["licht", "rust"], '["licht", "rust"]')
    assert after == "licht, rust"


def words_of_home() -> Any:
    """Give the words for a home of the only note, as the table has them."""
    with db.engine.connect() as connection:
        return connection.execute(text("SELECT home_words FROM note")).scalar_one()


def test_the_first_themes_and_teams_come_with_the_tables(empty: Flask) -> None:
    go_up()

    present = rows()

    assert {name for name, number in present.items() if number} == {"theme", "team"}
    assert present["theme"] > 60


def test_nothing_cascades_while_tables_are_copied(
    empty: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[Any] = []

    def look(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        driver = connection.connection.driver_connection
        if "CREATE TABLE" in statement and driver is not None and db.engine.name == "sqlite":
            found.append(driver.execute("PRAGMA foreign_keys").fetchone()[0])

    go_up()
    fill(db.session())
    before = rows()
    db.session.remove()
    add_later_version(tmp_path / "migrations", monkeypatch)
    event.listen(db.engine, "before_cursor_execute", look)
    go_up()

    assert set(found) <= {0}
    assert found or db.engine.name != "sqlite"
    assert rows() == before


def test_foreign_keys_hold_again_after_a_migration(empty: Flask) -> None:
    go_up()

    with db.engine.connect() as connection:
        if db.engine.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        broken = text("INSERT INTO account_role (account_id, name) VALUES (999, 'admin')")
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            connection.execute(broken)


def test_two_processes_that_start_at_once_both_end_well(address: str, tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", START, str(tmp_path), address]

    started = [
        subprocess.Popen(command, cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    ended = [(*process.communicate(), process.returncode) for process in started]

    assert [code for *_, code in ended] == [0, 0], ended
    engine = create_engine(make_url(address))
    with engine.connect() as connection:
        version = connection.execute(text("SELECT version_num FROM alembic_version")).all()
    engine.dispose()
    assert version == [(REVISIONS[-1],)]


def test_an_account_made_before_a_migration_signs_in_after_it(
    empty: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_up()
    add_person(db.session(), Role.ADMIN, email="beheer@waterhof.example")
    db.session.commit()

    add_later_version(tmp_path / "migrations", monkeypatch)
    go_up()

    db.session.expire_all()
    person = db.session.query(Account).one()
    assert person.email == "beheer@waterhof.example"
    assert set(person.role_names) == {Role.ADMIN}
    assert person.created_at == NOW
