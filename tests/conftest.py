"""What all tests share: the clock, the databases, the app, the cast, and which tests are run."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from tests import effort
from tests.client import PageClient
from tests.databases import (
    DATABASES,
    made_once,
    make_empty,
    missing,
    postgresql_address,
    renewer,
)
from tests.factories import NOW, Cast, make_cast
from visits import create_app
from visits.config import Settings, load
from visits.models import db, store
from visits.web.kit import upload as uploads

LEFT_OUT = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run be thorough."""
    parser.addoption("--thorough", action="store_true", help="run everything, and try more cases")


def pytest_configure(config: pytest.Config) -> None:
    """Try as many cases as the run asks for; no test fails because the machine is busy."""
    thorough = config.getoption("thorough")
    config.stash[LEFT_OUT] = not thorough and not any(".py" in one for one in config.args)
    effort.choose(thorough=thorough)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the thorough tests out of a run of everything, unless it is to be thorough."""
    if config.stash[LEFT_OUT]:
        rare = [item for item in items if item.get_closest_marker("thorough")]
        config.hook.pytest_deselected(items=rare)
        items[:] = [item for item in items if item not in set(rare)]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was not run."""
    if terminalreporter.config.stash[LEFT_OUT]:
        terminalreporter.write_line(
            "Left out: tests that take long (killed processes, more days of the demo, whole "
            "matrices), and many generated cases. `python -m pytest --thorough` runs them too."
        )


@pytest.fixture(autouse=True)
def clock(request: pytest.FixtureRequest) -> Iterator[None]:
    """Stand at one moment, whatever day the machine has; in a browser time goes on as usual."""
    if request.node.get_closest_marker("browser"):
        yield
    else:
        with time_machine.travel(NOW, tick=False):
            yield


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of this run share."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def empty_database(run_folder: Path) -> Path:
    """An SQLite database with the newest tables, to be copied."""
    return made_once(run_folder, "empty.sqlite3", make_empty)


@pytest.fixture(scope="session", params=DATABASES)
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an app on each of the two databases."""
    instance = tmp_path_factory.mktemp(request.param)
    address = "" if request.param == "sqlite" else postgresql_address("app")
    return load(
        instance=instance,
        database_url=address,
        mail_from="bezoek@waterhof.example",
        base_url="http://localhost",
        sign_in_limit=1000,
    )


@pytest.fixture(scope="session")
def whole_app(settings: Settings, empty_database: Path) -> Iterator[Flask]:
    """The app, with its tables made by the migrations."""
    app = create_app(settings)
    app.testing = True
    app.test_client_class = PageClient
    # A test waits until a file is read; only the one about waiting does not.
    app.config["UPLOAD_PATIENCE"] = 120
    # One cheap round is enough to try signing in; the scheme is the real one.
    app.extensions["security"].pwd_context.update(argon2__rounds=1, argon2__memory_cost=64)
    store.bring_up(app)
    app.extensions["renew"] = renewer(app, empty_database)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(whole_app: Flask) -> Iterator[Flask]:
    """The app with new tables: nothing is in them but the first themes and teams."""
    yield whole_app
    for number in list(uploads.HELD):
        uploads.let_go(number)
    with whole_app.app_context():
        db.session.remove()
    whole_app.extensions["renew"]()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session on the app's database, for tests of services."""
    with app.app_context():
        yield db.session()
        db.session.rollback()


@pytest.fixture
def cast(app: Flask) -> Cast:
    """One account for each role, each with the same password."""
    with app.app_context():
        return make_cast(db.session())


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A browser without a session; every page it opens is checked."""
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the Chromium on this machine."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        missing("no chromium on the path: install it to try the browser tests")
    return str(path)


@pytest.fixture
def data() -> Path:
    """The folder with sample files."""
    return Path(__file__).parent / "data"
