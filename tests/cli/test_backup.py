"""A copy of the database is whole, is kept for a while, and brings nobody back who was erased."""

import sqlite3
import stat
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from tests.databases import postgresql_address, started
from tests.factories import NOW, make_tenant
from tests.later import VERSION, add_later_version
from tests.services.village import SENDER, add_person
from tests.web.journey import on
from visits import create_app
from visits.cli import main
from visits.config import load
from visits.domain.account import Role
from visits.models import db, store
from visits.models.audit import AuditLine
from visits.models.database import begin_deed
from visits.models.tenant import Tenant
from visits.services.upkeep import backup
from visits.services.upkeep.erasure import erase_tenant
from visits.start import prepare

SECONDS = count(1)


@pytest.fixture
def app(tmp_path: Path, empty_database: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """An app with two tenants, in the instance folder that every command uses."""
    monkeypatch.setenv("VISITS_INSTANCE", str(tmp_path))
    made = started(empty_database, tmp_path)
    with made.app_context():
        begin_deed(db.session)
        add_person(db.session(), Role.ASSISTANT)
        for number in ("H1", "H2"):
            make_tenant(db.session(), external_id=number)
        db.session.commit()
    return made


def run(*words: str) -> Result:
    """Run a command in this process, each a second after the one before."""
    with on(NOW + timedelta(seconds=next(SECONDS))):
        return CliRunner().invoke(main, words)


def numbers(app: Flask) -> list[str]:
    """List the tenants that are there."""
    with app.app_context():
        return list(db.session.scalars(select(Tenant.external_id).order_by(Tenant.external_id)))


def erase(app: Flask, number: str) -> None:
    """Erase a tenant, as the assistant does on the page."""
    with app.app_context():
        begin_deed(db.session)
        tenant = db.session.scalars(select(Tenant).where(Tenant.external_id == number)).one()
        erase_tenant(db.session(), tenant, sender=SENDER, by=1, now=NOW)
        db.session.commit()


def test_a_copy_is_made_while_the_app_has_the_database_open(app: Flask) -> None:
    with app.app_context():
        begin_deed(db.session)
        make_tenant(db.session(), external_id="H3")
        result = run("backup")
        db.session.rollback()

    copy = Path(result.output.strip())
    with closing(sqlite3.connect(copy)) as copied:
        known = copied.execute("SELECT count(*) FROM tenant").fetchone()
    assert result.exit_code == 0
    assert known == (2,)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700


def test_a_copy_is_dropped_after_thirty_five_days(app: Flask) -> None:
    with app.app_context():
        kept = [backup.keep(now=NOW + timedelta(days=day)) for day in (0, 1, 36)]

    assert [path.exists() for path in kept] == [False, True, True]


def test_what_came_after_a_copy_is_gone_when_it_is_put_back(app: Flask) -> None:
    copy = run("backup").output.strip()
    with app.app_context():
        begin_deed(db.session)
        make_tenant(db.session(), external_id="H3")
        db.session.commit()

    result = run("restore", copy, "--yes")

    assert result.exit_code == 0
    assert numbers(app) == ["H1", "H2"]
    before = Path(result.output.splitlines()[0])
    assert run("restore", str(before), "--yes").exit_code == 0
    assert numbers(app) == ["H1", "H2", "H3"]


def test_whoever_was_erased_since_the_copy_stays_erased(app: Flask) -> None:
    copy = run("backup").output.strip()
    erase(app, "H1")

    result = run("restore", copy, "--yes")

    assert numbers(app) == ["H2"]
    assert "1 huurder" in result.output


def test_without_a_yes_a_copy_is_only_looked_at(app: Flask) -> None:
    copy = run("backup").output.strip()
    erase(app, "H1")

    result = run("restore", copy)

    assert result.exit_code == 0
    assert numbers(app) == ["H2"]


@pytest.mark.parametrize("content", [b"", b"geen database", b"SQLite format 3\0" + b"\0" * 4096])
def test_a_file_that_is_no_copy_is_refused_and_changes_nothing(
    app: Flask, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "iets.sqlite3"
    file.write_bytes(content)

    result = run("restore", str(file), "--yes")

    assert result.exit_code == 1
    assert "geen kopie" in result.stderr
    assert numbers(app) == ["H1", "H2"]


def test_a_copy_of_a_version_that_this_app_does_not_know_is_refused(app: Flask) -> None:
    copy = Path(run("backup").output.strip())
    with closing(sqlite3.connect(copy)) as copied:
        copied.execute("UPDATE alembic_version SET version_num = '9999_later'")
        copied.commit()

    result = run("restore", str(copy), "--yes")

    assert result.exit_code == 1
    assert "geen kopie" in result.stderr


@pytest.mark.parametrize(("by", "logged"), [(2, 2), (1, 1), (99, 1), (None, 1)])
def test_who_erased_somebody_is_who_erases_them_again_if_that_account_is_there(
    app: Flask, by: int | None, logged: int
) -> None:
    with app.app_context():
        begin_deed(db.session)
        add_person(db.session(), Role.DIRECTOR)
        tenant = db.session.scalars(select(Tenant).where(Tenant.external_id == "H1")).one()

        found = backup.erase_again(
            db.session(), [(tenant.id, by), (999, by)], sender=SENDER, now=NOW
        )

        lines = select(AuditLine.account_id).where(AuditLine.deed == "tenant.erase")
        assert (found, db.session.scalars(lines).all()) == (1, [logged])
        db.session.commit()
    assert numbers(app) == ["H2"]


def test_a_damaged_copy_is_refused(app: Flask) -> None:
    copy = Path(run("backup").output.strip())
    content = bytearray(copy.read_bytes())
    content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    copy.write_bytes(content)

    result = run("restore", str(copy), "--yes")

    assert result.exit_code == 1
    assert numbers(app) == ["H1", "H2"]


def test_the_database_is_copied_before_its_tables_change(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.versions()[0]
    add_later_version(tmp_path / "migrations", monkeypatch)

    prepare(create_app(load(instance=tmp_path)))

    (copy,) = (tmp_path / "backups").iterdir()
    with closing(sqlite3.connect(copy)) as copied:
        assert copied.execute("SELECT version_num FROM alembic_version").fetchone() == (before,)
    with app.app_context():
        assert store.version() == VERSION
    assert numbers(app) == ["H1", "H2"]


def test_postgresql_is_copied_with_its_own_tools(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISITS_INSTANCE", str(tmp_path))
    monkeypatch.setenv("VISITS_DATABASE_URL", postgresql_address("backup"))

    result = run("backup")

    assert result.exit_code == 1
    assert "pg_dump" in result.stderr
