"""What happens before the app serves: the newest tables, the seeds, nothing left half way."""

from datetime import UTC, datetime

from flask import Flask

from visits import log
from visits.models import db, store
from visits.models.database import deed
from visits.services import clock
from visits.services.draw.hold import ensure_chain
from visits.services.tenant.batch import drop_stale
from visits.services.upkeep import backup
from visits.services.withdrawal import ensure_begun


def prepare(app: Flask) -> None:
    """Bring the database to the newest version, and make or clear what a start needs.

    A list of tenants that waits for a yes stays: another process may read or show it. Raises
    Refused for a database of a newer version.
    """
    log.set_up(app.extensions["settings"].log)
    now = datetime.now(UTC)
    store.bring_up(app, backup.before_new_tables(now=now))
    with app.app_context():
        with deed() as session:
            ensure_chain(session, now=now)
            ensure_begun(session, now=now)
            clock.note(session, now=now)
            drop_stale(session, now=now)
        db.session.remove()
        # A server may make more processes of this one: each opens connections of its own.
        db.engine.dispose()
