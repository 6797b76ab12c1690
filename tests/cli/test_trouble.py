"""What the machine refuses is one sentence and status 1, and nothing is changed."""

import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.databases import started
from tests.loopback import free_port
from visits.cli import main
from visits.models import database, db

# Whoever is root may write everywhere, unless that is taken away first.
WEAK = ["setpriv", "--bounding-set=-all"] if os.geteuid() == 0 else []


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance folder with the characters that addresses give a meaning."""
    for name in [name for name in os.environ if name.startswith("VISITS_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "50% zeker? #1"
    monkeypatch.setenv("VISITS_INSTANCE", str(folder))
    return folder


@pytest.fixture
def used(instance: Path, empty_database: Path) -> Path:
    """The same folder, after the app was started once."""
    instance.mkdir()
    app = started(empty_database, instance)
    with app.app_context():
        db.engine.dispose()
    return instance


def run(*words: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, words)


def weakly(command: str, **more: object) -> subprocess.CompletedProcess[str]:
    """Run a command as somebody who may write only where it is allowed."""
    words = [*WEAK, sys.executable, "-m", "visits", command]
    return subprocess.run(words, capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload, no-any-return]


def is_one_sentence(said: str, *words: str) -> bool:
    """Say whether something is one line, without a trace, with these words in it."""
    return said.count("\n") == 1 and "Traceback" not in said and all(one in said for one in words)


def test_what_is_made_is_for_its_owner_alone_whatever_the_path(instance: Path) -> None:
    assert run("retention").exit_code == 0
    assert run("backup").exit_code == 0

    made = [instance, *instance.rglob("*")]
    assert instance / "visits.sqlite3" in made
    assert len(list(instance.parent.iterdir())) == 1
    assert [path.name for path in made if path.stat().st_mode & 0o077] == []


def test_a_database_that_something_else_holds_is_a_sentence(
    used: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 20)
    with closing(sqlite3.connect(used / "visits.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        held = run("retention")

    assert held.exit_code == 1
    assert is_one_sentence(held.stderr, "visits.sqlite3", "houdt de database")


def test_a_file_that_is_no_database_is_a_sentence_and_stays_as_it_was(used: Path) -> None:
    (used / "visits.sqlite3").write_bytes(b"geen database " * 500)

    damaged = run("retention")

    assert damaged.exit_code == 1
    assert is_one_sentence(damaged.stderr, "beschadigd")
    assert (used / "visits.sqlite3").read_bytes() == b"geen database " * 500


def test_a_server_that_is_not_there_is_a_sentence(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"postgresql://visits:geheim@127.0.0.1:{free_port()}/visits"
    monkeypatch.setenv("VISITS_DATABASE_URL", address)

    away = run("retention")

    assert away.exit_code == 1
    assert is_one_sentence(away.stderr, "127.0.0.1: ", "antwoordt niet")
    assert "geheim" not in away.stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('language = "nl"\nmail_from = "Jos\xe9"'.encode("cp1252"), ["settings.toml, line 2"]),
        (b"language = nl", ["settings.toml"]),
        (b"onbekend = 1", ["VISITS_ONBEKEND"]),
    ],
)
def test_a_settings_file_that_cannot_be_read_is_a_sentence(
    instance: Path, text: bytes, words: list[str]
) -> None:
    instance.mkdir()
    (instance / "settings.toml").write_bytes(text)

    refused = run("retention")

    assert refused.exit_code == 1
    assert is_one_sentence(refused.stderr, *words)
    assert [path.name for path in instance.iterdir()] == ["settings.toml"]


def test_a_settings_file_with_a_mark_before_its_text_is_read(instance: Path) -> None:
    instance.mkdir()
    (instance / "settings.toml").write_text('language = "nl"', "utf-8-sig")

    assert run("retention").exit_code == 0


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda folder: (folder / "visits.sqlite3").chmod(0o400), ["schrijven"]),
        (lambda folder: (folder / "visits.sqlite3").chmod(0), ["schrijven"]),
        (lambda folder: folder.chmod(0o500), ["schrijven"]),
        (lambda folder: (folder / "secret").chmod(0), ["secret", "Permission denied"]),
    ],
)
def test_what_may_not_be_read_or_written_is_a_sentence_and_stays_as_it_was(
    used: Path, spoil: Callable[[Path], None], words: list[str]
) -> None:
    before = (used / "visits.sqlite3").read_bytes()
    spoil(used)

    refused = weakly("retention")

    used.chmod(0o700)
    assert refused.returncode == 1
    assert is_one_sentence(refused.stderr, *words)
    assert (used / "visits.sqlite3").read_bytes() == before


@pytest.mark.thorough
def test_a_full_disk_is_a_sentence(instance: Path) -> None:
    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    refused = weakly("retention", preexec_fn=fill)

    assert refused.returncode == 1
    assert is_one_sentence(refused.stderr, "schijf is vol")
