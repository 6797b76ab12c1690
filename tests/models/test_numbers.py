"""A number of a row is never given again, whatever was deleted and whichever migration ran."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.factories import NOW, make_tenant
from tests.later import add_later_version
from tests.services.village import add_person
from visits.domain.account import Role
from visits.models import Base, db, store
from visits.models.numbers import is_numbered
from visits.services import audit


def counted(app: Flask) -> set[str]:
    """List the tables of an SQLite database that never give a number twice."""
    query = "SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'"
    with app.app_context(), db.engine.connect() as connection:
        return set(connection.execute(text(query)).scalars())


def test_the_number_of_somebody_who_was_erased_is_given_to_nobody_else(session: Session) -> None:
    first = make_tenant(session)
    number = first.id
    session.delete(first)
    session.flush()

    assert make_tenant(session).id > number


def test_every_table_counts_on_also_when_a_migration_copied_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = Flask("visits", instance_path=str(tmp_path))
    store.connect(app, f"sqlite:///{tmp_path / 'proef.sqlite3'}")
    store.bring_up(app)
    numbered = {table.name for table in Base.metadata.sorted_tables if is_numbered(table)}
    with app.app_context():
        audit.record(db.session(), "account.close", "account", 40, by=None, now=NOW)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    before = counted(app)
    add_later_version(tmp_path / "migrations", monkeypatch)

    store.bring_up(app)

    assert counted(app) == before == numbered
    with app.app_context():
        assert add_person(db.session(), Role.ADMIN).id == 41
