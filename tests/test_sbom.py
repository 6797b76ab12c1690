"""The bill of the package names what it needs to run, and nothing that only the tests need."""

import json
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]


def test_the_bill_names_what_runs_with_its_version_and_no_tool_of_the_tests() -> None:
    written = subprocess.run(
        [sys.executable, str(ROOT / ".ci/sbom.py")], capture_output=True, text=True, check=True
    )

    bill = json.loads(written.stdout)
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    addresses = {one["purl"] for one in bill["components"]}
    wanted = {Requirement(line).name for line in asked}
    assert bill["bomFormat"] == "CycloneDX"
    assert {f"pkg:pypi/{name}@{version(name)}" for name in wanted} <= addresses
    assert not any("/pytest@" in one or "/ruff@" in one for one in addresses)
    known = addresses | {bill["metadata"]["component"]["bom-ref"]}
    assert {one["ref"] for one in bill["dependencies"]} == known
    assert {below for one in bill["dependencies"] for below in one["dependsOn"]} <= known
