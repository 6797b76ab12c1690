"""Invented tenants for the sample data, and the export in which an association would send them.

Nobody on this list exists: the streets are made up, no telephone number has 0 after its area code,
and every mail address ends in example.org.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

from visits.demo.text import read_texts

Salutation = Literal["mw", "heer"]
Preference = Literal["letter", "phone", "email", ""]

HEADERS = (
    "Huurdernummer",
    "Contractnummer",
    "Aanhef",
    "Voorletters",
    "Tussenvoegsel",
    "Achternaam",
    "Medehuurder aanhef",
    "Medehuurder voorletters",
    "Medehuurder tussenvoegsel",
    "Medehuurder achternaam",
    "Straat",
    "Huisnummer",
    "Huisletter",
    "Toevoeging",
    "Postcode",
    "Woonplaats",
    "Wijk",
    "Buurt",
    "Telefoon",
    "Mobiel",
    "E-mail",
    "Voorkeur contact",
    "Ingangsdatum contract",
    "Huurder sinds",
)
SALUTATIONS: dict[Salutation, str] = {"mw": "Mevr.", "heer": "Dhr."}
PREFERENCES: dict[Preference, str] = {
    "letter": "Brief",
    "phone": "Telefoon",
    "email": "E-mail",
    "": "",
}

CITY = "Alkmaar"
LONG_TENANCY_BEFORE = date(1999, 1, 1)
LONG_TENANCY_SHARE = 0.45
FIRST_TENANCY_YEAR = 1966
LAST_TENANCY_YEAR = 2025
CO_TENANT_SHARE = 0.3
DO_NOT_CONTACT_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Person:
    """The name of somebody who does not exist."""

    salutation: Salutation
    initials: str
    prefix: str
    surname: str


@dataclass(frozen=True, slots=True)
class Home:
    """An invented address."""

    street: str
    house_number: int
    house_letter: str
    house_suffix: str
    postcode: str
    district: str
    neighbourhood: str


@dataclass(frozen=True, slots=True)
class Row:
    """One household of tenants as the association's own system knows it."""

    external_id: str
    contract_no: str
    salutation: Salutation
    initials: str
    prefix: str
    surname: str
    co: Person | None
    street: str
    house_number: int
    house_letter: str
    house_suffix: str
    postcode: str
    city: str
    district: str
    neighbourhood: str
    phone: str
    mobile: str
    email: str
    contact_preference: Preference
    tenancy_start: date
    tenant_since: date
    do_not_contact: bool


@dataclass(frozen=True, slots=True)
class Quarter:
    """A neighbourhood: how many homes it weighs, when it was built, and its streets."""

    district: str
    name: str
    weight: int
    built: int
    flats: bool
    streets: tuple[tuple[str, str], ...]


FILE = read_texts("people")
INITIALS: tuple[str, ...] = FILE["initials"]
# Each with what stands before it: "van der Meer" is sorted under the M.
SURNAMES = tuple(name.rpartition(" ")[::2] for name in FILE["surnames"])
QUARTERS = tuple(
    Quarter(**one | {"streets": tuple(one["streets"].items())}) for one in FILE["quarters"]
)


def make_people(count: int, *, seed: int = 20) -> list[Row]:
    """Invent so many households; the same seed gives the same people."""
    chance = Random(seed)  # noqa: S311 - sample data has nothing to keep secret
    taken: set[Home] = set()
    return [_row(chance, number, taken) for number in range(1, count + 1)]


def to_csv(rows: Iterable[Row], *, today: date) -> bytes:
    """Write the leases that run today as an association would export them."""
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(HEADERS)
    table.writerows(_cells(row) for row in rows if row.tenancy_start <= today)
    return text.getvalue().encode("utf-8-sig")


def _row(chance: Random, number: int, taken: set[Home]) -> Row:
    quarter = chance.choices(QUARTERS, [quarter.weight for quarter in QUARTERS])[0]
    person = _person(chance)
    home = _home(chance, quarter, taken)
    tenant_since = _tenant_since(chance)
    mobile = _invented_number(chance, number, "06 00 00 {0:02} {1:02}", 0.7)
    # The older the lease, the rarer the mail address.
    email = _email(person, number) if chance.random() < _mail_share(tenant_since) else ""
    phone = _invented_number(chance, number, "072-000{0:02}{1:02}", 0.6)
    return Row(
        external_id=f"{100_000 + number:08}",
        contract_no=f"H-{500_000 + 7 * number}",
        salutation=person.salutation,
        initials=person.initials,
        prefix=person.prefix,
        surname=person.surname,
        co=_co_tenant(chance, person) if chance.random() < CO_TENANT_SHARE else None,
        street=home.street,
        house_number=home.house_number,
        house_letter=home.house_letter,
        house_suffix=home.house_suffix,
        postcode=home.postcode,
        city=CITY,
        district=home.district,
        neighbourhood=home.neighbourhood,
        phone=phone,
        mobile=mobile,
        email=email,
        contact_preference=_preference(chance, phone or mobile, email),
        tenancy_start=_tenancy_start(chance, tenant_since, quarter.built),
        tenant_since=tenant_since,
        do_not_contact=chance.random() < DO_NOT_CONTACT_SHARE,
    )


def _person(chance: Random) -> Person:
    salutation: Salutation = "mw" if chance.random() < 0.54 else "heer"
    prefix, surname = chance.choice(SURNAMES)
    return Person(salutation, chance.choice(INITIALS), prefix, surname)


def _co_tenant(chance: Random, person: Person) -> Person:
    other = _person(chance)
    if chance.random() < 0.5:
        return other
    return Person(other.salutation, other.initials, person.prefix, person.surname)


def _home(chance: Random, quarter: Quarter, taken: set[Home]) -> Home:
    while True:
        street, postcode = chance.choice(quarter.streets)
        number = chance.randint(1, 180)
        letter = chance.choice("ABCD") if chance.random() < 0.08 else ""
        suffix = str(chance.randint(1, 48)) if quarter.flats and chance.random() < 0.2 else ""
        home = Home(street, number, letter, suffix, postcode, quarter.district, quarter.name)
        if home not in taken:
            taken.add(home)
            return home


def _tenant_since(chance: Random) -> date:
    if chance.random() < LONG_TENANCY_SHARE:
        return _usual_day(chance, FIRST_TENANCY_YEAR, LONG_TENANCY_BEFORE.year - 1)
    return _usual_day(chance, LONG_TENANCY_BEFORE.year, LAST_TENANCY_YEAR)


def _usual_day(chance: Random, first_year: int, last_year: int) -> date:
    # Leases start on the first of a month, now and then halfway, seldom on another day.
    day = chance.choices((1, 16, chance.randint(2, 28)), (85, 8, 7))[0]
    return date(chance.randint(first_year, last_year), chance.randint(1, 12), day)


def _tenancy_start(chance: Random, tenant_since: date, built: int) -> date:
    first_key = date(built + 1, chance.randint(1, 12), 1)
    if tenant_since < first_key:
        return first_key
    if chance.random() < 0.15:
        later = tenant_since + timedelta(days=365 * chance.randint(3, 18))
        moved = later.replace(day=1)
        return moved if moved.year <= LAST_TENANCY_YEAR else tenant_since
    return tenant_since


def _mail_share(tenant_since: date) -> float:
    return 0.3 if tenant_since < LONG_TENANCY_BEFORE else 0.7


def _invented_number(chance: Random, number: int, pattern: str, share: float) -> str:
    return pattern.format(*divmod(number % 10_000, 100)) if chance.random() < share else ""


def _email(person: Person, number: int) -> str:
    plain = unicodedata.normalize("NFKD", person.surname.replace("ı", "i"))
    name = "".join(letter for letter in plain.lower() if letter.isascii() and letter.isalpha())
    return f"{person.initials.replace('.', '').lower()}.{name}{number}@example.org"


def _preference(chance: Random, phone: str, email: str) -> Preference:
    wishes: list[Preference] = ["letter", "", ""]
    if phone:
        wishes.append("phone")
    if email:
        wishes.append("email")
    return chance.choice(wishes)


def _cells(row: Row) -> list[str]:
    co = row.co
    since = "" if row.tenant_since == row.tenancy_start else _dutch_date(row.tenant_since)
    return [
        row.external_id,
        row.contract_no,
        SALUTATIONS[row.salutation],
        row.initials,
        row.prefix,
        row.surname,
        *((SALUTATIONS[co.salutation], co.initials, co.prefix, co.surname) if co else [""] * 4),
        row.street,
        str(row.house_number),
        row.house_letter,
        row.house_suffix,
        row.postcode,
        row.city,
        row.district,
        row.neighbourhood,
        row.phone,
        row.mobile,
        row.email,
        PREFERENCES[row.contact_preference],
        _dutch_date(row.tenancy_start),
        since,
    ]


def _dutch_date(day: date) -> str:
    return f"{day:%d-%m-%Y}"
