"""A copy of the database goes back, whole or not at all, and brings back nothing withdrawn."""

import shutil
import stat
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask_security import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.databases import DATABASES, postgresql_address, started
from tests.factories import NOW, make_account, make_tenant
from tests.later import VERSION, add_later_version
from tests.services.village import (
    AFTER,
    SENDER,
    Office,
    add_person,
    coded_insight,
    held,
    write_note,
)
from tests.web.journey import on
from visits import create_app
from visits.cli import main
from visits.config import load
from visits.domain.account import Role
from visits.domain.insight import Stage
from visits.domain.note import Permission
from visits.models import db, store
from visits.models.account import Account
from visits.models.database import deed
from visits.models.insight import Insight
from visits.models.note import Note
from visits.models.tenant import Tenant
from visits.models.visit import Visit
from visits.services import account as accounts
from visits.services import clock
from visits.services.journal.insight import set_stage
from visits.services.journal.note import set_permission
from visits.services.refusals import Refused
from visits.services.tenant.record import opt_in, opt_out
from visits.services.upkeep import backup
from visits.services.upkeep.erasure import erase_tenant
from visits.services.visit.feed import find_feed, make_feed
from visits.services.visit.step import wish_no_note
from visits.services.withdrawal import beside
from visits.start import prepare

SECONDS = count(1)
TABLES = """
import os, signal, sys
from visits.cli import main
"""


@pytest.fixture(params=DATABASES)
def app(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    empty_database: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Flask]:
    """An app with two tenants, in the instance folder that every command uses."""
    monkeypatch.setenv("VISITS_INSTANCE", str(tmp_path))
    if request.param == "postgresql":
        monkeypatch.setenv("VISITS_DATABASE_URL", postgresql_address("backup"))
    made = started(empty_database, tmp_path)
    with on(NOW), made.app_context(), deed() as session:
        add_person(session, Role.ASSISTANT)
        for number in ("H1", "H2"):
            make_tenant(session, external_id=number)
    yield made
    stop(made)


def stop(app: Flask) -> None:
    """Let go of the database, as an app that is stopped."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def run(*words: str) -> Result:
    """Run a command in this process, each a second after the one before."""
    with on(AFTER + timedelta(seconds=next(SECONDS))):
        return CliRunner().invoke(main, words)


def copied() -> str:
    """Make a copy, and give its place."""
    result = run("backup")
    assert result.exit_code == 0, result.output
    return result.output.strip()


def restore(app: Flask, copy: str | Path, *words: str) -> Result:
    """Put a copy back while the app is stopped."""
    stop(app)
    return run("restore", str(copy), *(words or ("--yes",)))


def numbers(app: Flask) -> list[str]:
    """List the tenants that are there."""
    with app.app_context():
        found = list(db.session.scalars(select(Tenant.external_id).order_by(Tenant.external_id)))
        db.session.remove()
    return found


def erase(app: Flask, number: str) -> None:
    """Erase a tenant, as the assistant does on the page."""
    with app.app_context(), deed() as session:
        tenant = session.scalars(select(Tenant).where(Tenant.external_id == number)).one()
        erase_tenant(session, tenant, sender=SENDER, by=1, now=AFTER)


def test_a_copy_is_made_while_the_app_has_the_database_open(app: Flask) -> None:
    with app.app_context(), deed() as session:
        make_tenant(session, external_id="H3")
        copy = Path(copied())

    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    assert restore(app, copy).exit_code == 0
    assert numbers(app) == ["H1", "H2"]


def test_a_copy_is_dropped_after_thirty_five_days(app: Flask) -> None:
    with app.app_context():
        kept = [backup.keep(now=NOW + timedelta(days=day)) for day in (0, 1, 36)]
        for day in range(0, 36, 7):
            clock.note(db.session(), now=NOW + timedelta(days=day))
        backup.drop_old(NOW + timedelta(days=36))

    assert [path.exists() for path in kept] == [False, True, True]


def test_what_came_after_a_copy_is_gone_when_it_is_put_back(app: Flask) -> None:
    copy = copied()
    with app.app_context(), deed() as session:
        make_tenant(session, external_id="H3")

    result = restore(app, copy)

    assert result.exit_code == 0, result.output
    assert numbers(app) == ["H1", "H2"]
    before = Path(result.output.splitlines()[0])
    assert restore(app, before).exit_code == 0
    assert numbers(app) == ["H1", "H2", "H3"]


def test_nothing_is_put_back_while_the_app_has_the_database_open(app: Flask) -> None:
    copy = copied()
    erase(app, "H1")

    result = run("restore", copy, "--yes")

    assert result.exit_code == 1
    assert "Stop eerst de app" in result.stderr
    assert numbers(app) == ["H2"]


def test_without_a_yes_a_copy_is_only_looked_at(app: Flask) -> None:
    copy = copied()
    erase(app, "H1")
    stop(app)

    result = run("restore", copy)

    assert result.exit_code == 0, result.output
    assert numbers(app) == ["H2"]


def test_whoever_was_erased_since_stays_erased_by_who_they_are_and_nobody_else_goes(
    app: Flask,
) -> None:
    with app.app_context():
        last = db.session.scalars(select(Tenant.id).where(Tenant.external_id == "H2")).one()
    copy = copied()
    erase(app, "H2")
    with app.app_context(), deed() as session:
        make_tenant(session, external_id="H3")
    later = copied()

    first = restore(app, copy)
    there = numbers(app)
    second = restore(app, later)

    assert "1 huurder" in first.output
    assert there == ["H1"]
    assert "0 huurders" in second.output
    assert numbers(app) == ["H1", "H3"]
    with app.app_context(), deed() as session:
        assert make_tenant(session, external_id="H4").id > last + 1


def life(session: Session) -> tuple[Office, Visit, Insight]:
    """Give a visit with a note and an insight."""
    office = Office(make_account(session, Role.DIRECTOR), make_account(session, Role.ASSISTANT))
    visit = held(session, office)
    write_note(session, visit, office)
    return office, visit, coded_insight(session, visit, office)


def test_what_was_withdrawn_since_stays_withdrawn_and_what_was_given_again_stays_given(
    app: Flask,
) -> None:
    with app.app_context(), deed() as session:
        office, visit, insight = life(session)
        director, assistant = office.director.email, office.assistant.email
        make_account(session, Role.BOARD, email="weg@waterhof.example")
        token = make_feed(session, office.director.id, with_invited=False, now=AFTER)
        visit_id, insight_id = visit.id, insight.id
        cookies = set(session.scalars(select(Account.fs_uniquifier)))
    copy = copied()
    later = AFTER + timedelta(minutes=1)
    with app.app_context(), deed() as session:
        by_email = {one.email: one for one in accounts.list_accounts(session)}
        visit, insight = session.get_one(Visit, visit_id), session.get_one(Insight, insight_id)
        tenants = {one.external_id: one for one in session.scalars(select(Tenant))}
        known: dict[str, Any] = {"by": by_email[assistant].id, "now": later}
        opt_out(session, tenants["H1"], today=later.date(), **known)
        opt_out(session, tenants["H2"], today=later.date(), **known)
        opt_in(session, tenants["H2"], **known)
        set_stage(session, insight, Stage.WITHDRAWN, **known)
        note = session.scalars(select(Note).where(Note.visit_id == visit.id)).one()
        set_permission(session, note, Permission.NOTHING, **known)
        accounts.set_active(session, by_email["weg@waterhof.example"], False, **known)
        accounts.change_password(session, by_email[assistant], hash_password("nieuw"), **known)
        make_feed(session, by_email[director].id, with_invited=False, now=later)

    result = restore(app, copy)

    assert result.exit_code == 0, result.output
    assert "8 andere dingen" in result.output
    assert "niet bekend" not in result.output
    with app.app_context():
        session = db.session()
        peace = select(Tenant.external_id).where(Tenant.opted_out_on.is_not(None))
        assert session.scalars(peace).all() == ["H1"]
        note = session.scalars(select(Note)).one()
        assert (note.permission, note.one_line) == (Permission.NOTHING, "")
        insight = session.get_one(Insight, insight_id)
        assert (insight.stage, insight.statement) == (Stage.WITHDRAWN, "")
        closed = select(Account.email).where(~Account.active)
        assert session.scalars(closed).all() == ["weg@waterhof.example"]
        account = accounts.find_account(session, assistant)
        assert account is not None
        assert account.verify_and_update_password("nieuw")
        assert find_feed(session, token) is None
        assert not cookies & set(session.scalars(select(Account.fs_uniquifier)))


def test_a_note_that_was_not_wished_since_is_empty_again(app: Flask) -> None:
    with app.app_context(), deed() as session:
        office, visit, _ = life(session)
        visit_id, by = visit.id, office.director.id
    copy = copied()
    with app.app_context(), deed() as session:
        wish_no_note(session, session.get_one(Visit, visit_id), by=by, now=AFTER)

    restore(app, copy)

    with app.app_context():
        visit = db.session.get_one(Visit, visit_id)
        assert visit.note_not_wished
        assert db.session.scalars(select(Note.one_line)).all() == [""]


def lost(app: Flask) -> None:
    """Lose the database, as with a disk that breaks; what lies beside it is still there."""
    stop(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            path = Path(str(db.engine.url.database))
            path.write_bytes(b"stuk" * 4096)
            for ending in ("-wal", "-shm"):
                path.with_name(path.name + ending).unlink(missing_ok=True)
            return
        with db.engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        db.engine.dispose()


def test_the_journal_beside_a_database_that_is_lost_still_holds(app: Flask) -> None:
    with app.app_context(), deed() as session:
        make_account(session, Role.BOARD, email="anders@waterhof.example")
    copy = copied()
    erase(app, "H1")
    with app.app_context(), deed() as session:
        changed = accounts.find_account(session, "anders@waterhof.example")
        assert changed is not None
        accounts.change_password(session, changed, hash_password("n"), by=None, now=AFTER)
    lost(app)

    result = restore(app, copy)

    assert result.exit_code == 0, result.output
    assert numbers(app) == ["H2"]
    assert "niet bekend" not in result.output
    assert "1 persoon heeft sindsdien een ander wachtwoord" in result.output


def test_on_a_new_machine_it_is_said_since_when_nothing_is_known(app: Flask) -> None:
    copy = copied()
    erase(app, "H1")
    lost(app)
    with app.app_context():
        beside().unlink()

    result = restore(app, copy)

    assert result.exit_code == 0, result.output
    assert numbers(app) == ["H1", "H2"]
    assert "Wat na 24 november 2026, 10:00" in result.output
    assert "niet bekend" in result.output


def test_the_journal_names_nobody_and_holds_no_key(app: Flask) -> None:
    erase(app, "H1")

    with app.app_context():
        path = beside()
    lines = path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert '"erased"' in lines
    assert "H1" not in lines.replace('"', " ").split()
    assert '"kind": "begin", "who": "", "detail": ""' in lines


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "geen kopie"),
        (b"geen database", "geen kopie"),
        (b"SQLite format 3\0" + b"\0" * 4096, "beschadigd"),
        (b"PGDMP" + b"\0" * 4096, "beschadigd"),
    ],
)
def test_a_file_that_is_no_copy_is_refused_and_changes_nothing(
    app: Flask, tmp_path: Path, content: bytes, says: str
) -> None:
    file = tmp_path / "iets"
    file.write_bytes(content)
    with app.app_context():
        ours = b"SQLite" if db.engine.dialect.name == "sqlite" else b"PGDMP"
    says = "geen kopie" if content and not content.startswith(ours) else says

    result = restore(app, file)

    assert result.exit_code == 1
    assert says in result.stderr
    assert numbers(app) == ["H1", "H2"]


def test_a_copy_of_a_newer_version_is_refused_and_so_is_a_start_which_makes_no_copy(
    app: Flask, tmp_path: Path
) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_later'")
    copy = copied()

    result = restore(app, copy)
    with pytest.raises(Refused, match="database_newer"):
        prepare(app)

    assert result.exit_code == 1
    assert "kopie is van een nieuwere versie" in result.stderr
    assert list((tmp_path / "backups").iterdir()) == [Path(copy)]


def test_a_damaged_copy_is_refused(app: Flask) -> None:
    copy = Path(copied())
    content = bytearray(copy.read_bytes())
    content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    copy.write_bytes(content)

    result = restore(app, copy)

    assert result.exit_code == 1
    assert "beschadigd" in result.stderr
    assert numbers(app) == ["H1", "H2"]


def test_the_database_is_copied_before_its_tables_change(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop(app)
    add_later_version(tmp_path / "migrations", monkeypatch)

    prepare(app)

    (copy,) = (tmp_path / "backups").iterdir()
    with app.app_context():
        assert store.version() == VERSION
        db.session.remove()
    assert restore(app, copy).exit_code == 0
    assert numbers(app) == ["H1", "H2"]


def test_a_copied_folder_goes_back_with_the_log_that_stands_beside_its_database(
    tmp_path: Path, empty_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = started(empty_database, tmp_path / "oud")
    with on(NOW), old.app_context(), deed() as session:
        make_tenant(session, external_id="H9")
    shutil.copytree(tmp_path / "oud", tmp_path / "kopie")
    assert (tmp_path / "kopie" / "visits.sqlite3-wal").stat().st_size > 0
    stop(old)
    monkeypatch.setenv("VISITS_INSTANCE", str(tmp_path / "nieuw"))

    result = run("restore", str(tmp_path / "kopie" / "visits.sqlite3"), "--yes")

    assert result.exit_code == 0, result.output
    new = create_app(load())
    assert numbers(new) == ["H9"]
    stop(new)
