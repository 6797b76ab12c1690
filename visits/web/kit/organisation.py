"""What the association chose, read once a page."""

from flask import g

from visits.domain.organisation import Organisation
from visits.models import db
from visits.services.organisation import get_choices


def sample() -> bool:
    """Say whether everybody in this database is invented."""
    return chosen()[1]


def organisation() -> Organisation:
    """Give the association's choices."""
    return chosen()[0]


def chosen() -> tuple[Organisation, bool]:
    """Read what is stored, once a page."""
    if "chosen" not in g:
        g.chosen = get_choices(db.session())
    found: tuple[Organisation, bool] = g.chosen
    return found
