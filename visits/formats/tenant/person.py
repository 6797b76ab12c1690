"""A person out of the cells of a row: the tenant, and the co-tenant beside the tenant."""

import re
from collections.abc import Mapping
from dataclasses import replace

from visits.domain.name import Person
from visits.formats.tenant.case import APOSTROPHES
from visits.formats.tenant.initial import read_initials
from visits.formats.tenant.outcome import Doubt, Fault
from visits.formats.tenant.salutation import read_salutation
from visits.formats.tenant.surname import SHORT, TITLE, prefix_in_small_letters, take_apart
from visits.formats.tenant.text import has_lost_character, is_blank

FORMULA = re.compile(r"[=@+]|-\d")
UNFIT = frozenset("<>{}\\")
SEVERAL = re.compile(r"\s*[;/&+]\s*|\s+en\s+", re.IGNORECASE)
NO_CO_TENANT = {"nee", "neen", "n", "no", "0", "false", "onwaar"}
UNNAMED_CO_TENANT = {"j", "ja", "y", "yes", "1", "x", "true", "waar"}
LONGEST_INITIALS, LONGEST_PREFIX, LONGEST_SURNAME = 20, 30, 120
NO_NAME = Person(None, None, None, "")
Doubts = set[Doubt]
Faults = set[Fault]


def read_person(cells: Mapping[str, str], doubts: Doubts, faults: Faults) -> Person:
    """Give the tenant of a row, from a column for each part of the name."""
    parts = [cells.get(name, "") for name in ("salutation", "initials", "prefix", "surname")]
    return _person(parts, doubts, faults)


def read_co_tenant(cells: Mapping[str, str], doubts: Doubts, faults: Faults) -> Person | None:
    """Give the co-tenant of a row, from columns of their own or from one with a whole name."""
    if cells.get("co_surname"):
        names = ("co_salutation", "co_initials", "co_prefix", "co_surname")
        return _person([cells.get(name, "") for name in names], doubts, faults)
    text = cells.get("co_name", "")
    if not text or is_blank(text) or text.lower() in NO_CO_TENANT:
        if cells.get("co_initials"):
            doubts.add(Doubt.CO_TENANT_UNNAMED)
        return None
    return _first_of(text, doubts, faults)


def is_suspicious(text: str) -> bool:
    """Say whether Excel would run a text as a formula."""
    return bool(FORMULA.match(text))


def _person(parts: list[str], doubts: Doubts, faults: Faults) -> Person:
    """Give a person out of salutation, initials, prefix and surname, which may hold it all."""
    salutation, initials, prefix, whole = parts
    found = take_apart(whole)
    if initials and found.initials.lower() in SHORT:
        found.prefix = f"{found.initials} {found.prefix}"
    person = Person(
        _read_salutation(salutation or found.title, doubts),
        _read_initials(initials or found.initials, doubts),
        _read_prefix(prefix, found.prefix, doubts) if prefix or found.prefix else None,
        found.core,
    )
    _check(person, whole, "".join(parts), doubts, faults)
    if any(is_suspicious(text) for text in (initials, prefix) if text):
        faults.add(Fault.SUSPICIOUS_FORMULA)
    return person


def _first_of(text: str, doubts: Doubts, faults: Faults) -> Person | None:
    """Give the first of the co-tenants in one cell, if it names any."""
    parts = [part for part in SEVERAL.split(text) if part]
    people = [part for part in parts if not TITLE.fullmatch(f"{part} ")]
    if not people or text.lower() in UNNAMED_CO_TENANT:
        doubts.add(Doubt.CO_TENANT_UNNAMED)
        return None
    person = _from_whole_name(people[0], doubts, faults)
    if len(people) > 1:
        doubts.add(Doubt.MORE_THAN_ONE_CO_TENANT)
    elif len(parts) > 1:
        doubts.add(Doubt.SALUTATION_COUPLE)
        return replace(person, salutation=None)
    return person


def _from_whole_name(text: str, doubts: Doubts, faults: Faults) -> Person:
    """Give a person out of one cell with a whole name."""
    found = take_apart(text, full=True)
    initials = _read_initials(found.initials, doubts)
    prefix = _read_prefix("", found.prefix, doubts)
    person = Person(_read_salutation(found.title, doubts), initials, prefix, found.core)
    _check(person, text, text, doubts, faults)
    return person


def _read_salutation(text: str, doubts: Doubts) -> str | None:
    """Give mw, heer, neutral or nothing."""
    salutation, doubt = read_salutation(text)
    if doubt:
        doubts.add(doubt)
    return salutation


def _read_initials(text: str, doubts: Doubts) -> str | None:
    """Give initials with their dots."""
    initials, cut = read_initials(text)
    if cut:
        doubts.add(Doubt.FIRST_NAME_REDUCED)
    return initials


def _read_prefix(given: str, found: str, doubts: Doubts) -> str | None:
    """Give the prefix from its own column and from the surname, once."""
    own = prefix_in_small_letters(given.translate(APOSTROPHES), doubts)
    other = prefix_in_small_letters(found, doubts)
    if own and other and own.lower() != other.lower():
        return f"{own} {other.lower()}"
    return own or other or None


def _check(person: Person, whole: str, written: str, doubts: Doubts, faults: Faults) -> None:
    """Add what is wrong with a name, looking at what was written and what came of it."""
    surname = person.surname
    if is_suspicious(whole):
        faults.add(Fault.SUSPICIOUS_FORMULA)
    elif is_blank(whole) and whole.lower() != "geen":
        faults.add(Fault.MISSING_SURNAME)
    elif not UNFIT.isdisjoint(written) or not any(map(str.isalpha, surname)):
        faults.add(Fault.INVALID_SURNAME)
    if (
        len(surname) > LONGEST_SURNAME
        or len(person.initials or "") > LONGEST_INITIALS
        or len(person.prefix or "") > LONGEST_PREFIX
    ):
        faults.add(Fault.TOO_LONG)
    if has_lost_character(surname):
        doubts.add(Doubt.CHARACTER_LOST)
