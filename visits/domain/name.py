"""Names of tenants, written as a Dutch letter, list or sentence writes them.

Prefixes are lower case after initials and get a capital where they start the name: "J. van den
Berg", but "mevrouw Van den Berg". Nothing is ever guessed about who is a man or a woman.
"""

from dataclasses import dataclass

from visits.domain.text import folded

# The envelope and the running text: the words in full, never "dhr." or "mw.".
TITLES = {"mw": "mevrouw", "heer": "de heer"}
GREETINGS = {"mw": "mevrouw", "heer": "heer"}
EITHER = "heer of mevrouw"


@dataclass(frozen=True, slots=True)
class Person:
    """A name in its parts; salutation is mw, heer, neutral or unknown."""

    salutation: str | None
    initials: str | None
    prefix: str | None
    surname: str


def full_name(person: Person) -> str:
    """Give "A.M. de Vries"; without initials the prefix starts the name: "De Vries"."""
    if not person.initials:
        return _formal(person, person.surname)
    return _joined(person.initials, person.prefix, person.surname)


def address_name(person: Person, co_tenant: Person | None = None) -> str:
    """Give the line of the envelope: "Mevrouw E. de Boer en de heer A. de Vries"."""
    return _capital(" en ".join(_titled(each) for each in (person, co_tenant) if each))


def greeting(person: Person, co_tenant: Person | None = None) -> str:
    """Give the first line of a letter: "Geachte mevrouw De Boer, geachte heer De Vries,"."""
    if co_tenant is None:
        return f"Geachte {_greeted(person)},"
    return f"Geachte {_greeted_in_pair(person)}, geachte {_greeted_in_pair(co_tenant)},"


def spoken_name(person: Person) -> str:
    """Give the name inside a sentence: "mevrouw Van der Meer", or "A.M. de Boer" if unknown."""
    if title := TITLES.get(person.salutation or ""):
        return f"{title} {_formal(person, person.surname)}"
    return _titled(person)


def initials_of(person: Person) -> str:
    """Give "A.M.v.d.M.": who knows the tenant knows who it is, and nobody else."""
    words = [*(person.prefix or "").split(), person.surname]
    return (person.initials or "") + "".join(f"{word[0]}." for word in words if word)


def list_name(person: Person) -> str:
    """Give "Vries, A.M. de", as a Dutch list has it."""
    rest = _joined(person.initials, person.prefix)
    return f"{person.surname}, {rest}" if rest else person.surname


def sort_name(person: Person) -> str:
    """Give the key that sorts on the core word, capitals and accents aside."""
    return folded(list_name(person))


def _titled(person: Person) -> str:
    """Give a name as it stands inside a line, with a title if one is known."""
    if title := TITLES.get(person.salutation or ""):
        return f"{title} {full_name(person)}"
    if person.initials or person.salutation == "neutral":
        return full_name(person)
    return f"de {EITHER} {full_name(person)}"


def _greeted(person: Person) -> str:
    """Give what follows "Geachte" for one person."""
    if person.salutation == "neutral":
        return full_name(person)
    return f"{GREETINGS.get(person.salutation or '', EITHER)} {_formal(person, _first(person))}"


def _greeted_in_pair(person: Person) -> str:
    """Give what follows "geachte" for one of two people: initials rather than "heer of mevrouw"."""
    if person.salutation is None and person.initials:
        return full_name(person)
    return _greeted(person)


def _first(person: Person) -> str:
    """Give the first of two surnames."""
    # Onze Taal and Taaladvies: a greeting has only the first part of a double surname.
    return person.surname.partition("-")[0] or person.surname


def _formal(person: Person, surname: str) -> str:
    """Give prefix and surname where they start the name: "Van der Meer"."""
    return _joined(_capital(person.prefix or ""), surname)


def _capital(text: str) -> str:
    """Start with a capital; IJ is one letter, and the 't of "'t Hart" stays as it is."""
    if text[:2] == "ij":
        return "IJ" + text[2:]
    return text[:1].upper() + text[1:]


def _joined(*parts: str | None) -> str:
    """Join the parts that are there with one space."""
    return " ".join(part for part in parts if part)
