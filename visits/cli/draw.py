"""The commands about the draw: hold one, hand its record over, check a record."""

import json
from pathlib import Path

import click
from flask_babel import gettext

from visits import jobs
from visits.cli.shell import deed, moment, month, open_app, refuses
from visits.domain.month import period_of, today
from visits.services.draw import hold as draws
from visits.services.draw.due import draw_and_tell
from visits.services.draw.lot import lapse_month
from visits.words.organisation import sender

AHEAD = 36  # months


@click.command()
@click.option("--month", "period", callback=month, help="YYYY-MM; this month if left out.")
@click.option("--reason", default="", help="Why this month is drawn by hand.")
@click.option(
    "--ahead",
    is_flag=True,
    help="Draw a month after the next, up to 36 ahead. Every month before it is shut for good.",
)
@click.option("--json", "as_json", is_flag=True, help="Write the draw as JSON.")
@click.option("--due", is_flag=True, help="Only this month, once all is ready for it; for cron.")
@refuses
def draw(period: str | None, reason: str, ahead: bool, as_json: bool, due: bool) -> None:
    """Draw a month; a month that was drawn gives the same draw again."""
    if due:
        with jobs.noted(open_app(), jobs.draw_when_due, now=moment()):
            jobs.draw_when_due(now=moment())
        return
    period = period or period_of(today(moment()))
    with deed(open_app()) as session:
        held = draw_and_tell(
            session,
            period,
            reason=reason,
            sender=sender(),
            by=None,
            now=moment(),
            ahead=AHEAD if ahead else draws.NEXT,
        )
        summary = draws.summary(session, held)
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False, sort_keys=True))
        return
    for name, value in summary.items():
        click.echo(f"{name}: {value}")


@click.command("draw-lapse")
@click.argument("period", callback=month)
@click.option("--reason", required=True, help="Why nobody is visited for this month.")
@refuses
def draw_lapse(period: str, reason: str) -> None:
    """Let a month lapse; it counts as if it never happened."""
    with deed(open_app()) as session:
        held = draws.get_draw(session, period)
        lapse_month(session, held, reason=reason, by=None, now=moment())


@click.command("draw-record")
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
