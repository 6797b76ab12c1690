"""Writes what Visits is made of, as CycloneDX 1.6: itself, and each package that it needs to run.

Run by the environment in which Visits is installed; tools for the tests are left out. A page of
code and no package, since the package for it brings thirty others.
"""

import json
import sys
import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]


def needs(lines: list[str], extras: set[str]) -> list[Requirement]:
    """List what is needed on this machine, with the extras that were asked for."""
    known = [Requirement(line) for line in lines]
    return [one for one in known if is_meant(one, extras)]


def is_meant(one: Requirement, extras: set[str]) -> bool:
    """Say whether a requirement with a condition holds here."""
    return one.marker is None or any(
        one.marker.evaluate({"extra": extra}) for extra in extras | {""}
    )


def address_of(name: str, version: str) -> str:
    """Return the address of a package as a package URL."""
    return f"pkg:pypi/{canonicalize_name(name)}@{version}"


def installed(name: str) -> str:
    """Return the address of a package that is installed."""
    return address_of(name, distribution(name).version)


def library(found: Distribution) -> dict[str, Any]:
    """Return what is said of one package."""
    licence = found.metadata.get("License-Expression") or found.metadata.get("License") or ""
    known = {"licenses": [{"license": {"name": licence}}]} if 0 < len(licence) < 100 else {}
    return described("library", found.name, found.version) | known


def described(kind: str, name: str, version: str) -> dict[str, Any]:
    """Return what is said of anything."""
    address = address_of(name, version)
    return {"type": kind, "bom-ref": address, "purl": address, "name": name, "version": version}


def bill() -> dict[str, Any]:
    """Return the whole bill."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    root = described("application", project["name"], project["version"])
    waits = needs(project["dependencies"], set())
    leads = {root["bom-ref"]: {installed(one.name) for one in waits}}
    parts: dict[str, dict[str, Any]] = {}
    asked: set[str] = set()
    while waits:
        wanted = waits.pop()
        if str(wanted) in asked:
            continue
        asked.add(str(wanted))
        found = distribution(wanted.name)
        below = needs(found.requires or [], wanted.extras)
        waits += below
        address = installed(wanted.name)
        parts[address] = library(found)
        leads.setdefault(address, set()).update(installed(one.name) for one in below)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": root},
        "components": [parts[one] for one in sorted(parts)],
        "dependencies": [{"ref": one, "dependsOn": sorted(leads[one])} for one in sorted(leads)],
    }


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=1, sort_keys=True)
