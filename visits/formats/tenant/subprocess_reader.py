"""Reads a file of tenants in a process of its own, so that no file can hurt the app.

The other process is `python -m visits.formats.tenant`. It is given how to read the file, and the
file, over a pipe, so that nothing of it stands on a disk. It answers in lines of JSON, which run
nothing as a pickle may: how many rows it saw, then what the file is, then its rows and tenants in
parts. It may take so much memory and time and no more.
"""

import json
import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO, cast

from visits.formats.tenant.columns import Columns, NeedsMapping
from visits.formats.tenant.file import DEFAULT, Mappings, Seen
from visits.formats.tenant.outcome import FileRefusal, FileRefused
from visits.formats.tenant.table import Limits

PACKAGE = Path(__file__).parents[3]
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read apart: what it is, what its columns mean, then its parts, once."""

    head: Line
    columns: Columns
    notices: list[Line]
    parts: Iterator[Line]


class ReaderFailed(Exception):
    """The other process has a fault of ours; says where, and nothing of the file."""


def read_apart(
    data: bytes,
    *,
    file_name: str,
    today: date,
    mapping: Mapping[int, str | None] | None = None,
    known: Mappings | None = None,
    answers: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT,
    seen: Seen = lambda _rows: None,
) -> Reading:
    """Read a file as `read_tenants` does, with the same refusals, in a process of its own.

    Each part holds some `rows` or some `tenants`, as a report has them; of a row that was
    rejected also the number `given`.
    """
    given = {"file_name": file_name, "today": today, "mapping": mapping, "limits": limits}
    lines = _answers(pickle.dumps({**given, "known": known, "answers": answers}), data)
    for line in lines:
        if "seen" in line:
            seen(line["seen"])
        elif "head" in line:
            columns = Columns.from_plain(line["columns"])
            return Reading(line["head"], columns, line["notices"], lines)
        elif "refused" in line:
            raise FileRefused.from_plain(line["refused"])
        elif "asked" in line:
            raise NeedsMapping(Columns.from_plain(line["asked"]))
        else:
            raise ReaderFailed(line["fault"])
    # The system ended it: it took too much memory or time.
    raise FileRefused(FileRefusal.TOO_LARGE)


def _answers(*question: bytes) -> Iterator[Line]:
    """Give the lines that the other process writes; it ends when nobody reads on."""
    process = subprocess.Popen(
        [sys.executable, "-m", "visits.formats.tenant"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a library in a panic may quote the file
        cwd=PACKAGE,
    )
    stdin, stdout = cast(BinaryIO, process.stdin), cast(BinaryIO, process.stdout)
    writer = Thread(target=_write, args=(stdin, question), daemon=True)
    writer.start()
    try:
        yield from map(json.loads, stdout)
    finally:
        process.kill()
        stdout.close()
        writer.join()
        process.wait()


def _write(stdin: BinaryIO, question: tuple[bytes, ...]) -> None:
    """Write a question into a pipe; who is gone does not hear it."""
    try:
        stdin.writelines(question)
        stdin.close()
    except BrokenPipeError:
        return
