"""What a row is about: a role, a kind of home, a person at all; and flags."""

import re
from functools import lru_cache

from visits.formats.tenant.outcome import Doubt, Skip
from visits.formats.tenant.text import folded, is_blank, squeezed, words_of

CO_TENANT_CODES = {"mdh", "cotenant", "jointtenant"}
NO_TENANT_CODES = {"mbw", "cpe", "bwi", "cur", "bet"}
NO_TENANT = (
    "medebewoner", "bewoner", "contactperso", "bewind", "curator", "betaler", "kind", "gemachtigde",
    "mentor",
)  # fmt: skip

# VERA EENHEIDSOORT; whole words, since "par" and "int" are also in the middle of others.
NOT_HOME_CODES = {"par", "bed", "mog", "ove", "rec", "int"}
HOME_CODES = {"woo"}
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

HEIRS = re.compile(r"\b(?:erven|erfgena\w+|nalatenschap)\b")
# Van Erven is a surname too: "J. van Erven", "Erven, J. van", "Bos-van Erven", "J. Erven".
NAMED_ERVEN = re.compile(
    r"\b(?:van|van de[nr]|v\.d\.|v/d) erven\b|^erven,(?: ?[a-z]{1,3}\.)*(?: van)?$"
    r"|(?:^|\s)(?:[a-z]{1,3}\.)+ ?erven$"
)
# So is Van Wijlen.
DEAD = re.compile(r"\boverl(?:eden)?\b|(?<!van )\bwijlen (?=\S)|\u2020")
ORGANISATIONS = frozenset({
    "stichting", "vof", "vve", "vereniging", "gemeente", "holding", "maatschap", "cooperatie",
    "beheer", "zorggroep",
})  # fmt: skip
ORGANISATION_ENDS = ("stichting", "vereniging", "cooperatie", "zorggroep")
# B.V. at the end of a name; before it ("Vries, B.V. de") they are somebody's initials.
COMPANY = re.compile(
    r"\b(?:bv|nv)\b|[^,] (?:[bn]\. ?v\.?|v\. ?o\. ?f\.?)$|^v\. ?(?:o\. ?f|v\. ?e)\.? "
)

# What all of these have in common with few surnames.
NO_PERSON = re.compile(
    r"erven|erfgen|nalat|sticht|\bv\. ?[ov]\.|vof|vve|vereniging|gemeente|holding|maatschap|"
    r"cooperatie|beheer|zorggroep|\b[bn]\.? ?v\b|overl|wijlen|\u2020"
)

LEASES = {"huu", "huur", "huurovereenkomst"}
NOT_STARTED = {"voo", "goe"}
YES = {"j", "ja", "y", "yes", "1", "x", "true", "waar"}
NO = {"", "n", "nee", "no", "0", "false", "onwaar"}


@lru_cache(maxsize=1000)
def is_co_tenant(role: str) -> bool:
    """Say whether a role is that of a co-tenant; "main tenant: no" says so too."""
    whole, words = squeezed(role), words_of(role)
    if whole in {"nee", "n", "no", "false", "onwaar"} or whole in CO_TENANT_CODES:
        return True
    named = any(word in CO_TENANT_CODES or word.startswith("mede") for word in words)
    return named and not is_no_tenant(role)


@lru_cache(maxsize=1000)
def is_no_tenant(role: str) -> bool:
    """Say whether a role is that of somebody who does not rent."""
    words = words_of(role)
    return not NO_TENANT_CODES.isdisjoint(words) or any(
        word.startswith(NO_TENANT) for word in (squeezed(role), *words)
    )


@lru_cache(maxsize=1000)
def is_home(unit_type: str) -> bool | None:
    """Say whether a kind of unit is a home, as it is when nothing is said; None: who knows."""
    if is_blank(unit_type):
        return True
    text = folded(unit_type).strip()
    words = words_of(text)
    if not NOT_HOME_CODES.isdisjoint(words[:1]):
        return False
    if not HOME_CODES.isdisjoint(words[:1]):
        return True
    # The first word that says something decides, and in a compound its last part: a bedrijfswoning
    # is a home, a "garage flat Zuid" is none.
    for word in words_of(SAYS_NOTHING.sub("", BESIDE.split(text)[0])):
        home, other = (max(map(word.rfind, kind)) for kind in (HOME, NOT_HOME))
        if home != other:
            return home > other
    return None


def is_lease(kind: str) -> bool:
    """Say whether a kind of contract is a lease."""
    return is_blank(kind) or not LEASES.isdisjoint(words_of(kind)[:1])


def is_not_started(status: str) -> bool:
    """Say whether a contract is still being made (VERA: VOO, GOE)."""
    return bool(status) and not NOT_STARTED.isdisjoint(words_of(status)[:1])


def no_person(surname: str, prefix: str, initials: str, salutation: str = "") -> Skip | None:
    """Say when a name is not that of a living person."""
    text = folded(f"{prefix} {surname}" if prefix else surname)
    beside = folded(f"{salutation} {initials}")
    if not NO_PERSON.search(f"{beside} {text}"):
        return None
    named_erven = text == "erven" and initials
    if HEIRS.search(beside) or (HEIRS.search(NAMED_ERVEN.sub("", text)) and not named_erven):
        return Skip.HEIRS
    words = words_of(text)
    if not ORGANISATIONS.isdisjoint(words) or COMPANY.search(text):
        return Skip.NOT_A_PERSON
    if any(word.endswith(ORGANISATION_ENDS) for word in words):
        return Skip.NOT_A_PERSON
    return Skip.DECEASED if DEAD.search(text) else None


def read_flag(text: str) -> tuple[bool, Doubt | None]:
    """Give yes or no; what is unclear is a yes, and why is not kept."""
    if not text:
        return False, None
    word = text.lower().strip(" .")
    if word in NO or is_blank(text):
        return False, None
    return True, None if word in YES else Doubt.UNCLEAR_FLAG
