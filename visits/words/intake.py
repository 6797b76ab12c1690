"""What is said about a file and about its rows: one sentence for each code."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import LazyString, lazy_gettext

from visits.formats.tenant import Bound, FileRefused
from visits.words.locale import in_figures, show_date
from visits.words.people import and_list

FILES: dict[str, LazyString] = {
    "empty_file": lazy_gettext("This file is empty."),
    "no_data_rows": lazy_gettext("There is a header in this file, but no tenant below it."),
    "html_not_excel": lazy_gettext(
        "This is a web page and not an Excel file. Save it as xlsx or CSV in Excel first."
    ),
    "password_protected": lazy_gettext(
        "There is a password on this file. Save it without one and choose it again."
    ),
    "binary_content": lazy_gettext("This is no list of tenants. Choose an xlsx or CSV file."),
    "not_an_excel_file": lazy_gettext(
        "We cannot read this file as a workbook. Open it in Excel and save it as xlsx or CSV."
    ),
    "excel_97": lazy_gettext(
        "This is an Excel file of before 2007 (xls). Open it in Excel and save it as xlsx."
    ),
    "excel_binary": lazy_gettext(
        "This is a binary Excel file (xlsb). Open it in Excel and save it as xlsx."
    ),
    "other_package": lazy_gettext(
        "This is an Excel file that another program packed in its own way. "
        "Open it in Excel and save it as xlsx."
    ),
    "numbers": lazy_gettext(
        "This is a file of Numbers. Choose “Export to” in Numbers, and then Excel."
    ),
    "packed": lazy_gettext(
        "This is a zip file with other files in it. Unpack it and choose the list itself."
    ),
    "decompression_ratio": lazy_gettext("This file grows too large when it is unpacked."),
    "too_large": lazy_gettext("This file is too large for us."),
    "no_known_headers": lazy_gettext("We know none of these columns. Say below what they mean."),
    "required_column_missing": lazy_gettext(
        "A column that we need is missing. Say below what the columns mean."
    ),
    "duplicate_header": lazy_gettext("Two columns could mean the same. Say below which one it is."),
    "encoding": lazy_gettext(
        "This file can be read in more than one way. Say which names are written as they should be."
    ),
    "date_order": lazy_gettext(
        "In this file there are dates that have the month first. Say which order is right."
    ),
}
ROWS: dict[str, LazyString] = {
    "care_of_address": lazy_gettext("This is the address of somebody else (p/a)."),
    "conflicting_identity": lazy_gettext("Two people have the same tenant number."),
    "end_before_start": lazy_gettext("The end lies before the start."),
    "house_number_looks_like_date": lazy_gettext("Excel made a date of the house number."),
    "id_looks_like_bsn": lazy_gettext(
        "The tenant number looks like a BSN, and we do not keep that."
    ),
    "id_scientific": lazy_gettext("Excel spoilt the tenant number (1,00E+05)."),
    "implausible_date": lazy_gettext("The start is more than a hundred years ago."),
    "invalid_date": lazy_gettext("This day does not exist, or we cannot read it."),
    "invalid_house_number": lazy_gettext("This is not a house number."),
    "invalid_postcode": lazy_gettext("This is not a postcode."),
    "invalid_surname": lazy_gettext("This is not a surname."),
    "missing_city": lazy_gettext("The town is missing."),
    "missing_external_id": lazy_gettext("The tenant number is missing."),
    "missing_house_number": lazy_gettext("The house number is missing."),
    "missing_postcode": lazy_gettext("The postcode is missing."),
    "missing_street": lazy_gettext("The street is missing."),
    "missing_surname": lazy_gettext("The surname is missing."),
    "missing_tenancy_start": lazy_gettext("The start of the tenancy is missing."),
    "po_box_not_visitable": lazy_gettext("Nobody can be visited at a PO box."),
    "suspicious_formula": lazy_gettext("There is a formula in this row."),
    "too_long": lazy_gettext("A cell is too long."),
    "wrong_number_of_cells": lazy_gettext("This row has too few or too many cells."),
    "blank_row": lazy_gettext("Empty row"),
    "deceased": lazy_gettext("Deceased"),
    "ended": lazy_gettext("Tenancy has ended"),
    "ending": lazy_gettext("Notice was given"),
    "footer_row": lazy_gettext("Line below the list"),
    "heirs": lazy_gettext("Heirs"),
    "not_a_dwelling": lazy_gettext("Not a home, for example a garage"),
    "not_a_lease": lazy_gettext("Not a rental contract"),
    "not_a_person": lazy_gettext("A company or an institution"),
    "not_a_tenant": lazy_gettext("Not the tenant, for example a contact person"),
    "not_started": lazy_gettext("Has not begun yet"),
    "repeated_header": lazy_gettext("The header once more"),
    "total_row": lazy_gettext("A total"),
    "co_tenant_merged": lazy_gettext("Co-tenant, put with the tenant"),
    "duplicate_row": lazy_gettext("The same row twice"),
    "earlier_contract_counted": lazy_gettext("Earlier home, its start counts"),
    "several_current_homes": lazy_gettext("Two homes at once: the oldest stays"),
    "character_odd": lazy_gettext("A sign that is in no name: look whether it is right"),
    "character_lost": lazy_gettext("A letter of the name was lost (?)"),
    "co_tenant_unnamed": lazy_gettext("There is a co-tenant without a name"),
    "control_characters_removed": lazy_gettext("Invisible characters were taken out"),
    "date_day_missing": lazy_gettext("Only month and year: we took the first day"),
    "date_from_serial": lazy_gettext("A date that Excel wrote as a number"),
    "date_two_digit_year": lazy_gettext("A year of two digits"),
    "date_year_only": lazy_gettext("Only a year: we took 1 January"),
    "email_dropped": lazy_gettext("The e-mail address was none, and left out"),
    "email_first_of_many": lazy_gettext("Several e-mail addresses: we took the first"),
    "first_name_reduced_to_initial": lazy_gettext("A first name became an initial"),
    "house_number_range": lazy_gettext("A house number from - to"),
    "id_padded": lazy_gettext("Zeros put before the tenant number again"),
    "invalid_since_ignored": lazy_gettext("“Tenant since” could not be read, and left out"),
    "line_break_removed": lazy_gettext("A line break was taken out"),
    "main_tenant_missing": lazy_gettext("Co-tenant without a tenant in this file"),
    "missing_district": lazy_gettext("The district is missing"),
    "mojibake_repaired": lazy_gettext("Spoilt letters were repaired"),
    "more_than_one_co_tenant": lazy_gettext("More than one co-tenant: we took the first"),
    "phone_dropped": lazy_gettext("The telephone number was none, and left out"),
    "phone_note_removed": lazy_gettext("A remark beside the number was left out"),
    "phone_zero_restored": lazy_gettext("The zero of a telephone number was put back"),
    "possible_duplicate": lazy_gettext("Perhaps one person with two numbers"),
    "quote_as_text": lazy_gettext("A quotation mark stands alone: look whether the row is right"),
    "prefix_expanded": lazy_gettext("“v.d.” written in full: look whether it is right"),
    "salutation_couple": lazy_gettext("Salutation of two people"),
    "since_after_start": lazy_gettext("“Tenant since” after the start: the earliest counts"),
    "tenancy_start_from_since": lazy_gettext("Start taken from “tenant since”"),
    "tenure_over_80_years": lazy_gettext(
        "A tenant for more than 80 years: look whether it is right"
    ),
    "unclear_flag_treated_as_yes": lazy_gettext("Unclear whether to approach: then we do not"),
    "unknown_unit_type": lazy_gettext("A kind of home that we do not know"),
}
QUESTIONS: dict[str, LazyString] = {
    "encoding": lazy_gettext("Which names are written as they should be?"),
    "date_order": lazy_gettext("What stands first in a date?"),
}
OPTIONS: dict[str, LazyString] = {
    "day_first": lazy_gettext("The day. We cannot read dates such as %(example)s then."),
    "month_first": lazy_gettext("The month, as in %(example)s."),
}
BOUNDS: dict[str, LazyString] = {
    "bytes": lazy_gettext("This file is too large. We read files up to %(most)s MB."),
    "rows": lazy_gettext("This file has too many rows. We read %(most)s rows at most."),
    "columns": lazy_gettext("This file has too many columns. We read %(most)s columns at most."),
    "cells": lazy_gettext("This sheet is too wide and too long. We read %(most)s cells at most."),
    "characters": lazy_gettext(
        "A cell in this file has more than %(most)s characters. "
        "Perhaps a quotation mark is missing."
    ),
    "place": lazy_gettext(
        "In row %(most)s another list begins, with other columns. Save each list as its own file."
    ),
}
NOTICES: dict[str, LazyString] = {
    "above_header": lazy_gettext(
        "Rows stand above the header. We did not read those. Are they tenants? "
        "Then put them below the header and choose the file again."
    ),
    "conversion_date": lazy_gettext(
        "%(count)s tenants begin on %(day)s. Did another system or another association come in "
        "on that day? Then many have been with us for longer. Look at “tenant since”."
    ),
    "empty_formulas": lazy_gettext(
        "There are formulas without a value or with an error. We read those as empty. "
        "Open the file in Excel, save it, and choose it again."
    ),
    "hidden_rows_or_columns": lazy_gettext(
        "There are hidden rows or columns in this file. We read those too."
    ),
    "merged_cells": lazy_gettext(
        "There are cells that were merged over several rows. Only the first of those rows has "
        "what stands there."
    ),
    "other_sheets": lazy_gettext(
        "We read the sheet %(read)s. There may be tenants on %(names)s too. "
        "Save each sheet as its own file, and read it in as a part of all tenants."
    ),
    "quotes_as_text": lazy_gettext(
        "On these lines a quotation mark stands alone: %(lines)s. We read each line by itself."
    ),
}
MEGABYTE = 1_000_000
FIELDS: dict[str, LazyString] = {
    "external_id": lazy_gettext("Tenant number"),
    "contract_no": lazy_gettext("Contract number"),
    "role": lazy_gettext("Role"),
    "lease_kind": lazy_gettext("Kind of contract"),
    "lease_status": lazy_gettext("Status of the contract"),
    "salutation": lazy_gettext("Salutation"),
    "initials": lazy_gettext("Initials"),
    "prefix": lazy_gettext("Prefix of the surname"),
    "surname": lazy_gettext("Surname"),
    "co_name": lazy_gettext("Co-tenant"),
    "co_salutation": lazy_gettext("Salutation of the co-tenant"),
    "co_initials": lazy_gettext("Initials of the co-tenant"),
    "co_prefix": lazy_gettext("Prefix of the co-tenant"),
    "co_surname": lazy_gettext("Surname of the co-tenant"),
    "street": lazy_gettext("Street"),
    "house_number": lazy_gettext("House number"),
    "house_letter": lazy_gettext("House letter"),
    "house_suffix": lazy_gettext("Addition"),
    "postcode": lazy_gettext("Postcode"),
    "city": lazy_gettext("Town"),
    "district": lazy_gettext("District"),
    "neighbourhood": lazy_gettext("Neighbourhood"),
    "phone": lazy_gettext("Telephone"),
    "mobile": lazy_gettext("Mobile"),
    "email": lazy_gettext("E-mail"),
    "contact_preference": lazy_gettext("Prefers to hear by"),
    "tenancy_start": lazy_gettext("Start of this contract"),
    "tenancy_end": lazy_gettext("End of this contract"),
    "tenant_since": lazy_gettext("Tenant since"),
    "unit_type": lazy_gettext("Kind of home"),
    "deceased_on": lazy_gettext("Deceased on"),
    "do_not_contact": lazy_gettext("Do not approach"),
    "missing_since": lazy_gettext("Was missing, and is back"),
}


def sentence(code: str) -> str:
    """Give the sentence for a code of a file or a row."""
    return str(FILES.get(code) or ROWS.get(code) or code)


def question(code: str) -> str:
    """Give the question about a file that can be read in more than one way."""
    return str(QUESTIONS[code])


def option(answer: str, example: str) -> str:
    """Give one way in which a file can be read: by its name, or as names would stand there."""
    return str(OPTIONS[answer]) % {"example": example} if answer in OPTIONS else example


def field_name(name: str) -> str:
    """Give the word for a field of a tenant."""
    return str(FIELDS.get(name, name))


def why_refused(refusal: FileRefused) -> str:
    """Give the sentence for a refused file, with the bound that it is over."""
    if refusal.bound is None:
        return sentence(refusal.code)
    most = refusal.most // MEGABYTE if refusal.bound is Bound.BYTES else refusal.most
    return str(str(BOUNDS[refusal.bound]) % {"most": in_figures(most)})


def notice(found: dict[str, Any]) -> str:
    """Give the sentence for what is worth knowing about a file."""
    values = {**found}
    if "count" in values:
        values["count"] = in_figures(values["count"])
    if "day" in values:
        values["day"] = show_date(date.fromisoformat(values["day"]))
    for name in ("names", "lines"):
        values[name] = and_list([str(one) for one in values.get(name, ())])
    return str(NOTICES[found["code"]]) % values


def field_names(names: Iterable[str]) -> list[str]:
    """Give the words for several fields."""
    return [field_name(name) for name in names]
