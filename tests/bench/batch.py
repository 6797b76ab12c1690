"""Time an import of many rows: read, preview, store, again, undo.

Run it with `python -m tests.bench.batch [ROWS] [DATABASE_URL]`. Each figure is a ratio to a floor
in the same run: `csv` or python-calamine alone for reading, a bare executemany of the same rows
into `sqlite3` for storing. The memory is that of the command in a process of its own:
`/usr/bin/time -v visits import FILE --yes`.
"""

import csv
import io
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import xlsxwriter
from flask import Flask
from python_calamine import CalamineWorkbook

from visits import create_app
from visits.cli.shell import deed
from visits.config import load
from visits.formats.tenant import Limits, read_apart
from visits.models import db
from visits.models.tenant import Batch
from visits.services.tenant import batch as batches
from visits.services.tenant.record import PLAIN_FIELDS
from visits.services.tenant.staging import stage
from visits.start import prepare

ROWS = 100_000
TODAY = date(2026, 1, 15)
HEADER = (
    "Huurdernummer;Contractnummer;Aanhef;Voorletters;Tussenvoegsel;Achternaam;Straat;Huisnummer;"
    "Huisletter;Postcode;Plaats;Wijk;Telefoon;E-mail;Ingangsdatum;Soort eenheid;Geboortedatum"
).split(";")
NAMES = "Jansen Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Dijkstra".split()
STREETS = ("Kwakelpad", "Gele Lisstraat", "Turfmarkt", "Dorpsweg", "Zuiderzeelaan")
LETTERS = "ABCDEGHJ"


def rows(number: int) -> Iterator[list[str]]:
    """Give a list of tenants as an association exports it."""
    chance = Random(1)  # noqa: S311 - sample rows have nothing to keep secret
    pick = chance.choice
    for place in range(number):
        start = date(1960, 1, 1) + timedelta(days=chance.randrange(23_000))
        yield [
            f"{place + 100_000:08}", f"H-{place}", pick(("Dhr.", "Mevr.")),
            f"{pick(LETTERS)}.{pick(LETTERS)}.", pick(("", "", "van", "van der")), pick(NAMES),
            pick(STREETS), str(chance.randrange(1, 300)), pick(("", "", "A")),
            f"18{chance.randrange(10, 99)} {pick(LETTERS)}{pick(LETTERS)}", "Alkmaar",
            f"Wijk {chance.randrange(40)}", f"072-5{chance.randrange(100_000, 999_999)}",
            f"t{place}@example.org", f"{start:%d-%m-%Y}", "Woning", "01-01-1940",
        ]  # fmt: skip


def as_csv(listed: list[list[str]]) -> bytes:
    """Give rows as Excel saves them in the Netherlands."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([HEADER, *listed])
    return out.getvalue().encode("cp1252")


def as_xlsx(listed: list[list[str]]) -> bytes:
    """Give rows as a workbook."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for place, row in enumerate([HEADER, *listed]):
            sheet.write_row(place, 0, row)
    return out.getvalue()


def seconds(work: Callable[[], Any]) -> float:
    """Time one piece of work."""
    start = perf_counter()
    work()
    return perf_counter() - start


def read_csv(data: bytes) -> None:
    """Read a text file with `csv` and nothing more: the floor."""
    for _ in csv.reader(io.StringIO(data.decode("cp1252")), delimiter=";"):
        pass


def read_xlsx(data: bytes) -> None:
    """Read a workbook with python-calamine and nothing more: the floor."""
    sheet = CalamineWorkbook.from_object(io.BytesIO(data)).get_sheet_by_index(0)
    for _ in sheet.iter_rows():
        pass


def write_bare(listed: list[list[str]], folder: Path) -> None:
    """Insert the rows into a bare table, twice as staging and storing do: the floor."""
    connection = sqlite3.connect(folder / "bare.sqlite3")
    connection.execute("PRAGMA journal_mode=WAL")
    marks = ", ".join("?" * len(HEADER))
    for name in ("staged", "tenant"):
        connection.execute(
            f"CREATE TABLE {name} ({', '.join(f'c{n}' for n in range(len(HEADER)))})"
        )
        with connection:
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", listed)
    connection.close()


def import_once(app: Flask, data: bytes, name: str) -> tuple[int, float, float]:
    """Import a file; give its number, and the seconds until the preview and for storing."""
    now = datetime.now(UTC)
    begun = perf_counter()
    reading = read_apart(data, file_name=name, today=TODAY, limits=Limits(size=100_000_000))
    with deed(app) as session:
        number = batches.open_batch(session, name, whole=True, by=None, now=now).id
    stage(reading, lambda: deed(app), number, clock=lambda: datetime.now(UTC))
    staged = perf_counter()
    with deed(app) as session:
        found = session.get_one(Batch, number)
        batches.store(session, found, by=None, today=TODAY, now=datetime.now(UTC))
    return number, staged - begun, perf_counter() - staged


def undo(app: Flask, number: int) -> None:
    """Undo an import."""
    with deed(app) as session:
        batches.undo(session, session.get_one(Batch, number), by=None, now=datetime.now(UTC))


def say(what: str, took: float, floor: float) -> None:
    """Print one figure beside its floor."""
    print(f"{what:32} {took:7.2f} s  {took / floor:6.1f} x")  # noqa: T201


def measure(app: Flask, kind: str, data: bytes, floor: float, bare: float) -> None:
    """Print what an import takes, the same again, and to undo both."""
    batch, preview, stored = import_once(app, data, f"huurders.{kind}")
    say(f"{kind}: until the preview", preview, floor)
    say(f"{kind}: store", stored, bare)
    again, _, unchanged = import_once(app, data, f"huurders.{kind}")
    say(f"{kind}: store the same again", unchanged, bare)
    for what, number in (("that", again), ("everything", batch)):
        say(f"{kind}: undo {what}", seconds(partial(undo, app, number)), bare)


def main() -> None:
    """Print every figure."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    address = sys.argv[2] if len(sys.argv) > 2 else ""
    listed = list(rows(number))
    files = {"csv": as_csv(listed), "xlsx": as_xlsx(listed)}
    with TemporaryDirectory() as folder:
        bare = seconds(lambda: write_bare(listed, Path(folder)))
        listed.clear()
        csv_floor = seconds(partial(read_csv, files["csv"]))
        xlsx_floor = seconds(partial(read_xlsx, files["xlsx"]))
        app = create_app(load(instance=Path(folder), database_url=address))
        prepare(app)
        print(f"{number} rows, {len(PLAIN_FIELDS)} fields, {os.cpu_count()} cores")  # noqa: T201
        measure(app, "csv", files["csv"], csv_floor, bare)
        measure(app, "xlsx", files["xlsx"], xlsx_floor, bare)
        with app.app_context():
            db.engine.dispose()


if __name__ == "__main__":
    main()
