"""All rows of a file together: who belongs to whom, who stands there twice, who moved."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from visits.domain.month import same_day
from visits.domain.name import Person
from visits.domain.text import folded
from visits.formats.tenant.kind import Part
from visits.formats.tenant.number import number_fault
from visits.formats.tenant.outcome import Doubt, Fault, Merge, Outcome, faults_in
from visits.formats.tenant.rows import Draft, TenantRecord
from visits.formats.tenant.tenure import LONG_YEARS
from visits.formats.tenant.text import squeezed

Groups = dict[str, list[Draft]]


def join(drafts: list[Draft], today: date) -> list[TenantRecord]:
    """Give every row its end, and return the tenants that come of them in the order of the file."""
    _pad(drafts)
    _reject_unsound(drafts)
    if left := _join_co_tenants(drafts):
        for draft in left:
            draft.part = Part.TENANT
            draft.doubt(Doubt.MAIN_TENANT_MISSING)
        _reject_unsound(drafts)
    tenants = {number: _one_home(group) for number, group in _by_number(drafts).items()}
    _count_earlier(drafts, tenants)
    _warn_duplicates(tenants.values())
    # Whoever of a household wants to be left alone, in a rejected row too: nobody is invited.
    alone = {draft.number for draft in drafts if draft.left_alone}
    return [_accepted(draft, alone, today) for draft in _with(drafts, Part.TENANT)]


def _with(drafts: Iterable[Draft], part: Part) -> list[Draft]:
    """List the rows that may still contribute one thing."""
    return [draft for draft in drafts if draft.part is part]


def _pad(drafts: list[Draft]) -> None:
    """Give the numbers of a file the leading zeros that a spreadsheet took."""
    widths = Counter(
        len(one.number) for one in drafts if one.number[:1] == "0" and one.number.isdigit()
    )
    width = widths.most_common(1)[0][0] if widths else 0
    for draft in drafts:
        number = draft.number
        if number.isascii() and number.isdigit():
            number = number.zfill(width)
        if number != draft.number:
            draft.number = number
            if draft.part is not Part.EARLIER:
                draft.doubt(Doubt.ID_PADDED)


def _by_number(drafts: Iterable[Draft]) -> Groups:
    """Group the rows of tenants by their number."""
    groups: Groups = defaultdict(list)
    for draft in _with(drafts, Part.TENANT):
        groups[draft.number].append(draft)
    return groups


def _reject_unsound(drafts: list[Draft]) -> None:
    """Reject the rows with a wrong number, with somebody else's number, or with other faults."""
    for draft in _with(drafts, Part.TENANT):
        if fault := number_fault(draft.number):
            draft.reject(fault)
    for group in _by_number(drafts).values():
        if len(group) > 1 and len({squeezed(draft.surname) for draft in group} - {""}) > 1:
            for draft in group:
                draft.reject(Fault.CONFLICTING_IDENTITY)
    for draft in _with(drafts, Part.TENANT):
        if faults := faults_in(draft.found):
            draft.reject(*faults)


def _join_co_tenants(drafts: list[Draft]) -> list[Draft]:
    """Add the rows of co-tenants to those of their tenants; return the rows that are left."""
    by_contract: dict[str | None, Draft] = {}
    by_number: dict[str, Draft] = {}
    for draft in _with(drafts, Part.TENANT):
        by_number.setdefault(draft.number, draft)
        by_contract.setdefault(draft.contract_no, draft)
    left = []
    for draft in _with(drafts, Part.CO_TENANT):
        # Without a contract number, only the household's own number can tell.
        main = by_contract.get(draft.contract_no) if draft.contract_no else None
        if main := main or by_number.get(draft.number):
            _add_co_tenant(main, draft)
        else:
            left.append(draft)
    return left


def _add_co_tenant(main: Draft, draft: Draft) -> None:
    """Make the row of a co-tenant part of the tenant's, which keeps its own dates."""
    main.left_alone |= draft.left_alone
    tenant, person = main.tenant, draft.person
    if person is None:
        draft.reject(*faults_in(draft.found))
        return
    if tenant and tenant.co_tenant is None:
        main.tenant = tenant._replace(co_tenant=person)
        main.found -= {Doubt.CO_TENANT_UNNAMED}
    elif tenant and tenant.co_tenant and not _is_same_person(tenant.co_tenant, person):
        main.doubt(Doubt.MORE_THAN_ONE_CO_TENANT)
    draft.merge(Merge.CO_TENANT, main.number)


def _is_same_person(one: Person, other: Person) -> bool:
    """Return whether two names may be of one person, of whom one row has more initials."""
    initials = sorted(person.initials or "" for person in (one, other))
    same_surname = squeezed(one.surname) == squeezed(other.surname)
    return same_surname and initials[1].startswith(initials[0])


def _one_home(group: list[Draft]) -> Draft:
    """Keep the oldest of the running homes with one number, and merge the others into it."""
    # Of equals the first row of the file is the smallest.
    kept = min(group, key=lambda draft: draft.tenant.tenancy_start if draft.tenant else date.max)
    for draft in group:
        one, other = kept.tenant, draft.tenant
        if draft is kept or not (one and other):
            continue
        same = bool(one.contract_no) and one.contract_no == other.contract_no
        same = same or one.address == other.address
        # The longest time counts, and of one home both people.
        since = min(one.tenant_since, other.tenant_since)
        person = one.co_tenant or (other.co_tenant if same else None)
        kept.tenant = one._replace(tenant_since=since, co_tenant=person)
        if not same:
            kept.doubt(Doubt.SEVERAL_CURRENT_HOMES)
        draft.merge(Merge.DUPLICATE if same else Merge.SEVERAL_HOMES, kept.number)
    return kept


def _count_earlier(drafts: list[Draft], tenants: dict[str, Draft]) -> None:
    """Let ended contracts count for those who still rent a home."""
    for draft in _with(drafts, Part.EARLIER):
        kept = tenants.get(draft.number)
        if not (kept and kept.tenant and draft.start):
            continue
        if squeezed(kept.surname) == squeezed(draft.surname):
            since = min(kept.tenant.tenant_since, draft.start)
            kept.tenant = kept.tenant._replace(tenant_since=since)
            draft.merge(Merge.EARLIER_CONTRACT, kept.number)


def _warn_duplicates(drafts: Iterable[Draft]) -> None:
    """Warn of the same name at the same address under two numbers."""
    homes: dict[object, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if tenant := draft.tenant:
            name = folded(f"{tenant.initials} {tenant.prefix} {tenant.surname}")
            homes[tenant.address, name].append(draft)
    for namesakes in homes.values():
        for draft in namesakes if len(namesakes) > 1 else ():
            draft.doubt(Doubt.POSSIBLE_DUPLICATE)


def _accepted(draft: Draft, alone: set[str], today: date) -> TenantRecord:
    """Accept a row that is a tenant, with a warning if there is a doubt."""
    tenant = draft.tenant
    if tenant is None:
        raise ValueError(draft.row)
    if tenant.tenant_since < same_day(today, -LONG_YEARS):
        draft.doubt(Doubt.TENURE_OVER_80_YEARS)
    draft.external_id = draft.number
    draft.outcome = Outcome.ACCEPTED_WARNING if draft.found else Outcome.ACCEPTED
    return tenant._replace(external_id=draft.number, do_not_contact=draft.number in alone)
