"""A real browser against the real app, served on this machine."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_security import hash_password
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from visits import create_app
from visits.config import load
from visits.demo import make
from visits.demo.scene import ORGANISATION
from visits.domain.month import today
from visits.models import db
from visits.services.invitation import Sender
from visits.start import prepare

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """The Chromium of this machine, speaking to nobody else."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a browser that knows nothing yet."""
    context = browser.new_context()
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def served(app: Flask) -> Iterator[str]:
    """Serve an app on a free port, and give its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def fresh_app(tmp_path: Path) -> Flask:
    """An app with an empty database."""
    app = create_app(load(instance=tmp_path))
    app.config["UPLOAD_PATIENCE"] = 120
    prepare(app)
    return app


@pytest.fixture
def address(fresh_app: Flask) -> Iterator[str]:
    """Address of the app with an empty database."""
    yield from served(fresh_app)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an app full of sample data."""
    app = create_app(load(instance=tmp_path_factory.mktemp("demo")))
    prepare(app)
    with app.app_context():
        make.make_demo(
            db.session(),
            today=today(datetime.now(UTC)),
            password_hash=hash_password(make.PASSWORD),
            sender=Sender("bezoek@demo.example", ORGANISATION["name"], "http://127.0.0.1"),
        )
        db.session.remove()
    yield from served(app)


def sign_in(page: Page, address: str, email: str, password: str) -> None:
    """Sign in through the page."""
    page.goto(f"{address}/login")
    page.fill("[name=email]", email)
    page.fill("[name=password]", password)
    page.click("main button.first")
