"""The first day: what is missing is named, with where, and nothing is wrong before it was sent."""

import re

import pytest
from flask import Flask

from tests.client import PageClient
from tests.factories import NOW, Cast
from tests.web import journey
from tests.web.journey import on
from visits.models import db
from visits.services.organisation import change_organisation

WRONG = re.compile(r'class="(summary|error|field wrong)"')


def test_each_missing_setting_is_named_and_leads_to_its_field(
    client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.admin)

    home = client.get("/").text
    settings = client.get("/instellingen/").text

    for name in re.findall(r'href="/instellingen/#(\w+)"', home):
        assert f'id="{name}"' in settings
    assert 'href="/instellingen/#place"' in home
    assert "Plaats van het kantoor" in home


def test_only_what_is_missing_is_named(app: Flask, client: PageClient, cast: Cast) -> None:
    journey.furnish(app)
    with app.app_context():
        change_organisation(db.session(), {"place": ""}, by=None, now=NOW)
        db.session.commit()
    client.sign_in(cast.admin)

    home = client.get("/").text

    assert re.findall(r'href="/instellingen/#(\w+)"', home) == ["place"]


@pytest.mark.parametrize(
    ("name", "words"),
    [("visited", "Er waren geen eerdere bezoeken"), ("minutes", "Hij staat in de notulen")],
)
def test_what_only_people_know_is_ticked_by_them(
    client: PageClient, cast: Cast, name: str, words: str
) -> None:
    client.sign_in(cast.assistant)
    before = client.get("/deze-maand").text

    client.send(f"/klaar/{name}")

    assert words in before
    assert words not in client.get("/deze-maand").text
    assert client.send("/klaar/draw").status_code == 404


@pytest.mark.parametrize("filled", [False, True])
def test_no_page_opens_with_a_fault_before_something_was_sent(
    app: Flask, client: PageClient, cast: Cast, filled: bool
) -> None:
    paths = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments
    ]
    with on(NOW):
        if filled:
            number = journey.planned_visit(client, app, cast)
            pages = ("", "/afspraak", "/gezelschap", "/brieven/confirmation")
            paths += [f"/bezoeken/{number}{page}" for page in pages]

        for who in (cast.director, cast.assistant, cast.board, cast.staff, cast.admin):
            client.sign_in(who)
            opened = {path: client.get(path) for path in paths}
            html = {path: one.text for path, one in opened.items() if one.mimetype == "text/html"}

            assert not [path for path, text in html.items() if WRONG.search(text)]


def test_each_field_that_is_empty_is_named_in_the_list_at_the_top(
    client: PageClient, cast: Cast
) -> None:
    client.sign_in(cast.assistant)

    text = client.send("/huurders/nieuw").text

    listed = re.findall(r'<li><a href="#(\w+)">(.+?)</a>', text.split('class="summary"')[1])
    assert "Er missen nog" in text
    assert ("external_id", "Vul in: Huurdernummer.") in listed
    assert len({words for _, words in listed}) == len(listed)


def test_five_moments_say_nothing_of_a_calendar_that_nobody_read(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.furnish(app)
        client.sign_in(cast.assistant)
        number = journey.draw(client, app)
        journey.approach(client, number)

        text = client.get(f"/bezoeken/{number}/afspraak").text

    assert "Wij kennen de agenda van de directeur niet." in text
    assert "De directeur is vrij" not in text


@pytest.mark.parametrize(("clock", "asks"), [("", False), ("10.30", True)])
def test_only_a_letter_that_proposes_a_day_asks_whether_it_suits(
    app: Flask, client: PageClient, cast: Cast, clock: str, asks: bool
) -> None:
    with on(NOW):
        journey.furnish(app)
        client.sign_in(cast.assistant)
        number = journey.draw(client, app)
        client.send(f"/bezoeken/{number}/controle")
        day = "17-12-2026" if clock else ""
        client.send(f"/bezoeken/{number}/brief/dag", day=day, clock=clock)

        letter = journey.words(client.get(f"/bezoeken/{number}/brieven/invitation.pdf").data)

    assert ("Past de dag u niet?" in letter) is asks
    assert "of de dag u past" not in letter
