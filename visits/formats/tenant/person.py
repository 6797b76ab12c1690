"""A person out of the cells of a row: the tenant, and the co-tenant beside the tenant."""

from sys import intern  # a hundred thousand tenants have a few thousand surnames
from typing import NamedTuple

from visits.domain.name import Person
from visits.formats.tenant.case import APOSTROPHES
from visits.formats.tenant.kind import no_person
from visits.formats.tenant.outcome import Code, Doubt, Fault, Skip, faults_in
from visits.formats.tenant.record import Record
from visits.formats.tenant.surname import prefix_in_small_letters, take_apart, written_out
from visits.formats.tenant.text import FORMULA, NO, YES, doubts_about, is_blank
from visits.formats.tenant.title import is_only_title, read_initials, read_salutation, split_people

UNFIT = frozenset("<>{}\\")
# Of a tenant whose other columns name somebody.
SURNAMES = {"null", "nan", "none"}
NO_CO_TENANT = NO | YES | {"neen"}
LONGEST_INITIALS, LONGEST_PREFIX, LONGEST_SURNAME = 20, 30, 120


class People(NamedTuple):
    """Who rents a home, as one row has it."""

    tenant: Person
    co_tenant: Person | None
    is_sound: bool  # nothing is wrong with the name of the tenant


def read_people(record: Record, codes: set[Code]) -> People:
    """Return the tenant and the co-tenant of a row, whose names may stand in one cell."""
    whole, *beside = split_people(record.surname)
    parts = (record.salutation, record.initials, record.prefix)
    tenant = _person(["" if is_blank(part) else part for part in parts], whole, codes)
    is_sound = not faults_in(codes)
    return People(tenant, _co_tenant(record, beside, codes), is_sound)


def _co_tenant(record: Record, beside: list[str], codes: set[Code]) -> Person | None:
    """Return the co-tenant: from columns of their own, one cell, or beside the tenant."""
    cell = record.co_surname or record.co_name
    named = _named(cell, several=not record.co_surname)
    if not named and (record.co_initials or cell.lower() in YES or is_only_title(cell)):
        codes.add(Doubt.CO_TENANT_UNNAMED)
    others = named + beside
    if len(others) > 1:
        codes.add(Doubt.MORE_THAN_ONE_CO_TENANT)
    if not others:
        return None
    parts = [record.co_salutation, record.co_initials, record.co_prefix] if named else [""] * 3
    return _person(parts, others[0], codes, full=not record.co_surname)


def _named(cell: str, *, several: bool) -> list[str]:
    """List the living co-tenants that a cell names: none in "nee", "ja" and "Dhr."."""
    if not cell or cell.lower() in NO_CO_TENANT:
        return []
    return [
        name
        for name in split_people(cell, several=several)
        if not is_only_title(name) and no_person(name) not in {Skip.HEIRS, Skip.DECEASED}
    ]


def _person(parts: list[str], whole: str, codes: set[Code], *, full: bool = False) -> Person:
    """Return a person out of salutation, initials, prefix and surname, which may hold it all."""
    salutation, initials, prefix = parts
    found = take_apart(whole, full=full, has_initials=bool(initials))
    sex, couple = read_salutation(salutation or found.title)
    letters, cut = read_initials(initials or found.initials)
    long = written_out(prefix.translate(APOSTROPHES), has_initials=True)
    own, other = prefix_in_small_letters(long), prefix_in_small_letters(found.prefix)
    if own and other and own.lower() != other.lower():
        own = f"{own} {other.lower()}"
    if found.shortened or long != prefix.translate(APOSTROPHES):
        codes.add(Doubt.PREFIX_EXPANDED)
    if couple:
        codes.add(couple)
    if cut:
        codes.add(Doubt.FIRST_NAME_REDUCED)
    person = Person(sex, letters and intern(letters), own or other or None, intern(found.core))
    _check(person, [*parts, whole], codes)
    return person


def _check(person: Person, written: list[str], codes: set[Code]) -> None:
    """Note what is wrong with a name, looking at what was written and what came of it."""
    surname, whole = person.surname, written[-1]
    if any(map(is_suspicious, written[1:])):
        codes.add(Fault.SUSPICIOUS_FORMULA)
    named = written[0] or written[1]
    if is_blank(whole) and whole.lower() != "geen" and not (named and whole.lower() in SURNAMES):
        codes.add(Fault.MISSING_SURNAME)
    elif not is_suspicious(whole) and (
        not UNFIT.isdisjoint("".join(written)) or not any(map(str.isalpha, surname))
    ):
        codes.add(Fault.INVALID_SURNAME)
    if (
        len(surname) > LONGEST_SURNAME
        or len(person.initials or "") > LONGEST_INITIALS
        or len(person.prefix or "") > LONGEST_PREFIX
    ):
        codes.add(Fault.TOO_LONG)
    # In a name the last letter may be lost too: Ren?.
    codes |= doubts_about(f"{whole}a" if whole.endswith("?") else whole)


def is_suspicious(text: str) -> bool:
    """Return whether Excel would run a text as a formula."""
    return text.startswith(FORMULA) or (text[:1] == "-" and text[1:2].isdecimal())
