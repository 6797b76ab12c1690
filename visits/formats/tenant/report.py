"""A file of tenants as plain values, for a page or as JSON."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any, TextIO

from visits.formats.tenant.columns import NeedsMapping
from visits.formats.tenant.file import TenantFile
from visits.formats.tenant.outcome import Bound, FileRefused
from visits.formats.tenant.rows import Draft, TenantRecord

Line = dict[str, Any]


def head_of(file: TenantFile) -> Line:
    """Return what a report says about a file as a whole."""
    lines = {"total": file.lines.total, "of_several": file.lines.several}
    warnings = [notice["code"] for notice in file.notices]
    return {
        "file": file.file_name,
        "today": file.today.isoformat(),
        "header_row": file.columns.header_row,
        "delimiter": file.table.delimiter,
        "encoding": file.table.encoding,
        "dropped_columns": list(file.columns.dropped),
        **({"warnings": warnings} if warnings else {}),
        **({"lines": lines} if file.table.delimiter else {"sheets": file.table.sheets}),
        "summary": file.summary,
    }


def as_row(row: Draft) -> Line:
    """Return how a row ended as plain values."""
    return {
        "row": row.row,
        "outcome": row.outcome.value,
        "codes": list(row.codes),
        "external_id": row.external_id,
    }


def as_plain(tenant: TenantRecord) -> Line:
    """Return a tenant as plain values; days as 2001-02-28, a co-tenant as the four name parts."""
    values = tenant._asdict()
    values["co_tenant"] = asdict(tenant.co_tenant) if tenant.co_tenant else None
    for name in ("tenancy_start", "tenant_since"):
        values[name] = values[name].isoformat()
    return values


def reported(head: Line, parts: Iterable[Line], out: TextIO) -> Iterator[Line]:
    """Give the parts of a file on, its rows before its tenants, and write them into a report."""
    out.write(f'{_json(head)[:-1]}, "rows": [')
    listed, between = "rows", "\n"
    for part in parts:
        if "tenants" in part and listed == "rows":
            out.write('\n], "tenants": [')
            listed, between = "tenants", "\n"
        for line in part[listed]:
            out.write(between + _json({key: line[key] for key in line if key != "given"}))
            between = ",\n"
        yield part
    out.write('\n], "tenants": [\n]}\n' if listed == "rows" else "\n]}\n")


def report_refusal(refusal: FileRefused | NeedsMapping) -> Line:
    """Return the report of a file that could not be read: what came of it, and why, as a code."""
    if isinstance(refusal, FileRefused):
        place = {"row": refusal.most} if refusal.bound is Bound.PLACE else {}
        return {"outcome": "rejected", "code": refusal.code.value, **place}
    problem = refusal.columns.problems[0]
    answers = {"answers": [answer for answer, _ in problem.options]} if problem.options else {}
    return {"outcome": "needs_mapping", "code": problem.code.value, **answers}


def _json(line: Line) -> str:
    """Return one value as one line of JSON."""
    return json.dumps(line, ensure_ascii=False)
