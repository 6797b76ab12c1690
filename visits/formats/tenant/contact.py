"""Telephone numbers and e-mail addresses; a bad one is dropped and never rejects a row."""

import re
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email
from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    PhoneNumberType,
    format_number,
    is_possible_number_for_type,
    number_type,
    parse,
)

from visits.formats.tenant.outcome import Code, Doubt
from visits.formats.tenant.record import Record
from visits.formats.tenant.text import BLANK, squeezed

NOTE = re.compile(r"\((?=[^)]*[^\W\d_])[^)]*\)|[^\W\d_][^\d+]*")
SEVERAL = re.compile(r"\s*[;|]\s*|\s+/\s+|\s*/\s*(?=[0+])|,\s*(?=[0+])|\s+(?:of|en)\s+")
SCIENTIFIC = re.compile(r"\d[.,\d]*e\+?\d+", re.IGNORECASE)
SEPARATORS = str.maketrans("", "", " -._")
NOT_DIALLED = re.compile(r"[^\d+]")
# Excel took the zero: a Dutch number has nine digits after it.
WITHOUT_ZERO = re.compile(r"[1-9]\d{8}")
WITHOUT_PLUS = re.compile(r"31[1-9]\d{8}")
TAIL = 4
CHECKED_TYPES = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)

BETWEEN = re.compile(r"mailto:|[\s;,<>|/]+")
LOCAL = re.compile(r"[A-Za-z0-9](?:[._%+-]?[A-Za-z0-9_])*")
LONGEST_LOCAL, LONGEST_EMAIL = 64, 254
NO_ADDRESS = {word.translate(SEPARATORS) for word in BLANK} | {
    "geenemail", "geenmail", "onbekend", "noemail", "no",
}  # fmt: skip

# Telephone, mobile, e-mail and what is preferred.
Contact = tuple[str | None, str | None, str | None, str | None]
PREFERENCES = {
    "letter": ("brief", "letter", "post", "per post", "schriftelijk"),
    "phone": ("telefoon", "telefonisch", "tel", "bellen", "phone", "call", "mobiel"),
    "email": ("e-mail", "e-mailadres", "digitaal", "mail"),
}
PREFERENCE_OF = {squeezed(word): code for code, words in PREFERENCES.items() for word in words}


def read_contact(record: Record, codes: set[Code]) -> Contact:
    """Return telephone, mobile, e-mail and what is preferred; a mobile number finds its place."""
    phone = read_phone(record.phone, codes) if record.phone else None
    mobile = read_phone(record.mobile, codes) if record.mobile else None
    email = read_email(record.email, codes) if record.email else None
    here = phone is not None and phone.startswith("+31")
    kind = number_type(parse(phone)) if phone and not here else None
    is_mobile = kind == PhoneNumberType.MOBILE or (phone or "").startswith("+316")
    if phone and not mobile and is_mobile:
        phone, mobile = None, phone
    preference = PREFERENCE_OF.get(squeezed(record.contact_preference))
    return phone, mobile, email, preference


def read_phone(text: str, codes: set[Code]) -> str | None:
    """Give a telephone number in E.164, without the notes around it."""
    bare = text.translate(SEPARATORS)
    noted = not bare.isdigit()
    if noted:
        first, *others = SEVERAL.split(text)
        bare = NOTE.sub("", first)
        noted = bare != first or any(others)
        bare = NOT_DIALLED.sub("", bare.replace("(0)", ""))
    number = None if SCIENTIFIC.fullmatch(text) else _dialled(bare, codes)
    if number is None:
        codes.add(Doubt.PHONE_DROPPED)
    elif noted:
        codes.add(Doubt.PHONE_NOTE_REMOVED)
    return number


def read_email(text: str, codes: set[Code]) -> str | None:
    """Give an e-mail address with its domain in small letters; the first of several."""
    found = [part for part in BETWEEN.split(text) if "@" in part]
    email = _validated(found[0].strip(".'\"()")) if found else None
    if email is None:
        codes.add(Doubt.EMAIL_DROPPED)
    elif len(found) > 1:
        codes.add(Doubt.EMAIL_FIRST_OF_MANY)
    return email


def _dialled(digits: str, codes: set[Code]) -> str | None:
    """Give the E.164 form of what one dials here, with a lost zero put back."""
    if digits[:1] in "0+":
        return _e164(digits)
    if not WITHOUT_ZERO.fullmatch(digits):
        return _e164(f"+{digits}" if WITHOUT_PLUS.fullmatch(digits) else digits)
    if restored := _e164(f"0{digits}"):
        codes.add(Doubt.PHONE_ZERO_RESTORED)
    return restored


def _e164(digits: str) -> str | None:
    """Give the E.164 form of digits, of which only the start decides how they are read."""
    if not TAIL < len(digits) <= 20 or not digits.strip("+0"):
        return None
    start = _start(digits[:-TAIL])
    return start + digits[-TAIL:] if start else None


# 46 microseconds a number: ask the library once for all numbers with the same start.
@lru_cache(maxsize=20_000)
def _start(digits: str) -> str | None:
    """Give the E.164 start of the numbers that begin with these digits, if there are such."""
    try:
        number = parse(digits + "0" * TAIL, "NL")
    except NumberParseException:
        return None
    # Possible, not valid: the number ranges are older in the library than on the telephone.
    if not any(is_possible_number_for_type(number, kind) for kind in CHECKED_TYPES):
        return None
    return format_number(number, PhoneNumberFormat.E164)[:-TAIL]


def _validated(text: str) -> str | None:
    """Give an address that may exist; "geen@geen.nl" may not."""
    local, _, domain = text.rpartition("@")
    if local.lower().translate(SEPARATORS) in NO_ADDRESS or len(text) > LONGEST_EMAIL:
        return None
    if LOCAL.fullmatch(local) and len(local) <= LONGEST_LOCAL:
        known = _normalised(f"a@{domain}")
        return f"{local}{known[1:]}" if known else None
    return _normalised(text)


@lru_cache(maxsize=4096)
def _normalised(text: str) -> str | None:
    """Give an address as the library writes it, or None."""
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        return None
