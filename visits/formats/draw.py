"""The files with which anybody can do a draw again: record, list, earlier draws and anchor.

When a step was taken and by whom stays in the database; outside, an invitation is a tenant
number and an outcome.
"""

import json
from collections.abc import Iterable, Mapping

from visits.domain.draw import SEALED

Sealed = Mapping[str, object]
Invitations = Iterable[Mapping[str, object]]
DELETED = ("deleted_on", "control_code")


def draw_files(
    record: Sealed,
    invitations: Invitations,
    listed: bytes | None,
    earlier: Iterable[tuple[Sealed, Invitations]],
    anchor: str,
) -> dict[str, bytes]:
    """Give the files of one draw by name; `earlier` goes from the first draw to the last.

    A draw whose list was deleted after two years has no file for it.
    """
    shown = json.dumps(exported(record, invitations), ensure_ascii=False, indent=1)
    lines = [json.dumps(exported(*one), ensure_ascii=False) + "\n" for one in earlier]
    files = {
        "record.json": shown.encode(),
        "earlier.jsonl": "".join(lines).encode(),
        "anchor.txt": anchor.encode("ascii"),
    }
    return files if listed is None else files | {"list.tsv": listed}


def exported(record: Sealed, invitations: Invitations) -> dict[str, object]:
    """Give the sealed fields of a draw and how its invitations went."""
    went = [{field: one[field] for field in ("tenant", "outcome")} for one in invitations]
    deleted = {field: record[field] for field in DELETED if field in record}
    return {field: record[field] for field in SEALED} | {"invitations": went} | deleted
