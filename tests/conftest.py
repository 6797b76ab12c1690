"""The databases, the app and the cast that all tests share."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.orm import Session

from tests.client import PageClient
from tests.factories import Cast, make_cast
from visits import create_app
from visits.config import Settings, load
from visits.models import Base, db, guard, store
from visits.web.kit.upload import UPLOADS

# Where a PostgreSQL server for the tests is, if there is one. Its databases are thrown away.
POSTGRESQL = os.environ.get("VISITS_TEST_POSTGRESQL", "")
# The build server must not miss a part that a newcomer may miss.
STRICT = os.environ.get("CI") == "true"
DATABASES = ("sqlite", "postgresql")
# No test fails because the machine is busy with something else.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")
FIRST_ROWS = {"theme", "team", "alembic_version"}


def missing(reason: str) -> None:
    """Skip a test whose part is not on this machine; on the build server that is a failure."""
    if STRICT:
        pytest.fail(reason)
    pytest.skip(reason)


def postgresql_address(name: str) -> str:
    """Make an empty PostgreSQL database for this worker of the tests, and give its address."""
    if not POSTGRESQL:
        missing("no PostgreSQL server: set VISITS_TEST_POSTGRESQL to try it")
    name = f"visits_{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    server = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    address = server.url.set(database=name).render_as_string(hide_password=False)
    server.dispose()
    return address


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
def whole_app(settings: Settings) -> Iterator[Flask]:
    """The app, with its tables made by the migrations."""
    app = create_app(settings)
    app.testing = True
    app.test_client_class = PageClient
    # A test waits until a file is read; only the one about waiting does not.
    app.config["UPLOAD_PATIENCE"] = 120
    # One cheap round is enough to try signing in; the scheme is the real one.
    app.extensions["security"].pwd_context.update(argon2__rounds=1, argon2__memory_cost=64)
    store.bring_up(app)
    yield app
    with app.app_context():
        db.engine.dispose()


def lift_guards(connection: Connection) -> None:
    """Take the guards of the draws away, as nothing in the app can."""
    for name in guard.standing(connection):
        table = f" ON {name.split('_', 1)[1].rsplit('_', 1)[0]}"
        connection.execute(
            text(f"DROP TRIGGER {name}{table if db.engine.name != 'sqlite' else ''}")
        )


@pytest.fixture
def app(whole_app: Flask) -> Iterator[Flask]:
    """The app with empty tables, save the first themes and teams."""
    yield whole_app
    UPLOADS.clear()
    with whole_app.app_context():
        db.session.remove()
        with db.engine.begin() as connection:
            lift_guards(connection)
            for table in reversed(Base.metadata.sorted_tables):
                if table.name not in FIRST_ROWS:
                    connection.execute(table.delete())
            connection.execute(text("DELETE FROM team WHERE name LIKE 'Proef%'"))
            guard.set_up(connection)


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
