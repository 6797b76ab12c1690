"""The log on the screen: who did what, when; never what it said."""

import csv
from datetime import timedelta

import pytest
from flask import Flask

from tests.client import PageClient
from tests.factories import Cast
from tests.web import journey
from tests.web.journey import NOW, on
from visits.models import db
from visits.services import audit
from visits.services.account import find_account
from visits.services.visit.record import get_visit


def test_the_log_says_who_did_what_and_never_what_was_written(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.planned_visit(client, app, cast)
        client.send("/logout")
        client.sign_in(cast.admin)

        text = client.get("/logboek/").text

    assert "visit.planned" in text
    assert "Kwakelpad" not in text
    assert "voorbeeld.example" not in text


def write_lines(app: Flask, cast: Cast) -> int:
    """Write a line on each of three days, and give the number of who did the second."""
    with app.app_context():
        session = db.session()
        person = find_account(session, cast.assistant)
        assert person
        for day, by in ((0, None), (1, person.id), (2, None)):
            when = NOW + timedelta(days=day)
            name = f"visit.day{day}"
            audit.record(session, name, "visit", 7, by=by, now=when, about="=1+1")
        session.commit()
        return int(person.id)


def rows(text: str) -> list[list[str]]:
    """Give the rows of a table, without its header."""
    return list(csv.reader(text.removeprefix("\ufeff").splitlines(), delimiter=";"))[1:]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"visit.day0", "visit.day1", "visit.day2"}),
        ("van=25-11-2026", {"visit.day1", "visit.day2"}),
        ("tot=2026-11-25", {"visit.day0", "visit.day1"}),  # that day belongs to it
        ("van=25-11-2026&tot=25-11-2026", {"visit.day1"}),
        ("daad=visit.day2", {"visit.day2"}),
        ("wie={person}", {"visit.day1"}),
        ("wie={person}&daad=visit.day2", set()),
    ],
)
def test_the_page_and_the_table_hold_what_is_looked_for(
    app: Flask, client: PageClient, cast: Cast, asked: str, found: set[str]
) -> None:
    with on(NOW):
        person = write_lines(app, cast)
        client.sign_in(cast.admin)
        address = asked.format(person=person)

        page = client.get(f"/logboek/?{address}").text
        table = client.get(f"/logboek/logboek.csv?{address}").text

    on_page = page.partition("<table")[2]
    assert {name for name in ("visit.day0", "visit.day1", "visit.day2") if name in on_page} == found
    assert {row[4] for row in rows(table) if row[4].startswith("visit.day")} == found


def test_a_table_that_left_the_app_is_a_line_itself_and_runs_nothing(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        write_lines(app, cast)
        client.sign_in(cast.admin)

        first = client.get("/logboek/logboek.csv?daad=visit.day0")
        second = rows(client.get("/logboek/logboek.csv?daad=audit.export").text)

    assert first.headers["Content-Disposition"].startswith("attachment")
    assert rows(first.text)[0][1:] == [
        "2026-11-24T09:00:00+00:00", "", "", "visit.day0", "visit", "7", '{"about": "=1+1"}',
    ]  # fmt: skip
    assert [row[7] for row in second] == ['{"n": 1}']


@pytest.mark.parametrize("asked", ["van=31-2-2026", "wie=niemand", "daad=geen"])
def test_what_cannot_be_looked_for_is_said_and_no_table_is_made(
    client: PageClient, cast: Cast, asked: str
) -> None:
    client.sign_in(cast.admin)

    assert client.get(f"/logboek/?{asked}").status_code == 422
    assert client.get(f"/logboek/logboek.csv?{asked}").status_code == 400


def test_nobody_else_gets_the_table(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.assistant)

    assert client.get("/logboek/logboek.csv").status_code == 403


def test_after_a_leak_the_tenants_are_named_whom_an_account_touched_since_a_day(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit = journey.planned_visit(client, app, cast)
        client.send("/logout")
        client.sign_in(cast.admin)
        with app.app_context():
            person = find_account(db.session(), cast.assistant)
            tenant = get_visit(db.session(), visit).tenant
            assert person
            assert tenant
            wie, number = person.id, tenant.external_id

        first = client.get("/logboek/lek").text
        touched = client.get("/logboek/lek", query_string={"wie": wie, "van": "1-1-2026"}).text
        later = client.get("/logboek/lek", query_string={"wie": wie, "van": "1-1-2030"}).text

    assert "72 uur" in first
    assert "is dit account" not in first
    assert f'<span class="code">{number}</span>' in touched
    assert number not in later
    assert client.get("/logboek/lek", query_string={"van": "32-1-2026"}).status_code == 422
