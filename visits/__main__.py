"""The commands, without the script that an installation puts on the path: `python -m visits`."""

from visits.cli import main

main(prog_name="visits")
