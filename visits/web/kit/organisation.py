"""What the association chose, read once a page."""

from flask import g

from visits.domain.organisation import Organisation
from visits.models import db
from visits.services.organisation import get_organisation, is_sample


def sample() -> bool:
    """Say whether everybody in this database is invented."""
    if "sample" not in g:
        g.sample = is_sample(db.session())
    return bool(g.sample)


def organisation() -> Organisation:
    """Give the association's choices."""
    if "organisation" not in g:
        g.organisation = get_organisation(db.session())
    chosen: Organisation = g.organisation
    return chosen
