"""What a staged file would do to the list of tenants."""

from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from visits.models.tenant import Batch, Source, StagedRow, Tenant
from visits.services.tenant import PLAIN_FIELDS, columns_of

Columns = dict[str, Any]


TABLE = cast(Table, Tenant.__table__)


KEPT = [column.name for column in TABLE.columns if column.name != "id"]


COMPARED = [*PLAIN_FIELDS, "co_salutation", "co_initials", "co_prefix", "co_surname"]


@dataclass(slots=True)
class Comparison:
    """What a file would do to the list of tenants."""

    new: list[Columns] = field(default_factory=list)
    changed: list[tuple[Columns, Columns]] = field(default_factory=list)
    vanished: list[Columns] = field(default_factory=list)
    unchanged: int = 0

    @property
    def other_names(self) -> list[tuple[Columns, Columns]]:
        """The tenants whose surname changed: look twice before you call."""
        return [pair for pair in self.changed if pair[0]["surname"] != pair[1]["surname"]]


def compare(session: Session, batch: Batch) -> Comparison:
    """Hold a staged file against the list of tenants."""
    present = present_tenants(session)
    result = Comparison()
    seen = set()
    query = select(StagedRow.tenant).where(
        StagedRow.batch_id == batch.id, StagedRow.tenant.is_not(None)
    )
    for record in session.scalars(query.order_by(StagedRow.row)):
        columns = columns_of(record or {}, now=batch.made_at)
        seen.add(columns["external_id"])
        sort_in(result, present.get(columns["external_id"]), columns)
    if batch.whole:
        result.vanished = [row for key, row in present.items() if vanishes(row, key in seen)]
    return result


def sort_in(result: Comparison, before: Columns | None, columns: Columns) -> None:
    """Put one tenant of a file with the new, the changed or the unchanged."""
    if before is None:
        result.new.append(columns)
        return
    if before["since_source"] is Source.HAND:
        columns["tenant_since"] = before["tenant_since"]
    back = before["missing_since"] is not None
    if back or any(before[name] != columns[name] for name in COMPARED):
        result.changed.append((before, columns))
    else:
        result.unchanged += 1


def vanishes(row: Columns, in_file: bool) -> bool:
    """Say whether a tenant drops out because the whole list no longer has them."""
    return not in_file and row["source"] is Source.IMPORT and row["missing_since"] is None


def present_tenants(session: Session) -> dict[str, Columns]:
    """Read the list of tenants as plain columns."""
    rows = session.execute(select(*(TABLE.c[name] for name in ("id", *KEPT)))).mappings()
    return {row["external_id"]: dict(row) for row in rows}
