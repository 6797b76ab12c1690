"""Where an installation keeps its things: the instance folder, and the settings file in it."""

import tomllib
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

SETTINGS_FILE = "settings.toml"


def instance_folder() -> Path:
    """Give the folder when none is named: here if there is one, else among the user's data."""
    here = Path("instance")
    return here if here.is_dir() else user_data_path("visits", appauthor=False)


def read_settings(folder: Path) -> dict[str, Any]:
    """Give what the settings file says, nothing if there is none; ValueError if it is no TOML."""
    path = folder / SETTINGS_FILE
    # Some editors put a mark before the text; it is no part of it.
    return tomllib.loads(path.read_bytes().decode("utf-8-sig")) if path.exists() else {}
