"""How often a page asks the database: a handful of times, however many visits there are."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event, select

from tests.client import PageClient
from tests.factories import NOW, Cast
from tests.services.village import DAY, hold_draw
from tests.web import journey
from tests.web.journey import on
from visits.models import db
from visits.models.answer import Answer
from visits.models.appointment import Appointment
from visits.models.visit import Visit

MOST = 17


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """Collect the statements that are sent to the database."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            said.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def asked(app: Flask, client: PageClient, path: str) -> int:
    """Count how often a page asks the database."""
    client.get(path)
    with counted(app) as said:
        assert client.get(path).status_code == 200
    return len(said)


def test_the_pages_of_a_month_ask_little_at_every_stage_of_a_visit(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    found: dict[str, int] = {}

    def look(stage: str, *pages: str) -> None:
        number = journey.newest_visit(app)
        for page in ("/deze-maand", f"/bezoeken/{number}", *pages):
            found[f"{stage}: {page}"] = asked(app, client, page)

    with on(NOW):
        number = journey.first_draw(client, app, cast)
        look("drawn")
        journey.approach(client, number)
        look("approached", f"/bezoeken/{number}/afspraak")
        journey.plan(client, number)
        look("planned", f"/bezoeken/{number}/afspraak", f"/bezoeken/{number}/gezelschap")
        client.send(f"/bezoeken/{number}/afspraak/afzeggen", who="cancelled_by_us")
        look("cancelled")

    assert {page: count for page, count in found.items() if count > MOST} == {}


def test_more_visits_do_not_make_a_page_ask_more(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.furnish(app, tenants=12)
        client.sign_in(cast.assistant)
        journey.approach(client, journey.draw(client, app))
        one = asked(app, client, "/deze-maand")
        with app.app_context():
            for month, period in enumerate(("2026-12", "2027-01", "2027-02"), 1):
                hold_draw(db.session(), period, now=NOW + month * 31 * DAY)
            db.session.commit()
        four = asked(app, client, "/deze-maand")

    assert four == one
    with app.app_context():
        assert len(db.session.scalars(select(Visit).where(Visit.called_at.is_not(None))).all()) == 4


def test_more_answers_do_not_make_their_page_ask_more(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    def arrive(first: int, last: int) -> int:
        with app.app_context():
            about = db.session.scalars(select(Appointment.id)).first()
            for number in range(first, last):
                db.session.add(
                    Answer(appointment_id=about, received_at=NOW, sha256=f"{number:064}",
                           outcome="review", waiting=number % 2 == 0)
                )  # fmt: skip
            db.session.commit()
        return asked(app, client, "/antwoorden/")

    with on(NOW):
        journey.written_visit(app, cast)
        client.sign_in(cast.assistant)

        assert arrive(0, 2) == arrive(2, 12) <= MOST
