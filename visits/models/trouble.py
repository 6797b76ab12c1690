"""What the machine refuses: a full disk, a database that may not be written or is not there."""

import errno
import sqlite3
from enum import StrEnum, auto

from sqlalchemy.exc import TimeoutError as PoolTimeout


class Trouble(StrEnum):
    """What is wrong with the machine; `words/refusals.py` has the sentence of each."""

    FULL = auto()
    SHUT = auto()
    LOCKED = auto()
    AWAY = auto()
    DAMAGED = auto()


SYSTEM = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), Trouble.FULL),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), Trouble.SHUT),
}
SQLITE = {
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_IOERR_WRITE: Trouble.FULL,
    sqlite3.SQLITE_IOERR_SHMSIZE: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.SHUT,
    sqlite3.SQLITE_CANTOPEN: Trouble.SHUT,
    sqlite3.SQLITE_PERM: Trouble.SHUT,
    sqlite3.SQLITE_BUSY: Trouble.LOCKED,
    sqlite3.SQLITE_LOCKED: Trouble.LOCKED,
    sqlite3.SQLITE_CORRUPT: Trouble.DAMAGED,
    sqlite3.SQLITE_NOTADB: Trouble.DAMAGED,
    sqlite3.SQLITE_IOERR: Trouble.DAMAGED,
}
# The beginnings of PostgreSQL's codes (appendix A of its manual); without one, no server spoke.
POSTGRESQL = {
    "53100": Trouble.FULL,
    "25006": Trouble.SHUT,
    "42501": Trouble.SHUT,
    "55P03": Trouble.LOCKED,
    "08": Trouble.AWAY,
    "28": Trouble.AWAY,
    "3D000": Trouble.AWAY,
    "53": Trouble.AWAY,
    "57P": Trouble.AWAY,
}


def trouble_of(error: BaseException) -> Trouble | None:
    """Give what is wrong with the machine, if that is what an error is about."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None) or 0
        return SQLITE.get(code) or SQLITE.get(code & 0xFF)
    if isinstance(cause, OSError):
        return SYSTEM.get(cause.errno or 0)
    if isinstance(cause, PoolTimeout):
        return Trouble.AWAY
    return of_server(cause)


def of_server(cause: BaseException) -> Trouble | None:
    """Give what a PostgreSQL server refuses, or that there is none."""
    code = getattr(cause, "sqlstate", "")
    if code is None and type(cause).__name__ in {"OperationalError", "ConnectionTimeout"}:
        return Trouble.AWAY
    found = (trouble for start, trouble in POSTGRESQL.items() if (code or "").startswith(start))
    return next(found, None)
