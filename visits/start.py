"""What happens before the app serves: the newest tables, the seeds, nothing left half way."""

from datetime import UTC, datetime, timedelta

from flask import Flask

from visits import log
from visits.models import db, store
from visits.models.database import deed
from visits.services.draw.hold import ensure_chain
from visits.services.tenant.batch import WAITS, drop_stale
from visits.services.upkeep import backup
from visits.services.withdrawal import ensure_begun


def prepare(app: Flask, *, alone: bool = False) -> None:
    """Bring the database to the newest version, and make or clear what a start needs.

    A server that starts alone clears every list of tenants that waited for a yes. Raises Refused
    for a database of a newer version.
    """
    log.set_up(app.extensions["settings"].log)
    now = datetime.now(UTC)
    with app.app_context(), backup.before_new_tables(now=now):
        store.bring_up(app)
    with app.app_context():
        with deed() as session:
            ensure_chain(session, now=now)
            ensure_begun(session, now=now)
            drop_stale(session, now=now, after=timedelta(0) if alone else WAITS)
        db.session.remove()
