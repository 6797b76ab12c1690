"""The director's calendar on the screen: read from a file or an address, kept without words."""

from datetime import datetime

from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import Cast, set_up
from tests.services.visit.test_busy import calendar, with_bad
from tests.web.journey import upload
from visits.models import db
from visits.models.busy import BusyInterval

AGENDA = "/agenda-directeur/"


def test_a_file_that_is_no_calendar_is_refused_beside_its_field(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.director)

    assert upload(client, b"<html>") == 422
    assert client.send(AGENDA).status_code == 422
    with app.app_context():
        assert not db.session.scalars(select(BusyInterval)).all()


def test_what_is_known_of_the_calendar_can_be_taken_away(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.director)
    upload(client, calendar(datetime.fromisoformat("2099-12-08T13:00:00+00:00")))

    response = client.send(f"{AGENDA}vergeten")

    assert response.status_code == 303
    assert "vergeten" not in client.get(AGENDA).text


def test_an_address_is_asked_for_only_where_a_host_is_allowed_and_never_shown(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.director)
    before = client.get(AGENDA).text
    with app.app_context():
        set_up(db.session(), calendar_hosts="agenda.invalid")

    elsewhere = client.send(f"{AGENDA}adres", address="https://elders.example/a.ics")
    kept = client.send(f"{AGENDA}adres", address="https://agenda.invalid/geheim.ics")

    assert 'name="address"' not in before
    assert (elsewhere.status_code, kept.status_code) == (422, 303)
    text = client.get(AGENDA).text
    assert "geheim.ics" not in text
    assert "niet op tijd" in text  # a name that nobody has


def test_a_list_of_hosts_is_kept_tidy_and_each_of_them_may_be_asked(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.admin)
    form = {"smallest_group": "3", "public_group": "5", "import_days": "35", "erase_days": "30"}
    wrong = client.send("/instellingen/privacy", **form, calendar_hosts="agenda.invalid; nergens")
    listed = "Agenda.invalid  tweede.invalid,agenda.invalid"
    client.send("/instellingen/privacy", **form, calendar_hosts=listed)
    client.send("/logout")
    client.sign_in(cast.director)
    shown = client.get(AGENDA).text

    kept = client.send(f"{AGENDA}adres", address="https://tweede.invalid/a.ics")

    assert wrong.status_code == 422
    assert "agenda.invalid, tweede.invalid" in shown
    assert kept.status_code == 303


def test_without_an_address_nothing_is_fetched(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.director)

    assert client.send(f"{AGENDA}ophalen").status_code == 409


def test_other_addresses_are_kept_and_what_was_left_out_is_told(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.director)
    good = calendar(datetime.fromisoformat("2099-12-08T13:00:00+00:00"))
    upload(client, with_bad(good, 2))

    kept = client.send(f"{AGENDA}ook", also="ook@elders.example")
    text = client.get(AGENDA).text

    assert kept.status_code == 303
    assert "2 afspraken zijn niet te lezen, en zijn weggelaten." in text
    assert 'value="ook@elders.example"' in text
