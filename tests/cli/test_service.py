"""The examples in the README are tried: the unit by systemd, and each line for cron."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from tests.databases import missing, started
from tests.served import example
from visits import jobs
from visits.cli import door, main
from visits.models import db
from visits.models.job import JobRun
from visits.services.upkeep import backup

VISITS = "/opt/visits/bin/visits"
FIELD = r"(?:\*(?:/\d+)?|\d+)"
CRON = re.compile(rf"{FIELD} {FIELD} {FIELD} {FIELD} {FIELD} +visits +{VISITS} (.+)")


def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        missing("no systemd-analyze on the path: install systemd to try the unit")
    unit = tmp_path / "visits.service"
    unit.write_text(example("ini").replace(VISITS, sys.executable))

    said = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False
    )

    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


def test_systemd_waits_longer_than_the_app_needs_to_end_what_was_begun() -> None:
    waits = re.search(r"^TimeoutStopSec=(\d+)$", example("ini"), re.MULTILINE)

    assert waits
    assert int(waits[1]) > door.GRACE


def test_each_line_for_cron_runs_and_together_they_are_all_jobs(
    tmp_path: Path, empty_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = started(empty_database, tmp_path)
    monkeypatch.setenv("VISITS_INSTANCE", str(tmp_path))
    setting, *lines = example("cron").splitlines()
    commands = [CRON.fullmatch(line) for line in lines]

    said = [CliRunner().invoke(main, shlex.split(found[1])) for found in commands if found]

    assert setting == "VISITS_INSTANCE=/var/lib/visits"
    assert all(commands)
    assert [one.exit_code for one in said] == [0] * len(lines)
    with app.app_context():
        assert backup.newest()
        ran = set(db.session.scalars(select(JobRun.name).where(JobRun.good_at.is_not(None))))
    # A start lets lists go and notes the day as well, and a copy speaks for itself.
    every = {*jobs.JOBS} - {jobs.let_lists_go, jobs.note_the_day, jobs.keep_copy}
    assert ran == {job.__name__ for job in every}
