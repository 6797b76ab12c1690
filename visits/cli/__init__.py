"""The commands: `visits demo`, `visits serve`, and what cron or an administrator needs.

Exit status: 0 done, 1 refused with a sentence on stderr, 2 wrong usage.
"""

import ast
from importlib import import_module
from pathlib import Path

import click

# Where each command is, as module and function: what a command needs is imported when it runs.
COMMANDS = {
    "account": "account.account",
    "backup": "backup.backup",
    "check": "check.check",
    "close": "upkeep.close_periods",
    "demo": "serve.demo",
    "draw": "draw.draw",
    "draw-lapse": "draw.draw_lapse",
    "draw-record": "draw.draw_record",
    "fetch-calendars": "mail.fetch_calendars",
    "import": "data.import_",
    "mailbox": "mail.mailbox",
    "outbox": "mail.outbox",
    "reindex": "upkeep.reindex",
    "remind": "mail.remind",
    "restore": "backup.restore",
    "retention": "upkeep.clear",
    "send": "mail.send",
    "serve": "serve.serve",
    "verify": "verify.verify",
}


def find(name: str) -> click.Command:
    """Import a command."""
    module, _, function = COMMANDS[name].partition(".")
    command: click.Command = getattr(import_module(f"visits.cli.{module}"), function)
    return command


def summary(name: str) -> str:
    """Give the first line that a command says of itself, and import nothing."""
    module, _, function = COMMANDS[name].partition(".")
    tree = ast.parse(Path(__file__).with_name(f"{module}.py").read_text("utf-8"))
    functions = (part for part in tree.body if isinstance(part, ast.FunctionDef))
    found = next(part for part in functions if part.name == function)
    return (ast.get_docstring(found) or "").partition("\n")[0]


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
            formatter.write_dl([(name, summary(name)) for name in COMMANDS])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Visits: a director's monthly visit to a long-standing tenant."""
