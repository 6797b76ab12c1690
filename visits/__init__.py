"""Visits: a director's monthly visit to a long-standing tenant."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from visits.config import Settings


def create_app(settings: "Settings | None" = None) -> "Flask":
    """Make the app: settings, database, screens; nothing else."""
    from flask import Flask

    from visits import web
    from visits.config import load
    from visits.formats.templates import TEMPLATES
    from visits.models import store

    settings = settings or load()
    app = Flask(
        __name__,
        instance_path=str(settings.instance.resolve()),
        template_folder=str(TEMPLATES),
    )
    app.extensions["settings"] = settings
    store.connect(app, settings.database)
    web.set_up(app, settings)
    return app
