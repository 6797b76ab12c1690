"""Where the templates are: in the package, and in a checkout at its top, beside the package."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
PLACES = (PACKAGE / "templates", PACKAGE.parent / "templates")
TEMPLATES = next(place for place in PLACES if place.is_dir())
