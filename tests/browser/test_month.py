"""The whole month in a real browser: list, draw, a no, a visit, a note, the board's page."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar
from playwright.sync_api import Page
from sqlalchemy import select

from tests.browser.conftest import follow, sign_in
from tests.client import PASSWORD
from tests.factories import Cast, make_cast, set_up
from visits.domain.month import local
from visits.models import db
from visits.models.outbox import Mail
from visits.models.tenant import Tenant
from visits.models.visit import Visit

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
REPLY = (
    "BEGIN:VCALENDAR\r\nPRODID:-//Test//NL\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n"
    "UID:{uid}\r\nSEQUENCE:0\r\nDTSTAMP:{stamp:%Y%m%dT%H%M%SZ}\r\n"
    "ATTENDEE;PARTSTAT=ACCEPTED:mailto:{email}\r\nDTSTART:{start:%Y%m%dT%H%M%SZ}\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def team(fresh_app: Flask) -> Cast:
    """The five people, with the settings filled in."""
    with fresh_app.app_context():
        set_up(db.session())
        return make_cast(db.session())


def leave(page: Page) -> None:
    """Sign out."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.click(".own-button")
    follow(page, "form[action='/logout'] button")


def write_down(page: Page, result: str) -> None:
    """Write down what came out of a conversation."""
    page.check(f"[name=result][value={result}]")
    follow(page, "#bellen form:has([name=result]) button")


def approach(page: Page) -> None:
    """Check the tenant, and send the letter."""
    follow(page, "form[action$='/controle'] button")
    follow(page, "a[href$='/brief']")
    follow(page, "form[action$='/brief'] button.first")


def import_tenants(page: Page, address: str, data: Path) -> None:
    """Read in the sample list as the assistant."""
    page.goto(f"{address}/huurders/inlezen/")
    page.set_input_files("[name=file]", data / "tenants" / "clean.xlsx")
    follow(page, "main button.first")
    assert "200" in page.inner_text("main")
    follow(page, "form[action$='/bewaren'] button")
    assert "200" in page.inner_text("h1")


def plan(page: Page, day: datetime) -> bytes:
    """Plan the visit on the Wednesday before, and give the file for one's own calendar."""
    day -= timedelta(days=(day.weekday() - 2) % 7)
    page.check("[name=pick][value=other]")
    page.fill("[name=day]", f"{day.day}-{day.month}-{day.year}")
    page.fill("[name=clock]", "10.30")
    follow(page, "main button.first")
    with page.expect_download() as download:
        page.click("a[href$='huurdersbezoek.ics']")
    return Path(download.value.path()).read_bytes()


def answer_of(app: Flask, email: str) -> bytes:
    """Give the answer that the director's calendar would send to the last invitation."""
    with app.app_context():
        query = select(Mail.calendar).where(Mail.recipient == email).order_by(Mail.id.desc())
        event = Calendar.from_ical(db.session.scalars(query).first() or b"").walk("VEVENT")[0]
    stamp = datetime.now(UTC)
    start = event.decoded("DTSTART").astimezone(UTC)
    return REPLY.format(uid=event["UID"], email=email, stamp=stamp, start=start).encode()


def write_note(page: Page, address: str, visit_id: int, words: tuple[str, str]) -> None:
    """Write the note of a visit on a phone, with two insights."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{address}/bezoeken/{visit_id}/notitie")
    page.fill("[name=one_line]", "Trots op de straat.")
    page.fill("[name=insights-0-statement]", words[0])
    page.check("[name=insights-0-kind][value=story]")
    page.click(".part:has([name=insights-0-themes]) summary")
    page.check("[name=insights-0-themes][value=BUU]")
    page.fill("[name=insights-1-statement]", words[1])
    page.check("[name=insights-1-kind][value=idea]")
    page.click(".part:has([name=insights-1-themes]) summary")
    page.check("[name=insights-1-themes][value=BUU]")
    follow(page, ".savebar button")
    page.click(".summary a")  # the permission was left open, and the page says so
    page.check("[name=permission][value='3']")
    follow(page, ".savebar button")
    assert words[0] in page.inner_text("main")


def release_all(page: Page, address: str) -> None:
    """Release every insight that waits."""
    while True:
        page.goto(f"{address}/inzichten/")
        waiting = page.locator(".entry").first.locator("li a")
        if waiting.count() == 0:
            return
        with page.expect_navigation():
            waiting.first.click()
        follow(page, "form[action$='/vrijgeven'] button")


def draw_month(page: Page, address: str) -> None:
    """Draw the month that is on offer; on most days that takes a reason."""
    page.goto(f"{address}/loting/")
    follow(page, ".deeds .first")
    if page.locator("[name=reason]").count():
        page.fill("[name=reason]", "Proef")
        follow(page, "form[action='/loting/'] button.first")


def hold_visit(
    page: Page, app: Flask, address: str, team: Cast, number: int, clock: time_machine.Traveller
) -> None:
    """Go through one month: draw, approach, plan, confirm, visit, note, release."""
    sign_in(page, address, team.assistant, PASSWORD)
    draw_month(page, address)
    follow(page, "main a.first")
    approach(page)
    if number == 0:
        write_down(page, "no")
        page.goto(f"{address}/loting/")
        follow(page, "tbody a")
        follow(page, "main a.first")
        approach(page)
    write_down(page, "yes")
    day = local(datetime.now(UTC) + timedelta(days=20))
    file = plan(page, day)
    assert Calendar.from_ical(file)["METHOD"] == "PUBLISH"
    page.goto(f"{address}/antwoorden/")
    answer = {"name": "a.ics", "mimeType": "text/calendar", "buffer": answer_of(app, team.director)}
    page.set_input_files("[name=file]", answer)  # type: ignore[arg-type]
    follow(page, "main button.first")
    with app.app_context():
        visit = db.session.scalars(select(Visit).order_by(Visit.id.desc())).first()
        assert visit is not None
        visit_id, state = visit.id, visit.state
    assert state == "confirmed"
    leave(page)
    clock.shift(timedelta(days=21))
    sign_in(page, address, team.director, PASSWORD)
    write_note(page, address, visit_id, (f"Buren kennen elkaar ({number}).", f"Bankje ({number})."))
    release_all(page, address)
    leave(page)


def test_a_month_goes_from_the_list_of_tenants_to_the_page_of_the_board(
    page: Page, fresh_app: Flask, address: str, team: Cast, data: Path
) -> None:
    # The visits fall in one year, of which the board reads, and in months without a holiday.
    begin = datetime(datetime.now(UTC).year + 1, 7, 2, 9, tzinfo=UTC)
    with time_machine.travel(begin, tick=True) as clock:
        sign_in(page, address, team.assistant, PASSWORD)
        import_tenants(page, address, data)
        leave(page)
        for number in range(3):
            hold_visit(page, fresh_app, address, team, number, clock)
            clock.shift(timedelta(days=12))
        clock.shift(timedelta(days=366))

        sign_in(page, address, team.board, PASSWORD)

        texts = [page.content()]
        for path in ("/wat-we-hoorden", "/wat-we-hoorden/BUU", "/wat-we-deden", "/waar-we-waren"):
            page.goto(address + path)
            texts.append(page.content())
    told = " ".join(texts)
    assert "Buren kennen elkaar" in told
    assert "Bankje" in told
    with fresh_app.app_context():
        tenants = db.session.scalars(select(Tenant)).all()
        secrets = {tenant.surname for tenant in tenants if len(tenant.surname) > 4}
        secrets |= {tenant.street for tenant in tenants} | {tenant.postcode for tenant in tenants}
        secrets |= {tenant.external_id for tenant in tenants}
        held = {visit.held_on for visit in db.session.scalars(select(Visit)) if visit.held_on}
    for text in texts:
        assert not [secret for secret in secrets if re.search(rf"\b{re.escape(secret)}\b", text)]
        assert not [
            day for day in held if day.isoformat() in text or f"{day.day}-{day.month}" in text
        ]
