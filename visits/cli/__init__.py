"""The commands: `visits demo`, `visits serve`, and what cron or an administrator needs.

Exit status: 0 done, 1 refused with a sentence on stderr, 2 wrong usage.
"""

from importlib import import_module

import click

# Where each command is, and what it does: what a command needs is imported when it runs.
COMMANDS = {
    "account": ("account", "Make and change accounts."),
    "backup": ("backup", "Copy the database, also while the app runs; print where the copy is."),
    "check": (
        "check",
        "Look over settings, database, clock, draws, outcomes and mail; change and send nothing.",
    ),
    "close": (
        "upkeep",
        "Close the quarters and years that are over for the board, once; for cron.",
    ),
    "demo": ("serve", "Make a fresh database with sample data and serve it on this machine."),
    "draw": ("draw", "Draw a month; a month that was drawn gives the same draw again."),
    "draw-lapse": ("draw", "Let a month lapse; it counts as if it never happened."),
    "draw-record": ("draw", "Write the files with which anybody can do a draw again."),
    "fetch-calendars": ("mail", "Fetch the calendars of the directors, once; for cron."),
    "import": ("data", "Read a list of tenants, and store it."),
    "mailbox": ("mail", "Read the calendar answers that came by mail, once; for cron."),
    "outbox": ("mail", "Write every mail that was made as an .eml file."),
    "reindex": ("upkeep", "Write anew by which words notes, insights and promises are found."),
    "remind": (
        "mail",
        "Make this week's mails about promises that wait; twice a week makes them once; for cron.",
    ),
    "restore": ("backup", "Put a copy in the place of the database; stop the app first."),
    "retention": ("upkeep", "Take away what has been kept for long enough, once; for cron."),
    "send": ("mail", "Send the mails that wait, once; for cron, beside `visits serve --no-jobs`."),
    "serve": ("serve", "Serve the app on one process, and run the daily jobs."),
    "verify": (
        "draw",
        "Check the record of a draw; status 0 it holds, 1 it does not, 2 it cannot be read.",
    ),
}


def find(name: str) -> click.Command:
    """Import a command."""
    parts = vars(import_module(f"visits.cli.{COMMANDS[name][0]}")).values()
    return next(part for part in parts if isinstance(part, click.Command) and part.name == name)


class Commands(click.Group):
    """The commands by name; only the one that runs is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of a name, if there is one."""
        return find(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command does."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, sentence) for name, (_, sentence) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Visits: a director's monthly visit to a long-standing tenant."""
