"""Copies of the database: made while the app runs, checked, kept for a while, and put back whole.

A copy holds all that the database holds, the seeds of the draws too, so only its owner reads it.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import Connection

from visits.models import db, store
from visits.services.clock import find_suspicion
from visits.services.refusals import Refusal, Refused
from visits.services.upkeep import postgresql, sqlite

log = logging.getLogger(__name__)
# Whoever was erased stands in a copy for so long and no longer.
KEPT = timedelta(days=35)
FORM = "visits-%Y%m%dT%H%M%S.%fZ"
# One copy a night; a job that runs more often makes no more.
NIGHTLY = timedelta(hours=20)


def folder() -> Path:
    """Give the folder of the copies, readable by its owner only."""
    path = Path(current_app.instance_path) / "backups"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def database() -> sqlite.Database | postgresql.Database:
    """Give the database of the app, to be copied or replaced."""
    url = db.engine.url
    if db.engine.dialect.name == "sqlite":
        return sqlite.Database(Path(str(url.database)))
    return postgresql.Database(url)


def ending() -> str:
    """Give how the name of a copy ends."""
    return sqlite.ENDING if db.engine.dialect.name == "sqlite" else postgresql.ENDING


def keep(*, now: datetime, of: sqlite.Database | postgresql.Database | None = None) -> Path:
    """Copy the database into the folder of copies; a copy that is half made is none."""
    source = of or database()
    if not source.is_there():
        raise Refused(Refusal.NOTHING_TO_COPY)
    to = folder() / f"{now.strftime(FORM)}.{ending()}"
    part = to.with_suffix(".part")
    sqlite.make_private(part)
    try:
        source.write(part)
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)
    sqlite.sync_folder(to.parent)
    return to


def list_copies() -> list[tuple[datetime, Path]]:
    """List the copies with the moment in their names, the newest first."""
    found = []
    for path in folder().glob("visits-*"):
        try:
            stamp = path.name.rpartition(".")[0].removesuffix("Z") + "+0000"
            moment = datetime.strptime(stamp, "visits-%Y%m%dT%H%M%S.%f%z")
        except ValueError:
            continue
        found.append((moment, path))
    return sorted(found, reverse=True)


def newest() -> datetime | None:
    """Give when the newest copy was made."""
    return next((moment for moment, _ in list_copies()), None)


def is_due(*, now: datetime) -> bool:
    """Say whether a copy is to be made tonight."""
    last = newest()
    return database().is_there() and (last is None or not now - NIGHTLY < last <= now)


def drop_old(now: datetime) -> None:
    """Drop every copy that was kept for long enough, and what a killed process left half made.

    None while the day is in doubt: a wrong clock would drop them all.
    """
    if find_suspicion(db.session(), now=now):
        return
    for moment, path in list_copies():
        if moment < now - KEPT:
            path.unlink()
    for path in folder().glob("*.part*"):
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < now - NIGHTLY:
            path.unlink()


def check(copy: Path) -> None:
    """Raise Refused unless a file is a whole copy of a version that this app knows."""
    with unpacked(copy):
        pass


@contextmanager
def unpacked(copy: Path) -> Iterator[tuple[str, Path]]:
    """Write a copy out as a database of its own for a while; give its address and its file."""
    source, beside = database(), folder() / "restore.part"
    try:
        yield source.unpack(copy, beside), beside
    finally:
        if isinstance(source, sqlite.Database):
            sqlite.drop(beside)
        else:
            source.drop(beside)


@contextmanager
def alone() -> Iterator[tuple[sqlite.Database | postgresql.Database, Connection | None]]:
    """Hold the database of the app for oneself; Refused while the app has it open."""
    db.session.remove()
    db.engine.dispose()
    source = database()
    with source.alone() as connection:
        yield source, connection


@contextmanager
def before_new_tables(*, now: datetime) -> Iterator[None]:
    """Copy a database that is about to get newer tables; no copy stays of a start that fails."""
    if store.version() not in {None, *store.versions()}:
        raise Refused(Refusal.DATABASE_NEWER)
    copy = None
    if store.is_behind():
        try:
            copy = keep(now=now)
        except Refused as why:
            if db.engine.dialect.name == "sqlite":
                raise
            log.warning("not copied: %s", why.code)
    try:
        yield
    except BaseException:
        if copy is not None:
            copy.unlink()
        raise
