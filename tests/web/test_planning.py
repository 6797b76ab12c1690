"""Planning on the screen: five moments, any other one, the week, and the director's calendar."""

import io
import re
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import NOW, Cast, set_up
from tests.services.test_busy import calendar
from tests.web import journey
from tests.web.journey import on
from visits.models import db
from visits.models.answer import Answer
from visits.models.appointment import Appointment
from visits.models.busy import BusyInterval
from visits.models.invitation import Mail

PICK = re.compile(r'name="pick" type="radio" value="([^"]+)"')
AGENDA = "/agenda-directeur/"


def said_yes(client: PageClient, app: Flask, cast: Cast) -> str:
    """Bring a visit as far as the yes, and give the path of its planning page."""
    journey.furnish(app)
    client.sign_in(cast.assistant)
    visit_id = journey.draw(client, app)
    journey.approach(client, visit_id)
    client.send(f"/bezoeken/{visit_id}/gesprek", result="yes")
    return f"/bezoeken/{visit_id}/afspraak"


def upload(client: PageClient, data: bytes, path: str = AGENDA) -> int:
    """Send a file, and give the status."""
    return int(client.send(path, file=(io.BytesIO(data), "agenda.ics")).status_code)


def picks(client: PageClient, path: str) -> list[str]:
    """List the moments that the page offers."""
    return PICK.findall(client.get(path).text)


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


def test_several_answers_are_read_at_once_and_each_says_what_became_of_it(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.planned_visit(client, app, cast)
        with app.app_context():
            uid = db.session.scalars(select(Appointment.uid)).one()
        yes = (
            f"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nSEQUENCE:0\r\n"
            "DTSTAMP:20261124T100000Z\r\n"
            f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{cast.director}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
        files = [(io.BytesIO(yes.encode()), "ja.ics"), (io.BytesIO(b"<html>"), "niets.ics")]
        fields = {"csrf_token": client.token(), "file": files}

        response = client.post("/antwoorden/", data=fields)
        text = client.get("/antwoorden/").text

    assert response.status_code == 303
    assert "ja.ics: " in text
    assert "niets.ics: " in text
    with app.app_context():
        outcomes = db.session.scalars(select(Answer.outcome).order_by(Answer.id)).all()
    assert outcomes == ["apply", "reject"]


def test_somebody_who_asks_for_the_invitation_again_gets_it(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.planned_visit(client, app, cast)
        with app.app_context():
            uid = db.session.scalars(select(Appointment.uid)).one()
        ask = (
            f"BEGIN:VCALENDAR\r\nMETHOD:REFRESH\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n"
            "DTSTAMP:20261124T100000Z\r\n"
            f"ATTENDEE:mailto:{cast.director}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
        upload(client, ask.encode(), "/antwoorden/")
        with app.app_context():
            number = db.session.scalars(select(Answer.id)).one()
        before = len(mails(app, cast))

        response = client.send(f"/antwoorden/{number}/akkoord")

    assert response.status_code == 303
    assert len(mails(app, cast)) == before + 1
    assert mails(app, cast)[-1] == ("REQUEST", 0)


def mails(app: Flask, cast: Cast) -> list[tuple[str | None, int | None]]:
    """List method and SEQUENCE of what the director was sent, oldest first."""
    with app.app_context():
        query = select(Mail.method, Mail.sequence).where(Mail.recipient == cast.director)
        return [(row[0], row[1]) for row in db.session.execute(query.order_by(Mail.id))]


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
    form = {"smallest_group": "3", "public_group": "5", "not_now_months": "12",
            "no_reply_months": "24", "promise_brake": "10", "import_days": "35",
            "visit_minutes": "60", "minimum_years": "20", "small_pool": "500",
            "declined_months": "0", "erase_days": "30", "travel_minutes": "15",
            "notice_days": "7", "visiting_days": ["1"],
            "visiting_hours": "9.00-10.30"}  # fmt: skip
    wrong = client.send("/instellingen/", **form, calendar_hosts="agenda.invalid; nergens")
    listed = "Agenda.invalid  tweede.invalid,agenda.invalid"
    client.send("/instellingen/", **form, calendar_hosts=listed)
    client.send("/logout")
    client.sign_in(cast.director)
    shown = client.get(AGENDA).text

    kept = client.send(f"{AGENDA}adres", address="https://tweede.invalid/a.ics")

    assert wrong.status_code == 422
    assert "agenda.invalid, tweede.invalid" in shown
    assert kept.status_code == 303


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


def test_without_an_address_nothing_is_fetched(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.director)

    assert client.send(f"{AGENDA}ophalen").status_code == 409
