"""A form does its deed once: four clicks make one talk, and nobody plans over a colleague."""

import re
from datetime import timedelta
from threading import Thread
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from tests.client import PageClient
from tests.factories import NOW, Cast
from tests.web import journey
from tests.web.journey import count, on
from visits.models import db
from visits.models.appointment import Appointment
from visits.models.insight import Insight, Talk
from visits.models.letter import Letter
from visits.models.once import SentForm
from visits.models.outbox import Mail
from visits.models.visit import Contact
from visits.services.upkeep.retention import FORMS, drop_marks

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
VALUE = re.compile(r'(name|value)="([^"]*)"')


def hidden(client: PageClient, page: str) -> dict[str, str]:
    """Give the hidden fields of the forms on a page, as a browser sends them."""
    found = (dict(VALUE.findall(field)) for field in HIDDEN.findall(client.get(page).text))
    return {field["name"]: field.get("value", "") for field in found}


def click(client: PageClient, path: str, times: int, fields: dict[str, Any]) -> list[int]:
    """Send a form several times."""
    return [client.post(path, data=fields).status_code for _ in range(times)]


def test_four_clicks_make_one_talk(app: Flask, client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.staff)
    fields = hidden(client, "/gesprekskaarten/gesprek")
    fields |= {"statement": "De lift is traag.", "source": "repair", "shared": "yes"}

    clicks = click(client, "/gesprekskaarten/gesprek", 4, fields)

    assert clicks == [303] * 4
    assert count(app, Talk, Insight) == 2


def test_a_form_that_is_drawn_anew_does_its_deed_again(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.staff)
    for _ in range(2):
        fields = hidden(client, "/gesprekskaarten/gesprek")
        fields |= {"statement": "De lift is traag.", "source": "repair", "shared": "yes"}
        click(client, "/gesprekskaarten/gesprek", 1, fields)

    assert count(app, Talk) == 2


def test_three_clicks_make_one_letter(app: Flask, client: PageClient, cast: Cast) -> None:
    visit_id = journey.planned_visit(client, app, cast)
    path = f"/bezoeken/{visit_id}/brieven/confirmation"
    before = count(app, Letter)
    fields = hidden(client, path)

    clicks = click(client, f"{path}/verstuurd", 3, fields)

    assert clicks == [303] * 3
    assert count(app, Letter) == before + 1


def test_three_attempts_within_an_hour_count_once(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    visit_id = journey.approached_visit(app, cast)
    before = count(app, Contact)
    for minutes in (0, 20, 59, 60):
        with on(NOW + timedelta(minutes=minutes)):
            client.sign_in(cast.assistant)
            client.send(f"/bezoeken/{visit_id}/gesprek", result="not_reached")

    assert count(app, Contact) == before + 2


def test_two_clicks_at_once_plan_one_visit(app: Flask, client: PageClient, cast: Cast) -> None:
    visit_id = journey.welcome_visit(app, cast)
    client.sign_in(cast.assistant)
    path = f"/bezoeken/{visit_id}/afspraak"
    fields = hidden(client, path)
    fields |= {"pick": "other", "day": "17-12-2026", "clock": "10.30", "minutes": "60"}
    cookie = client.get_cookie("visits")
    assert cookie is not None
    found: list[int] = []

    def go() -> None:
        other = app.test_client()
        other.set_cookie("visits", cookie.value)
        found.append(other.post(path, data=fields).status_code)

    threads = [Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [303] * 4
    assert count(app, Appointment) == 1
    with app.app_context():
        assert db.session.scalar(select(func.max(Appointment.sequence))) == 0


def test_two_assistants_who_plan_differently_are_told(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    visit_id = journey.welcome_visit(app, cast)
    client.sign_in(cast.assistant)
    path = f"/bezoeken/{visit_id}/afspraak"
    mine, hers = hidden(client, path), hidden(client, path)
    moment = {"pick": "other", "clock": "10.30", "minutes": "60"}
    client.post(path, data=mine | moment | {"day": "17-12-2026"})
    mails = count(app, Mail)

    second = client.post(path, data=hers | moment | {"day": "16-12-2026"})
    moved = client.post(path, data=hidden(client, path) | moment | {"day": "16-12-2026"})

    assert second.status_code == 409
    assert "Iemand anders heeft dit bezoek intussen gepland" in second.text
    assert moved.status_code == 303
    assert count(app, Mail) > mails


def test_an_appointment_is_not_cancelled_by_who_saw_another_day(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    visit_id = journey.planned_visit(client, app, cast)
    old = hidden(client, f"/bezoeken/{visit_id}")
    path = f"/bezoeken/{visit_id}/afspraak"
    moment = {"pick": "other", "clock": "10.30", "minutes": "60", "day": "16-12-2026"}
    assert client.post(path, data=hidden(client, path) | moment).status_code == 303

    answer = client.post(f"{path}/afzeggen", data=old | {"who": "cancelled_by_us"})

    assert answer.status_code == 409
    assert journey.state_of(app, visit_id) == "planned"


def test_a_form_is_forgotten_after_a_day(app: Flask, client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.staff)
    fields = hidden(client, "/gesprekskaarten/gesprek")
    fields |= {"statement": "De lift is traag.", "source": "repair", "shared": "yes"}
    click(client, "/gesprekskaarten/gesprek", 1, fields)
    left = []
    for moment in (NOW + FORMS, NOW + FORMS + timedelta(seconds=1)):
        with app.app_context():
            drop_marks(db.session(), moment)
            db.session.commit()
        left.append(count(app, SentForm))

    assert left == [1, 0]
