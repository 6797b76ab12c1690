"""Imports go down the floors, and never in a circle."""

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "visits"
FLOORS = {
    "domain": {"domain"},
    "formats": {"domain", "formats"},
    "models": {"domain", "models"},
    "services": {"domain", "formats", "models", "services"},
    "words": {"config", "domain", "formats", "models", "services", "words"},
    "jobs": {"config", "domain", "formats", "models", "services", "words", "jobs"},
    "web": {"config", "domain", "formats", "models", "services", "words", "web"},
    "demo": {"domain", "formats", "models", "services", "demo"},
}
SENTENCE = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,} [^\W\d_]{2,}")
# What SQLite and the names of columns say is no sentence of ours.
NO_SENTENCE = re.compile(r"(?:[a-z_]+ )+[a-z_]+|(?:SELECT|UPDATE|CREATE|DROP|PRAGMA) .*")
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


def test_commands_do_not_import_screens() -> None:
    for path in (ROOT / "cli").rglob("*.py"):
        assert not [name for name in imports(path) if name.startswith("visits.web")], path


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


def strings(path: Path) -> set[str]:
    """List the texts in a file; what explains the code is not among them."""
    tree = ast.parse(path.read_text())
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    explained = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return {one.value for one in found if isinstance(one.value, str) and id(one) not in explained}


def test_services_write_no_sentences() -> None:
    for path in (ROOT / "services").rglob("*.py"):
        said = {one for one in strings(path) if SENTENCE.search(one)}

        assert not {one for one in said if not NO_SENTENCE.fullmatch(one)}, path
        assert not {name.split(".")[0] for name in imports(path)} & {"babel", "flask_babel"}, path


def test_services_choose_nothing_by_language() -> None:
    for path in (ROOT / "services").rglob("*.py"):
        tables = [
            node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Dict)
        ]
        keys = {
            key.value for table in tables for key in table.keys if isinstance(key, ast.Constant)
        }
        assert not keys & {"nl", "en"}, path
