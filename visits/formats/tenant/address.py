"""Addresses: street and house number taken apart, put right and checked."""

import re
from functools import lru_cache
from sys import intern  # a hundred thousand tenants live in a few hundred streets
from typing import NamedTuple

from visits.formats.tenant.case import recased_place
from visits.formats.tenant.outcome import Code, Doubt, Fault, faults_in
from visits.formats.tenant.record import Record
from visits.formats.tenant.text import FORMULA, doubts_about, is_blank, squeezed

# F I O Q U Y may be in a postcode since 2005; SA, SD and SS never.
POSTCODE = re.compile(r"[1-9]\d{3}(?!SA|SD|SS)[A-Z]{2}")
COUNTRY = re.compile(r"NL[\s-]*(?=\d)")
PO_BOX = re.compile(
    r"(?:post[\s-]?bus|antwoordnummer|p\.?\s?o\.?\s?box)(?![^\W\d_])", re.IGNORECASE
)
# In small letters: P.A. Bosstraat is a street.
CARE_OF = re.compile(
    r"(?:^|[\s,(])(?:p ?/ ?a|c ?/ ?o|per adres|(?-i:p\. ?a\.|c\. ?o\.|t\. ?a\. ?v\.))(?=\W|$)",
    re.IGNORECASE,
)
# A year or "2e" before another number is part of the name: Plein 1944 12.
IN_NAME = r"(?:(?:1[5-9]|20)\d\d\s+(?:-\s+)?|\d+e\s+)\d"
ONE_LETTER = r"(?:[\s/-]*[^\W\d_](?![^\W\d_]))?"
BEHIND_NUMBER = rf"(?:\s*t/?m\s*\d+|{ONE_LETTER}(?:[\s/-]*[^\W_]{{1,4}})?{ONE_LETTER})"
# The first number that nothing but an addition follows.
NUMBER_IN_STREET = re.compile(
    rf"([\W\d_]*[^\W\d_].*?)[\s,]{{1,3}}(?!{IN_NAME})(\d{{1,5}}{BEHIND_NUMBER})", re.IGNORECASE
)
NUMBER_INSIDE = re.compile(r"[\s,]\d")
DIGITS = re.compile(r"\d+")
MONTH = r"(?:jan|feb|mrt|maa|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*\.?"
DATE = re.compile(
    rf"\d{{1,2}}[-\s/.]{MONTH}(?:[-\s/.']+\d{{2,4}})?|{MONTH}[-\s/.]\d{{1,4}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}.*"
    r"|\d{4}-\d\d-\d\d.*",
    re.IGNORECASE,
)
HOUSE = re.compile(r"(\d+)(?:[.,]0+)?(?![\d.,])\s*(.*)")
THROUGH = re.compile(r"\s*(?:t/m|tm|\u2013|-)\s*", re.IGNORECASE)
RANGE = re.compile(r"-(\d+)")
ADDITION = re.compile(r"[^\W\d_]+|\d+")
TWO_NUMBERS = re.compile(r"\d[\s/.,-]+\d")
SEPARATORS = re.compile(r"[\s/.,-]+")
NUMBERS = range(1, 100_000)
LONGEST_SUFFIX = 4
LONGEST_STREET = 120
LONGEST_PLACE = 80
# Street, number, letter, suffix, postcode, town, district and neighbourhood.
Address = tuple[str, int, str | None, str | None, str, str, str | None, str | None]
# "03 - Oudorp": the code of the district is not its name.
AREA_CODE = re.compile(r"^\d+(?:\s*[-\u2013:.)](?:\s+|$)|\s*[-\u2013:.)](?=\D))")


class House(NamedTuple):
    """A house number with its letter and suffix (BAG)."""

    number: int = 0
    letter: str | None = None
    suffix: str | None = None


def read_address(record: Record, codes: set[Code]) -> Address | None:
    """Return the address of a row, or None with what is wrong about it."""
    street, number = _street_and_number(record)
    if PO_BOX.match(street) or CARE_OF.search(street):
        codes.add(Fault.PO_BOX if PO_BOX.match(street) else Fault.CARE_OF_ADDRESS)
        return None
    house = _read_house(number, record, codes)
    postcode = _read_postcode(record.postcode, codes)
    city = read_place(record.city) or ""
    areas = (AREA_CODE.sub("", area, count=1) for area in (record.district, record.neighbourhood))
    district, neighbourhood = map(read_place, areas)
    places = [city, district or "", neighbourhood or ""]
    if not street:
        codes.add(Fault.MISSING_STREET)
    if not city:
        codes.add(Fault.MISSING_CITY)
    if len(street) > LONGEST_STREET or max(map(len, places)) > LONGEST_PLACE:
        codes.add(Fault.TOO_LONG)
    if any(text.startswith(FORMULA) for text in (street, *places)):
        codes.add(Fault.SUSPICIOUS_FORMULA)
    if not district:
        codes.add(Doubt.MISSING_DISTRICT)
    codes |= doubts_about(" ".join([street, *places]))
    if faults_in(codes):
        return None
    return intern(street), *house, intern(postcode), city, district, neighbourhood


def _street_and_number(record: Record) -> tuple[str, str]:
    """Give street and house number; without a column for it the number is behind the street."""
    street, number = read_place(record.street) or "", record.house_number
    match = NUMBER_IN_STREET.fullmatch(street) if NUMBER_INSIDE.search(street) else None
    if match and number:
        beside = map(_beside, (number, record.house_letter, record.house_suffix))
        return match[1] if _is_repeated(match[2], " ".join(beside)) else street, number
    return (match[1], match[2]) if match else (street, number)


def _is_repeated(behind: str, beside: str) -> bool:
    """Say whether the number behind a street is the one in the columns, or its beginning."""
    start, number = DIGITS.match(behind), DIGITS.match(beside)
    same = start is not None and number is not None and start[0] == number[0]
    return same and squeezed(beside).startswith(squeezed(behind))


def _read_house(text: str, record: Record, codes: set[Code]) -> House:
    """Return a house number with the addition in its own cell or in those beside it."""
    match = None if DATE.fullmatch(text) else HOUSE.fullmatch(text)
    addition = THROUGH.sub("-", match[2]) if match else ""
    beside = map(_beside, (record.house_letter, record.house_suffix))
    added = _split_addition(_once(addition, *beside))
    if match and added and int(match[1][:6]) in NUMBERS:
        # 12-14 may be several homes: both even or both odd, and upwards.
        through = RANGE.fullmatch(addition)
        beyond = int(through[1][:9]) - int(match[1]) if through else 0
        if beyond > 0 and beyond % 2 == 0:
            codes.add(Doubt.HOUSE_NUMBER_RANGE)
        return House(int(match[1]), *added)
    if DATE.fullmatch(text):
        codes.add(Fault.HOUSE_NUMBER_IS_DATE)
    else:
        codes.add(Fault.INVALID_HOUSE_NUMBER if text else Fault.MISSING_HOUSE_NUMBER)
    return House()


def _beside(text: str) -> str:
    """Return a letter or suffix from a column of its own, without the decimals of Excel."""
    return text.removesuffix(",0").removesuffix(".0")


def _once(addition: str, letter: str, suffix: str) -> str:
    """Join the parts of an addition, of which one may stand there twice."""
    if not (letter or suffix):
        return addition
    first, second, third = map(squeezed, (addition, letter, suffix))
    if first and first in {second, third, second + third}:
        addition = ""
    return f"{addition} {letter} {'' if third == second else suffix}"


@lru_cache(maxsize=1000)
def _split_addition(text: str) -> tuple[str | None, str | None] | None:
    """Give letter and suffix of an addition: "A 101", "hs", "-2"; None if it is neither."""
    parts = [part.upper() for part in ADDITION.findall(text)]
    # 12-2-3 is more than a number with a suffix.
    if SEPARATORS.sub("", ADDITION.sub("", text)) or TWO_NUMBERS.search(text):
        return None
    letter = parts.pop(0) if parts and len(parts[0]) == 1 and parts[0].isalpha() else None
    suffix = "".join(parts)
    if len(suffix) > LONGEST_SUFFIX or not f"{letter or ''}{suffix}".isascii():
        return None
    return letter, suffix or None


def _read_postcode(text: str, codes: set[Code]) -> str:
    """Give a postcode as "1823 AB"."""
    joined = SEPARATORS.sub("", COUNTRY.sub("", text.upper()))
    if not POSTCODE.fullmatch(joined):
        codes.add(Fault.INVALID_POSTCODE if text else Fault.MISSING_POSTCODE)
    return f"{joined[:4]} {joined[4:]}"


# Places and no people: the same words in thousands of rows.
@lru_cache(maxsize=4096)
def read_place(text: str) -> str | None:
    """Give the name of a place with its capitals."""
    return None if is_blank(text) else recased_place(text)
