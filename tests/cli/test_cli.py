"""The commands, as a shell calls them: what they print, and the status with which they end."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result

from tests.formats.tenant_cases import lined
from visits.cli import COMMANDS, find, main, summary
from visits.domain.draw import control_code

DATA = Path(__file__).parents[1] / "data" / "tenants"


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty instance folder that every command uses."""
    for name in list(os.environ):
        if name.startswith("VISITS_") and not name.startswith("VISITS_TEST_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("VISITS_INSTANCE", str(tmp_path / "instance"))
    return tmp_path / "instance"


def run(*words: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, words)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("clean.csv", "clean.csv"), ("clean.xlsx", "clean.csv"), ("messy.csv", "messy.csv")],
)
def test_a_dry_run_reports_each_row_and_tenant_as_the_sample_says(
    instance: Path, tmp_path: Path, name: str, expected: str
) -> None:
    report = tmp_path / "report.json"

    result = run("import", str(DATA / name), "--dry-run", "--today", "2026-01-15",
                 "--report", str(report))  # fmt: skip

    wanted = json.loads((DATA / f"{expected}.expected.json").read_text())
    got = json.loads(report.read_text())
    assert result.exit_code == 0
    assert got["rows"] == [
        {key: row[key] for key in ("row", "outcome", "codes", "external_id")}
        for row in wanted["rows"]
    ]
    assert got["tenants"] == wanted["tenants"]
    assert got["summary"] == wanted["summary"]
    assert not (instance / "visits.sqlite3").exists()


@pytest.mark.parametrize(
    ("content", "outcome", "code"),
    [
        (b"", "rejected", "empty_file"),
        (b"<html><table></table></html>", "rejected", "html_not_excel"),
        (b"Huurdernummer;Achternaam\n1;Bos\n", "needs_mapping", "required_column_missing"),
        (b"appel;peer\n1;2\n", "needs_mapping", "no_known_headers"),
    ],
)
def test_a_file_that_is_refused_says_its_code_and_its_sentence_and_reports_the_code(
    instance: Path, tmp_path: Path, content: bytes, outcome: str, code: str
) -> None:
    file, report = tmp_path / "huurders.csv", tmp_path / "report.json"
    file.write_bytes(content)

    result = run("import", str(file), "--dry-run", "--report", str(report))

    assert result.exit_code == 1
    assert result.stderr.startswith(f"{code}: ")
    assert result.stderr.count(".") >= 1
    assert json.loads(report.read_text()) == {"outcome": outcome, "code": code}


def test_an_import_reports_what_it_stored(instance: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"

    result = run("import", str(DATA / "clean.csv"), "--yes", "--report", str(report))
    again = run("import", str(DATA / "clean.csv"), "--yes")

    assert "new: 200" in result.output
    assert len(json.loads(report.read_text())["tenants"]) == 200
    assert "unchanged: 200" in again.output
    assert "niets veranderd" in again.output


@pytest.mark.parametrize(
    ("change", "encoding", "code", "answers", "option"),
    [
        ({"surname": "König"}, "cp850", "encoding", ["mac_roman", "cp850"], "--encoding"),
        (
            {"tenancy_start": "03/25/1984"},
            "utf-8",
            "date_order",
            ["day_first", "month_first"],
            "--dates",
        ),
    ],
)
def test_a_list_that_can_be_read_in_two_ways_says_which_and_is_read_in_the_one_that_is_given(
    instance: Path,
    tmp_path: Path,
    change: dict[str, str],
    encoding: str,
    code: str,
    answers: list[str],
    option: str,
) -> None:
    file, report = tmp_path / "huurders.csv", tmp_path / "report.json"
    file.write_bytes("".join(lined(change)).encode(encoding))

    asked = run("import", str(file), "--dry-run", "--report", str(report))
    told = json.loads(report.read_text())
    read = run("import", str(file), "--dry-run", option, answers[-1])

    assert asked.exit_code == 1
    assert asked.stderr.startswith(f"{code}: ")
    assert "König" not in asked.stderr
    assert told == {"outcome": "needs_mapping", "code": code, "answers": answers}
    assert "accepted: 1" in read.output


def test_a_list_in_which_very_many_are_missing_needs_a_word_for_it(
    instance: Path, tmp_path: Path
) -> None:
    half = tmp_path / "half.csv"
    lines = (DATA / "clean.csv").read_bytes().splitlines(keepends=True)
    half.write_bytes(b"".join(lines[:101]))
    run("import", str(DATA / "clean.csv"), "--yes")

    dry = run("import", str(half), "--dry-run")
    refused = run("import", str(half), "--yes")
    again = run("import", str(DATA / "clean.csv"), "--yes")
    sure = run("import", str(half), "--yes", "--many")

    assert dry.exit_code == 0
    assert refused.exit_code == 1
    assert "--many" in refused.stderr
    assert "unchanged: 200" in again.output
    assert "vanished: 100" in sure.output


def test_an_import_draws_and_draws_again_with_the_same_bytes(instance: Path) -> None:
    stored = run("import", str(DATA / "clean.csv"), "--yes")
    first = run("draw", "--month", "2026-11", "--json")

    again = run("draw", "--month", "2026-11", "--json")

    drawn = json.loads(first.stdout)
    assert (stored.exit_code, first.exit_code) == (0, 0)
    assert first.stdout_bytes == again.stdout_bytes
    assert set(drawn) == {
        "number", "period", "control_code", "eligible", "excluded", "allowed", "invited",
    }  # fmt: skip
    assert drawn["excluded"]["TOO_SHORT"] > 0


def test_the_record_of_a_draw_is_written_with_its_code_and_a_warning(
    instance: Path, tmp_path: Path
) -> None:
    run("import", str(DATA / "clean.csv"), "--yes")
    drawn = json.loads(run("draw", "--month", "2026-11", "--json").stdout)

    result = run("draw-record", "2026-11", "--to", str(tmp_path / "record"))

    record = json.loads((tmp_path / "record" / "record.json").read_text())
    names = {path.name for path in (tmp_path / "record").iterdir()}
    assert names == {"record.json", "list.tsv", "earlier.jsonl", "anchor.txt"}
    assert control_code(record) == drawn["control_code"]
    assert "latere loten" in result.stderr


def test_an_import_where_nobody_can_be_asked_is_wrong_usage(instance: Path) -> None:
    assert run("import", str(DATA / "clean.csv")).exit_code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("draw", "--month", "2026-13"),  # no such month
        ("draw-record", "onzin", "--to", "x"),  # no month at all
        ("account", "add", "a@b.example", "--name", "A", "--role", "koning"),  # no such role
        ("import", "/nergens.csv", "--yes"),  # no such file
        ("onbekend",),  # no such command
    ],
)
def test_wrong_usage_ends_with_status_two(instance: Path, words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("draw",), "niemand"),  # no tenants yet
        (("draw-record", "2026-11", "--to", "x"), "weggehaald"),  # nothing was drawn
        (("account", "disable", "niemand@waterhof.example"), "account"),  # no such account
    ],
)
def test_a_refusal_is_one_sentence_on_stderr_and_status_one(
    instance: Path, words: tuple[str, ...], said: str
) -> None:
    result = run(*words)

    assert result.exit_code == 1
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_an_account_is_made_changed_and_closed(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISITS_PASSWORD", "lang genoeg 1")
    words = ("account", "add", "Piet@Waterhof.example", "--name", "Piet", "--role", "staff")

    made, twice = run(*words), run(*words)
    changed = run("account", "password", "piet@waterhof.example")
    closed = run("account", "disable", "piet@waterhof.example")

    codes = [result.exit_code for result in (made, twice, changed, closed)]
    assert codes == [0, 1, 0, 0]


def test_a_wrong_setting_is_named_at_the_start(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISITS_DATABASE_URL", "mysql://nee")

    result = run("draw")

    assert result.exit_code == 1
    assert "VISITS_DATABASE_URL" in result.stderr


def test_the_secret_is_made_once_for_its_owners_eyes_only(instance: Path) -> None:
    run("retention")
    first = (instance / "secret").read_text()

    run("retention")

    assert (instance / "secret").read_text() == first
    assert (instance / "secret").stat().st_mode & 0o777 == 0o600


def test_the_demo_refuses_to_stand_beside_a_real_database(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISITS_DATABASE_URL", f"sqlite:///{instance / 'echt.sqlite3'}")

    result = run("demo")

    assert result.exit_code == 1
    assert not (instance / "echt.sqlite3").exists()


@pytest.mark.parametrize("command", ["mailbox", "fetch-calendars"])
def test_a_job_without_a_server_or_an_address_has_nothing_to_do(
    instance: Path, command: str
) -> None:
    assert run(command).exit_code == 0


def test_the_help_loads_nothing_of_what_the_commands_need() -> None:
    asked = """
import sys
from click.testing import CliRunner
from visits.cli import main
shown = CliRunner().invoke(main, ["--help"])
print(shown.exit_code, sorted({"flask", "sqlalchemy", "typst"} & set(sys.modules)))
"""

    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert said.stdout == "0 []\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_says_of_each_command_what_the_command_says_itself(name: str) -> None:
    assert find(name).get_short_help_str(300).rstrip(".") == summary(name).rstrip(".")


def test_a_doubtful_day_ends_each_command_until_it_is_confirmed(instance: Path) -> None:
    day = datetime(2031, 11, 24, 9, tzinfo=UTC)
    run("import", str(DATA / "clean.csv"), "--yes")
    with time_machine.travel(day, tick=False):
        refused = [run(*words) for words in (("retention",), ("close",), ("draw",))]
        listed = run("retention", "--dry-run")
        wrong = run("retention", "--confirm-day", "2031-11-25")
        confirmed = run("retention", "--confirm-day", "2031-11-24")
        closed = run("close")

    assert [one.exit_code for one in refused] == [1, 1, 1]
    assert all("--confirm-day" in one.stderr for one in refused)
    assert (listed.exit_code, wrong.exit_code) == (0, 1)
    assert "tenants: 0" in listed.output
    assert (confirmed.exit_code, closed.exit_code) == (0, 0)


def test_a_month_after_the_next_is_drawn_with_a_word_for_it(instance: Path) -> None:
    run("import", str(DATA / "clean.csv"), "--yes")

    refused = run("draw", "--month", "2027-12")
    far = run("draw", "--month", "2029-12", "--ahead")
    drawn = run("draw", "--month", "2027-12", "--ahead")

    assert (refused.exit_code, far.exit_code, drawn.exit_code) == (1, 1, 0)
    assert "--ahead" in refused.stderr
