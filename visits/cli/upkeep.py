"""The commands that close, clear and index, as cron gives them."""

import click

from visits import jobs
from visits.cli.shell import deed, moment, open_app, refuses
from visits.services import clock, search
from visits.services.board.close import close_due
from visits.services.upkeep import retention


@click.command("close")
@refuses
def close_periods() -> None:
    """Close the quarters and years that are over for the board, once; for cron."""
    app = open_app()
    with jobs.noted(app, jobs.close_periods, now=moment()), deed(app) as session:
        clock.trust(session, now=moment())
        for period in close_due(session, now=moment()):
            click.echo(period)


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Only count what would go, and leave it.")
@click.option(
    "--confirm-day",
    "day",
    help="YYYY-MM-DD: say that it is today; then clearing, closing and drawing go on.",
)
@refuses
def clear(dry_run: bool, day: str | None) -> None:
    """Take away what has been kept for long enough, once; for cron."""
    app = open_app()
    if day and not dry_run:
        with deed(app) as session:
            clock.confirm(session, day, by=None, now=moment())
    if dry_run:
        with deed(app) as session:
            gone = retention.foresee(session, now=moment())
    else:
        with jobs.noted(app, jobs.clear_old, now=moment()):
            gone = jobs.clear(now=moment())
        with jobs.noted(app, jobs.leave_no_trace, now=moment()):
            jobs.leave_no_trace(now=moment())
    for name, count in gone.items():
        click.echo(f"{name}: {count}")


@click.command()
@refuses
def reindex() -> None:
    """Write anew by which words notes, insights and promises are found."""
    with deed(open_app()) as session:
        changed = search.reindex(session)
    for name, count in changed.items():
        click.echo(f"{name}: {count}")
