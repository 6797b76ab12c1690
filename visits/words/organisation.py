"""What the association chose and how the app was started, as pages and jobs ask for it."""

from flask import current_app

from visits.config import Settings
from visits.domain.organisation import Organisation
from visits.models import db
from visits.services.organisation import get_organisation, is_sample
from visits.services.outbox import Sender


def sample() -> bool:
    """Say whether everybody in this database is invented."""
    return is_sample(db.session())


def organisation() -> Organisation:
    """Give the association's choices."""
    return get_organisation(db.session())


def settings() -> Settings:
    """Give the settings that the app was started with."""
    found: Settings = current_app.extensions["settings"]
    return found


def sends() -> bool:
    """Say whether mails go out by themselves: there is a server, and nobody here is invented."""
    return bool(settings().mail_server) and not sample()


def by_hand() -> bool:
    """Say whether a person sends each mail: there is no server, and people here are real."""
    return not settings().mail_server and not sample()


def sender() -> Sender:
    """Give the sender of every mail: the app's mailbox under the association's name."""
    known = settings()
    return Sender(known.mail_from, organisation().name, known.base_url, known.language)
