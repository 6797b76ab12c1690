"""What all commands share: the app, a transaction, the clock, and refusals as sentences."""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from typing import Any

import click
from flask import Flask
from flask_babel import force_locale
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from visits import create_app
from visits.config import Settings, SettingsRefused, load
from visits.domain.draw import DrawRefused
from visits.domain.month import first_day
from visits.formats import tenant as files
from visits.models import database
from visits.models.trouble import trouble_of
from visits.services.refusals import Refused
from visits.start import prepare
from visits.words import intake
from visits.words.refusals import TROUBLES, sentence

Command = Callable[..., Any]


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
            click.echo(f"{refusal.code}: {said(intake.why_refused, refusal)}", err=True)
        except files.NeedsMapping as needed:
            for problem in needed.columns.problems:
                ways = [answer for answer, _ in problem.options]
                about = ", ".join([*problem.headers, *problem.fields, *ways])
                click.echo(
                    f"{problem.code}: {said(intake.sentence, problem.code)} {about}", err=True
                )
        except (OSError, sqlite3.Error, SQLAlchemyError) as failure:
            trouble = trouble_of(failure)
            if trouble is None:
                raise
            click.echo(f"{place_of(failure)}: {said(str, TROUBLES[trouble])}", err=True)
        sys.exit(1)

    return run


def place_of(failure: Exception) -> str:
    """Say where something failed: which file, which database or the machine that has it."""
    address = make_url(load().database)
    return str(getattr(failure, "filename", None) or address.host or address.database)


def said(words: Callable[[Any], str], what: Any) -> str:
    """Give a sentence in the language of the settings."""
    settings = load()
    with create_app(settings).app_context(), force_locale(settings.language):
        return words(what)


def open_app(settings: Settings | None = None) -> Flask:
    """Make the app, with its database at the newest version."""
    app = create_app(settings)
    prepare(app)
    return app


@contextmanager
def deed(app: Flask) -> Iterator[Session]:
    """Open a transaction that writes, and commit it once when nothing went wrong."""
    language = app.extensions["settings"].language
    with app.app_context(), force_locale(language), database.deed() as session:
        yield session


def moment() -> datetime:
    """Give the present moment."""
    return datetime.now(UTC)


def month(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Check that an option is a month."""
    if value is None:
        return None
    try:
        first_day(value)
    except ValueError:
        raise click.BadParameter("write a month as YYYY-MM") from None
    return value
