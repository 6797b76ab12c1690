"""The commands: `visits demo`, `visits serve`, and what cron or an administrator needs.

Exit status: 0 done, 1 refused with a sentence on stderr, 2 wrong usage.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
import waitress
from flask import Flask
from flask_babel import force_locale, gettext
from flask_security import hash_password
from sqlalchemy.orm import Session

from visits import create_app, jobs
from visits.config import Settings, SettingsRefused, load
from visits.demo import make as demo_maker
from visits.demo.scene import ORGANISATION
from visits.domain.account import Role
from visits.domain.draw import DrawRefused
from visits.domain.month import first_day, period_of, today
from visits.domain.visit import months_after
from visits.formats import tenant as files
from visits.models import db
from visits.models.account import Account
from visits.models.database import begin_deed
from visits.services import account as accounts
from visits.services import batch as batches
from visits.services import draw as draws
from visits.services import invitation as invitations
from visits.services import report as reports
from visits.services import retention
from visits.services.closing import close_due
from visits.services.organisation import is_sample
from visits.services.refusals import Refused
from visits.start import prepare
from visits.web.kit import codes
from visits.web.kit.sentences import sentence

LOCAL = "127.0.0.1"
PORT = 8000
AHEAD = 36  # months; a draw too far ahead shuts every month before it
ROLES = [role.value for role in Role]
Command = Callable[..., Any]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Visits: a director's monthly visit to a long-standing tenant."""


def refuses(command: Command) -> Command:
    """Let a command end with status 1 and one sentence when something cannot be done."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except SettingsRefused as wrong:
            click.echo(str(wrong), err=True)
        except (Refused, DrawRefused) as refusal:
            click.echo(said(sentence, refusal), err=True)
        except files.FileRefused as refusal:
            click.echo(said(codes.sentence, refusal.code), err=True)
        except files.NeedsMapping as needed:
            for problem in needed.problems:
                about = ", ".join([*problem.headers, *problem.fields])
                click.echo(f"{said(codes.sentence, problem.code)} {about}", err=True)
        sys.exit(1)

    return run


def said(words: Callable[[Any], str], what: Any) -> str:
    """Give a sentence in the language of the settings."""
    settings = load()
    with create_app(settings).app_context(), force_locale(settings.language):
        return words(what)


def open_app(settings: Settings | None = None, *, alone: bool = False) -> Flask:
    """Make the app, with its database at the newest version."""
    app = create_app(settings)
    prepare(app, alone=alone)
    return app


@contextmanager
def deed(app: Flask) -> Iterator[Session]:
    """Open a transaction that writes, and commit it once when nothing went wrong."""
    with app.app_context(), force_locale(app.extensions["settings"].language):
        begin_deed(db.session)
        try:
            yield db.session()
            db.session.commit()
        finally:
            db.session.remove()


def moment() -> datetime:
    """Give the present moment."""
    return datetime.now(UTC)


@main.command()
@click.option("--host", default=LOCAL, show_default=True)
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-jobs", is_flag=True, help="Leave draw and mail to cron.")
@refuses
def serve(host: str, port: int, no_jobs: bool) -> None:
    """Serve the app on one process, and run the daily jobs."""
    app = open_app(alone=True)
    if not no_jobs:
        jobs.start(app)
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
    )
    app = open_app(settings)
    with deed(app) as session:
        demo_maker.make_demo(
            session,
            today=today(moment()),
            password_hash=hash_password(demo_maker.PASSWORD),
            sender=invitations.Sender(settings.mail_from, ORGANISATION["name"], address),
        )
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
    read = files.report(files.read_tenants(file.read_bytes(), file_name=file.name, today=on))
    if report:
        report.write_text(json.dumps(read, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for outcome, count in read["summary"].items():
        click.echo(f"{outcome}: {count}")
    if dry_run:
        return
    if not yes:
        click.confirm(f"Store {len(read['tenants'])} tenants?", abort=True)
    store_report(read, whole=not partial, on=on)


def store_report(read: dict[str, Any], *, whole: bool, on: date) -> None:
    """Store a file that was read, as a whole."""
    with deed(open_app()) as session:
        if is_sample(session):
            raise Refused("demo")
        batch = batches.stage(session, read, whole=whole, by=None, now=moment())
        batches.store(session, batch, by=None, today=on, now=moment())
        for name in ("new", "changed", "vanished", "unchanged"):
            click.echo(f"{name}: {batch.counts[name]}")


def month(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Check that an option is a month."""
    if value is None:
        return None
    try:
        first_day(value)
    except ValueError:
        raise click.BadParameter("write a month as YYYY-MM") from None
    return value


@main.command()
@click.option("--month", "period", callback=month, help="YYYY-MM; this month if left out.")
@click.option("--json", "as_json", is_flag=True, help="Write the draw as JSON.")
@refuses
def draw(period: str | None, as_json: bool) -> None:
    """Draw a month; a month that was drawn gives the same draw again."""
    period = period or period_of(today(moment()))
    with deed(open_app()) as session:
        if period > period_of(months_after(today(moment()), AHEAD)):
            raise Refused("draw_ahead")
        held = draws.hold_draw(session, period, by=None, now=moment())
        summary = draws.summary(session, held)
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False, sort_keys=True))
        return
    for name, value in summary.items():
        click.echo(f"{name}: {value}")


@main.command("draw-record")
@click.argument("period", callback=month)
@click.option("--to", "folder", required=True, type=click.Path(file_okay=False, path_type=Path))
@refuses
def draw_record(period: str, folder: Path) -> None:
    """Write the files with which anybody can do a draw again."""
    with deed(open_app()) as session:
        held = draws.get_draw(session, period)
        written = draws.export(session, held)
        if not draws.is_settled(session, held):
            click.echo(gettext("This month is not settled: the record tells later lots."), err=True)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in written.items():
        (folder / name).write_bytes(content)


@main.command()
@click.option("--to", "folder", required=True, type=click.Path(file_okay=False, path_type=Path))
@refuses
def outbox(folder: Path) -> None:
    """Write every mail that was made as an .eml file."""
    app = open_app()
    folder.mkdir(parents=True, exist_ok=True)
    with deed(app) as session:
        sender = jobs.sender_of(app.extensions["settings"])
        for mail in reversed(invitations.list_mails(session)):
            path = folder / f"{mail.id:06}.eml"
            attachment = reports.attachment_of(db.session(), mail)
            path.write_bytes(invitations.message_of(mail, sender, attachment).as_bytes())


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
def send() -> None:
    """Send the mails that wait, once; for cron, beside `visits serve --no-jobs`."""
    app = open_app()
    with app.app_context():
        jobs.send_mails(app.extensions["settings"], now=moment())
