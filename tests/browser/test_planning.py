"""Planning in a real browser: few clicks, without script too, and files that are dropped."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.browser.conftest import follow, new_page, sign_in
from tests.client import PASSWORD, PageClient
from tests.factories import Cast, make_cast, set_up
from tests.web import journey
from visits.domain.month import period_of, today
from visits.models import db

pytestmark = pytest.mark.browser
MOST = 5
DROP = """([name, text]) => {
  const moved = new DataTransfer();
  for (const each of [name, "2-" + name]) moved.items.add(new File([text], each));
  const form = document.querySelector("form[data-drop]");
  for (const kind of ["dragover", "drop"])
    form.dispatchEvent(new DragEvent(kind, { dataTransfer: moved, cancelable: true }));
}"""


@pytest.fixture
def team(fresh_app: Flask) -> Cast:
    """The five people, and a tenant who got the letter."""
    fresh_app.test_client_class = PageClient
    with fresh_app.app_context():
        set_up(db.session())
        cast = make_cast(db.session())
    journey.furnish(fresh_app)
    client = fresh_app.test_client()
    assert isinstance(client, PageClient)
    client.sign_in(cast.assistant)
    journey.approach(client, journey.draw(client, fresh_app, period_of(today(datetime.now(UTC)))))
    return cast


def click(page: Page, clicks: list[str], selector: str, *, leads: bool = False) -> None:
    """Click, and count it; wait for the page that it leads to."""
    (follow if leads else Page.click)(page, selector)
    clicks.append(selector)


@pytest.mark.parametrize("script", [True, False])
def test_a_visit_is_planned_from_the_pipeline_in_five_clicks(
    browser: Browser, address: str, team: Cast, script: bool
) -> None:
    page = new_page(browser, java_script_enabled=script)
    sign_in(page, address, team.assistant, PASSWORD)
    page.goto(f"{address}/")
    clicks: list[str] = []

    click(page, clicks, "main a[href*='/bezoeken/']", leads=True)
    click(page, clicks, "[name=result][value=yes]")
    click(page, clicks, "#bellen form:has([name=result]) button", leads=True)
    click(page, clicks, "[name=pick] >> nth=1")
    click(page, clicks, "main button.first", leads=True)

    assert len(clicks) <= MOST
    assert page.locator("a[href$='huurdersbezoek.ics']").count() == 1
    page.context.close()


def test_files_can_be_dropped_on_the_page_of_answers(page: Page, address: str, team: Cast) -> None:
    sign_in(page, address, team.assistant, PASSWORD)
    page.goto(f"{address}/antwoorden/")

    page.evaluate(DROP, ["ja.ics", "geen agenda"])
    dropped = page.evaluate("document.querySelector('[name=file]').files.length")
    follow(page, "main button.first")

    assert dropped == 2
    assert "2-ja.ics" in page.inner_text(".summary")


def test_the_week_turns_without_losing_the_visit(page: Page, address: str, team: Cast) -> None:
    sign_in(page, address, team.assistant, PASSWORD)
    page.goto(f"{address}/")
    follow(page, "main a[href*='/bezoeken/']")
    follow(page, "a[href$='/afspraak']")
    first = page.inner_text("#week caption")

    follow(page, "#week a[href*='week='] >> nth=1")

    assert page.inner_text("#week caption") != first
    assert page.locator("[name=pick]").count() == 6
