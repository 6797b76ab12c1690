"""The command that looks whether everything is as it should be: one line for each part."""

import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

import click
from flask_babel import force_locale, format_datetime, gettext
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from visits import create_app
from visits.cli.shell import moment, refuses
from visits.config import Settings, load
from visits.domain.outbox import Failure
from visits.jobs import login, mailbox, smtp
from visits.models import db, store
from visits.services.draw import integrity as checks
from visits.services.upkeep import backup
from visits.services.upkeep.readiness import COPY_LATE, ago, is_late
from visits.words.labels import label
from visits.words.refusals import fault_sentence


@click.command()
@refuses
def check() -> None:
    """Look over settings, database, clock, draws, outcomes and mail; change and send nothing."""
    settings = load()
    app = create_app(settings)
    with app.app_context(), force_locale(settings.language):
        click.echo(gettext("Settings: read, and in order."))
        if settings.secure and not settings.proxies:
            click.echo(
                gettext(
                    "Address: it begins with https, but no proxy is trusted. Then everybody's "
                    "failed sign-ins count as one person's. Set VISITS_PROXIES."
                )
            )
        good = all([*look_over(db.session()), *look_out(settings)])
    sys.exit(0 if good else 1)


def look_over(session: Session) -> Iterable[bool]:
    """Say a line about each part of the database, and give whether it is in order."""
    try:
        newest = store.is_newest()
    except SQLAlchemyError:
        click.echo(gettext("Database: it cannot be reached."))
        yield False
        return
    if not newest:
        click.echo(gettext("Database: it is not at the newest version. Start the app once."))
        yield False
        return
    yield say(session, checks.check_guards, gettext("Database: newest version, guarded."))
    yield say(
        session, partial(checks.check_clock, now=moment()), gettext("Clock: it goes forward.")
    )
    yield say(session, checks.check_draws, gettext("Draws: as they were sealed."))
    yield say(session, checks.check_outcomes, gettext("Outcomes: as they were written."))
    yield say_copy()


def say_copy() -> bool:
    """Say when the newest copy was made, and give whether it is new enough."""
    made = backup.newest()
    if made is None:
        click.echo(gettext("Copies: there is none yet. Run visits backup."))
        return True
    late = is_late(ago(made, moment()), COPY_LATE)
    said = (
        gettext("Copies: the newest is old, of %(day)s. Run visits backup.", day=day_of(made))
        if late
        else gettext("Copies: the newest is of %(day)s.", day=day_of(made))
    )
    click.echo(said)
    return not late


def day_of(made: datetime) -> str:
    """Give the day and the time of a copy in words."""
    return str(format_datetime(made, "d MMMM y, HH:mm"))


def say(session: Session, check_part: Callable[[Session], checks.Faults], fine: str) -> bool:
    """Say that a part is in order, or what is wrong with it; give whether it is in order."""
    faults = [*check_part(session)]
    for line in [fault_sentence(fault) for fault in faults] or [fine]:
        click.echo(line)
    return not faults


def look_out(settings: Settings) -> Iterable[bool]:
    """Say a line about each server that mail goes through, and give whether it answers."""
    if settings.token_endpoint:
        yield told(login.knock(settings), gettext("Token: the endpoint gives one."))
    if not settings.mail_server:
        click.echo(gettext("Mail: no server is set, so nothing is sent."))
    else:
        fine = gettext("Mail: the server answers and lets us in.")
        yield told(smtp.knock(settings), fine)
    if settings.imap_server:
        answers = mailbox.is_open(settings)
        click.echo(
            gettext("Mailbox: the server answers and lets us in.")
            if answers
            else gettext("Mailbox: the server does not answer, or does not let us in.")
        )
        yield answers


def told(failure: Failure | None, fine: str) -> bool:
    """Say what failed or that it is fine, and give whether it is."""
    click.echo(str(label(failure)) if failure else fine)
    return failure is None
