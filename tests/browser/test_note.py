"""A note on a phone in a real browser: few taps, and nothing is ever lost or left behind."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.conftest import (
    STORED,
    count,
    draft_of,
    follow,
    is_kept,
    new_page,
    open_note,
    sign_in,
)
from tests.client import PASSWORD
from tests.factories import Cast
from visits.models import db
from visits.models.insight import Insight
from visits.models.note import Note, NoteDraft
from visits.models.promise import Promise

pytestmark = pytest.mark.browser


def test_twelve_taps_and_text_store_two_insights_and_a_promise(
    phone: Page, fresh_app: Flask, visit_id: int
) -> None:
    taps = 0

    def tap(where: str) -> None:
        nonlocal taps
        taps += 1
        phone.locator(where).first.click()

    def write(where: str, words: str) -> None:
        tap(where)  # a field is tapped before it is written in
        phone.keyboard.type(words)

    with phone.expect_navigation():
        tap("a[href$='/notitie']")
    write("[name=insights-0-statement]", "De lift is te klein.")
    write("[name=insights-1-statement]", "Buren kennen elkaar.")
    tap("details.tap summary")
    write("[name=promises-0-what]", "Lamp in de hal maken.")
    tap("label[for=permission-3]")
    with phone.expect_navigation():
        tap(".savebar button")

    expect(phone.locator("h1")).to_be_visible()
    assert "De lift is te klein." in phone.inner_text("main")
    assert taps <= 12
    assert (count(fresh_app, Note), count(fresh_app, Insight), count(fresh_app, Promise)) == (
        1,
        2,
        1,
    )
    assert phone.evaluate(STORED) == "{}"


def test_opening_a_note_and_leaving_it_makes_no_row(
    phone: Page, fresh_app: Flask, address: str, visit_id: int
) -> None:
    phone.clock.install()
    open_note(phone, address, visit_id)
    phone.clock.run_for(60_000)

    phone.goto(address)

    assert (count(fresh_app, NoteDraft), count(fresh_app, Note)) == (0, 0)


def test_what_is_typed_is_on_the_server_in_seconds_and_off_the_phone(
    phone: Page, fresh_app: Flask, address: str, visit_id: int
) -> None:
    open_note(phone, address, visit_id)

    phone.fill("[name=wish]", "Een bankje bij de deur.")
    at_once = phone.evaluate(STORED)
    is_kept(phone)

    assert "Een+bankje" in at_once  # before the server has it, the phone does
    assert draft_of(fresh_app)["wish"] == ["Een bankje bij de deur."]
    assert phone.evaluate(STORED) == "{}"


def test_a_dead_zone_loses_nothing(
    phone: Page, fresh_app: Flask, address: str, visit_id: int
) -> None:
    open_note(phone, address, visit_id)
    phone.context.set_offline(True)
    phone.fill("[name=wish]", "Geschreven in de kelder.")
    expect(phone.locator("#kept")).to_contain_text("Geen verbinding")
    in_the_dead_zone = draft_of(fresh_app)

    phone.context.set_offline(False)
    is_kept(phone)

    assert in_the_dead_zone == {}
    assert draft_of(fresh_app)["wish"] == ["Geschreven in de kelder."]
    assert phone.evaluate(STORED) == "{}"


def test_a_phone_that_went_out_in_a_dead_zone_still_has_the_text(
    phone: Page, fresh_app: Flask, address: str, visit_id: int
) -> None:
    open_note(phone, address, visit_id)
    phone.context.set_offline(True)
    phone.fill("[name=wish]", "Nog niet verstuurd.")
    context = phone.context
    phone.close()

    context.set_offline(False)
    again = context.new_page()
    open_note(again, address, visit_id)

    expect(again.locator("[name=wish]")).to_have_value("Nog niet verstuurd.")
    is_kept(again)
    assert again.evaluate(STORED) == "{}"


def test_two_windows_never_overwrite_each_other_unseen(
    phone: Page, fresh_app: Flask, address: str, visit_id: int
) -> None:
    other = phone.context.new_page()
    open_note(phone, address, visit_id)
    open_note(other, address, visit_id)
    other.fill("[name=wish]", "Uit het ene venster.")
    is_kept(other)

    phone.fill("[name=wish]", "Uit het andere venster.")

    expect(phone.locator("#others")).to_contain_text("Uit het ene venster.")
    expect(phone.locator("[name=wish]")).to_have_value("Uit het andere venster.")
    assert draft_of(fresh_app)["wish"] == ["Uit het ene venster."]
    phone.click("#mine")
    is_kept(phone)
    assert draft_of(fresh_app)["wish"] == ["Uit het andere venster."]


def test_two_windows_without_script_are_shown_both_texts(
    phone: Page, fresh_app: Flask, address: str, visit_id: int
) -> None:
    browser = phone.context.browser
    assert browser is not None
    signed_in = phone.context.storage_state()
    bare = new_page(browser, java_script_enabled=False, storage_state=signed_in)
    open_note(bare, address, visit_id)
    open_note(phone, address, visit_id)
    phone.fill("[name=wish]", "Met script.")
    is_kept(phone)

    bare.fill("[name=wish]", "Zonder script.")
    bare.check("[name=permission][value='1']")
    follow(bare, ".savebar button")

    assert "Met script." in bare.inner_text("#others")
    assert bare.input_value("[name=wish]") == "Zonder script."
    follow(bare, ".savebar button")
    with fresh_app.app_context():
        assert db.session.scalar(select(Note.wish)) == "Zonder script."
    bare.context.close()


def test_a_session_that_ended_loses_nothing_of_a_note(
    phone: Page, fresh_app: Flask, address: str, team: Cast, visit_id: int
) -> None:
    open_note(phone, address, visit_id)
    # Whatever is still on its way would bring a cookie back.
    phone.wait_for_load_state("networkidle")
    phone.context.clear_cookies()
    phone.fill("[name=wish]", "Na de pauze geschreven.")
    expect(phone.locator("#kept")).to_contain_text("U bent uitgelogd")
    phone.check("[name=permission][value='3']")
    follow(phone, ".savebar button")

    sign_in(phone, address, team.director, PASSWORD)
    open_note(phone, address, visit_id)

    expect(phone.locator("[name=wish]")).to_have_value("Na de pauze geschreven.")
    assert phone.is_checked("[name=permission][value='3']")
    is_kept(phone)


def test_a_sensitive_word_is_asked_about_and_blocks_nothing(
    phone: Page, fresh_app: Flask, address: str, visit_id: int
) -> None:
    open_note(phone, address, visit_id)

    phone.fill("[name=wish]", "Kan door reuma de trap niet op.")

    expect(phone.locator("#wish-care")).to_contain_text("reuma")
    phone.check("[name=permission][value='1']")
    follow(phone, ".savebar button")
    assert "Kan door reuma" in phone.inner_text("#story")
    phone.goto(f"{address}/bezoeken/{visit_id}/notitie")
    phone.fill("[name=wish]", "Een tweede leuning.")
    is_kept(phone)
    expect(phone.locator("#wish-care")).to_have_count(0)
