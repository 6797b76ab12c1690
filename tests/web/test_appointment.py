"""Planning on the screen: five moments, any other one, the week, who comes along."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import NOW, Cast, make_account
from tests.services.visit.test_busy import calendar
from tests.web import journey
from tests.web.journey import count, on, upload
from visits.domain.account import Role
from visits.models import db
from visits.models.appointment import Appointment
from visits.models.outbox import Mail
from visits.models.visit import Visit

PICK = re.compile(r'name="pick" type="radio" value="([^"]+)"')


def said_yes(client: PageClient, app: Flask, cast: Cast) -> str:
    """Bring a visit as far as the yes, and give the path of its planning page."""
    visit_id = journey.welcome_visit(app, cast)
    client.sign_in(cast.assistant)
    return f"/bezoeken/{visit_id}/afspraak"


def picks(client: PageClient, path: str) -> list[str]:
    """List the moments that the page offers."""
    return PICK.findall(client.get(path).text)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Stand at a day before the visit."""
    with journey.on(NOW):
        yield


@pytest.fixture
def visit_id(app: Flask, client: PageClient, cast: Cast) -> int:
    """A visit in the calendars of the director and the tenant; the assistant is signed in."""
    return journey.planned_visit(client, app, cast)


def test_five_moments_and_another_one_are_offered_and_one_of_them_plans(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        path = said_yes(client, app, cast)
        offered = picks(client, path)

        response = client.send(path, pick=offered[2], minutes="60")

    assert (len(offered), offered[-1], response.status_code) == (6, "other", 303)
    with app.app_context():
        starts_at = db.session.scalars(select(Appointment.starts_at)).one()
    assert starts_at == datetime.fromisoformat(offered[2])


def test_another_moment_needs_a_day_and_a_time(app: Flask, client: PageClient, cast: Cast) -> None:
    with on(NOW):
        path = said_yes(client, app, cast)

        empty = client.send(path, pick="other", minutes="60")
        filled = client.send(path, pick="other", day="17-12-2026", clock="10.30", minutes="60")

    assert (empty.status_code, filled.status_code) == (422, 303)
    assert 'href="#day"' in empty.text


@pytest.mark.parametrize(
    ("day", "clock", "said"),
    [
        ("16-12-2026", "2.30", "buiten onze bezoekuren"),  # for 14.30
        ("18-12-2026", "10.30", "niet op bezoek"),  # a Friday
    ],
)
def test_an_odd_moment_is_asked_about_before_anybody_hears_of_it(
    app: Flask, client: PageClient, cast: Cast, day: str, clock: str, said: str
) -> None:
    with on(NOW):
        path = said_yes(client, app, cast)
        odd = {"pick": "other", "day": day, "clock": clock, "minutes": "60"}

        asked = client.send(path, **odd)
        mails = count(app, Mail)
        meant = asked.text.split('name="despite"')[1].split('value="')[1].split('"')[0]
        other = client.send(path, **odd | {"clock": "3.30"}, despite=meant)
        planned = client.send(path, **odd, despite=meant)

    assert said in asked.text
    assert (asked.status_code, other.status_code, planned.status_code) == (422, 422, 303)
    assert mails == 0
    assert count(app, Appointment) == 1


def test_a_moment_at_which_the_director_is_busy_is_asked_about_first(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        path = said_yes(client, app, cast)
        upload(client, calendar(datetime.fromisoformat("2026-12-16T13:00:00+00:00")))

        asked = client.send(path, pick="other", day="16-12-2026", clock="14.00", minutes="60")

    assert asked.status_code == 422
    assert "niet vrij" in asked.text
    assert count(app, Appointment) == 0


def test_a_day_that_was_typed_beside_a_choice_is_asked_about(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        path = said_yes(client, app, cast)
        first = picks(client, path)[0]

        response = client.send(path, pick=first, day="17-12-2026", clock="10.30", minutes="60")

    assert response.status_code == 422
    with app.app_context():
        assert not db.session.scalars(select(Appointment)).all()


def test_a_moment_that_was_taken_meanwhile_is_refused(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        path = said_yes(client, app, cast)
        first = picks(client, path)[0]
        upload(client, calendar(datetime.fromisoformat(first)))

        response = client.send(path, pick=first, minutes="60")
        nonsense = client.send(path, pick="gisteren", minutes="60")

    assert (response.status_code, nonsense.status_code) == (422, 422)
    assert first not in picks(client, path)


def test_a_busy_calendar_shows_in_the_week_without_a_word_of_it(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        path = said_yes(client, app, cast)
        free = client.get(f"{path}?week=2026-12-08").text
        status = upload(client, calendar(datetime.fromisoformat("2026-12-08T13:00:00+00:00")))

        text = client.get(f"{path}?week=2026-12-08").text

    assert status == 303
    assert (free.count('<td class="busy">'), text.count('<td class="busy">')) == (0, 1)
    assert "Geheim" not in text


def test_a_week_that_is_none_shows_the_first_good_moment(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        path = said_yes(client, app, cast)

        texts = [client.get(path + week).text for week in ("", "?week=x", "?week=0001-01-01")]

    assert 'class="pick"' in texts[0]
    assert texts[0].count('class="pick"') == texts[1].count('class="pick"')


def test_planning_says_of_which_year_the_school_holidays_are_not_known(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    warning = "Van 2031 weten wij de schoolvakanties nog niet"
    late = datetime(2030, 12, 10, 9, 0, tzinfo=UTC)
    with on(NOW):
        path = said_yes(client, app, cast)
        known = client.get(path).text
    with on(late):
        client.sign_in(cast.assistant)
        unknown = client.get(path).text

    assert warning not in known
    assert warning in unknown


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"day": "1-1-2020", "clock": "10.30", "minutes": "60"}, "is voorbij"),  # in the past
        ({"day": "31-2-2027", "clock": "10.30", "minutes": "60"}, "bestaat niet"),  # no such day
        ({"day": "17-12-2026", "clock": "25.00", "minutes": "60"}, "bestaat niet"),  # no such time
        ({"day": "morgen", "clock": "10.30", "minutes": "60"}, "zo"),  # not written as a date
        ({"day": "17-12-2026", "clock": "10.30", "minutes": "1"}, "15"),  # too short
        ({"day": "", "clock": "", "minutes": ""}, "Kies"),  # nothing
    ],
)
def test_a_moment_that_cannot_be_is_refused_beside_its_field(
    app: Flask, client: PageClient, cast: Cast, fields: dict[str, str], said: str
) -> None:
    with on(NOW):
        visit_id = journey.approached_visit(app, cast)
        client.sign_in(cast.assistant)

        response = client.send(f"/bezoeken/{visit_id}/afspraak", **fields)

    assert response.status_code == 422
    assert said in response.text.split('class="error"')[1]
    assert count(app, Appointment) == 0


def test_a_move_and_a_cancellation_keep_the_event_and_tell_everybody(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.planned_visit(client, app, cast)
        client.send(f"/bezoeken/{visit_id}/afspraak", day="16-12-2026", clock="14.00", minutes="60")
        client.send(f"/bezoeken/{visit_id}/afspraak/afzeggen", who="cancelled_by_tenant")

    with app.app_context():
        mails = db.session.query(Mail).filter(Mail.method.is_not(None)).order_by(Mail.id).all()
        calendars = [Calendar.from_ical(mail.calendar or b"") for mail in mails]
        sent = [(mail.recipient, mail.method, mail.sequence) for mail in mails]
    tenant = "huurder@voorbeeld.example"
    assert sent == [
        (cast.director, "REQUEST", 0), (tenant, "REQUEST", 0),
        (cast.director, "REQUEST", 1), (tenant, "REQUEST", 1),
        (cast.director, "CANCEL", 2), (tenant, "CANCEL", 2),
    ]  # fmt: skip
    assert len({str(one.walk("VEVENT")[0]["UID"]) for one in calendars}) == 1


def test_company_joins_and_leaves_on_its_own_page(
    app: Flask, client: PageClient, visit_id: int
) -> None:
    with app.app_context():
        before = len(db.session.scalars(select(Mail)).all())
    path = f"/bezoeken/{visit_id}/gezelschap"
    number = re.findall(r'name="companions"[^>]*value="(\d+)"', client.get(path).text)[0]

    silent = client.send(path, companions=number, remark="Fiets mee")
    joined = client.send(path, companions=number, remark="Fiets mee", inform="no")
    left = client.send(path, remark="Fiets mee", inform="letter")

    assert (silent.status_code, joined.status_code, left.status_code) == (422, 303, 303)
    assert left.location.endswith("/brieven/confirmation")
    with app.app_context():
        mails = db.session.scalars(select(Mail).order_by(Mail.id)).all()[before:]
        told = [(mail.method, mail.role) for mail in mails]
    assert told == [
        ("REQUEST", "companion"), ("REQUEST", "host"), ("CANCEL", "companion"), ("REQUEST", "host"),
    ]  # fmt: skip
    assert Calendar.from_ical(mails[2].calendar or b"")["METHOD"] == "CANCEL"


def test_a_cancellation_without_who_cancels_is_asked_again(
    app: Flask, client: PageClient, visit_id: int
) -> None:
    refused = client.send(f"/bezoeken/{visit_id}/afspraak/afzeggen")

    assert refused.status_code == 422
    assert "Kies wie er afzegt." in refused.text
    assert journey.state_of(app, visit_id) == "planned"


def test_an_appointment_is_confirmed_by_hand(app: Flask, client: PageClient, visit_id: int) -> None:
    confirmed = client.send(f"/bezoeken/{visit_id}/afspraak/bevestigen")

    assert confirmed.status_code == 303
    assert journey.state_of(app, visit_id) == "confirmed"


def test_another_director_takes_the_visit_over_and_both_calendars_hear_of_it(
    app: Flask, client: PageClient, cast: Cast, visit_id: int
) -> None:
    with app.app_context():
        other = make_account(db.session(), Role.DIRECTOR, email="tweede@waterhof.example").id
        db.session.commit()
        before = db.session.scalars(select(Mail.id).order_by(Mail.id.desc())).first() or 0
    path = f"/bezoeken/{visit_id}"
    offered = client.get(path).text

    nobody = client.send(f"{path}/directeur")
    chosen = client.send(f"{path}/directeur", host=other)

    assert "Wie maakt dit bezoek?" in offered
    assert (nobody.status_code, chosen.status_code) == (409, 303)
    with app.app_context():
        assert db.session.get_one(Visit, visit_id).host_id == other
        query = select(Mail.recipient, Mail.method).where(Mail.id > before)
        told = [tuple(row) for row in db.session.execute(query)]
    assert {(cast.director, "CANCEL"), ("tweede@waterhof.example", "REQUEST")} <= {
        *map(tuple, told)
    }


def test_only_colleagues_who_visit_tenants_are_offered_as_company(
    client: PageClient, visit_id: int
) -> None:
    text = client.get(f"/bezoeken/{visit_id}/gezelschap").text

    assert "Iemand (staff)" in text
    assert not [role for role in ("board", "admin") if f"Iemand ({role})" in text]
    assert "Iemand (director)" not in text  # who makes the visit is no company


def test_a_visit_without_an_appointment_has_no_company_and_no_file(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    visit_id = journey.approached_visit(app, cast)
    client.sign_in(cast.assistant)

    company = client.get(f"/bezoeken/{visit_id}/gezelschap")
    file = client.get(f"/bezoeken/{visit_id}/huurdersbezoek.ics")
    stranger = client.get(f"/bezoeken/{visit_id}/uitnodiging/1.ics")

    assert (company.status_code, file.status_code, stranger.status_code) == (409, 409, 409)
