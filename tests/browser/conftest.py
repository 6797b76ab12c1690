"""A real browser against the real app, served on this machine."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_security import hash_password
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import func, select

from tests.client import PASSWORD
from tests.databases import fold, made_once, started
from tests.factories import Cast, make_cast, set_up
from tests.loopback import PATIENCE
from tests.served import served
from tests.services.village import Office, held
from visits.demo import make
from visits.demo.scene import ORGANISATION
from visits.domain.month import today
from visits.models import db
from visits.models.account import Account
from visits.models.note import NoteDraft
from visits.services import clock
from visits.services.outbox import Sender

PHONE = {"width": 360, "height": 740}
# What a device keeps.
STORED = "() => JSON.stringify({...localStorage, ...sessionStorage})"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """The Chromium of this machine, speaking to nobody else."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE * 1000)
        browser = playwright.chromium.launch(
            executable_path=chromium, args=QUIET, timeout=PATIENCE * 1000
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a browser that knows nothing yet."""
    page = new_page(browser)
    yield page
    page.context.close()


def new_page(browser: Browser, **choices: Any) -> Page:
    """Open a page of a browser that knows nothing but what is chosen here."""
    context = browser.new_context(**choices)
    context.set_default_timeout(PATIENCE * 1000)
    return context.new_page()


@pytest.fixture
def fresh_app(tmp_path: Path, empty_database: Path) -> Flask:
    """An app with an empty database, in which time stands at first, and then goes on as usual."""
    app = started(empty_database, tmp_path)
    with app.app_context():
        clock.begin_again(db.session())
        db.session.commit()
    app.config["UPLOAD_PATIENCE"] = PATIENCE
    return app


@pytest.fixture
def address(fresh_app: Flask) -> Iterator[str]:
    """Address of the app with an empty database."""
    with served(fresh_app) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def demo_database(run_folder: Path, empty_database: Path) -> Path:
    """An SQLite database full of sample data until today, to be copied."""

    def make_sample(path: Path) -> None:
        folder = run_folder / "demo"
        folder.mkdir()
        app = started(empty_database, folder)
        with app.app_context():
            make.make_demo(
                db.session(),
                today=today(datetime.now(UTC)),
                password_hash=hash_password(make.PASSWORD),
                sender=Sender("bezoek@demo.example", ORGANISATION["name"], "http://127.0.0.1"),
            )
        fold(app)
        (folder / "visits.sqlite3").rename(path)

    return made_once(run_folder, "demo.sqlite3", make_sample)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> Iterator[str]:
    """Address of an app full of sample data."""
    folder = tmp_path_factory.mktemp("demo")
    with served(started(demo_database, folder)) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def team(fresh_app: Flask) -> Cast:
    """The five people, with the settings filled in."""
    with fresh_app.app_context():
        set_up(db.session())
        return make_cast(db.session())


@pytest.fixture
def visit_id(fresh_app: Flask, team: Cast) -> int:
    """A visit that the director made today."""
    with fresh_app.app_context():
        session = db.session()
        people = {one.email: one for one in session.scalars(select(Account))}
        office = Office(people[team.director], people[team.assistant])
        visit = held(session, office)
        session.commit()
        return visit.id


@pytest.fixture
def phone(page: Page, address: str, team: Cast, visit_id: int) -> Page:
    """The director's phone, at the note of a visit."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    sign_in(page, address, team.director, PASSWORD)
    page.goto(f"{address}/bezoeken/{visit_id}/kaart")
    return page


def sign_in(page: Page, address: str, email: str, password: str) -> None:
    """Sign in through the page."""
    page.goto(f"{address}/login")
    page.fill("[name=email]", email)
    page.fill("[name=password]", password)
    follow(page, "main button.first")
    assert "/login" not in page.url


def follow(page: Page, where: str) -> None:
    """Click on what leads to another page, and wait until that page is there."""
    with page.expect_navigation():
        page.click(where)


def count(app: Flask, table: type) -> int:
    """Count the rows of a table."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def draft_of(app: Flask) -> dict[str, list[str]]:
    """Give the draft as the server has it."""
    with app.app_context():
        found = db.session.scalar(select(NoteDraft.fields))
        return dict(found or {})


def is_kept(page: Page) -> None:
    """Wait until the server has what was typed."""
    expect(page.locator("#kept .done")).to_contain_text("Bewaard om")


def open_note(page: Page, address: str, visit_id: int) -> None:
    """Open the note of a visit."""
    page.goto(f"{address}/bezoeken/{visit_id}/notitie")
