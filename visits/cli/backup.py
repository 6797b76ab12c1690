"""The commands that keep a copy of the database, and put one back."""

from pathlib import Path

import click
from flask_babel import force_locale, gettext, ngettext

from visits import create_app
from visits.cli.shell import deed, moment, refuses
from visits.config import load
from visits.models import db
from visits.services.upkeep import backup as backups
from visits.services.upkeep import retention
from visits.start import prepare
from visits.words.organisation import sender


@click.command()
@refuses
def backup() -> None:
    """Copy the database, also while the app runs; print where the copy is."""
    with create_app(load()).app_context():
        click.echo(backups.keep(now=moment()))


@click.command()
@click.argument("copy", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do it: what came after the copy is gone then.")
@refuses
def restore(copy: Path, yes: bool) -> None:
    """Put a copy in the place of the database; stop the app first.

    The database that was there is copied before. Whoever was erased since is erased again.
    """
    app = create_app(load())
    with app.app_context(), force_locale(app.extensions["settings"].language):
        backups.check(copy)
        if not yes:
            click.echo(
                gettext("This is a whole copy. Give --yes to put it in the place of the database.")
            )
            return
        erased = backups.list_erased(db.session())
        db.session.remove()
        click.echo(backups.keep(now=moment()))
        backups.put_back(copy)
    prepare(app)
    with deed(app) as session:
        again = backups.erase_again(session, erased, sender=sender(), now=moment())
        retention.clear(session, now=moment())
        click.echo(
            ngettext(
                "Put back. %(num)s tenant who was erased since is erased again.",
                "Put back. %(num)s tenants who were erased since are erased again.",
                again,
            )
        )
