"""What a row is about: somebody's role, a kind of contract, a kind of home, and who is dead."""

import re
from datetime import date
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from visits.domain.text import folded
from visits.formats.tenant.date import read_day
from visits.formats.tenant.outcome import Skip
from visits.formats.tenant.record import Record
from visits.formats.tenant.table import Cell
from visits.formats.tenant.text import NO, is_blank, squeezed, words_of

CO_TENANT_CODES = {"mdh", "cotenant", "jointtenant"}
# "Main tenant: no"; a 0 may be anything.
NOT_THE_MAIN_TENANT = NO - {"0"}
NO_TENANT_CODES = {"mbw", "cpe", "bwi", "cur", "bet"}
NO_TENANT = (
    "medebewoner", "bewoner", "contactperso", "bewind", "curator", "betaler", "kind", "gemachtigde",
    "mentor",
)  # fmt: skip

# VERA EENHEIDSOORT; whole words, since "par" and "int" are also in the middle of others.
NOT_HOME_CODES = {"par", "bed", "mog", "ove", "rec", "int"}
NOT_HOME = (
    "garage", "parkeer", "parkeren", "berging", "bedrijf", "winkel", "kantoor", "scootmobiel",
    "zendmast", "antenne", "stalling", "opslag", "box", "grond", "tuin", "praktijk", "school",
    "parking", "storage", "shop",
)  # fmt: skip
HOME = (
    "woning", "appartement", "flat", "maisonnette", "studio", "kamer", "huis", "woonruimte",
    "woonwagen", "dwelling", "house", "apartment",
)  # fmt: skip
# "EGW met tuin" is no garden: what comes behind says what belongs to it.
BESIDE = re.compile(r"\b(?:met|bij|incl|inclusief|en|and|with)\b|[+,(;]|\s-\s")
# How a home stands, and where.
SAYS_NOTHING = re.compile(r"grondgebonden|\w+complex\b")
LEASES = {"huu", "huur", "huurovereenkomst"}

HEIRS = re.compile(r"\b(?:erven|erfgena\w+|nalatenschap)\b")
# Van Erven is a surname too: "J. van Erven", "Erven, J. van", "Bos-van Erven", "J. Erven".
NAMED_ERVEN = re.compile(
    r"\b(?:van|van de[nr]|v\.d\.|v/d) erven\b|^erven,(?: ?[a-z]{1,3}\.)*(?: van)?$"
    r"|(?:^|\s)(?:[a-z]{1,3}\.)+ ?erven$"
)
# So is Van Wijlen.
DEAD = re.compile(r"\boverl(?:eden)?\b|(?<!van )\bwijlen (?=\S)|\u2020")
# B.V. at the end of a name; before it ("Vries, B.V. de") they are somebody's initials.
ORGANISATION = re.compile(
    r"\b(?:vof|vve|gemeente|holding|maatschap|beheer|bv|nv)\b"
    r"|(?:stichting|vereniging|cooperatie|zorggroep)\b"
    r"|[^,] (?:[bn]\. ?v\.?|v\. ?o\. ?f\.?)$|^v\. ?(?:o\. ?f|v\. ?e)\.? "
)
# Beside initials these are somebody's name.
SURNAMES = {"stichting", "beheer", "vereniging", "gemeente", "holding", "maatschap"}
PERSON = re.compile(r"(?:mevr|mevrouw|mw|dhr|heer)\b\W+(?:[a-z]{1,3}\.)+ ?[a-z]+")


class Part(Enum):
    """What a row may contribute once the others are known."""

    NOTHING = auto()  # somebody who does not rent, or a row that has its end
    TENANT = auto()
    CO_TENANT = auto()
    EARLIER = auto()  # an ended contract of somebody who may still live here


class Kind(NamedTuple):
    """What a row is about, or why it is not about a tenant to visit."""

    part: Part  # what somebody with this role may contribute
    skip: Skip | None
    is_home: bool | None  # None: we do not know that kind of unit


def classify(record: Record, today: date) -> Kind:
    """Return what a row is about: role, name, contract, unit and death, in this order."""
    part, home = _part_of(record.role), _is_home(record.unit_type)
    return Kind(part, _why_not(record, part, home, today), home)


def _why_not(record: Record, part: Part, home: bool | None, today: date) -> Skip | None:
    """Return why a row is not about somebody who rents a home from us, if it is not."""
    if part is Part.NOTHING:
        return Skip.NOT_A_TENANT
    nobody = no_person(record.surname, record.prefix, record.initials, record.salutation)
    if nobody and nobody is not Skip.DECEASED:
        return nobody
    if record.lease_kind and LEASES.isdisjoint(words_of(record.lease_kind)[:1]):
        return Skip.NOT_A_LEASE
    if home is False:
        return Skip.NOT_A_DWELLING
    return Skip.DECEASED if nobody or _has_died(record.deceased_on, today) else None


def no_person(surname: str, prefix: str = "", initials: str = "", title: str = "") -> Skip | None:
    """Return why a name is not that of a living person, if it is not."""
    text = folded(f"{prefix} {surname}" if prefix else surname)
    named_erven = text == "erven" and initials
    if HEIRS.search(folded(f"{title} {initials}")) or (
        HEIRS.search(NAMED_ERVEN.sub("", text)) and not named_erven
    ):
        return Skip.HEIRS
    is_surname = text in SURNAMES and initials and not is_blank(initials)
    if ORGANISATION.search(text) and not is_surname and not PERSON.fullmatch(text):
        return Skip.NOT_A_PERSON
    return Skip.DECEASED if DEAD.search(text) else None


@lru_cache(maxsize=1000)
def _part_of(role: str) -> Part:
    """Return what somebody with a role may contribute; who has none is a tenant."""
    whole, words = squeezed(role), words_of(role)
    names_nobody = any(word.startswith(NO_TENANT) for word in (whole, *words))
    if names_nobody or not NO_TENANT_CODES.isdisjoint(words):
        return Part.NOTHING
    named = any(word in CO_TENANT_CODES or word.startswith("mede") for word in words)
    if named or whole in CO_TENANT_CODES | NOT_THE_MAIN_TENANT:
        return Part.CO_TENANT
    return Part.TENANT


@lru_cache(maxsize=1000)
def _is_home(unit_type: str) -> bool | None:
    """Return whether a kind of unit is a home, as it is when nothing is said; None: who knows."""
    first = words_of(unit_type)[:1]
    if not unit_type or first == ["woo"]:
        return True
    if not NOT_HOME_CODES.isdisjoint(first):
        return False
    # The first word that says something decides, and in a compound its last part: a bedrijfswoning
    # is a home, a "garage flat Zuid" is none.
    for word in words_of(SAYS_NOTHING.sub("", BESIDE.split(folded(unit_type))[0])):
        home, other = (max(map(word.rfind, kind)) for kind in (HOME, NOT_HOME))
        if home != other:
            return home > other
    return None


def _has_died(cell: Cell, today: date) -> bool:
    """Return whether somebody died; whatever is not plainly a no means that they did."""
    if not cell or (isinstance(cell, str) and cell.lower() in NO):
        return False
    day = read_day(cell, today)
    return day.value is not None or day.faulty
