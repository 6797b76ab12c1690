"""What a row becomes: a tenant, or a draft that waits for the other rows of the file."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import NamedTuple

from visits.domain.name import Person
from visits.formats.tenant.outcome import NO_CODES, Code, Doubt, Fault, Merge, Outcome, Skip


class TenantRecord(NamedTuple):
    """A tenant as a file gives it."""

    external_id: str
    contract_no: str | None
    salutation: str | None
    initials: str | None
    prefix: str | None
    surname: str
    co_tenant: Person | None
    street: str
    house_number: int
    house_letter: str | None
    house_suffix: str | None
    postcode: str
    city: str
    district: str | None
    neighbourhood: str | None
    phone: str | None
    mobile: str | None
    email: str | None
    contact_preference: str | None
    tenancy_start: date
    tenant_since: date
    do_not_contact: bool

    @property
    def address(self) -> tuple[str, int, str | None, str | None]:
        """Where the home is, for comparing."""
        return self.postcode, self.house_number, self.house_letter, self.house_suffix


class Part(Enum):
    """What a row may contribute once the others are known."""

    NOTHING = auto()  # somebody who does not rent, or a row that has its end
    TENANT = auto()
    CO_TENANT = auto()
    EARLIER = auto()  # an ended contract of somebody who may still live here


@dataclass(slots=True)
class Draft:
    """A row while the file is being read."""

    row: int
    part: Part = Part.NOTHING
    outcome: Outcome = Outcome.ACCEPTED
    codes: frozenset[Code] = NO_CODES
    number: str = ""
    contract_no: str | None = None
    surname: str = ""
    person: Person | None = None
    start: date | None = None
    left_alone: bool = False
    tenant: TenantRecord | None = None
    external_id: str | None = None

    def skip(self, code: Skip) -> "Draft":
        """Leave the row aside, rightly."""
        return self._settle(Outcome.SKIPPED, code)

    def reject(self, *codes: Fault) -> "Draft":
        """Leave the row to be repaired."""
        return self._settle(Outcome.REJECTED, *codes)

    def merge(self, code: Merge, external_id: str) -> "Draft":
        """Make the row part of another tenant."""
        self.external_id = external_id
        return self._settle(Outcome.MERGED, code)

    def doubt(self, code: Doubt) -> None:
        """Note that somebody had better look."""
        self.codes |= {code}

    def _settle(self, outcome: Outcome, *codes: Code) -> "Draft":
        """Note how the row ended; what was read of it goes."""
        self.outcome, self.codes = outcome, frozenset(codes)
        self.part, self.tenant, self.person = Part.NOTHING, None, None
        return self


@dataclass(frozen=True, slots=True)
class RowResult:
    """How one row ended; the number is that of the tenant it belongs to.

    A row without a tenant says which number stood there, unless that might be a BSN.
    """

    row: int
    outcome: Outcome
    codes: tuple[str, ...]
    external_id: str | None
    given: str | None = None
