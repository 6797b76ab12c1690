"""What is typed in a long form stays on the device until the server has that very text."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
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
from tests.services.village import AFTER
from visits.domain.note import Permission
from visits.domain.promise import Progress
from visits.models import db
from visits.models.account import Account
from visits.models.insight import Insight
from visits.models.note import Note, NoteDraft
from visits.models.promise import Promise
from visits.models.visit import Visit
from visits.services.journal import note as notes
from visits.services.journal import promise as promises
from visits.services.journal.note import NewInsight, NewPromise
from visits.services.visit.record import get_visit

pytestmark = pytest.mark.browser
# What a screen reader hears, in order.
LISTEN = """() => {
  window.heard = [];
  const live = document.getElementById("live");
  const listen = new MutationObserver(() => window.heard.push(live.textContent));
  listen.observe(live, { childList: true });
}"""


def sign_out(page: Page) -> None:
    """Press the button to sign out."""
    if not page.is_visible("form[action='/logout'] button"):
        page.click(".menu-button:visible, .own-button:visible")
    page.click("form[action='/logout'] button")


def is_out(page: Page) -> None:
    """Wait until the page to sign in is there, and look that nothing stayed on the device."""
    page.wait_for_url("**/login**")
    assert page.evaluate(STORED) == "{}"


def hold_first(page: Page, where: str) -> list[Route]:
    """Hold back the first that is sent somewhere, and let all others go on."""
    held_back: list[Route] = []

    def hold(route: Route) -> None:
        if held_back:
            route.continue_()
        else:
            held_back.append(route)

    page.route(where, hold)
    return held_back


@pytest.mark.parametrize(
    "times", [4, pytest.param(8, marks=pytest.mark.thorough)], ids=["often", "very often"]
)
def test_typing_and_signing_out_at_once_loses_nothing(
    phone: Page, fresh_app: Flask, address: str, team: Cast, visit_id: int, times: int
) -> None:
    for time in range(times):
        open_note(phone, address, visit_id)
        words = f"Voor de {time + 1}e keer: een bankje."
        phone.fill("[name=wish]", words)
        sign_out(phone)
        is_out(phone)

        assert draft_of(fresh_app)["wish"] == [words]
        sign_in(phone, address, team.director, PASSWORD)


@pytest.mark.parametrize(
    "times", [2, pytest.param(8, marks=pytest.mark.thorough)], ids=["often", "very often"]
)
def test_signing_out_without_a_line_stops_and_says_so_and_loses_nothing(
    phone: Page, fresh_app: Flask, address: str, team: Cast, visit_id: int, times: int
) -> None:
    for time in range(times):
        open_note(phone, address, visit_id)
        words = f"Voor de {time + 1}e keer: in de kelder."
        phone.context.set_offline(True)
        phone.fill("[name=wish]", words)
        sign_out(phone)

        expect(phone.locator("#unsent")).to_contain_text("Er is geen verbinding")
        expect(phone.locator("#unsent")).to_be_focused()
        expect(phone.locator("#away")).to_be_hidden()
        assert words in phone.inner_text("#unsent-list")
        assert "kelder" in phone.evaluate(STORED)
        phone.context.set_offline(False)
        sign_out(phone)
        is_out(phone)
        assert draft_of(fresh_app)["wish"] == [words]
        sign_in(phone, address, team.director, PASSWORD)


def test_signing_out_while_a_text_is_on_its_way_sends_what_was_typed_since(
    phone: Page, fresh_app: Flask, address: str, visit_id: int
) -> None:
    open_note(phone, address, visit_id)
    held_back = hold_first(phone, "**/concept")
    with phone.expect_request("**/concept"):
        phone.fill("[name=wish]", "Een bankje")

    phone.fill("[name=wish]", "Een bankje, en een boom.")
    sign_out(phone)
    held_back[0].continue_()
    is_out(phone)

    assert draft_of(fresh_app)["wish"] == ["Een bankje, en een boom."]


def test_signing_out_on_another_page_sends_what_still_stands_on_the_device(
    phone: Page, fresh_app: Flask, address: str, visit_id: int
) -> None:
    open_note(phone, address, visit_id)
    phone.context.set_offline(True)
    phone.fill("[name=wish]", "Nog niet verstuurd.")
    elsewhere = phone.context.new_page()
    phone.close()
    elsewhere.context.set_offline(False)
    elsewhere.goto(f"{address}/gesprekskaarten/")

    sign_out(elsewhere)
    is_out(elsewhere)

    assert draft_of(fresh_app)["wish"] == ["Nog niet verstuurd."]


def test_who_types_without_a_pause_is_kept_every_ten_seconds(
    phone: Page, fresh_app: Flask, address: str, visit_id: int
) -> None:
    phone.clock.install()
    open_note(phone, address, visit_id)
    phone.focus("[name=wish]")

    with phone.expect_response("**/concept"):
        for _ in range(11):
            phone.keyboard.type("x")
            phone.clock.run_for(1000)

    assert count(fresh_app, NoteDraft) == 1


def test_during_a_conflict_what_is_typed_stays_on_the_device(
    phone: Page, fresh_app: Flask, address: str, visit_id: int
) -> None:
    other = phone.context.new_page()
    open_note(phone, address, visit_id)
    open_note(other, address, visit_id)
    other.fill("[name=wish]", "Uit het ene venster.")
    is_kept(other)
    phone.fill("[name=wish]", "Uit het andere.")
    expect(phone.locator("#kept .late")).to_contain_text("Ook in een ander venster geschreven")

    phone.fill("[name=wish]", "Uit het andere, en meer.")
    kept = phone.evaluate(STORED)
    phone.reload()

    assert "en+meer" in kept
    expect(phone.locator("#others")).to_contain_text("Uit het ene venster.")
    expect(phone.locator("[name=wish]")).to_have_value("Uit het andere, en meer.")
    assert draft_of(fresh_app)["wish"] == ["Uit het ene venster."]
    phone.click("#mine")
    is_kept(phone)
    assert draft_of(fresh_app)["wish"] == ["Uit het andere, en meer."]


def test_a_window_leaves_the_copy_of_another_that_is_still_open(
    phone: Page, address: str, visit_id: int
) -> None:
    open_note(phone, address, visit_id)
    phone.route("**/concept", lambda route: route.abort())
    phone.fill("[name=wish]", "Uit het ene venster.")

    other = phone.context.new_page()
    open_note(other, address, visit_id)
    other.wait_for_timeout(6000)  # longer than a window waits for a copy

    expect(other.locator("[name=wish]")).to_have_value("")
    assert "het+ene+venster" in other.evaluate(STORED)


def test_a_refusal_is_said_in_a_sentence_and_not_tried_again_by_itself(
    phone: Page, fresh_app: Flask, address: str, team: Cast, visit_id: int
) -> None:
    phone.clock.install()
    open_note(phone, address, visit_id)
    with fresh_app.app_context():
        other = db.session.scalars(select(Account.id).where(Account.email == team.assistant)).one()
        db.session.get_one(Visit, visit_id).host_id = other
        db.session.commit()
    sent: list[str] = []
    phone.on("request", lambda request: sent.append(request.url))

    phone.fill("[name=wish]", "Een bankje.")
    phone.clock.run_for(3000)
    expect(phone.locator("#kept .late")).to_contain_text("Alleen de directeur die dit bezoek")
    phone.clock.run_for(120_000)

    assert len([url for url in sent if url.endswith("/concept")]) == 1
    assert "bankje" in phone.evaluate(STORED)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, '{"said": "Het ligt aan ons."}'),
        (502, "<html>Bad gateway</html>"),
        (200, "<html>Log in op het netwerk van het hotel</html>"),  # somebody else answers for us
    ],
)
def test_an_answer_that_is_not_ours_confirms_nothing_and_is_no_lost_line(
    phone: Page, fresh_app: Flask, address: str, visit_id: int, status: int, body: str
) -> None:
    open_note(phone, address, visit_id)
    phone.route("**/concept", lambda route: route.fulfill(status=status, body=body))

    phone.fill("[name=wish]", "Een bankje.")

    expect(phone.locator("#kept")).to_contain_text("Versturen lukte niet")
    assert "bankje" in phone.evaluate(STORED)
    assert draft_of(fresh_app) == {}


def test_what_happens_is_read_aloud_once_and_only_when_it_changes(
    phone: Page, address: str, visit_id: int
) -> None:
    open_note(phone, address, visit_id)
    phone.evaluate(LISTEN)

    for words in ("Een", "Een bankje", "Een bankje bij de deur"):
        phone.fill("[name=wish]", words)
        expect(phone.locator("#kept .wait")).to_contain_text("nog niet bij ons")
        is_kept(phone)
    phone.context.set_offline(True)
    for words in ("Een boom", "Een boom bij de deur"):
        phone.fill("[name=wish]", words)
        expect(phone.locator("#kept")).to_contain_text("Geen verbinding")
    phone.context.set_offline(False)
    is_kept(phone)

    heard = phone.evaluate("() => window.heard")
    assert [re.sub(r"\d+[.:]\d\d", "", words) for words in heard] == [
        "Bewaard om ", "Geen verbinding. Bewaard op dit apparaat, en straks verstuurd.",
        "Bewaard om ",
    ]  # fmt: skip
    assert phone.get_attribute("#live", "role") == "status"
    assert phone.get_attribute("#kept", "role") is None


def test_a_question_about_a_word_is_tied_to_its_field_beside_the_hint(
    phone: Page, address: str, visit_id: int
) -> None:
    open_note(phone, address, visit_id)
    tied = "[name=wish][aria-describedby='wish-hint wish-care']"

    phone.fill("[name=wish]", "Kan door reuma de trap niet op.")
    expect(phone.locator(tied)).to_have_count(1)
    expect(phone.locator("#live")).to_contain_text("reuma")
    phone.fill("[name=wish]", "Een tweede leuning.")

    expect(phone.locator("[name=wish][aria-describedby='wish-hint']")).to_have_count(1)


def test_words_that_were_taken_back_leave_an_open_window_and_the_device(
    phone: Page, fresh_app: Flask, address: str, visit_id: int
) -> None:
    open_note(phone, address, visit_id)
    phone.fill("[name=wish]", "Een bankje.")
    is_kept(phone)
    take_back(fresh_app, visit_id)

    phone.fill("[name=wish]", "Een bankje bij de deur.")

    expect(phone.locator("#gone")).to_contain_text("teruggenomen")
    expect(phone.locator("#gone")).to_be_focused()
    assert phone.locator("[name=wish]").count() == 0
    assert phone.evaluate(STORED) == "{}"
    assert count(fresh_app, NoteDraft) == 0


def test_words_that_were_taken_back_meet_who_finishes_the_note(
    phone: Page, fresh_app: Flask, address: str, visit_id: int
) -> None:
    open_note(phone, address, visit_id)
    phone.route("**/concept", lambda route: route.abort())
    phone.fill("[name=wish]", "Een bankje.")
    phone.check("[name=permission][value='3']")
    take_back(fresh_app, visit_id)

    follow(phone, ".savebar button")

    assert "teruggenomen" in phone.inner_text("main")
    assert phone.evaluate(STORED) == "{}"
    assert (count(fresh_app, NoteDraft), count(fresh_app, Note)) == (0, 1)


@pytest.mark.parametrize("place", ["", "/notitie", "/brieven/after"])
def test_a_copy_of_words_that_were_taken_back_goes_as_soon_as_a_page_knows(
    phone: Page, fresh_app: Flask, address: str, visit_id: int, place: str
) -> None:
    open_note(phone, address, visit_id)
    context = phone.context
    context.set_offline(True)
    phone.fill("[name=wish]", "Een bankje.")
    phone.close()
    take_back(fresh_app, visit_id)
    context.set_offline(False)

    again = context.new_page()
    again.goto(f"{address}/bezoeken/{visit_id}{place}")

    again.wait_for_function("() => localStorage.length === 0")
    assert "bankje" not in again.content()
    assert count(fresh_app, NoteDraft) == 0


def take_back(app: Flask, visit_id: int) -> None:
    """Write that nothing may be kept about a visit."""
    with app.app_context():
        session = db.session()
        visit = get_visit(session, visit_id)
        by = visit.host_id or 0
        written = notes.Written(Permission.NOTHING)
        notes.finish(session, visit, written, by=by, now=AFTER)
        session.commit()


def write_note(app: Flask, visit_id: int) -> None:
    """Finish a note with a promise that was kept, and an insight."""
    with app.app_context():
        session = db.session()
        visit = get_visit(session, visit_id)
        by = visit.host_id or 0
        due = AFTER.date().replace(year=2030)
        written = notes.Written(
            Permission.WITHOUT_NAME,
            {"wish": "Een lamp."},
            insights=[NewInsight("De hal is donker.")],
            promises=[NewPromise("Lamp in de hal", due, owner_id=by)],
        )
        notes.finish(session, visit, written, by=by, now=AFTER)
        promise = session.scalars(select(Promise)).one()
        promises.end(session, promise, Progress.DONE, "Hij hangt.", by=by, now=AFTER)
        session.commit()


Stored = Callable[[], str | None]
WORDS = "De lamp in de hal brandt weer."
# Where a form stands, its field, what else is filled in, its button, and what is stored in the end.
FORMS: dict[str, tuple[str, str, list[str], str, Stored]] = {
    "answer to a promise": (
        "/beloften/1", "#told", ["[name=channel][value=phone]"], "#antwoord .deeds button.first",
        lambda: db.session.scalar(select(Promise.answer_text)),
    ),
    "letter": (
        "/bezoeken/1/brieven/after", "#heard", [], "#delen button:not([type])",
        lambda: db.session.scalar(select(Note.letter_heard)),
    ),
    "insight": (
        "/inzichten/1", "#statement", ["[name=kind][value=idea]", "#theme-WON"],
        "form[data-keep=insight-1] .deeds button:not([type])",
        lambda: db.session.scalar(select(Insight.statement)),
    ),
    "talk": (
        "/gesprekskaarten/gesprek", "#statement", ["[name=source][value=repair]",
                                                   "[name=shared][value=yes]"],
        "main form .deeds button.first",
        lambda: db.session.scalar(select(Insight.statement).where(Insight.talk_id.is_not(None))),
    ),
}  # fmt: skip


EVERY_FORM = pytest.mark.parametrize(
    ("path", "field", "choices", "button", "stored"), FORMS.values(), ids=FORMS
)


@pytest.fixture
def written(fresh_app: Flask, phone: Page, visit_id: int) -> Page:
    """The director's phone, after the note was finished."""
    write_note(fresh_app, visit_id)
    return phone


def fill_in(page: Page, field: str, choices: list[str]) -> None:
    """Open what is folded and fill a form in."""
    page.eval_on_selector_all("details", "all => all.forEach((one) => { one.open = true; })")
    page.fill(field, WORDS)
    for choice in choices:
        page.check(choice)


@EVERY_FORM
def test_every_long_form_keeps_its_text_over_a_session_that_ended(
    written: Page, fresh_app: Flask, address: str, team: Cast, path: str, field: str,
    choices: list[str], button: str, stored: Stored,
) -> None:  # fmt: skip
    page = written
    page.goto(f"{address}{path}")
    fill_in(page, field, choices)
    expect(page.locator("form[data-keep] .mark.wait")).to_contain_text("nog niet bij ons")
    page.context.clear_cookies()
    follow(page, button)

    page.fill("[name=email]", team.director)
    page.fill("[name=password]", PASSWORD)
    follow(page, "main button.first")

    assert page.url == f"{address}{path}"
    expect(page.locator(field)).to_have_value(WORDS)
    assert all(page.is_checked(choice) for choice in choices)
    follow(page, button)
    page.wait_for_function("() => localStorage.length === 0")
    with fresh_app.app_context():
        assert stored() == WORDS


@EVERY_FORM
def test_every_long_form_keeps_its_text_over_a_line_that_was_lost(
    written: Page, fresh_app: Flask, address: str, path: str, field: str, choices: list[str],
    button: str, stored: Stored,
) -> None:  # fmt: skip
    page = written
    page.goto(f"{address}{path}")
    fill_in(page, field, choices)
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.click(button, no_wait_after=True)
    page.context.set_offline(False)

    page.goto(f"{address}{path}")

    expect(page.locator(field)).to_have_value(WORDS)
    follow(page, button)
    page.wait_for_function("() => localStorage.length === 0")
    with fresh_app.app_context():
        assert stored() == WORDS


def test_a_form_with_a_fault_keeps_its_text_until_it_is_right(
    phone: Page, address: str, team: Cast
) -> None:
    page = phone
    page.goto(f"{address}/gesprekskaarten/gesprek")
    page.fill("#statement", WORDS)
    follow(page, "main form .deeds button.first")  # nothing was chosen
    kept = page.evaluate(STORED)
    page.context.clear_cookies()
    page.check("[name=source][value=repair]")
    page.check("[name=shared][value=yes]")
    follow(page, "main form .deeds button.first")
    sign_in(page, address, team.director, PASSWORD)
    page.goto(f"{address}/gesprekskaarten/gesprek")

    assert "De+lamp+in+de+hal" in kept
    expect(page.locator("#statement")).to_have_value(WORDS)


def test_what_is_changed_while_a_form_is_on_its_way_stays_on_the_device(
    phone: Page, address: str
) -> None:
    page = phone
    page.goto(f"{address}/gesprekskaarten/gesprek")
    fill_in(page, "#statement", ["[name=source][value=repair]", "[name=shared][value=yes]"])
    page.evaluate("""() => document.querySelector("main form").addEventListener("submit", () => {
      setTimeout(() => {
        const field = document.querySelector("#statement");
        field.value += " En mooi ook.";
        field.dispatchEvent(new Event("input", { bubbles: true }));
      });
    })""")
    page.click("main form .deeds button.first")
    page.wait_for_selector(".said")

    expect(page.locator("#statement")).to_have_value(f"{WORDS} En mooi ook.")


@pytest.fixture
def colleague(phone: Page, address: str, team: Cast) -> Page:
    """A device on which the director's session ended over a text, and a colleague signed in."""
    phone.goto(f"{address}/gesprekskaarten/gesprek")
    phone.fill("#statement", WORDS)
    phone.context.clear_cookies()
    sign_in(phone, address, team.staff, PASSWORD)
    return phone


def test_nobody_else_on_the_device_sees_the_text_nor_takes_it_away(
    colleague: Page, address: str, team: Cast
) -> None:
    page = colleague
    page.goto(f"{address}/gesprekskaarten/gesprek")
    page.wait_for_timeout(300)
    theirs = page.input_value("#statement")
    sign_out(page)
    page.wait_for_url("**/login**")
    sign_in(page, address, team.director, PASSWORD)
    page.goto(f"{address}/gesprekskaarten/gesprek")

    assert theirs == ""
    expect(page.locator("#statement")).to_have_value(WORDS)


def test_signing_out_over_a_text_that_was_not_sent_asks_first(
    phone: Page, address: str, team: Cast
) -> None:
    page = phone
    page.goto(f"{address}/gesprekskaarten/gesprek")
    page.fill("#statement", WORDS)
    page.goto(f"{address}/")
    sign_out(page)
    expect(page.locator("#unsent")).to_contain_text("U bent nog niet uitgelogd")
    listed = page.inner_text("#unsent-list")
    page.click("#unsent-list a")
    expect(page.locator("#statement")).to_have_value(WORDS)

    sign_out(page)
    page.click("#away")

    assert WORDS in listed
    is_out(page)


def test_what_was_typed_before_can_be_thrown_away(phone: Page, address: str) -> None:
    page = phone
    page.goto(f"{address}/gesprekskaarten/gesprek")
    page.fill("#statement", WORDS)
    page.reload()
    expect(page.locator("#statement")).to_have_value(WORDS)

    page.click("text=Gooi weg wat ik typte")

    expect(page.locator("#statement")).to_have_value("")
    assert page.evaluate(STORED) == "{}"


def test_without_script_nothing_is_kept_and_signing_out_works(
    phone: Page, address: str, team: Cast
) -> None:
    browser = phone.context.browser
    assert browser is not None
    bare = new_page(browser, java_script_enabled=False)
    sign_in(bare, address, team.director, PASSWORD)

    bare.click(".own-button")
    follow(bare, "form[action='/logout'] button")

    assert "/login" in bare.url
    bare.context.close()
