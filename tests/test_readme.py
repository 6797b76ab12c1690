"""What the README says is what the code does."""

import re
from pathlib import Path

import pytest

from visits.cli import COMMANDS
from visits.config import Settings
from visits.domain.account import Role

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
RUN = (
    "python3 -m venv .venv && .venv/bin/pip install -c constraints.txt -e . "
    "&& .venv/bin/visits demo"
)
TEST = (
    "python3 -m venv .venv && .venv/bin/pip install -c constraints.txt -e '.[test]' "
    "&& .venv/bin/python -m pytest"
)
ALLOWED = {
    "visits", "instance", "templates", "tests", "wsgi.py", "pyproject.toml", "README.md",
    "ARCHITECTURE.md", "CHANGELOG.md", "constraints.txt", "visits.egg-info",
}  # fmt: skip


def test_the_readme_has_the_two_commands() -> None:
    assert RUN in README
    assert TEST in README


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_stands_in_the_readme_with_its_default(name: str) -> None:
    row = re.search(rf"^\| `VISITS_{name.upper()}` \|(.*)\|(.*)\|$", README, re.MULTILINE)

    assert row
    default = Settings.model_fields[name].default
    shown = "" if default == "" else str(default)
    assert name == "instance" or shown in row[1]


def test_the_readme_names_no_setting_that_is_not_there() -> None:
    known = {f"VISITS_{name.upper()}" for name in Settings.model_fields}

    named = set(re.findall(r"VISITS_[A-Z_]+", README)) - {"VISITS_PASSWORD"}

    assert {name for name in named if not name.startswith("VISITS_TEST_")} <= known


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_readme(name: str) -> None:
    assert f"`visits {name}" in README


@pytest.mark.parametrize("role", list(Role))
def test_every_role_stands_in_the_readme(role: Role) -> None:
    assert f"`{role}`" in README


def test_the_top_of_the_tree_is_what_the_user_asked_for() -> None:
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}

    assert found <= ALLOWED


@pytest.mark.parametrize("name", ["constraints.txt", "README.md", "pyproject.toml"])
def test_no_address_of_a_registry_is_written_down(name: str) -> None:
    assert not re.search(r"https?://[^ ]*(pypi|pythonhosted|simple)", (ROOT / name).read_text())
