"""Tenants, and the batches in which they came."""

from datetime import date, datetime
from enum import StrEnum, auto
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    Index,
    String,
    UniqueConstraint,
    case,
    cast,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from visits.domain.eligibility import years_on
from visits.models.base import Base, Json, UtcTime, link, part_of, word


class Source(StrEnum):
    """Where a fact about a tenant comes from."""

    IMPORT = auto()
    HAND = auto()


class TenantColumns:
    """What a file says about a tenant; no birth date, no number of the state, no reason."""

    external_id: Mapped[str] = mapped_column(String(32))
    contract_no: Mapped[str | None] = mapped_column(String(40))
    salutation: Mapped[str | None] = mapped_column(String(8))
    initials: Mapped[str | None] = mapped_column(String(20))
    prefix: Mapped[str | None] = mapped_column(String(30))
    surname: Mapped[str] = mapped_column(String(120))
    co_salutation: Mapped[str | None] = mapped_column(String(8))
    co_initials: Mapped[str | None] = mapped_column(String(20))
    co_prefix: Mapped[str | None] = mapped_column(String(30))
    co_surname: Mapped[str | None] = mapped_column(String(120))
    street: Mapped[str] = mapped_column(String(120))
    house_number: Mapped[int]
    house_letter: Mapped[str | None] = mapped_column(String(1))
    house_suffix: Mapped[str | None] = mapped_column(String(8))
    postcode: Mapped[str] = mapped_column(String(7))
    city: Mapped[str] = mapped_column(String(80))
    district: Mapped[str | None] = mapped_column(String(80))
    neighbourhood: Mapped[str | None] = mapped_column(String(80))
    phone: Mapped[str | None] = mapped_column(String(20))
    mobile: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))
    contact_preference: Mapped[str | None] = mapped_column(String(8))
    tenancy_start: Mapped[date | None]
    tenant_since: Mapped[date | None]
    do_not_contact: Mapped[bool] = mapped_column(default=False)
    # By which a list is sorted and searched.
    sort_name: Mapped[str] = mapped_column(String(190))
    search_text: Mapped[str] = mapped_column(String(600))
    # The surnames in plain words, by which a text that goes to the board is checked.
    surname_key: Mapped[str] = mapped_column(String(120), default="")
    co_surname_key: Mapped[str] = mapped_column(String(120), default="")


class Tenant(TenantColumns, Base):
    """A household that rents from us."""

    __tablename__ = "tenant"
    __table_args__ = (
        UniqueConstraint("external_id"),
        CheckConstraint("house_number between 1 and 99999", name="house_number"),
        Index("ix_tenant_address", "postcode", "house_number"),
        Index("ix_tenant_sort_name", "sort_name"),
        Index("ix_tenant_surname_key", "surname_key"),
        Index("ix_tenant_co_surname_key", "co_surname_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    since_source: Mapped[Source] = mapped_column(
        word(Source, "since_source"), default=Source.IMPORT
    )
    # Asked by the tenant, pressed here; no import takes it back.
    opted_out_on: Mapped[date | None]
    visited_on: Mapped[date | None]
    missing_since: Mapped[date | None] = mapped_column(index=True)
    source: Mapped[Source] = mapped_column(word(Source, "source"), default=Source.IMPORT)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    # The import that brought this tenant, and that can take them away again.
    batch_id: Mapped[int | None] = link("batch.id", index=True)

    @property
    def in_peace(self) -> bool:
        """Say whether this tenant asked to be left in peace, here or in the association's list."""
        return self.do_not_contact or self.opted_out_on is not None

    @property
    def since(self) -> date | None:
        """Day since when a tenant rents from the association, not only this home."""
        return min((day for day in (self.tenant_since, self.tenancy_start) if day), default=None)

    def years(self, day: date) -> int:
        """Count the full years of renting on a day; none where no start is known."""
        return years_on(self.since, day) if self.since else 0


def since_in(columns: Any) -> ColumnElement[date | None]:
    """Give the same day in SQL, for a long list."""
    since, start = columns.tenant_since, columns.tenancy_start
    return case((start < since, start), else_=func.coalesce(since, start))


def address_in(columns: Any) -> ColumnElement[str]:
    """Give, in SQL, the address of a home as one text: alike for one home, and for no other."""
    number = cast(columns.house_number, String)
    letter, suffix = (func.coalesce(columns[f"house_{name}"], "") for name in ("letter", "suffix"))
    address: ColumnElement[str] = columns.postcode + "/" + number + "/" + letter + "/" + suffix
    return address


class LeftAlone(Base):
    """The bare number of somebody who said no and was erased: if it comes back, so does the no."""

    __tablename__ = "left_alone"

    external_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    since: Mapped[date]
    erased_on: Mapped[date]


class BatchState(StrEnum):
    """Where an import stands."""

    READING = auto()
    ASKED = auto()  # somebody must say how the file is to be read
    REFUSED = auto()
    STAGED = auto()
    STORED = auto()
    UNDONE = auto()
    CANCELLED = auto()


class Batch(Base):
    """One imported file: counts and choices, never the file itself."""

    __tablename__ = "batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(200))
    state: Mapped[BatchState] = mapped_column(word(BatchState, "batch_state"))
    whole: Mapped[bool] = mapped_column(default=True)
    counts: Mapped[Json] = mapped_column(JSON, default=dict)
    # Each header with the field it was read as, in the order of the file.
    columns: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    dropped_columns: Mapped[list[str]] = mapped_column(JSON, default=list)
    # Codes of what is worth knowing about the file, with their details.
    notices: Mapped[list[Json]] = mapped_column(JSON, default=list)
    account_id: Mapped[int | None] = link("account.id")
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    stored_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # How many rows were read, and when the process that reads them last said so.
    seen: Mapped[int] = mapped_column(default=0)
    heard_at: Mapped[datetime | None] = mapped_column(UtcTime)


class StagedRow(Base):
    """One row of a waiting file about which there is something to say: a code, never a cell."""

    __tablename__ = "staged_row"
    __table_args__ = (UniqueConstraint("batch_id", "row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = part_of("batch.id", index=True)
    row: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(20))
    codes: Mapped[list[str]] = mapped_column(JSON)
    external_id: Mapped[str | None] = mapped_column(String(32))


class StagedTenant(TenantColumns, Base):
    """A tenant of a file that waits for a person's yes; mapped columns only."""

    __tablename__ = "staged_tenant"
    __table_args__ = (UniqueConstraint("batch_id", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = part_of("batch.id")


class Change(TenantColumns, Base):
    """How a tenant was before a stored batch changed them, so that it can be undone."""

    __tablename__ = "change"
    __table_args__ = (UniqueConstraint("batch_id", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = part_of("batch.id")
    missing_since: Mapped[date | None]
    source: Mapped[Source] = mapped_column(word(Source, "change_source"))
    changed_at: Mapped[datetime] = mapped_column(UtcTime)


class Mapping(Base):
    """Which column means what, remembered for the next file with the same header."""

    __tablename__ = "mapping"

    signature: Mapped[str] = mapped_column(String(64), primary_key=True)
    columns: Mapped[Json] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
