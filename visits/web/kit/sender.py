"""Who sends the mails of this app."""

from flask import current_app

from visits.config import Settings
from visits.services.outbox import Sender
from visits.words.organisation import organisation


def settings() -> Settings:
    """Give the settings that the app was started with."""
    found: Settings = current_app.extensions["settings"]
    return found


def sender() -> Sender:
    """Give the sender of every mail: the app's mailbox under the association's name."""
    known = settings()
    return Sender(known.mail_from, organisation().name, known.base_url, known.language)
