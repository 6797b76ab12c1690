"""The command that reads a list of tenants."""

import json
import sys
from collections import deque
from contextlib import nullcontext
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

import click
from flask import Flask
from flask_babel import gettext

from visits.cli.shell import deed, moment, open_app, refuses
from visits.config import load
from visits.domain.month import today
from visits.formats import tenant as files
from visits.services.organisation import is_sample
from visits.services.refusals import Refusal, Refused
from visits.services.tenant import batch as batches
from visits.services.tenant.staging import stage


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only read the file, and store nothing.")
@click.option("--yes", is_flag=True, help="Store without asking.")
@click.option("--encoding", help="The encoding of a text that can be read in several ways.")
@click.option("--dates", type=click.Choice(["day_first", "month_first"]), help="What comes first.")
@click.option("--many", is_flag=True, help="Store even if very many tenants vanish or change.")
@click.option("--partial", is_flag=True, help="The file holds a part of all tenants.")
@click.option("--today", "day", type=click.DateTime(["%Y-%m-%d"]), help="Read as on this day.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write JSON here.")
@refuses
def import_(
    file: Path,
    dry_run: bool,
    yes: bool,
    encoding: str | None,
    dates: str | None,
    many: bool,
    partial: bool,
    day: datetime | None,
    report: Path | None,
) -> None:
    """Read a list of tenants, and store it."""
    if not (dry_run or yes or sys.stdin.isatty()):
        raise click.UsageError("say --yes or --dry-run where nobody can be asked")
    on = day.date() if day else today(moment())
    app = None if dry_run else open_app()
    with report.open("w", encoding="utf-8") if report else nullcontext() as out:
        given = {"encoding": encoding, "date_order": dates}
        answers = {code: answer for code, answer in given.items() if answer}
        reading = read_list(file, app, on, out, answers)
        summary = reading.head["summary"]
        for outcome, count in summary.items():
            click.echo(f"{outcome}: {count}")
        if app is None:
            deque(reading.parts, maxlen=0)
            return
        tenants = summary.get("accepted", 0) + summary.get("accepted_warning", 0)
        if not yes:
            click.confirm(f"Store {tenants} tenants?", abort=True)
        store_list(app, reading, whole=not partial, many=many, on=on)


def read_list(
    file: Path, app: Flask | None, on: date, out: TextIO | None, answers: dict[str, str]
) -> files.Reading:
    """Read a list of tenants; what came of it goes into the report too, refused or not."""
    known = {}
    if app is not None:
        with deed(app) as session:
            known = batches.list_mappings(session)
    try:
        reading = files.read_apart(
            file.read_bytes(),
            file_name="".join(char for char in file.name if char.isprintable()),
            today=on,
            known=known,
            answers=answers,
            limits=files.Limits(**load().import_limits),
        )
    except (files.FileRefused, files.NeedsMapping) as refusal:
        if out:
            json.dump(files.report_refusal(refusal), out)
        raise
    if out is None:
        return reading
    return replace(reading, parts=files.reported(reading.head, reading.parts, out))


def store_list(app: Flask, reading: files.Reading, *, whole: bool, many: bool, on: date) -> None:
    """Store a list that was read, as a whole."""
    with deed(app) as session:
        if is_sample(session):
            raise Refused(Refusal.DEMO)
        name = reading.head["file"]
        number = batches.open_batch(session, name, whole=whole, by=None, now=moment()).id
    stage(reading, lambda: deed(app), number, clock=moment)
    try:
        with deed(app) as session:
            batch = batches.get_batch(session, number)
            effect = batches.store(session, batch, by=None, today=on, now=moment(), many=many)
    except Refused:
        with deed(app) as session:
            batches.cancel(session, batches.get_batch(session, number), by=None, now=moment())
        raise
    for outcome, count in asdict(effect).items():
        click.echo(f"{outcome}: {count}")
    if effect.nothing:
        with app.app_context():
            click.echo(gettext("Nothing has changed. The list counts as of today again."))
