"""Time every start page against a bare Flask page of 25 rows, on the same machine in one run.

Run it with `python -m tests.bench.pages`.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from flask import Flask, render_template_string
from flask.testing import FlaskClient
from flask_security import hash_password

from tests.client import TOKEN
from visits import create_app
from visits.config import load
from visits.demo import make
from visits.demo.scene import ORGANISATION
from visits.domain.month import today
from visits.models import db
from visits.services.invitation import Sender
from visits.start import prepare

ROUNDS = 30
ROW = "<tr><td>{{ n }}</td><td>rij {{ n }}</td></tr>"
ROWS = "<table>{% for n in range(25) %}" + ROW + "{% endfor %}</table>"
PAGES = {
    "directeur": ["/", "/deze-maand", "/notities", "/inzichten/", "/opvolging/"],
    "assistent": ["/", "/loting/", "/huurders/", "/huurders/?zoek=bakker", "/antwoorden/"],
    "bestuur": ["/", "/wat-we-deden", "/waar-we-waren"],
}


def bare() -> FlaskClient:
    """Give a client of an app with one page of 25 rows."""
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: render_template_string(ROWS))
    return app.test_client()


def timed(client: FlaskClient, path: str) -> float:
    """Give the median time of a page in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        begun = perf_counter()
        client.get(path).get_data()
        times.append((perf_counter() - begun) * 1000)
    return median(times)


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
        floor = timed(bare(), "/")
        sys.stdout.write(f"{'bare page':32} {floor:7.2f} ms\n")
        for who, paths in PAGES.items():
            client = signed_in(app, who)
            for path in paths:
                taken = timed(client, path)
                sys.stdout.write(f"{who + ' ' + path:32} {taken:7.2f} ms {taken / floor:6.1f} x\n")


if __name__ == "__main__":
    main()
