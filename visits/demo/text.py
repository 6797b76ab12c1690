"""The texts of the sample data: a TOML file for each kind, for who writes Dutch and no Python."""

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def read_texts(kind: str) -> dict[str, Any]:
    """Read the texts of one kind; where a text was broken into lines says nothing."""
    with (FOLDER / f"{kind}.toml").open("rb") as file:
        return {name: folded(value) for name, value in tomllib.load(file).items()}


def folded(value: Any) -> Any:
    """Give a value with every text in it on one line."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return tuple(folded(one) for one in value)
    if isinstance(value, dict):
        return {name: folded(one) for name, one in value.items()}
    return value
