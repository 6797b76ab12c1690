"""Files of tenants while they are being read: in memory and nowhere else.

A file is kept until somebody says yes or no to what is in it, so that a column can be read
differently without choosing the file once more; then, after two hours at most, it is gone.
A server that ends takes it along. One file at a time is read, in a process of its own.
"""

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, auto
from threading import Event, Lock, Thread

from flask import Flask, current_app

from visits.config import Settings
from visits.domain.month import today
from visits.formats import tenant as files
from visits.services.tenant import batch as batches
from visits.services.tenant.staging import stage
from visits.web.kit.deed import deed, now

log = logging.getLogger(__name__)
Chosen = Mapping[int, str | None]
KEPT_AT_ONCE = 5
ONE_AT_A_TIME = Lock()


class Stand(StrEnum):
    """Where a file stands."""

    READING = auto()
    ASKED = auto()  # somebody must say what the columns mean
    REFUSED = auto()
    STAGED = auto()
    FAILED = auto()  # our fault


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
    token: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    stand: Stand = Stand.READING
    seen: int = 0
    columns: files.Columns | None = None
    refusal: files.FileRefused | None = None
    batch_id: int | None = None
    settled: Event = field(default_factory=Event)


class LetGo(Exception):
    """Somebody said no while the file was still being read."""


UPLOADS: dict[str, Upload] = {}


def begin(upload: Upload, *, patience: float) -> None:
    """Start to read a file, and wait a moment: most files are read by then."""
    let_go_of_old(now=upload.at)
    UPLOADS[upload.token] = upload
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    Thread(target=run, args=(app, upload), name="upload", daemon=True).start()
    upload.settled.wait(patience)


def find(token: str) -> Upload | None:
    """Find a file that is still kept."""
    return UPLOADS.get(token)


def find_for(batch_id: int) -> Upload | None:
    """Find the file of an import that waits for a yes, if it is still kept."""
    return next((one for one in UPLOADS.values() if one.batch_id == batch_id), None)


def let_go(upload: Upload | None) -> None:
    """Keep a file no longer."""
    if upload is not None:
        UPLOADS.pop(upload.token, None)


def let_go_of_old(*, now: datetime) -> None:
    """Keep no file for longer than its preview waits, and never many."""
    for upload in list(UPLOADS.values()):
        if now - upload.at >= batches.WAITS:
            let_go(upload)
    for upload in list(UPLOADS.values())[: -KEPT_AT_ONCE + 1]:
        let_go(upload)


def run(app: Flask, upload: Upload) -> None:
    """Read and stage a file in the background; whatever happens, the page hears of it."""
    try:
        with app.app_context(), ONE_AT_A_TIME:
            read(app.extensions["settings"], upload)
        upload.stand = Stand.STAGED
    except files.FileRefused as refusal:
        upload.stand, upload.refusal = Stand.REFUSED, refusal
    except files.NeedsMapping as needed:
        upload.stand, upload.columns = Stand.ASKED, needed.columns
    except LetGo:
        log.info("an upload was stopped")
    except Exception as fault:
        # Its kind alone: a message may quote the file.
        log.error("an upload could not be read: %s", type(fault).__name__)
        upload.stand = Stand.FAILED
    finally:
        upload.settled.set()


def read(settings: Settings, upload: Upload) -> None:
    """Read a file, and keep what its known columns say until a person says yes."""

    def seen(rows: int) -> None:
        upload.seen = rows
        check_kept(upload)

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
    number = stage(reading, deed, name=upload.name, whole=upload.whole, by=upload.by, at=now())
    upload.batch_id = number
    if upload.token not in UPLOADS:
        with deed() as session:
            batches.cancel(session, batches.get_batch(session, number), by=upload.by, now=now())
    check_kept(upload)
    if upload.chosen is not None:
        with deed() as session:
            batches.remember_mapping(session, reading.columns.signature, upload.chosen, now=now())


def check_kept(upload: Upload) -> None:
    """Raise LetGo when somebody said no to a file in the meantime."""
    if upload.token not in UPLOADS:
        raise LetGo
