"""Files of tenants while they are being read: in memory and nowhere else.

Where a file stands is in the database, for every process to see (`services/tenant/staging.py`). The
file itself is held by the process that took it until somebody says yes or no to what is in it, so
that a column can be read differently without choosing the file once more; two hours at most, and a
server that ends takes it along. One file at a time is read, in a process of its own.
"""

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Lock, Thread
from typing import Any

from flask import Flask, current_app

from visits.config import Settings
from visits.domain.month import today
from visits.formats import tenant as files
from visits.services.refusals import Refusal, Refused
from visits.services.tenant import batch as batches
from visits.services.tenant import staging
from visits.web.kit.deed import deed, now

log = logging.getLogger(__name__)
Chosen = Mapping[int, str | None]
HELD_AT_ONCE = 5
# Seconds between two looks at the database, while a file is read and afterwards.
OFTEN, SELDOM = 2.0, 10.0
ONE_AT_A_TIME = Lock()


@dataclass
class Upload:
    """A file that somebody chose."""

    data: bytes
    name: str
    whole: bool
    by: int | None
    at: datetime
    chosen: Chosen | None = None
    answers: dict[str, str] = field(default_factory=dict)
    number: int = 0
    seen: int = 0
    columns: files.Columns | None = None
    settled: Event = field(default_factory=Event)
    gone: Event = field(default_factory=Event)


HELD: dict[int, Upload] = {}


def begin(upload: Upload, *, patience: float) -> int:
    """Start to read a file, wait a moment, and give its number: most files are read by then."""
    with deed() as session:
        batch = batches.open_batch(
            session, upload.name, whole=upload.whole, by=upload.by, now=upload.at
        )
        upload.number = batch.id
    for older in list(HELD)[: -HELD_AT_ONCE + 1]:
        let_go(older)
    HELD[upload.number] = upload
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    for work in (run, watch):
        Thread(target=work, args=(app, upload), name="upload", daemon=True).start()
    upload.settled.wait(patience)
    return upload.number


def find(number: int) -> Upload | None:
    """Find the file of an import, if this process holds it."""
    return HELD.get(number)


def let_go(number: int) -> None:
    """Hold a file no longer."""
    if upload := HELD.pop(number, None):
        upload.gone.set()


def watch(app: Flask, upload: Upload) -> None:
    """Tell the database how far a file is, and let go of it when nobody may ask for it any more."""
    while not upload.gone.wait(SELDOM if upload.settled.is_set() else OFTEN):
        try:
            with app.app_context():
                look(upload)
        except Exception as fault:
            log.error("an upload could not be watched: %s", type(fault).__name__)


def look(upload: Upload) -> None:
    """Say that a file is still being read, and let go of one that is stored, stopped or old."""
    with deed() as session:
        wanted = staging.hear(session, upload.number, seen=upload.seen, now=now())
    if not wanted or now() - upload.at >= batches.WAITS:
        let_go(upload.number)


def run(app: Flask, upload: Upload) -> None:
    """Read and stage a file in the background; whatever happens, the page hears of it."""
    with app.app_context():
        try:
            with ONE_AT_A_TIME:
                read(app.extensions["settings"], upload)
        except files.NeedsMapping as needed:
            upload.columns = needed.columns
            with suppress(Refused), deed() as session:
                staging.ask(session, upload.number)
        except files.FileRefused as refusal:
            give_up(upload, refusal.as_plain())
        except Refused:
            log.info("an upload was stopped")
            drop(upload)
        except Exception as fault:
            # Its kind alone: a message may quote the file.
            log.error("an upload could not be read: %s", type(fault).__name__)
            give_up(upload)
        finally:
            upload.settled.set()


def give_up(upload: Upload, *why: dict[str, Any]) -> None:
    """Note that a file cannot be read, and let go of it."""
    with suppress(Refused), deed() as session:
        staging.refuse(session, upload.number, *why)
    let_go(upload.number)


def drop(upload: Upload) -> None:
    """Keep nothing of a file that was stopped, wherever that was."""
    with suppress(Refused), deed() as session:
        batch = batches.get_batch(session, upload.number)
        batches.cancel(session, batch, by=upload.by, now=now())
    let_go(upload.number)


def read(settings: Settings, upload: Upload) -> None:
    """Read a file, and keep what its known columns say until a person says yes."""

    def seen(rows: int) -> None:
        upload.seen = rows
        if upload.gone.is_set():
            raise Refused(Refusal.BATCH_NOT_STAGED)

    with deed() as session:
        known = batches.list_mappings(session)
    reading = files.read_apart(
        upload.data,
        file_name=upload.name,
        today=today(now()),
        mapping=upload.chosen,
        known=known,
        answers=upload.answers,
        limits=files.Limits(**settings.import_limits),
        seen=seen,
    )
    upload.columns = reading.columns
    staging.stage(reading, deed, upload.number, clock=now)
    if upload.chosen is not None:
        with deed() as session:
            batches.remember_mapping(session, reading.columns.signature, upload.chosen, now=now())
