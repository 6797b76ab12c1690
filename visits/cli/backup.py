"""The commands that keep a copy of the database, and put one back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_urlsafe

import click
from flask import Flask
from flask_babel import force_locale, format_datetime, gettext, ngettext
from flask_security import hash_password

from visits import create_app
from visits.cli.shell import deed, moment, refuses
from visits.config import Settings, load
from visits.models import db, store
from visits.services import withdrawal
from visits.services.upkeep import backup as backups
from visits.services.upkeep.replay import Again, Known, known_to, replay
from visits.words.organisation import sender


@click.command()
@refuses
def backup() -> None:
    """Copy the database, also while the app runs; print where the copy is."""
    with opened(load()):
        click.echo(backups.keep(now=moment()))
        backups.drop_old(moment())
        if store.is_newest():
            withdrawal.keep_beside(db.session(), now=moment())


@click.command()
@click.argument("copy", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do it: what came after the copy is gone then.")
@refuses
def restore(copy: Path, yes: bool) -> None:
    """Put a copy in the place of the database; stop the app first.

    The database that was there is copied before. Whoever was erased since is erased again, and
    what was withdrawn or closed since stays so.
    """
    settings = load()
    with opened(settings), force_locale(settings.language):
        if not yes:
            backups.check(copy)
            click.echo(
                gettext("This is a whole copy. Give --yes to put it in the place of the database.")
            )
            return
        # The database is held from before it is asked what it knows until the copy stands there.
        with backups.unpacked(copy) as (address, made), backups.alone() as (place, connection):
            if place.is_there():
                click.echo(backups.keep(now=moment(), of=place))
            known = known_to(connection)
            again = made_new(settings, address, known)
            place.put(made)
        withdrawal.keep_beside(db.session(), now=moment())
        for line in said(again):
            click.echo(line)


def made_new(settings: Settings, address: str, known: Known) -> Again:
    """Bring an unpacked copy up to what is known now, before it takes any place."""
    with opened(settings.model_copy(update={"database_url": address})) as app:
        store.bring_up(app)
        with deed(app) as session:
            locked = hash_password(token_urlsafe(32))
            return replay(session, known, locked=locked, sender=sender(), now=moment())


@contextmanager
def opened(settings: Settings) -> Iterator[Flask]:
    """Open the database of some settings for a while, whatever its version."""
    app = create_app(settings)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def said(again: Again) -> list[str]:
    """Say what happened again, and what somebody must know who put a copy back."""
    lines = [
        ngettext(
            "Put back. %(num)s tenant who was erased since is erased again.",
            "Put back. %(num)s tenants who were erased since are erased again.",
            again.erased,
        ),
        ngettext(
            "%(num)s other thing that was withdrawn or closed since stays so.",
            "%(num)s other things that were withdrawn or closed since stay so.",
            again.withdrawn,
        ),
        gettext("Everybody signs in again."),
    ]
    if again.locked:
        lines.append(
            ngettext(
                "%(num)s person changed the password since: give a new one with "
                "visits account password.",
                "%(num)s people changed their password since: give new ones with "
                "visits account password.",
                again.locked,
            )
        )
    if again.unknown_since is not None:
        lines.append(
            gettext(
                "What was erased or withdrawn after %(day)s is not known here. Do it again by "
                "hand, before anybody is approached.",
                day=format_datetime(again.unknown_since, "d MMMM y, HH:mm"),
            )
        )
    return lines
