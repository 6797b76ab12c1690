"""The commands that serve the app on this machine."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from flask_security import hash_password

from visits import jobs
from visits.cli import door
from visits.cli.shell import deed, moment, open_app, refuses
from visits.config import load, sqlite_at
from visits.demo import make as demo_maker
from visits.demo.scene import ORGANISATION
from visits.domain.account import Role
from visits.domain.month import today
from visits.models import store
from visits.models.board import ReportKind
from visits.services import account as accounts
from visits.services import outbox as mails
from visits.services.board import report as reports
from visits.services.board.close import close_due
from visits.services.refusals import Refusal, Refused
from visits.words.report import facts_of

LOCAL = "127.0.0.1"
PORT = 8000


@click.command()
@click.option("--host", default=LOCAL, show_default=True)
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-jobs", is_flag=True, help="Leave draw and mail to cron.")
@refuses
def serve(host: str, port: int, no_jobs: bool) -> None:
    """Serve the app, and run the daily jobs."""
    with door.take(host, port) as taken:
        app = open_app()
        stop = door.told_to_stop()
        halt = jobs.start(app) if not no_jobs else None
        click.echo(f"http://{host}:{port}")
        left = door.serve(app, taken, stop)
        if halt:
            halt(left)


@click.command()
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535))
@refuses
def demo(port: int) -> None:
    """Make a fresh database with sample data and serve it on this machine."""
    if os.environ.get("VISITS_DATABASE_URL") or load().database_url:
        click.echo("visits demo: VISITS_DATABASE_URL names a real database.", err=True)
        sys.exit(1)
    with door.take(LOCAL, port) as taken, only_demo(load().instance / "demo.lock"):
        app = demo_app(port)
        stop = door.told_to_stop()
        for account in demo_maker.ACCOUNTS:
            click.echo(f"{account.email:28} {demo_maker.PASSWORD}   {account.name}")
        click.echo(f"\nhttp://{LOCAL}:{port}")
        sys.stdout.flush()
        door.serve(app, taken, stop)


@contextmanager
def only_demo(lock: Path) -> Iterator[None]:
    """Let one demo at a time use its database: a second one would take it from under the first."""
    try:
        with store.file_lock(lock, wait=False):
            yield
    except BlockingIOError:
        raise Refused(Refusal.DEMO_RUNS) from None


def demo_app(port: int) -> Flask:
    """Make the app on a fresh database with sample data; no other database is touched."""
    instance = load().instance
    path = instance / "demo.sqlite3"
    for old in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        old.unlink(missing_ok=True)
    address = f"http://{LOCAL}:{port}"
    settings = load(
        instance=instance,
        database_url=sqlite_at(path),
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
