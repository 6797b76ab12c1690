"""The command that checks the record of a draw. It needs nothing of the app, and starts at once."""

import os
import sys
from contextlib import suppress
from gettext import NullTranslations, translation
from pathlib import Path

import click

from visits import verify as checker
from visits.domain.draw import short_code
from visits.instance import instance_folder, read_settings

TRANSLATIONS = Path(__file__).parents[1] / "translations"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--code", help="The control code as it stands in the mail or on paper.")
def verify(folder: Path, code: str | None) -> None:
    """Check the record of a draw; status 0 it holds, 1 it does not, 2 it cannot be read."""
    words = sentences()
    try:
        result = checker.verify(folder, code)
    except checker.Unreadable as wrong:
        click.echo(words.gettext(wrong.sentence) % wrong.values, err=True)
        sys.exit(2)
    for finding in result.findings:
        click.echo(words.gettext(finding.sentence) % finding.values)
    if not result.findings:
        say_it_holds(result, words)
    sys.exit(1 if result.findings else 0)


def say_it_holds(result: checker.Result, words: NullTranslations) -> None:
    """Say that a record holds, with the code to lay beside the paper."""
    gettext = words.gettext
    known = {"month": result.period, "code": short_code(result.code)}
    click.echo(gettext("%(month)s: everything holds. Control code %(code)s.") % known)
    if not result.compared:
        click.echo(gettext("Lay this code beside the one that was sent: it was not compared."))
    if result.deleted_on:
        said = gettext(
            "List and order were deleted on %(day)s. Nobody can do this draw again, or count its "
            "code again."
        )
        click.echo(said % {"day": result.deleted_on})


def sentences() -> NullTranslations:
    """Give the sentences in the language of the settings; nothing else is asked of them."""
    language = os.environ.get("VISITS_LANGUAGE")
    with suppress(OSError, ValueError):
        folder = Path(os.environ.get("VISITS_INSTANCE") or instance_folder())
        language = language or read_settings(folder).get("language")
    return translation("messages", TRANSLATIONS, [language or "nl"], fallback=True)
