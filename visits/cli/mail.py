"""The commands about mails and calendars, as cron gives them."""

from pathlib import Path

import click

from visits import jobs
from visits.cli.shell import deed, moment, open_app, refuses
from visits.jobs.mailbox import try_mailbox
from visits.jobs.outbox import send_mails
from visits.services import outbox as mails
from visits.services.board import report as reports
from visits.services.journal import reminder
from visits.services.refusals import Refusal, Refused
from visits.words.organisation import sender


@click.command()
@click.option("--to", "folder", required=True, type=click.Path(file_okay=False, path_type=Path))
@refuses
def outbox(folder: Path) -> None:
    """Write every mail that was made as an .eml file."""
    folder.mkdir(parents=True, exist_ok=True)
    with deed(open_app()) as session:
        ours = sender()
        for mail in reversed(mails.list_mails(session)):
            path = folder / f"{mail.id:06}.eml"
            attachment = reports.attachment_of(session, mail)
            path.write_bytes(mails.message_of(mail, ours, attachment).as_bytes())


@click.command()
@refuses
def remind() -> None:
    """Make this week's mails about promises that wait; twice a week makes them once; for cron."""
    app = open_app()
    with jobs.noted(app, jobs.remind_weekly, now=moment()), deed(app) as session:
        made = reminder.remind(session, sender=sender(), now=moment())
    click.echo(f"mails: {made}")


@click.command()
@refuses
def send() -> None:
    """Send the mails that wait, once; for cron, beside `visits serve --no-jobs`."""
    with jobs.noted(open_app(), send_mails, now=moment()):
        left = send_mails(now=moment())
    if left:
        raise Refused(Refusal.MAILS_NOT_SENT)


@click.command()
@refuses
def mailbox() -> None:
    """Read the calendar answers that came by mail, once; for cron."""
    app = open_app()
    with jobs.noted(app, jobs.read_answers, now=moment()):
        read = try_mailbox(app.extensions["settings"], now=moment())
        if read is None:
            raise Refused(Refusal.MAILBOX_SHUT)
    click.echo(f"answers: {read}")


@click.command("fetch-calendars")
@refuses
def fetch_calendars() -> None:
    """Fetch the calendars of the directors, once; for cron."""
    with jobs.noted(open_app(), jobs.fetch_calendars, now=moment()):
        jobs.fetch_calendars(now=moment())
