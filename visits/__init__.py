"""Visits: a director's monthly visit to a long-standing tenant."""

from flask import Flask

from visits.config import ROOT, Settings, load


def create_app(settings: Settings | None = None) -> Flask:
    """Make the app: settings, database, screens; nothing else."""
    from visits import web
    from visits.models import store

    settings = settings or load()
    app = Flask(
        __name__,
        instance_path=str(settings.instance.resolve()),
        template_folder=str(ROOT / "templates"),
    )
    app.extensions["settings"] = settings
    store.connect(app, settings.database)
    web.set_up(app, settings)
    return app
