"""Imports go down the floors, and never in a circle."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "visits"
FLOORS = {
    "domain": {"domain"},
    "formats": {"domain", "formats"},
    "models": {"domain", "models"},
    "services": {"domain", "formats", "models", "services"},
    "web": {"config", "domain", "formats", "models", "services", "web"},
    "demo": {"domain", "formats", "models", "services", "demo"},
}
FRAMEWORKS = {"flask", "flask_sqlalchemy", "jinja2", "sqlalchemy", "werkzeug", "wtforms"}


def imports(path: Path) -> set[str]:
    """List the modules a file imports, wherever in the file it does so."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} | {f"{node.module}.{a.name}" for a in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


@pytest.mark.parametrize("floor", FLOORS)
def test_imports_go_down(floor: str) -> None:
    for path in (ROOT / floor).rglob("*.py"):
        used = {name.split(".")[1] for name in imports(path) if name.startswith("visits.")}
        assert used <= FLOORS[floor], path


@pytest.mark.parametrize("floor", ["domain", "formats"])
def test_ground_floors_know_no_framework(floor: str) -> None:
    for path in (ROOT / floor).rglob("*.py"):
        assert not {name.split(".")[0] for name in imports(path)} & FRAMEWORKS, path


def test_rules_ask_no_clock_and_no_chance() -> None:
    for path in (ROOT / "domain").rglob("*.py"):
        assert not imports(path) & {"random", "secrets", "time", "os"}, path
        assert ".now(" not in path.read_text(), path


def test_screens_do_not_import_screens() -> None:
    screens = {path.stem for path in (ROOT / "web").glob("*.py")} - {"__init__"}
    for path in (ROOT / "web").glob("*.py"):
        if path.stem == "__init__":
            continue
        used = {name.split(".")[2] for name in imports(path) if name.startswith("visits.web.")}
        assert not used & screens, path


def test_no_circles() -> None:
    modules = {
        ".".join(path.relative_to(ROOT.parent).with_suffix("").parts): path
        for path in ROOT.rglob("*.py")
        if path.stem != "__init__"
    }
    graph = {name: imports(path) & modules.keys() for name, path in modules.items()}

    TopologicalSorter(graph).prepare()  # raises CycleError


def test_services_never_commit() -> None:
    for path in (ROOT / "services").rglob("*.py"):
        assert ".commit(" not in path.read_text(), path
