"""Time every start page against a bare Flask page of 25 rows, on the same machine in one run.

Run it with `python -m tests.bench.pages`: once with the sample data, once with ten more years in
which ten thousand insights were released. It prints the SQL statements of each page too.
"""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from flask import Flask, render_template_string
from flask.testing import FlaskClient
from flask_security import hash_password
from sqlalchemy import Engine, event, select, update
from sqlalchemy.orm import Session

from tests.client import TOKEN
from tests.services.board.said import Said, hold_visit
from visits import create_app
from visits.config import load
from visits.demo import make
from visits.demo.scene import ORGANISATION
from visits.domain.month import today
from visits.domain.visit import State
from visits.models import db
from visits.models.theme import Theme
from visits.models.visit import Visit
from visits.services.board.close import close_due
from visits.services.outbox import Sender
from visits.start import prepare

ROUNDS = 25
SAID = 84  # in each of the 120 visits: ten thousand insights
ROW = "<tr><td>{{ n }}</td><td>rij {{ n }}</td></tr>"
ROWS = "<table>{% for n in range(25) %}" + ROW + "{% endfor %}</table>"
PAGES = {
    "directeur": ["/", "/deze-maand", "/notities", "/inzichten/", "/beloften/"],
    "assistent": [
        "/",
        "/loting/",
        "/hoe-wij-loten/",
        "/huurders/",
        "/huurders/?zoek=bakker",
        "/antwoorden/",
    ],
    "bestuur": [
        "/",
        "/wat-we-hoorden?jaar=2020",
        "/wat-we-hoorden/WON?jaar=2020",
        "/wat-we-deden",
        "/waar-we-waren",
        "/rapporten/",
    ],
}


def bare() -> FlaskClient:
    """Give a client of an app with one page of 25 rows."""
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: render_template_string(ROWS))
    return app.test_client()


def timed(client: FlaskClient, path: str) -> float:
    """Give the time of a page in milliseconds."""
    begun = perf_counter()
    client.get(path).get_data()
    return (perf_counter() - begun) * 1000


def beside(floor: FlaskClient, client: FlaskClient, path: str) -> tuple[float, float]:
    """Give the median times of the bare page and of a page, in turns: a machine has its moods."""
    client.get(path).get_data()
    pairs = [(timed(floor, "/"), timed(client, path)) for _ in range(ROUNDS)]
    return median(bare for bare, _ in pairs), median(taken for _, taken in pairs)


def statements(client: FlaskClient, engine: Engine, path: str) -> int:
    """Count the SQL statements of a page."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    client.get(path).get_data()
    event.remove(engine, "before_cursor_execute", note)
    return sum(not one.startswith(("BEGIN", "COMMIT", "ROLLBACK")) for one in said)


def fill(session: Session) -> None:
    """Add ten years of visits in which much was said, and close what is due."""
    codes = list(session.scalars(select(Theme.code).where(Theme.parent.is_not(None))))
    for year in range(2014, 2024):
        for month in range(1, 13):
            told = [Said(codes[(month * 7 + n) % len(codes)]) for n in range(SAID)]
            hold_visit(session, date(year, month, 10), *told)
    # Nothing of so long ago waits any more.
    old = update(Visit).where(Visit.state == State.HELD, Visit.held_on < date(2024, 1, 1))
    session.execute(old.values(state=State.CLOSED))
    close_due(session, now=datetime.now(UTC))
    session.commit()


def signed_in(app: Flask, who: str) -> FlaskClient:
    """Give a client that is signed in."""
    client = app.test_client()
    token = TOKEN.search(client.get("/login").text)
    fields = {"email": f"{who}@demo.example", "password": make.PASSWORD}
    client.post("/login", data={"csrf_token": token[1] if token else "", **fields})
    return client


def main() -> None:
    """Print each page with its time and its ratio to the floor."""
    with TemporaryDirectory() as folder:
        app = create_app(load(instance=Path(folder)))
        prepare(app)
        with app.app_context():
            make.make_demo(
                db.session(),
                today=today(datetime.now(UTC)),
                password_hash=hash_password(make.PASSWORD),
                sender=Sender("bezoek@demo.example", ORGANISATION["name"], "http://localhost"),
            )
        for size in ("sample data", "10,000 insights"):
            sys.stdout.write(f"\n{size}\n")
            if size != "sample data":
                with app.app_context():
                    fill(db.session())
            measure(app)


def measure(app: Flask) -> None:
    """Print each page with its time, its ratio to the floor and its statements."""
    floor, ratios = bare(), []
    with app.app_context():
        engine = db.engine
    for who, paths in PAGES.items():
        client = signed_in(app, who)
        for path in paths:
            least, taken = beside(floor, client, path)
            ratios.append(taken / least)
            said = statements(client, engine, path)
            sys.stdout.write(
                f"{who + ' ' + path:44} {taken:7.2f} ms {ratios[-1]:6.1f} x {said:4} SQL\n"
            )
    sys.stdout.write(f"{'median':44} {median(ratios):17.1f} x\n")


if __name__ == "__main__":
    main()
