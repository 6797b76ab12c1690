"""Tenants: found, read, corrected by hand, left in peace."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from visits.domain.name import Person, sort_name
from visits.domain.search import plain
from visits.domain.withdrawal import Withdrawn
from visits.formats.tenant import TenantRecord
from visits.models.tenant import Source, Tenant
from visits.models.visit import Visit
from visits.services import audit, withdrawal
from visits.services.refusals import Refusal, Refused, existing

PAGE = 25
# What an export may say about a tenant; a co-tenant has four parts of a name.
PLAIN_FIELDS = [name for name in TenantRecord._fields if name != "co_tenant"]
NAME_PARTS = ("salutation", "initials", "prefix", "surname")
DATES = ("tenancy_start", "tenant_since")


@dataclass(frozen=True, slots=True)
class TenantPage:
    """One page of the list of tenants."""

    tenants: Sequence[Tenant]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE))


def columns_of(record: dict[str, Any]) -> dict[str, Any]:
    """Turn a tenant as a file gives it into the columns of the table."""
    columns = {name: record[name] for name in PLAIN_FIELDS}
    co_tenant = record.get("co_tenant") or {}
    columns |= {f"co_{part}": co_tenant.get(part) for part in NAME_PARTS}
    for name in DATES:
        if isinstance(columns[name], str):
            columns[name] = date.fromisoformat(columns[name])
    return columns | derived(columns)


def derived(columns: dict[str, Any]) -> dict[str, str]:
    """Give the columns by which a tenant is sorted and found."""
    person = Person(*(columns[part] for part in NAME_PARTS))
    found_by = (
        "external_id contract_no initials prefix surname co_prefix co_surname street house_number "
        "house_letter house_suffix postcode city district neighbourhood phone mobile email"
    ).split()
    text = plain(" ".join(str(columns[name]) for name in found_by if columns[name]))
    joined = columns["postcode"].replace(" ", "").casefold()
    return {
        "sort_name": sort_name(person)[:190],
        "search_text": f"{text} {joined}"[:600],
        "surname_key": plain(columns["surname"])[:120],
        "co_surname_key": plain(columns["co_surname"] or "")[:120],
    }


def tenant_person(tenant: Tenant) -> Person:
    """Give a tenant's name in its parts."""
    return Person(tenant.salutation, tenant.initials, tenant.prefix, tenant.surname)


def co_tenant_person(tenant: Tenant) -> Person | None:
    """Give the co-tenant's name in its parts, if there is one."""
    if not tenant.co_surname:
        return None
    return Person(tenant.co_salutation, tenant.co_initials, tenant.co_prefix, tenant.co_surname)


def list_tenants(session: Session, *, search: str = "", page: int = 1) -> TenantPage:
    """List tenants by name; every word that is sought must occur."""
    words = plain(search).split()
    query = select(Tenant).where(*(Tenant.search_text.contains(w, autoescape=True) for w in words))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    number = min(max(page, 1), max(1, -(-total // PAGE)))
    rows = query.order_by(Tenant.sort_name, Tenant.id).limit(PAGE).offset((number - 1) * PAGE)
    return TenantPage(list(session.scalars(rows)), total, number)


def get_tenant(session: Session, tenant_id: int) -> Tenant:
    """Get a tenant by number; NotFound if there is none."""
    return existing(session.get(Tenant, tenant_id))


def count_tenants(session: Session) -> int:
    """Count the tenants who are there now."""
    query = select(func.count(Tenant.id)).where(Tenant.missing_since.is_(None))
    return session.scalar(query) or 0


def list_visits_of(session: Session, tenant: Tenant) -> list[Visit]:
    """List the visits of a tenant, newest first."""
    query = select(Visit).where(Visit.tenant_id == tenant.id, Visit.called_at.is_not(None))
    return list(session.scalars(query.order_by(Visit.id.desc())))


def add_tenant(session: Session, fields: dict[str, Any], *, by: int, now: datetime) -> Tenant:
    """Add a tenant by hand; no import makes such a tenant vanish."""
    if session.scalar(select(Tenant.id).where(Tenant.external_id == fields["external_id"])):
        raise Refused(Refusal.EXTERNAL_ID_TAKEN)
    by_hand = {"source": Source.HAND, "since_source": Source.HAND}
    tenant = Tenant(**columns_of(fields), **by_hand, changed_at=now)
    session.add(tenant)
    session.flush()
    audit.record(session, "tenant.add", "tenant", tenant.id, by=by, now=now)
    return tenant


def correct_tenant(
    session: Session, tenant: Tenant, fields: dict[str, Any], *, by: int, now: datetime
) -> None:
    """Correct a tenant by hand; a corrected "tenant since" survives every import."""
    kept = {"external_id": tenant.external_id, "do_not_contact": tenant.do_not_contact}
    columns = columns_of({**fields, **kept}) | {"changed_at": now}
    if columns["tenant_since"] != tenant.tenant_since:
        tenant.since_source = Source.HAND
    changed = [name for name, value in columns.items() if getattr(tenant, name) != value]
    for name in changed:
        setattr(tenant, name, columns[name])
    names = [name for name in changed if name in PLAIN_FIELDS]
    audit.record(session, "tenant.correct", "tenant", tenant.id, by=by, now=now, fields=names)


def opt_out(
    session: Session, tenant: Tenant, *, by: int | None, today: date, now: datetime
) -> None:
    """Leave a tenant in peace from now on; no reason is asked or kept."""
    tenant.opted_out_on = tenant.opted_out_on or today
    whom = withdrawal.tenant_of(tenant.external_id)
    withdrawal.record(session, Withdrawn.OPTED_OUT, whom, now=now)
    audit.record(session, "tenant.opt_out", "tenant", tenant.id, by=by, now=now)


def opt_in(session: Session, tenant: Tenant, *, by: int | None, now: datetime) -> None:
    """Let a tenant take part again, at the tenant's own request."""
    tenant.opted_out_on = None
    tenant.do_not_contact = False
    whom = withdrawal.tenant_of(tenant.external_id)
    withdrawal.record(session, Withdrawn.OPTED_IN, whom, now=now)
    audit.record(session, "tenant.opt_in", "tenant", tenant.id, by=by, now=now)


def mark_visited(
    session: Session, visits: Iterable[tuple[str, date]], *, by: int, now: datetime
) -> list[tuple[str, list[Tenant]]]:
    """Note who was visited before this app was there, each by number or name and with a day.

    Gives the words that mean nobody, or several, with those several; then nothing is noted.
    """
    meant = [(words, find_meant(session, words), on) for words, on in visits]
    unclear = [(words, found) for words, found, _ in meant if len(found) != 1]
    for _, found, on in meant if not unclear else ():
        found[0].visited_on = on
        audit.record(session, "tenant.visited_before", "tenant", found[0].id, by=by, now=now)
    return unclear


def find_meant(session: Session, words: str) -> list[Tenant]:
    """List whom somebody means by a number, or by words of name and address; four at most."""
    exact = session.scalar(select(Tenant).where(Tenant.external_id == words.strip()))
    return [exact] if exact else list(list_tenants(session, search=words).tenants[:4])
