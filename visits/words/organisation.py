"""What the association chose, as pages ask for it."""

from visits.domain.organisation import Organisation
from visits.models import db
from visits.services.organisation import get_organisation, is_sample


def sample() -> bool:
    """Say whether everybody in this database is invented."""
    return is_sample(db.session())


def organisation() -> Organisation:
    """Give the association's choices."""
    return get_organisation(db.session())
