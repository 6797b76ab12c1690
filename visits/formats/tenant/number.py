"""Tenant numbers as spreadsheets leave them, and numbers that may not be kept."""

import re

from visits.domain.bsn import is_bsn
from visits.formats.tenant.outcome import Fault
from visits.formats.tenant.text import FORMULA, is_blank

SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?e\+?-?\d+", re.IGNORECASE)
DECIMAL = re.compile(r"(\d+)[.,]0+")
LONGEST = 32
LONGEST_CONTRACT = 40
SEPARATORS = str.maketrans("", "", " .-")


def read_number(text: str) -> str:
    """Return a number without what Excel added: a leading apostrophe, a decimal zero."""
    text = text.lstrip("'\u2018\u2019").strip()
    if match := DECIMAL.fullmatch(text):
        return match[1]
    return "" if is_blank(text) else text


def number_fault(number: str) -> Fault | None:
    """Return what is wrong with a tenant number."""
    if not number:
        return Fault.MISSING_EXTERNAL_ID
    if SCIENTIFIC.fullmatch(number):
        return Fault.ID_SCIENTIFIC
    if fault := contract_fault(number, LONGEST):
        return fault
    return Fault.ID_LOOKS_LIKE_BSN if looks_like_bsn(number) else None


def contract_fault(number: str, longest: int = LONGEST_CONTRACT) -> Fault | None:
    """Return what is wrong with a contract number, which may be missing."""
    if number.startswith(FORMULA):
        return Fault.SUSPICIOUS_FORMULA
    return Fault.TOO_LONG if len(number) > longest else None


def looks_like_bsn(number: str) -> bool:
    """Return whether a number passes the eleven-test of the citizen service number."""
    digits = number.translate(SEPARATORS)
    return len(digits) == 9 and digits.isascii() and digits.isdigit() and is_bsn(digits)
