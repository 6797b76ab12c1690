"""Coding insights in a real browser: by the keyboard alone, one after the other."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tests.browser.conftest import sign_in
from tests.client import PASSWORD
from tests.factories import Cast, make_cast, set_up
from tests.services.village import Office, held, write_note
from visits.domain.insight import Kind, Stage
from visits.models import db
from visits.models.account import Account
from visits.models.insight import Insight
from visits.services.journal.note import NewInsight

pytestmark = pytest.mark.browser


@pytest.fixture
def team(fresh_app: Flask) -> Cast:
    """The five people, and a visit that gave two insights without a theme."""
    with fresh_app.app_context():
        session = db.session()
        set_up(session)
        cast = make_cast(session)
        people = {one.email: one for one in session.scalars(select(Account))}
        office = Office(people[cast.director], people[cast.assistant])
        told = [NewInsight("De monteur ruimt op."), NewInsight("De hal mag lichter.")]
        write_note(session, held(session, office), office, insights=told)
        session.commit()
        return cast


class Keyboard:
    """The keys of a page, counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.presses += 1
            self.page.keyboard.press(key)

    def tab_to(self, where: str) -> None:
        """Go on with Tab until something has the focus."""
        for _ in range(40):
            self.press("Tab")
            if self.page.evaluate("where => document.activeElement.matches(where)", where):
                return
        raise AssertionError(f"{where} was never reached")


def code_and_release(page: Page, keys: Keyboard) -> None:
    """Code one insight as a compliment for a tradesperson and release it, with keys only."""
    keys.press("Tab", "Enter")  # past the menu
    keys.tab_to("[name=kind]")
    keys.press("Space")
    keys.tab_to("details:has([value='OND.vakman']) summary")
    keys.press("Enter")
    keys.tab_to("[value='OND.vakman']")
    keys.press("Space", "Enter")
    page.wait_for_url("**#vrijgeven")
    keys.tab_to("#vrijgeven button")
    keys.press("Enter")
    expect(page.locator(".said")).to_contain_text("Vrijgegeven")


def test_two_insights_are_coded_and_released_with_a_few_keys_each(
    page: Page, fresh_app: Flask, address: str, team: Cast
) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, address, team.director, PASSWORD)
    page.goto(f"{address}/inzichten/")
    keys = Keyboard(page)
    keys.press("Tab", "Enter")
    keys.tab_to("li a")
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/inzichten/\d+$"))

    code_and_release(page, keys)
    code_and_release(page, keys)

    assert page.url == f"{address}/inzichten/"
    assert keys.presses <= 48
    with fresh_app.app_context():
        query = select(Insight).options(selectinload(Insight.themes))
        coded = [
            (one.kind, one.stage, [theme.code for theme in one.themes])
            for one in db.session.scalars(query)
        ]
    assert coded == [(Kind.COMPLIMENT, Stage.RELEASED, ["OND.vakman"])] * 2
