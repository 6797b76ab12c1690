"""A person out of the cells of a row: the tenant, and the co-tenant beside the tenant."""

from sys import intern  # a hundred thousand tenants have a few thousand surnames
from typing import NamedTuple

from visits.domain.name import Person
from visits.formats.tenant.case import APOSTROPHES
from visits.formats.tenant.flag import NO, YES
from visits.formats.tenant.initial import read_initials
from visits.formats.tenant.no_person import no_person
from visits.formats.tenant.outcome import Code, Doubt, Fault, Skip, faults_in
from visits.formats.tenant.record import Record
from visits.formats.tenant.salutation import read_salutation
from visits.formats.tenant.surname import prefix_in_small_letters, take_apart, written_out
from visits.formats.tenant.text import FORMULA, has_lost_character, is_blank
from visits.formats.tenant.title import is_only_title, split_people

UNFIT = frozenset("<>{}\\")
NO_CO_TENANT = NO | {"neen"}
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
    own = ["" if is_blank(part) else part for part in parts]
    tenant = _person([*own, whole], codes)
    is_sound = not faults_in(codes)
    return People(tenant, _co_tenant(record, beside, codes), is_sound)


def _co_tenant(record: Record, beside: list[str], codes: set[Code]) -> Person | None:
    """Return the co-tenant: from columns of their own, one cell, or beside the tenant."""
    whole = record.co_surname or record.co_name
    people = _named(whole, several=not record.co_surname)
    if not people and (record.co_initials or _is_unnamed(whole)):
        codes.add(Doubt.CO_TENANT_UNNAMED)
    others = people + beside
    if len(others) > 1:
        codes.add(Doubt.MORE_THAN_ONE_CO_TENANT)
    if not others:
        return None
    parts = [record.co_salutation, record.co_initials, record.co_prefix] if people else [""] * 3
    return _person([*parts, others[0]], codes, full=not record.co_surname)


def is_suspicious(text: str) -> bool:
    """Return whether Excel would run a text as a formula."""
    return text.startswith(FORMULA) or (text[:1] == "-" and text[1:2].isdecimal())


def _named(text: str, *, several: bool) -> list[str]:
    """List the co-tenants that a cell names: none in "nee", "ja" and "Dhr."."""
    if not text or text.lower() in NO_CO_TENANT | YES:
        return []
    people = split_people(text, several=several)
    return [name for name in people if not (is_only_title(name) or _is_dead(name))]


def _is_dead(name: str) -> bool:
    """Return whether a name is that of somebody who died, or of the heirs."""
    return no_person(name) in {Skip.HEIRS, Skip.DECEASED}


def _is_unnamed(text: str) -> bool:
    """Return whether a cell tells that there is a co-tenant, and no more."""
    return text.lower() in YES or is_only_title(text)


def _person(parts: list[str], codes: set[Code], *, full: bool = False) -> Person:
    """Return a person out of salutation, initials, prefix and surname, which may hold it all."""
    salutation, initials, prefix, whole = parts
    found = take_apart(whole, full=full, has_initials=bool(initials))
    sex, couple = read_salutation(salutation or found.title)
    letters, cut = read_initials(initials or found.initials)
    if found.shortened:
        codes.add(Doubt.PREFIX_EXPANDED)
    if couple:
        codes.add(couple)
    if cut:
        codes.add(Doubt.FIRST_NAME_REDUCED)
    prefix = _read_prefix(prefix, found.prefix, codes) if prefix or found.prefix else ""
    person = Person(sex, letters and intern(letters), prefix or None, intern(found.core))
    _check(person, parts, codes)
    return person


def _read_prefix(given: str, found: str, codes: set[Code]) -> str:
    """Return the prefix from its own column and from the surname, once."""
    given = given.translate(APOSTROPHES)
    long = written_out(given, has_initials=True)
    if long != given:
        codes.add(Doubt.PREFIX_EXPANDED)
    own, other = prefix_in_small_letters(long), prefix_in_small_letters(found)
    if own and other and own.lower() != other.lower():
        return f"{own} {other.lower()}"
    return own or other


def _check(person: Person, parts: list[str], codes: set[Code]) -> None:
    """Note what is wrong with a name, looking at what was written and what came of it."""
    (_, initials, prefix, whole), surname = parts, person.surname
    suspicious = is_suspicious(whole)
    if suspicious or is_suspicious(initials) or is_suspicious(prefix):
        codes.add(Fault.SUSPICIOUS_FORMULA)
    if is_blank(whole) and whole.lower() != "geen":
        codes.add(Fault.MISSING_SURNAME)
    elif not suspicious and (
        not UNFIT.isdisjoint("".join(parts)) or not any(map(str.isalpha, surname))
    ):
        codes.add(Fault.INVALID_SURNAME)
    if (
        len(surname) > LONGEST_SURNAME
        or len(person.initials or "") > LONGEST_INITIALS
        or len(person.prefix or "") > LONGEST_PREFIX
    ):
        codes.add(Fault.TOO_LONG)
    # In a name the last letter may be lost too: Ren?.
    if has_lost_character(surname) or surname.endswith("?"):
        codes.add(Doubt.CHARACTER_LOST)
