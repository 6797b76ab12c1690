"""The commands: `visits demo`, `visits serve`, and what cron or an administrator needs.

Exit status: 0 done, 1 refused with a sentence on stderr, 2 wrong usage.
"""

import json
import os
import sys
from collections import deque
from contextlib import nullcontext
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

import click
import waitress
from flask import Flask
from flask_babel import force_locale, gettext
from flask_security import hash_password
from sqlalchemy.orm import Session

from visits import jobs
from visits.cli import backup, check, draw
from visits.cli.shell import deed, moment, open_app, refuses
from visits.config import load
from visits.demo import make as demo_maker
from visits.demo.scene import ORGANISATION
from visits.domain.account import Role
from visits.domain.month import today
from visits.formats import tenant as files
from visits.jobs.mailbox import try_mailbox
from visits.models.account import Account
from visits.models.board import ReportKind
from visits.services import account as accounts
from visits.services import outbox as mails
from visits.services import search
from visits.services.board import report as reports
from visits.services.board.close import close_due
from visits.services.journal import reminder
from visits.services.organisation import is_sample
from visits.services.refusals import Refused
from visits.services.tenant import batch as batches
from visits.services.tenant.staging import stage
from visits.services.upkeep import retention
from visits.words.report import facts_of

LOCAL = "127.0.0.1"
PORT = 8000


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Visits: a director's monthly visit to a long-standing tenant."""


@main.command()
@click.option("--host", default=LOCAL, show_default=True)
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-jobs", is_flag=True, help="Leave draw and mail to cron.")
@refuses
def serve(host: str, port: int, no_jobs: bool) -> None:
    """Serve the app on one process, and run the daily jobs."""
    app = open_app(alone=True)
    if not no_jobs:
        jobs.start(app, *app.extensions["jobs"])
    click.echo(f"http://{host}:{port}")
    waitress.serve(app, host=host, port=port, ident=None, _quiet=True)


@main.command()
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535))
@refuses
def demo(port: int) -> None:
    """Make a fresh database with sample data and serve it on this machine."""
    if os.environ.get("VISITS_DATABASE_URL") or load().database_url:
        click.echo("visits demo: VISITS_DATABASE_URL names a real database.", err=True)
        sys.exit(1)
    app = demo_app(port)
    for account in demo_maker.ACCOUNTS:
        click.echo(f"{account.email:28} {demo_maker.PASSWORD}   {account.name}")
    click.echo(f"\nhttp://{LOCAL}:{port}")
    sys.stdout.flush()
    waitress.serve(app, host=LOCAL, port=port, ident=None, _quiet=True)


def demo_app(port: int) -> Flask:
    """Make the app on a fresh database with sample data; no other database is touched."""
    instance = load().instance
    path = instance / "demo.sqlite3"
    for old in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        old.unlink(missing_ok=True)
    address = f"http://{LOCAL}:{port}"
    settings = load(
        instance=instance,
        database_url=f"sqlite:///{path}",
        base_url=address,
        mail_from="bezoek@demo.example",
        mail_server="",
        imap_server="",
    )
    app = open_app(settings)
    sender = mails.Sender(settings.mail_from, ORGANISATION["name"], address)
    with deed(app) as session:
        demo_maker.make_demo(
            session,
            today=today(moment()),
            password_hash=hash_password(demo_maker.PASSWORD),
            sender=sender,
        )
    with deed(app) as session:
        close_due(session, now=moment())
        for kind in ReportKind:
            period = reports.periods_of(session, kind)[0]
            by = accounts.list_holders(session, Role.ASSISTANT)[0].id
            facts = facts_of(session, kind, period, language=settings.language, now=moment())
            reports.publish(session, kind, period, facts, sender=sender, by=by, now=moment())
    return app


@main.group()
def account() -> None:
    """Make and change accounts."""


@account.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
)
@refuses
def account_add(email: str, name: str, roles: tuple[str, ...]) -> None:
    """Make an account; the password is asked, or comes from VISITS_PASSWORD."""
    app = open_app()
    password = ask_password()
    accounts.check_password(password)
    with deed(app) as session:
        accounts.add_account(
            session,
            email,
            name=name,
            roles=[Role(role) for role in roles],
            password_hash=hash_password(password),
            by=None,
            now=moment(),
        )
    click.echo(email)


def ask_password() -> str:
    """Give the password of the environment, or ask for one."""
    given = os.environ.get("VISITS_PASSWORD")
    return given or str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


def found_account(session: Session, email: str) -> Account:
    """Find an account, or refuse."""
    found = accounts.find_account(session, email)
    if found is None:
        raise Refused("no_account")
    return found


@account.command("password")
@click.argument("email")
@refuses
def account_password(email: str) -> None:
    """Give an account another password; its sessions end."""
    app = open_app()
    password = ask_password()
    accounts.check_password(password)
    with deed(app) as session:
        found = found_account(session, email)
        accounts.change_password(session, found, hash_password(password), by=None, now=moment())


@account.command("disable")
@click.argument("email")
@refuses
def account_disable(email: str) -> None:
    """Close an account; its sessions end at once."""
    with deed(open_app()) as session:
        accounts.set_active(session, found_account(session, email), False, by=None, now=moment())


@main.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only read the file, and store nothing.")
@click.option("--yes", is_flag=True, help="Store without asking.")
@click.option("--partial", is_flag=True, help="The file holds a part of all tenants.")
@click.option("--today", "day", type=click.DateTime(["%Y-%m-%d"]), help="Read as on this day.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write JSON here.")
@refuses
def import_(
    file: Path, dry_run: bool, yes: bool, partial: bool, day: datetime | None, report: Path | None
) -> None:
    """Read a list of tenants, and store it."""
    if not (dry_run or yes or sys.stdin.isatty()):
        raise click.UsageError("say --yes or --dry-run where nobody can be asked")
    on = day.date() if day else today(moment())
    app = None if dry_run else open_app()
    with report.open("w", encoding="utf-8") if report else nullcontext() as out:
        reading = read_list(file, app, on, out)
        summary = reading.head["summary"]
        for outcome, count in summary.items():
            click.echo(f"{outcome}: {count}")
        if app is None:
            deque(reading.parts, maxlen=0)
            return
        tenants = summary.get("accepted", 0) + summary.get("accepted_warning", 0)
        if not yes:
            click.confirm(f"Store {tenants} tenants?", abort=True)
        store_list(app, reading, whole=not partial, on=on)


def read_list(file: Path, app: Flask | None, on: date, out: TextIO | None) -> files.Reading:
    """Read a list of tenants; what came of it goes into the report too, refused or not."""
    known = {}
    if app is not None:
        with deed(app) as session:
            known = batches.list_mappings(session)
    try:
        reading = files.read_apart(
            file.read_bytes(),
            file_name=file.name,
            today=on,
            known=known,
            limits=files.Limits(**load().import_limits),
        )
    except (files.FileRefused, files.NeedsMapping) as refusal:
        if out:
            json.dump(files.report_refusal(refusal), out)
        raise
    if out is None:
        return reading
    return replace(reading, parts=files.reported(reading.head, reading.parts, out))


def store_list(app: Flask, reading: files.Reading, *, whole: bool, on: date) -> None:
    """Store a list that was read, as a whole."""
    with deed(app) as session:
        if is_sample(session):
            raise Refused("demo")
    at = moment()
    name = reading.head["file"]
    number = stage(reading, lambda: deed(app), name=name, whole=whole, by=None, at=at)
    with deed(app) as session:
        batch = batches.get_batch(session, number)
        effect = batches.store(session, batch, by=None, today=on, now=moment())
        for outcome, count in asdict(effect).items():
            click.echo(f"{outcome}: {count}")
        if effect.nothing:
            click.echo(gettext("Nothing has changed. The list counts as of today again."))


@main.command()
@click.option("--to", "folder", required=True, type=click.Path(file_okay=False, path_type=Path))
@refuses
def outbox(folder: Path) -> None:
    """Write every mail that was made as an .eml file."""
    app = open_app()
    folder.mkdir(parents=True, exist_ok=True)
    with deed(app) as session:
        sender = jobs.sender_of(app.extensions["settings"])
        for mail in reversed(mails.list_mails(session)):
            path = folder / f"{mail.id:06}.eml"
            attachment = reports.attachment_of(session, mail)
            path.write_bytes(mails.message_of(mail, sender, attachment).as_bytes())


@main.command("close")
@refuses
def close_periods() -> None:
    """Close the quarters and years that are over for the board, once; for cron."""
    with deed(open_app()) as session:
        for period in close_due(session, now=moment()):
            click.echo(period)


@main.command("retention")
@refuses
def clear() -> None:
    """Take away what has been kept for long enough, once; for cron."""
    with deed(open_app()) as session:
        gone = retention.clear(session, now=moment())
    for name, count in asdict(gone).items():
        click.echo(f"{name}: {count}")


@main.command()
@refuses
def remind() -> None:
    """Make this week's mails about promises that wait; twice a week makes them once; for cron."""
    app = open_app()
    with deed(app) as session:
        sender = jobs.sender_of(app.extensions["settings"])
        made = reminder.chase(session, sender=sender, now=moment())
    click.echo(f"mails: {made}")


@main.command()
@refuses
def reindex() -> None:
    """Write anew by which words notes, insights and promises are found."""
    with deed(open_app()) as session:
        changed = search.reindex(session)
    for name, count in changed.items():
        click.echo(f"{name}: {count}")


@main.command()
@refuses
def send() -> None:
    """Send the mails that wait, once; for cron, beside `visits serve --no-jobs`."""
    app = open_app()
    with app.app_context():
        jobs.send_mails(app.extensions["settings"], now=moment())


@main.command()
@refuses
def mailbox() -> None:
    """Read the calendar answers that came by mail, once; for cron."""
    app = open_app()
    settings = app.extensions["settings"]
    with app.app_context(), force_locale(settings.language):
        read = try_mailbox(settings, jobs.sender_of(settings), now=moment())
    if read is None:
        raise Refused("mailbox_shut")
    click.echo(f"answers: {read}")


@main.command("fetch-calendars")
@refuses
def fetch_calendars() -> None:
    """Fetch the calendars of the directors, once; for cron."""
    app = open_app()
    with app.app_context():
        jobs.fetch_calendars(app.extensions["settings"], now=moment())


for command in (*draw.COMMANDS, check.check, backup.backup, backup.restore):
    main.add_command(command)
