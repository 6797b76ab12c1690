"""What can happen to a file and to each of its rows: codes here, sentences at the edge."""

from collections.abc import Set
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """How a row ended."""

    ACCEPTED = "accepted"
    ACCEPTED_WARNING = "accepted_warning"  # accepted, and somebody had better look
    MERGED = "merged"  # part of the tenant of another row
    SKIPPED = "skipped"  # rightly not a tenant to visit; nothing to repair
    REJECTED = "rejected"  # could be a tenant, but something has to be repaired


class Doubt(StrEnum):
    """Why somebody had better look at an accepted row."""

    CHARACTER_LOST = "character_lost"  # a question mark in a word
    CHARACTER_ODD = "character_odd"  # a sign that no name has, of another encoding perhaps
    CO_TENANT_UNNAMED = "co_tenant_unnamed"  # there is a co-tenant, but no name
    CONTROL_CHARACTERS_REMOVED = "control_characters_removed"
    DATE_DAY_MISSING = "date_day_missing"  # month and year: taken as the first of the month
    DATE_FROM_SERIAL = "date_from_serial"  # a day number of Excel
    DATE_TWO_DIGIT_YEAR = "date_two_digit_year"
    DATE_YEAR_ONLY = "date_year_only"  # taken as 1 January
    EMAIL_DROPPED = "email_dropped"  # not an address
    EMAIL_FIRST_OF_MANY = "email_first_of_many"
    FIRST_NAME_REDUCED = "first_name_reduced_to_initial"  # less data is enough
    HOUSE_NUMBER_RANGE = "house_number_range"  # 12-14: one home or two?
    ID_PADDED = "id_padded"  # leading zeros put back
    INVALID_SINCE_IGNORED = "invalid_since_ignored"
    LINE_BREAK_REMOVED = "line_break_removed"
    MAIN_TENANT_MISSING = "main_tenant_missing"  # a co-tenant read as the tenant
    MISSING_DISTRICT = "missing_district"
    MOJIBAKE_REPAIRED = "mojibake_repaired"  # UTF-8 that was read as something else
    MORE_THAN_ONE_CO_TENANT = "more_than_one_co_tenant"  # the first is kept
    PHONE_DROPPED = "phone_dropped"  # not a number
    PHONE_NOTE_REMOVED = "phone_note_removed"  # may be about somebody else
    PHONE_ZERO_RESTORED = "phone_zero_restored"  # eaten by Excel
    POSSIBLE_DUPLICATE = "possible_duplicate"  # same name and address, two numbers
    QUOTE_AS_TEXT = "quote_as_text"  # a quotation mark without its other half
    PREFIX_EXPANDED = "prefix_expanded"  # "v.d." taken as "van der"
    SALUTATION_COUPLE = "salutation_couple"  # "dhr./mevr.": nobody knows who is meant
    SEVERAL_CURRENT_HOMES = "several_current_homes"  # the oldest is kept
    SINCE_AFTER_START = "since_after_start"  # a conversion date, probably
    START_FROM_SINCE = "tenancy_start_from_since"
    TENURE_OVER_80_YEARS = "tenure_over_80_years"
    UNCLEAR_FLAG = "unclear_flag_treated_as_yes"  # when in doubt, leave in peace
    UNKNOWN_UNIT_TYPE = "unknown_unit_type"


class Merge(StrEnum):
    """Why a row became part of the tenant of another row."""

    CO_TENANT = "co_tenant_merged"
    DUPLICATE = "duplicate_row"
    EARLIER_CONTRACT = "earlier_contract_counted"  # its start date counts
    SEVERAL_HOMES = "several_current_homes"


class Skip(StrEnum):
    """Why a row is not a tenant to visit."""

    BLANK_ROW = "blank_row"
    DECEASED = "deceased"
    ENDED = "ended"
    ENDING = "ending"  # notice was given
    FOOTER_ROW = "footer_row"
    HEIRS = "heirs"
    NOT_A_DWELLING = "not_a_dwelling"
    NOT_A_LEASE = "not_a_lease"
    NOT_A_PERSON = "not_a_person"
    NOT_A_TENANT = "not_a_tenant"
    NOT_STARTED = "not_started"
    REPEATED_HEADER = "repeated_header"
    TOTAL_ROW = "total_row"


class Fault(StrEnum):
    """What has to be repaired before a row can be read."""

    CARE_OF_ADDRESS = "care_of_address"
    CONFLICTING_IDENTITY = "conflicting_identity"  # one number, two surnames
    END_BEFORE_START = "end_before_start"
    HOUSE_NUMBER_IS_DATE = "house_number_looks_like_date"  # Excel made 12-feb of 12-2
    ID_LOOKS_LIKE_BSN = "id_looks_like_bsn"
    ID_SCIENTIFIC = "id_scientific"  # 1,00E+05
    IMPLAUSIBLE_DATE = "implausible_date"  # more than a hundred years ago
    INVALID_DATE = "invalid_date"
    INVALID_HOUSE_NUMBER = "invalid_house_number"
    INVALID_POSTCODE = "invalid_postcode"
    INVALID_SURNAME = "invalid_surname"
    MISSING_CITY = "missing_city"
    MISSING_EXTERNAL_ID = "missing_external_id"
    MISSING_HOUSE_NUMBER = "missing_house_number"
    MISSING_POSTCODE = "missing_postcode"
    MISSING_STREET = "missing_street"
    MISSING_SURNAME = "missing_surname"
    MISSING_START = "missing_tenancy_start"
    PO_BOX = "po_box_not_visitable"
    SUSPICIOUS_FORMULA = "suspicious_formula"
    TOO_LONG = "too_long"
    WRONG_NUMBER_OF_CELLS = "wrong_number_of_cells"


Code = Doubt | Merge | Skip | Fault
# Shared by the many rows about which there is nothing to say.
NO_CODES: frozenset[Code] = frozenset()


def faults_in(codes: Set[Code]) -> frozenset[Fault]:
    """Return what has to be repaired, out of all that was found in a row."""
    return frozenset([code for code in codes if isinstance(code, Fault)])


class FileRefusal(StrEnum):
    """Why a whole file cannot be read."""

    EMPTY_FILE = "empty_file"
    NO_DATA_ROWS = "no_data_rows"
    HTML_NOT_EXCEL = "html_not_excel"
    PASSWORD_PROTECTED = "password_protected"  # noqa: S105 - a code, not a password
    BINARY_CONTENT = "binary_content"
    NOT_AN_EXCEL_FILE = "not_an_excel_file"
    EXCEL_97 = "excel_97"  # .xls
    EXCEL_BINARY = "excel_binary"  # .xlsb
    OTHER_PACKAGE = "other_package"  # a workbook that another program packed in its own way
    NUMBERS = "numbers"  # of Apple
    PACKED = "packed"  # a zip with something in it
    SECOND_HEADER = "second_header"  # two lists below each other
    DECOMPRESSION_RATIO = "decompression_ratio"  # a zip bomb
    TOO_LARGE = "too_large"


class Question(StrEnum):
    """What a person has to choose: the columns, or how the whole file is to be read."""

    NO_KNOWN_HEADERS = "no_known_headers"
    REQUIRED_COLUMN_MISSING = "required_column_missing"
    DUPLICATE_HEADER = "duplicate_header"
    ENCODING = "encoding"
    DATE_ORDER = "date_order"


class Notice(StrEnum):
    """What is worth knowing about a file that was read."""

    ABOVE_HEADER = "above_header"  # rows above the header, which might be tenants
    CONVERSION_DATE = "conversion_date"  # so many start on one day that a system began there
    EMPTY_FORMULAS = "empty_formulas"  # without a value, or with an error
    HIDDEN_ROWS_OR_COLUMNS = "hidden_rows_or_columns"  # they were read all the same
    MERGED_CELLS = "merged_cells"  # only the first of the rows has what stands there
    OTHER_SHEETS = "other_sheets"  # with headers that we know; they were not read
    QUOTES_AS_TEXT = "quotes_as_text"  # quotation marks without their other half


class Bound(StrEnum):
    """What a file has too much of, or where it is wrong."""

    BYTES = "bytes"
    ROWS = "rows"
    COLUMNS = "columns"
    CELLS = "cells"
    CHARACTERS = "characters"  # in one cell
    PLACE = "place"  # not too much, but wrong: the row where it stands


class FileRefused(Exception):
    """A file that cannot be read; the code says why, and nothing of what is in it.

    Of a file that is too large it says which bound it is over, and how far that bound goes; of
    one with something wrong in a row, which row that is.
    """

    def __init__(self, code: FileRefusal, bound: Bound | None = None, most: int = 0) -> None:
        super().__init__(code.value)
        self.code = code
        self.bound = bound
        self.most = most

    def as_plain(self) -> dict[str, Any]:
        """Return what it says, as JSON holds it."""
        return {"code": self.code, "bound": self.bound, "most": self.most}

    @classmethod
    def from_plain(cls, values: dict[str, Any]) -> "FileRefused":
        """Return the refusal of which these are the values."""
        bound = Bound(values["bound"]) if values["bound"] else None
        return cls(FileRefusal(values["code"]), bound, values["most"])
