"""Names that are not those of a living person: heirs, organisations and the dead."""

import re

from visits.formats.tenant.outcome import Skip
from visits.formats.tenant.text import folded, words_of

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
ANY = re.compile(
    r"erven|erfgen|nalat|sticht|\bv\. ?[ov]\.|vof|vve|vereniging|gemeente|holding|maatschap|"
    r"cooperatie|beheer|zorggroep|\b[bn]\.? ?v\b|overl|wijlen|\u2020"
)


def no_person(surname: str, prefix: str = "", initials: str = "", title: str = "") -> Skip | None:
    """Return why a name is not that of a living person, if it is not."""
    text = folded(f"{prefix} {surname}" if prefix else surname)
    beside = folded(f"{title} {initials}")
    if not ANY.search(f"{beside} {text}"):
        return None
    named_erven = text == "erven" and initials
    if HEIRS.search(beside) or (HEIRS.search(NAMED_ERVEN.sub("", text)) and not named_erven):
        return Skip.HEIRS
    words = words_of(text)
    if (
        not ORGANISATIONS.isdisjoint(words)
        or COMPANY.search(text)
        or any(word.endswith(ORGANISATION_ENDS) for word in words)
    ):
        return Skip.NOT_A_PERSON
    return Skip.DECEASED if DEAD.search(text) else None
