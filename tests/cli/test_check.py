"""`visits check` says one line about each part, and ends with 1 when one is not in order."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.databases import started
from tests.jobs.test_smtp import Postbox
from tests.loopback import MailServer, free_port
from visits import create_app
from visits.cli import main
from visits.cli.shell import moment
from visits.config import load
from visits.models import db
from visits.services import audit
from visits.services.upkeep import backup

FINE = [
    "Instellingen: gelezen en in orde.",
    "Database: nieuwste versie, bewaakt.",
    "Klok: in orde.",
    "Lotingen: zoals ze zijn vastgelegd.",
    "Uitkomsten: zoals ze zijn opgeschreven.",
    "Kopieën: er is nog geen. Voer visits backup uit.",
]


@pytest.fixture
def instance(tmp_path: Path, empty_database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance folder with an app that was started once."""
    monkeypatch.setenv("VISITS_INSTANCE", str(tmp_path))
    started(empty_database, tmp_path)
    return tmp_path


@pytest.fixture
def postbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    """A mail server on this machine that the app is set to use."""
    box = Postbox()
    controller = MailServer(box)
    controller.start()
    monkeypatch.setenv("VISITS_MAIL_SERVER", "127.0.0.1")
    monkeypatch.setenv("VISITS_MAIL_FROM", "bezoek@waterhof.example")
    monkeypatch.setenv("VISITS_MAIL_PORT", str(controller.port))
    monkeypatch.setenv("VISITS_MAIL_TLS", "none")
    yield box
    controller.stop()


def check() -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["check"])


def test_each_part_that_is_in_order_has_its_line(instance: Path) -> None:
    result = check()

    assert result.exit_code == 0
    assert result.output.splitlines() == [
        *FINE,
        "Mail: er is geen server ingesteld, dus er wordt niets verstuurd.",
    ]


def test_https_without_a_proxy_that_is_trusted_is_warned_about(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISITS_BASE_URL", "https://bezoek.example.org")

    warned = check()
    monkeypatch.setenv("VISITS_PROXIES", "1")
    fine = check()

    assert "VISITS_PROXIES" in warned.output
    assert "VISITS_PROXIES" not in fine.output
    assert (warned.exit_code, fine.exit_code) == (0, 0)


def test_a_mail_server_that_answers_is_greeted_and_gets_no_mail(
    instance: Path, postbox: Postbox
) -> None:
    result = check()

    assert result.exit_code == 0
    assert result.output.splitlines()[-1] == "Mail: de server antwoordt en laat ons binnen."
    assert postbox.letters == []


def test_a_mail_server_that_is_not_there_is_a_fault(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISITS_MAIL_SERVER", "127.0.0.1")
    monkeypatch.setenv("VISITS_MAIL_FROM", "bezoek@waterhof.example")
    monkeypatch.setenv("VISITS_MAIL_PORT", str(free_port()))

    result = check()

    assert result.exit_code == 1
    assert result.output.splitlines()[-1] == "De mailserver gaf geen antwoord."


def test_a_mailbox_that_is_not_there_is_a_fault(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISITS_IMAP_SERVER", "127.0.0.1")
    monkeypatch.setenv("VISITS_IMAP_PORT", str(free_port()))

    result = check()

    assert result.exit_code == 1
    assert "Mailbox: de server antwoordt niet" in result.output


def test_a_clock_that_went_back_is_a_fault(instance: Path) -> None:
    with create_app(load(instance=instance)).app_context():
        later = moment() + timedelta(days=2)
        audit.record(db.session(), "theme.add", "theme", 1, by=None, now=later)
        db.session.commit()

    result = check()

    assert result.exit_code == 1
    assert "Klok: loopt achter." in result.output


def test_a_database_without_tables_is_a_fault_and_gets_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISITS_INSTANCE", str(tmp_path))

    result = check()

    assert result.exit_code == 1
    assert "Start de app" in result.output


def test_the_age_of_the_newest_copy_is_said_and_an_old_one_is_not_in_order(instance: Path) -> None:
    app = create_app(load())
    with app.app_context():
        backup.keep(now=moment() - timedelta(days=1))
        fresh = check()
        next(iter(backup.list_copies()))[1].rename(
            backup.folder() / (moment() - timedelta(days=3)).strftime(f"{backup.FORM}.sqlite3")
        )
        old = check()

    assert (fresh.exit_code, old.exit_code) == (0, 1)
    assert "Kopieën: de nieuwste is van" in fresh.output
    assert "Kopieën: de nieuwste is oud" in old.output
