"""A file of tenants as plain values, for a page or as JSON."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any, TextIO

from visits.formats.tenant.columns import NeedsMapping
from visits.formats.tenant.draft import RowResult, TenantRecord
from visits.formats.tenant.file import TenantFile
from visits.formats.tenant.outcome import FileRefused, Notice

Line = dict[str, Any]


def report(file: TenantFile) -> Line:
    """Give a file that was read as plain values, for a page or as JSON."""
    return {
        **head_of(file),
        "rows": [as_row(result) for result in file.rows],
        "tenants": [as_plain(tenant) for tenant in file.tenants],
    }


def head_of(file: TenantFile) -> Line:
    """Give what a report says about a file as a whole."""
    warnings = [notice["code"] for notice in notices_of(file)]
    return {
        "file": file.file_name,
        "today": file.today.isoformat(),
        "header_row": file.columns.header_row,
        "delimiter": file.delimiter,
        "encoding": file.encoding,
        "dropped_columns": list(file.columns.dropped),
        **({"warnings": warnings} if warnings else {}),
        "summary": file.summary,
    }


def notices_of(file: TenantFile) -> list[Line]:
    """List what is worth knowing about a file, each with its code and its details."""
    found: list[Line] = [{"code": notice.value} for notice in file.warnings]
    if converted := file.conversion_date:
        day, count = converted
        code = Notice.CONVERSION_DATE.value
        found.append({"code": code, "day": day.isoformat(), "count": count})
    return found


def as_row(result: RowResult) -> Line:
    """Give how a row ended as plain values."""
    return {
        "row": result.row,
        "outcome": result.outcome.value,
        "codes": list(result.codes),
        "external_id": result.external_id,
    }


def as_plain(tenant: TenantRecord) -> dict[str, object]:
    """Give a tenant as plain values; days as 2001-02-28, a co-tenant as the four name parts."""
    values = tenant._asdict()
    values["co_tenant"] = asdict(tenant.co_tenant) if tenant.co_tenant else None
    for name in ("tenancy_start", "tenant_since"):
        values[name] = values[name].isoformat()
    return values


def reported(head: Line, parts: Iterable[Line], out: TextIO) -> Iterator[Line]:
    """Give the parts of a file on, its rows before its tenants, and write them into a report."""
    out.write(f'{as_json(head)[:-1]}, "rows": [')
    listed, between = "rows", "\n"
    for part in parts:
        if "tenants" in part and listed == "rows":
            out.write('\n], "tenants": [')
            listed, between = "tenants", "\n"
        for line in part[listed]:
            out.write(between + as_json({key: line[key] for key in line if key != "given"}))
            between = ",\n"
        yield part
    out.write('\n], "tenants": [\n]}\n' if listed == "rows" else "\n]}\n")


def report_refusal(refusal: FileRefused | NeedsMapping) -> Line:
    """Give the report of a file that could not be read: what came of it, and the code of why."""
    if isinstance(refusal, FileRefused):
        return {"outcome": "rejected", "code": refusal.code.value}
    return {"outcome": "needs_mapping", "code": refusal.columns.problems[0].code.value}


def as_json(line: Line) -> str:
    """Give one value as one line of JSON."""
    return json.dumps(line, ensure_ascii=False)
