"""What a waiting file would do to the list of tenants; the database holds them side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from visits.models.tenant import Batch, Change, Source, StagedTenant, Tenant
from visits.services.tenant.record import NAME_PARTS, PLAIN_FIELDS, count_tenants

TENANT = cast(Table, Tenant.__table__)
STAGED = cast(Table, StagedTenant.__table__)
CHANGE = cast(Table, Change.__table__)
# What a person sees change; the columns by which a list is sorted and searched follow from them.
COMPARED = [*PLAIN_FIELDS, *(f"co_{part}" for part in NAME_PARTS)]
WRITTEN = [*COMPARED, "sort_name", "search_text", "surname_key", "co_surname_key"]
Row = Any
# So many people, and more than one in five: perhaps half a list, or another association's.
MANY, IN = 50, 5


@dataclass(frozen=True, slots=True)
class Effect:
    """How many tenants a file would add, change, take off the list and leave as they are."""

    new: int
    changed: int
    vanished: int
    unchanged: int

    @property
    def nothing(self) -> bool:
        """Say whether the list stays as it is."""
        return not (self.new or self.changed or self.vanished)


def since_after() -> ColumnElement[Any]:
    """Give the "tenant since" that a tenant will have: a correction by hand stays."""
    by_hand = TENANT.c.since_source == Source.HAND
    return case((by_hand, TENANT.c.tenant_since), else_=STAGED.c.tenant_since)


def in_file(batch: Batch) -> ColumnElement[bool]:
    """Say for a tenant and a waiting row whether they belong together."""
    return and_(STAGED.c.batch_id == batch.id, STAGED.c.external_id == TENANT.c.external_id)


def differs() -> ColumnElement[bool]:
    """Say for a tenant and a waiting row whether anything is different, or the tenant is back."""
    pairs = ((TENANT.c[name], STAGED.c[name]) for name in COMPARED if name != "tenant_since")
    return or_(
        *(before.is_distinct_from(after) for before, after in pairs),
        TENANT.c.tenant_since.is_distinct_from(since_after()),
        TENANT.c.missing_since.is_not(None),
    )


def is_new(batch: Batch) -> ColumnElement[bool]:
    """Say for a waiting row whether nobody on the list has its number."""
    known = select(TENANT.c.id).where(TENANT.c.external_id == STAGED.c.external_id)
    return and_(STAGED.c.batch_id == batch.id, ~known.exists())


def vanishes(batch: Batch) -> ColumnElement[bool]:
    """Return the condition that a tenant is no longer on the list, which is a whole one."""
    staged = select(STAGED.c.id).where(in_file(batch))
    listed = and_(TENANT.c.source == Source.IMPORT, TENANT.c.missing_since.is_(None))
    return and_(literal(batch.whole), listed, ~staged.exists())


def compare(session: Session, batch: Batch) -> Effect:
    """Count what a waiting file would do."""
    staged = count(session, select(STAGED.c.id).where(STAGED.c.batch_id == batch.id))
    new = count(session, select(STAGED.c.id).where(is_new(batch)))
    changed = count(session, changes(batch, TENANT.c.id))
    vanished = count(session, select(TENANT.c.id).where(vanishes(batch)))
    return Effect(new, changed, vanished, unchanged=staged - new - changed)


def is_drastic(session: Session, effect: Effect) -> bool:
    """Return whether so many people would vanish or change that a person has to confirm it."""
    touched = effect.changed + effect.vanished
    return touched >= MANY and touched * IN > count_tenants(session)


def changes(batch: Batch, *columns: Any) -> Select[Any]:
    """Select the tenants of whom something is different, beside their waiting rows."""
    return select(*columns).join_from(TENANT, STAGED, in_file(batch)).where(differs())


def count(session: Session, query: Select[Any]) -> int:
    """Count the rows of a query."""
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def list_new(session: Session, batch: Batch, *, limit: int) -> Sequence[Row]:
    """List tenants who are not on the list yet, as the file has them."""
    query = select(*STAGED.columns).where(is_new(batch)).order_by(STAGED.c.id)
    return session.execute(query.limit(limit)).all()


def list_vanished(session: Session, batch: Batch, *, limit: int) -> Sequence[Row]:
    """List tenants who are on the list and no longer in the whole file."""
    query = select(*TENANT.columns).where(vanishes(batch)).order_by(TENANT.c.sort_name)
    return session.execute(query.limit(limit)).all()


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one tenant that would change."""

    tenant: Row
    field: str
    before: Any
    after: Any


def list_differences(session: Session, batch: Batch, *, limit: int) -> list[Difference]:
    """List field by field what would change; of a tenant who is back, that they are."""
    after = [STAGED.c[name] for name in COMPARED if name != "tenant_since"]
    labels = [column.label(f"new_{column.name}") for column in after]
    query = changes(batch, *TENANT.columns, *labels, since_after().label("new_tenant_since"))
    found = []
    for row in session.execute(query.order_by(TENANT.c.sort_name).limit(limit)):
        pairs = [(name, getattr(row, name), getattr(row, f"new_{name}")) for name in COMPARED]
        found += [Difference(row, name, old, new) for name, old, new in pairs if old != new]
        if row.missing_since:
            found.append(Difference(row, "missing_since", row.missing_since, None))
    return found


def count_other_names(session: Session, batch: Batch) -> int:
    """Count the contracts that got another surname: look twice before you call."""
    query = changes(batch, TENANT.c.id).where(TENANT.c.surname != STAGED.c.surname)
    return count(session, query)
