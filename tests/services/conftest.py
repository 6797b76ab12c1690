"""What the tests of services share."""

import pytest
from sqlalchemy.orm import Session

from tests.services.village import Office, add_person
from visits.domain.account import Role


@pytest.fixture
def office(session: Session) -> Office:
    """A director and an assistant."""
    return Office(add_person(session, Role.DIRECTOR), add_person(session, Role.ASSISTANT))
