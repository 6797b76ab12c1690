"""The other side of `subprocess_reader.py`: reads one file, answers in lines of JSON."""

import gc
import json
import pickle
import resource
import sys
import traceback
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from visits.formats.tenant.columns import NeedsMapping
from visits.formats.tenant.file import read_tenants
from visits.formats.tenant.outcome import FileRefused
from visits.formats.tenant.report import as_plain, as_row, head_of

MEMORY = 2_000_000_000
SECONDS = 300
PART = 2000


def main() -> None:
    """Read the question and the file, and write the answers."""
    # Nothing here lives in circles, and looking for them takes a sixth of the time.
    gc.disable()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    ask = pickle.load(sys.stdin.buffer)  # noqa: S301 - what the app wrote itself
    for line in answer(ask, sys.stdin.buffer.read()):
        write(line)


def write(line: dict[str, Any]) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def answer(ask: dict[str, Any], data: bytes) -> Iterator[dict[str, Any]]:
    """Give every line about one file."""
    try:
        file = read_tenants(data, **ask, seen=lambda rows: write({"seen": rows}))
    except FileRefused as refusal:
        yield {"refused": refusal.as_plain()}
    except NeedsMapping as needed:
        yield {"asked": asdict(needed.columns)}
    except Exception as fault:
        where = traceback.format_tb(fault.__traceback__)
        yield {"fault": "".join([*where, type(fault).__name__])}
    else:
        yield {"head": head_of(file), "columns": asdict(file.columns), "notices": file.notices}
        for start in range(0, len(file.rows), PART):
            rows = file.rows[start : start + PART]
            yield {"rows": [as_row(row) | {"given": row.given} for row in rows]}
        for start in range(0, len(file.tenants), PART):
            yield {"tenants": [as_plain(one) for one in file.tenants[start : start + PART]]}


if __name__ == "__main__":
    main()
