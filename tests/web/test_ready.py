"""What monitoring reads: numbers about the app, for whoever shows the token and nobody else."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.databases import started
from tests.factories import NOW
from visits import jobs
from visits.formats.text import Text
from visits.models import db
from visits.models.outbox import Mail
from visits.services.outbox import Sender, make_mail
from visits.services.upkeep.backup import FORM

TOKEN = "een lang geheim voor de bewaking".replace(" ", "-")
Ask = Callable[..., TestResponse]


@pytest.fixture
def watched(tmp_path: Path, empty_database: Path) -> Flask:
    """An app that monitoring may read, on which all is well."""
    app = started(empty_database, tmp_path, ready_token=TOKEN)
    (tmp_path / "backups").mkdir(exist_ok=True)
    copy(tmp_path, timedelta(hours=1))
    jobs.run(app, jobs.close_periods, now=NOW - timedelta(minutes=1))
    return app


def copy(instance: Path, age: timedelta) -> None:
    """Leave a copy of some age, and no other."""
    for old in (instance / "backups").glob("visits-*"):
        old.unlink()
    (instance / "backups" / f"{(NOW - age).strftime(FORM)}.sqlite3").touch()


@pytest.fixture
def ask(watched: Flask) -> Ask:
    """How monitoring asks."""
    return lambda shown=f"Bearer {TOKEN}": watched.test_client().get(
        "/readyz", headers={"Authorization": shown} if shown else {}
    )


def test_monitoring_reads_how_the_app_stands(ask: Ask) -> None:
    answer = ask()

    found: dict[str, Any] = answer.get_json()
    assert answer.status_code == 200
    assert found.pop("free_bytes") > 0
    assert found == {
        "wrong": [],
        "migrations": True,
        "jobs": {"close_periods": {"last_run": 60, "last_good": 60}},
        "oldest_waiting_mail": None,
        "newest_copy": 3600,
    }
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("shown", ["", TOKEN, "Bearer", f"Bearer {TOKEN}x", "Bearer ÿ"])
def test_whoever_shows_no_token_reads_nothing(ask: Ask, shown: str) -> None:
    answer = ask(shown)

    assert answer.status_code == 401
    assert answer.data == b""


def test_without_a_token_in_the_settings_there_is_no_such_page(
    tmp_path: Path, empty_database: Path
) -> None:
    app = started(empty_database, tmp_path)

    answer = app.test_client().get("/readyz", headers={"Authorization": "Bearer "})

    assert answer.status_code == 404


def fail_a_job(app: Flask) -> None:
    """Let a job fail that never went well."""

    def job(**_given: object) -> None:
        raise ValueError

    jobs.run(app, job, now=NOW)


def let_a_job_rest(app: Flask) -> None:
    """Let a job have run well two days ago, and never since."""
    jobs.run(app, jobs.let_lists_go, now=NOW - timedelta(days=2))


def leave_a_mail(app: Flask) -> None:
    """Let a mail wait for two days."""
    with app.app_context():
        made = NOW - timedelta(days=2)
        sender = Sender("bezoek@waterhof.example", "Waterhof", "http://localhost")
        make_mail(db.session(), Text("Kort", "Tekst"), to="a@b.example", sender=sender, now=made)
        db.session.commit()


def leave_an_old_copy(app: Flask) -> None:
    """Let the newest copy be three days old."""
    copy(Path(app.instance_path), timedelta(days=3))


def lose_the_copy(app: Flask) -> None:
    """Let there be no copy."""
    for path in (Path(app.instance_path) / "backups").glob("visits-*"):
        path.unlink()


def go_back_a_version(app: Flask) -> None:
    """Let the tables be those of before."""
    with app.app_context():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0003_words_gone'"))
        db.session.commit()


def lose_the_database(app: Flask) -> None:
    """Let the database be something else."""
    with app.app_context():
        db.engine.dispose()
    (Path(app.instance_path) / "visits.sqlite3").write_bytes(b"no database at all" * 99)


@pytest.mark.parametrize(
    ("happen", "wrong"),
    [
        (fail_a_job, "jobs"),
        (let_a_job_rest, "jobs"),
        (leave_a_mail, "mail"),
        (leave_an_old_copy, "copy"),
        (lose_the_copy, "copy"),
        (go_back_a_version, "migrations"),
        (lose_the_database, "database"),
    ],
)
def test_what_a_person_should_look_at_is_named_with_a_503(
    watched: Flask, ask: Ask, happen: Callable[[Flask], None], wrong: str
) -> None:
    happen(watched)

    answer = ask()

    assert answer.status_code == 503
    assert wrong in answer.get_json()["wrong"]


def test_a_full_disk_is_named(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("visits.services.upkeep.readiness.LEAST_SPACE", 10**18)

    assert ask().get_json()["wrong"] == ["space"]


def test_a_mail_that_was_given_up_does_not_wait(watched: Flask, ask: Ask) -> None:
    leave_a_mail(watched)
    with watched.app_context():
        db.session.query(Mail).one().attempts = 99
        db.session.commit()

    assert ask().get_json()["wrong"] == []
