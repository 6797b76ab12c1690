"""Every version of the tables, up and down, with rows in them, on both databases."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
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
from tests.services.village import AFTER, Office, add_person, coded_insight, held
from visits.config import ROOT
from visits.domain.account import Role
from visits.models import Base, db, store
from visits.models.account import Account, Team
from visits.models.tenant import Batch, Tenant
from visits.services import batch as batches
from visits.services.check import check_draws, check_outcomes
from visits.services.note import NewPromise, add_promises
from visits.services.organisation import change_organisation

REVISIONS = [
    script.revision
    for script in reversed(list(ScriptDirectory(str(store.MIGRATIONS)).walk_revisions()))
]
# Tables that came after the first version.
LATER = {"outcome_line"}
START = """
import sys
from flask import Flask
from visits.models import store
app = Flask("visits", instance_path=sys.argv[1])
store.connect(app, sys.argv[2])
store.bring_up(app)
"""
# A tenant as the first tables kept it beside an import.
BEFORE = {
    **dict.fromkeys(
        "contract_no salutation initials prefix co_salutation co_initials co_prefix co_surname "
        "house_letter house_suffix district neighbourhood phone mobile email contact_preference "
        "tenancy_start opted_out_on visited_on missing_since".split()
    ),
    "external_id": "H1",
    "surname": "Vroeger",
    "street": "Pad",
    "house_number": 1,
    "postcode": "1823 AB",
    "city": "Alkmaar",
    "tenant_since": "1985-03-01",
    "since_source": "import",
    "do_not_contact": False,
    "source": "import",
    "sort_name": "vroeger",
    "search_text": "vroeger",
    "changed_at": "2026-01-05T09:00:00+00:00",
}
MakeApp = Callable[[], Flask]


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
                one["name"]: (str(one["type"]), one["nullable"])
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
    lost = {"theme", "team", "insight_theme"} if revision == REVISIONS[0] else set()
    assert kept == {name: 0 if name in lost else full[name] for name in there}


def test_draws_from_before_the_outcome_lines_get_theirs_and_stand_the_check(
    empty: Flask,
) -> None:
    go_up()
    fill(db.session())
    db.session.remove()
    go_down("0002_first_themes")

    go_up()

    assert rows()["outcome_line"] > 0
    assert not [*check_draws(db.session()), *check_outcomes(db.session())]


def test_the_first_themes_and_teams_come_with_the_tables(empty: Flask) -> None:
    go_up()

    present = rows()

    assert {name for name, number in present.items() if number} == {"theme", "team"}
    assert present["theme"] > 60


def test_nothing_cascades_while_tables_are_copied(empty: Flask) -> None:
    found: list[Any] = []

    def look(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        driver = connection.connection.driver_connection
        if "CREATE TABLE" in statement and driver is not None and db.engine.name == "sqlite":
            found.append(driver.execute("PRAGMA foreign_keys").fetchone()[0])

    event.listen(db.engine, "before_cursor_execute", look)
    go_up()

    assert set(found) <= {0}
    assert found or db.engine.name != "sqlite"


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
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    ended = [(*process.communicate(), process.returncode) for process in started]

    assert [code for *_, code in ended] == [0, 0], ended
    engine = create_engine(make_url(address))
    with engine.connect() as connection:
        version = connection.execute(text("SELECT version_num FROM alembic_version")).all()
    engine.dispose()
    assert version == [(REVISIONS[-1],)]


def test_an_account_made_before_a_migration_signs_in_after_it(empty: Flask) -> None:
    go_up(REVISIONS[0])
    add_person(db.session(), Role.ADMIN, email="beheer@waterhof.example")
    db.session.commit()

    go_up()

    db.session.expire_all()
    person = db.session.query(Account).one()
    assert person.email == "beheer@waterhof.example"
    assert set(person.role_names) == {Role.ADMIN}
    assert person.created_at == NOW


def test_an_import_of_before_can_be_undone_after_the_tenants_stand_side_by_side(
    empty: Flask,
) -> None:
    go_up("0002_first_themes")
    add_old_import(json.dumps(BEFORE))

    go_up()
    batch = db.session.get_one(Batch, 1)
    batches.undo(db.session(), batch, by=None, now=NOW)

    left = {tenant.external_id: tenant for tenant in db.session.query(Tenant)}
    assert set(left) == {"H1"}
    assert (left["H1"].surname, left["H1"].tenant_since) == ("Vroeger", date(1985, 3, 1))


def test_the_one_host_of_before_is_the_first_of_the_list(empty: Flask) -> None:
    go_up("0008_board_table")
    with db.engine.begin() as connection:
        connection.execute(
            text("INSERT INTO choice (name, value, changed_at) VALUES ('calendar_host', :v, :at)"),
            {"v": '"agenda.example"', "at": f"{NOW:%Y-%m-%d %H:%M:%S.%f}"},
        )

    go_up()

    change_organisation(
        db.session(), {"calendar_hosts": "agenda.example, tweede.example"}, by=None, now=NOW
    )
    db.session.commit()
    go_down("0008_board_table")
    with db.engine.connect() as connection:
        rows = connection.execute(text("SELECT name, value FROM choice")).all()
    assert [(name, str(value).strip('"')) for name, value in rows] == [
        ("calendar_host", "agenda.example")
    ]


def test_what_an_import_changed_is_kept_when_a_version_is_left(empty: Flask) -> None:
    go_up("0002_first_themes")
    add_old_import(json.dumps(BEFORE))
    go_up("0003_tenants_side_by_side")

    go_down("0002_first_themes")

    with db.engine.connect() as connection:
        rows = connection.execute(text("SELECT external_id, before FROM change")).all()
    found = {
        number: json.loads(before) if isinstance(before, str) else before for number, before in rows
    }
    assert found["H2"] is None
    assert found["H1"]["surname"] == "Vroeger"
    assert found["H1"]["tenant_since"] == "1985-03-01"


def add_old_import(before: str) -> None:
    """Add an import that brought one tenant and changed another, as the first tables kept it."""
    at = f"{NOW:%Y-%m-%d %H:%M:%S.%f}"
    with db.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO batch (id, file_name, state, whole, counts, columns, dropped_columns, "
                "made_at, stored_at) "
                "VALUES (1, 'x.csv', 'stored', true, '{}', '[]', '[]', :at, :at)"
            ),
            {"at": at},
        )
        for number in ("H1", "H2"):
            connection.execute(
                text(
                    "INSERT INTO tenant (external_id, surname, street, house_number, postcode, "
                    "city, since_source, do_not_contact, source, sort_name, search_text, "
                    "changed_at) VALUES (:number, 'Nu', 'Pad', 1, '1823 AB', 'Alkmaar', 'import', "
                    "false, 'import', 'nu', 'nu', :at)"
                ),
                {"number": number, "at": at},
            )
        for number, kept in (("H1", before), ("H2", None)):
            connection.execute(
                text(
                    "INSERT INTO change (batch_id, external_id, before) VALUES (1, :number, :kept)"
                ),
                {"number": number, "kept": kept},
            )
