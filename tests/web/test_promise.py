"""Promises on the screen: who sees them, and what becomes of them."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import NOW, Cast
from tests.services import village
from tests.web import journey
from tests.web.journey import AFTER, noted, on
from visits.domain.note import Permission
from visits.domain.promise import Progress
from visits.models import db
from visits.models.account import Account, Team
from visits.models.note import Note
from visits.models.outbox import Mail
from visits.models.promise import Promise
from visits.services.journal.note import NewPromise

DUE = date(2027, 1, 15)


@pytest.fixture
def promise_id(app: Flask, client: PageClient, cast: Cast) -> Iterator[int]:
    """A promise of yesterday that a team sees to; the assistant is signed in."""
    with on(village.AFTER):
        promised = NewPromise("Lamp maken", DUE, team_id=team_id(app))
        journey.written_visit(app, cast, promises=[promised])
        client.sign_in(cast.assistant)
        with app.app_context():
            number = db.session.scalars(select(Promise.id)).one()
        yield number


def team_id(app: Flask) -> int:
    """Give the number of the neighbourhood team."""
    with app.app_context():
        return db.session.scalars(select(Team.id).where(Team.name == "Wijkteam")).one()


def account_id(app: Flask, email: str) -> int:
    """Give the number of somebody's account."""
    with app.app_context():
        return db.session.scalars(select(Account.id).where(Account.email == email)).one()


def promise(app: Flask, number: int) -> Promise:
    """Give a promise as it stands in the table."""
    with app.app_context():
        return db.session.get_one(Promise, number)


def test_staff_see_the_promises_of_their_team_and_no_others(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.held_visit(client, app, cast)
        with app.app_context():
            team = db.session.scalars(select(Team).where(Team.name == "Wijkteam")).one()
            staff = db.session.scalars(select(Account).where(Account.email == cast.staff)).one()
            staff.team_id, team_id = team.id, team.id
            director = db.session.scalars(select(Account.id).where(Account.email == cast.director))
            mine = f"account-{director.one()}"
            db.session.commit()
    with on(AFTER):
        client.sign_in(cast.director)
        client.send(
            f"/bezoeken/{visit_id}/notitie",
            **{"permission": "1", "promises-0-what": "Voor het wijkteam.",
               "promises-0-owner": f"team-{team_id}", "promises-0-due": "15-1-2027",
               "promises-1-what": "Voor mij.", "promises-1-owner": mine,
               "promises-1-due": "15-1-2027"},
        )  # fmt: skip
        client.send("/logout")
        client.sign_in(cast.staff)

        text = client.get("/beloften/").text

    assert "Voor het wijkteam." in text
    assert "Voor mij." not in text
    assert "Van der Meer" not in text


def test_the_promises_of_this_week_show_what_is_late_and_not_what_is_far_off(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(AFTER):
        noted(client, app, cast, **{
            "promises-0-what": "Lamp maken", "promises-0-due": "20-12-2026",
            "promises-0-owner": "team-1",
            "promises-1-what": "Haag snoeien", "promises-1-due": "20-2-2027",
            "promises-1-owner": "team-1",
        })  # fmt: skip
        early = client.get("/beloften/?stand=deze-week&zoek=haag").text
    with on(AFTER + timedelta(days=10)):
        client.sign_in(cast.director)
        page = client.get("/beloften/?stand=deze-week").text

    assert "Eén belofte vraagt deze week aandacht" in page
    assert "Lamp maken" in page
    assert "dagen te laat" in page
    assert "Haag snoeien" not in page + early


def test_a_week_without_anything_late_says_so(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.director)

    page = client.get("/beloften/?stand=deze-week").text

    assert "Niets is te laat, en deze week hoeft er niets" in page


@pytest.mark.parametrize("role", ["director", "assistant", "staff"])
def test_a_mail_of_before_still_leads_to_what_waits_this_week(
    client: PageClient, cast: Cast, role: str
) -> None:
    client.sign_in(getattr(cast, role))

    led = [client.get(f"/opvolging/{path}") for path in ("maandag", "12", "?stand=closed")]

    assert [(one.status_code, one.location) for one in led] == [
        (301, "/beloften/?stand=deze-week"),
        (301, "/beloften/12"),
        (301, "/beloften/?stand=closed"),
    ]


def test_notes_and_promises_are_searched_by_district_period_and_state(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(AFTER):
        noted(client, app, cast, **{
            "promises-0-what": "Lamp maken", "promises-0-due": "20-1-2027",
            "promises-0-owner": "team-1",
        })  # fmt: skip
        pages = {
            path: client.get(path).text
            for path in (
                "/beloften/?zoek=lampen&wijk=Overdie&periode=2026-Q4&stand=assigned",
                "/beloften/?stand=closed",
                "/beloften/?periode=2025&stand=onzin",
                "/notities?zoek=straten&periode=2026",
                "/notities?wijk=Huiswaard",
            )
        }

    found = [("Lamp maken" in text or "Open de notitie" in text) for text in pages.values()]
    assert found == [True, False, False, True, False]


def test_a_promise_says_what_was_promised_to_whom_and_who_sees_to_it(
    client: PageClient, promise_id: int
) -> None:
    text = client.get(f"/beloften/{promise_id}").text.replace("\u00a0", " ")

    assert "Lamp maken" in text
    assert "Wie ervoor zorgt: Wijkteam" in text
    assert "Antwoord uiterlijk 15 januari 2027" in text
    assert "Beloofd aan mevrouw Van der Meer" in text


def test_a_promise_is_given_to_another_person_with_another_day(
    app: Flask, client: PageClient, cast: Cast, promise_id: int
) -> None:
    owner = account_id(app, cast.assistant)

    given = client.send(
        f"/beloften/{promise_id}/toewijzen", owner=f"account-{owner}", due="20-1-2027"
    )

    assert given.status_code == 303
    found = promise(app, promise_id)
    assert (found.owner_id, found.team_id, found.due) == (owner, None, date(2027, 1, 20))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"owner": "team-1"}, "Kies een dag na vandaag."),  # no day
        ({"owner": "team-1", "due": "1-12-2026"}, "Kies een dag na vandaag."),  # a day that passed
        ({"due": "20-1-2027"}, "Kies wie ervoor zorgt."),  # nobody
        ({"owner": "team-999", "due": "20-1-2027"}, 'class="error"'),  # no such team
    ],
)
def test_a_promise_that_is_given_to_nobody_or_for_no_day_stays_where_it_is(
    app: Flask, client: PageClient, promise_id: int, fields: dict[str, str], said: str
) -> None:
    refused = client.send(f"/beloften/{promise_id}/toewijzen", **fields)

    assert refused.status_code == 422
    assert said in refused.text
    found = promise(app, promise_id)
    assert (found.team_id, found.due) == (team_id(app), DUE)


def test_a_team_that_a_promise_is_given_to_hears_of_it_by_mail(
    app: Flask, client: PageClient, promise_id: int
) -> None:
    with app.app_context():
        db.session.add(Team(name="Proefteam", email="proef@waterhof.example"))
        db.session.commit()
        number = db.session.scalars(select(Team.id).where(Team.name == "Proefteam")).one()
    fields = {"owner": f"team-{number}", "due": "20-1-2027"}

    client.send(f"/beloften/{promise_id}/toewijzen", **fields)
    client.send(f"/beloften/{promise_id}/toewijzen", **fields)  # nothing new to tell

    with app.app_context():
        query = select(Mail.body).where(Mail.recipient == "proef@waterhof.example")
        (body,) = db.session.scalars(query)
    assert f"/beloften/{promise_id}" in body
    assert "Lamp" not in body


def test_whoever_takes_a_promise_up_says_that_it_runs(
    app: Flask, client: PageClient, promise_id: int
) -> None:
    taken = client.send(f"/beloften/{promise_id}/oppakken")

    assert taken.status_code == 303
    assert promise(app, promise_id).progress is Progress.RUNNING


def test_a_promise_that_cannot_be_kept_ends_only_with_words(
    app: Flask, client: PageClient, promise_id: int
) -> None:
    path = f"/beloften/{promise_id}/uitkomst"

    nothing = client.send(path)
    silent = client.send(path, outcome="not_possible", text=" ")
    said = client.send(path, outcome="not_possible", text="De lamp is van de gemeente.")

    assert (nothing.status_code, silent.status_code, said.status_code) == (422, 422, 303)
    assert "in woorden die de huurder begrijpt" in silent.text
    page = client.get(f"/beloften/{promise_id}").text
    assert "De lamp is van de gemeente." in page
    assert f"/beloften/{promise_id}/antwoord" in page
    assert promise(app, promise_id).progress is Progress.NOT_POSSIBLE


def test_a_promise_that_went_to_another_party_says_who_of_us_keeps_watch(
    app: Flask, client: PageClient, cast: Cast, promise_id: int
) -> None:
    watch = account_id(app, cast.director)

    client.send(
        f"/beloften/{promise_id}/uitkomst",
        outcome="handed_over", text="De gemeente maakt hem.", handed_to="de gemeente", watch=watch,
    )  # fmt: skip

    assert (
        "Ligt nu bij de gemeente. Iemand (director) let erop."
        in client.get(f"/beloften/{promise_id}").text
    )
    assert promise(app, promise_id).watch_id == watch


def test_nobody_who_is_not_on_the_list_keeps_watch(
    app: Flask, client: PageClient, cast: Cast, promise_id: int
) -> None:
    client.send(
        f"/beloften/{promise_id}/uitkomst",
        outcome="handed_over", text="De gemeente maakt hem.", handed_to="de gemeente",
        watch=account_id(app, cast.board),
    )  # fmt: skip

    assert promise(app, promise_id).watch_id == account_id(app, cast.assistant)


def test_a_promise_closes_with_what_the_tenant_heard_and_not_before_that_day(
    app: Flask, client: PageClient, promise_id: int
) -> None:
    path = f"/beloften/{promise_id}/antwoord"
    heard = {"on": "9-12-2026", "channel": "phone", "told": "De lamp brandt."}
    client.send(f"/beloften/{promise_id}/uitkomst", outcome="done")

    empty = client.send(path)
    early = client.send(path, **{**heard, "on": "10-12-2026"})
    answered = client.send(path, **heard)
    twice = client.send(path, **heard)

    statuses = [one.status_code for one in (empty, early, answered, twice)]
    assert statuses == [422, 422, 303, 409]
    assert "Deze dag moet nog komen." in early.text
    assert "De lamp brandt." in client.get(f"/beloften/{promise_id}").text
    closed = client.get("/beloften/").text
    assert "Niemand wacht op antwoord" in closed
    assert "Lamp maken" in closed
    assert promise(app, promise_id).progress is Progress.CLOSED


def test_a_promise_about_which_the_tenant_wants_no_answer_closes_after_it_ended(
    app: Flask, client: PageClient, promise_id: int
) -> None:
    path = f"/beloften/{promise_id}/geen-antwoord-gewenst"

    early = client.send(path)
    client.send(f"/beloften/{promise_id}/uitkomst", outcome="done")
    closed = client.send(path)

    assert (early.status_code, closed.status_code) == (409, 303)
    assert "wilde geen antwoord" in client.get(f"/beloften/{promise_id}").text
    assert promise(app, promise_id).no_answer_wanted


def test_the_board_reads_a_line_about_a_promise_only_where_the_tenant_lets_it_count(
    app: Flask, client: PageClient, promise_id: int
) -> None:
    path = f"/beloften/{promise_id}/bestuur"

    kept = client.send(path, line="Licht op het achterpad.")
    long = client.send(path, line="x" * 201)
    with app.app_context():
        note = db.session.scalars(select(Note)).one()
        note.permission = Permission.INTERNAL
        db.session.commit()
    refused = client.send(path, line="Licht op de stoep.")

    assert (kept.status_code, long.status_code, refused.status_code) == (303, 422, 409)
    assert promise(app, promise_id).board_line == "Licht op het achterpad."


def test_a_colleague_takes_up_what_is_of_the_own_team_and_gives_nothing_away(
    app: Flask, client: PageClient, cast: Cast, promise_id: int
) -> None:
    path = f"/beloften/{promise_id}"
    client.send("/logout")
    client.sign_in(cast.staff)
    strange = client.get(path).status_code
    with app.app_context():
        colleague = db.session.get_one(Account, account_id(app, cast.staff))
        colleague.team_id = team_id(app)
        db.session.commit()

    own, taken = client.get(path), client.send(f"{path}/oppakken")
    given = client.send(f"{path}/toewijzen", owner="team-1", due="20-1-2027")
    told = client.send(f"{path}/bestuur", line="Licht.")

    assert (strange, own.status_code, taken.status_code) == (404, 200, 303)
    assert (given.status_code, told.status_code) == (403, 403)
    assert "Van der Meer" not in own.text
