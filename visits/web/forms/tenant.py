"""Forms about tenants: added by hand, corrected, visited before, a file to import."""

import re
from datetime import date
from typing import Any

from babel.dates import get_month_names
from flask_babel import lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import (
    Email,
    InputRequired,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)

from visits.domain.month import today
from visits.formats.tenant.number import number_fault
from visits.services.tenant.record import NAME_PARTS, PLAIN_FIELDS
from visits.web.forms.base import FILL_IN, NEEDED, BaseForm, DayField, NumberField, line, story
from visits.web.kit.deed import now
from visits.words.intake import FIELDS, sentence
from visits.words.labels import choices

MONTHS = {
    name.lower(): str(number)
    for language in ("nl", "en")
    for width in ("wide", "abbreviated")
    for number, name in get_month_names(width, locale=language).items()
}
# The postcode area and the letters that PostNL does not give out are refused here too.
POSTCODE = r"[1-9][0-9]{3} ?(?!SA|SD|SS)[A-Z]{2}"
ONE_LETTER = lazy_gettext("One letter, from A to Z.")
FOUR_AT_MOST = lazy_gettext("Four letters or digits at most.")
PHONE = Regexp(
    r"^\+?[0-9][0-9 ()/-]{5,18}$", message=lazy_gettext("Write it like this: 072 555 01 00")
)
SALUTATIONS = [
    ("", lazy_gettext("Unknown")),
    ("mw", lazy_gettext("Mrs")),
    ("heer", lazy_gettext("Mr")),
    ("neutral", lazy_gettext("Neutral")),
]
PREFERENCES = [
    ("", lazy_gettext("Not known")),
    ("letter", lazy_gettext("Letter")),
    ("phone", lazy_gettext("Telephone")),
    ("email", lazy_gettext("E-mail")),
]


def choice(label: Any, pairs: Any) -> SelectField:
    """Make a field for one of a few words, or for none of them."""
    return SelectField(label, choices=choices(pairs), filters=[lambda value: value or ""])


def not_in_future(_form: BaseForm, field: DayField) -> None:
    """Refuse a day that is still to come."""
    if field.data and field.data > today(now()):
        raise ValidationError(lazy_gettext("This day is still to come."))


def plausible(_form: BaseForm, field: DayField) -> None:
    """Refuse a start of more than a hundred years ago."""
    if field.data and field.data < date(today(now()).year - 100, 1, 1):
        raise ValidationError(lazy_gettext("This is more than a hundred years ago."))


class TenantForm(BaseForm):
    """A tenant, as somebody types one in."""

    external_id = line(
        FIELDS["external_id"],
        32,
        NEEDED,
        hint=lazy_gettext("As it stands in your own system."),
    )
    contract_no = line(FIELDS["contract_no"], 40)
    salutation = choice(FIELDS["salutation"], SALUTATIONS)
    initials = line(FIELDS["initials"], 20)
    prefix = line(FIELDS["prefix"], 30)
    surname = line(
        FIELDS["surname"],
        120,
        NEEDED,
        Regexp(r"^[^<>{}`=@][^<>{}`]*$", message=lazy_gettext("This is not a surname.")),
    )
    co_salutation = choice(FIELDS["co_salutation"], SALUTATIONS)
    co_initials = line(FIELDS["co_initials"], 20)
    co_prefix = line(FIELDS["co_prefix"], 30)
    co_surname = line(FIELDS["co_surname"], 120)
    street = line(FIELDS["street"], 120, NEEDED)
    house_number = NumberField(
        FIELDS["house_number"],
        validators=[
            InputRequired(FILL_IN),
            NumberRange(1, 99999, lazy_gettext("This is not a house number.")),
        ],
    )
    house_letter = line(
        FIELDS["house_letter"], 1, Optional(), Regexp(r"^[A-Za-z]$", message=ONE_LETTER)
    )
    house_suffix = line(
        FIELDS["house_suffix"], 4, Optional(), Regexp(r"^[A-Za-z0-9]{1,4}$", message=FOUR_AT_MOST)
    )
    postcode = line(
        FIELDS["postcode"],
        7,
        NEEDED,
        Regexp(rf"^(?:{POSTCODE})$", re.IGNORECASE, lazy_gettext("Write it like this: 1823 AB")),
    )
    city = line(FIELDS["city"], 80, NEEDED)
    district = line(FIELDS["district"], 80)
    neighbourhood = line(FIELDS["neighbourhood"], 80)
    phone = line(FIELDS["phone"], 20, Optional(), PHONE)
    mobile = line(FIELDS["mobile"], 20, Optional(), PHONE)
    email = line(
        FIELDS["email"],
        254,
        Optional(),
        Email(lazy_gettext("This is not an e-mail address.")),
    )
    contact_preference = choice(FIELDS["contact_preference"], PREFERENCES)
    tenancy_start = DayField(
        FIELDS["tenancy_start"],
        description=lazy_gettext("For example 1-3-1985"),
        validators=[Optional(), not_in_future, plausible],
    )
    tenant_since = DayField(
        FIELDS["tenant_since"],
        description=lazy_gettext("The first day with us, in whichever home that was."),
        validators=[Optional(), not_in_future, plausible],
    )

    def validate_external_id(self, field: StringField) -> None:
        """Refuse what an import refuses too: a BSN above all."""
        if fault := number_fault(field.data or ""):
            raise ValidationError(sentence(fault))

    def validate_tenant_since(self, field: DayField) -> None:
        """Ask for one of the two dates."""
        if not field.data and not self.tenancy_start.data:
            raise ValidationError(lazy_gettext("Fill in at least one of the two dates."))

    def fields(self) -> dict[str, Any]:
        """Give the tenant in the shape of an import."""
        values = {name: self.data.get(name) or None for name in PLAIN_FIELDS}
        letters = (values["postcode"] or "").replace(" ", "").upper()
        values["postcode"] = f"{letters[:4]} {letters[4:]}"
        values["tenant_since"] = values["tenant_since"] or values["tenancy_start"]
        values["do_not_contact"] = False
        co_tenant = {part: self.data[f"co_{part}"] or None for part in NAME_PARTS}
        return values | {"co_tenant": co_tenant if co_tenant["surname"] else None}


def read_month(text: str) -> date | None:
    """Read a month as people write it: "5-2025", "mei 2025", "2025-05" or a whole day."""
    words = re.split(r"[-/. ]+", text.strip().lower())
    names = [MONTHS.get(word, word) for word in words]
    if len(names) == 3:
        names = names[1:] if len(names[2]) == 4 else names[:2]
    if len(names) != 2 or not all(word.isdecimal() for word in names):
        return None
    year, month = sorted((int(word) for word in names), reverse=True)
    return date(year, month, 1) if 1900 <= year <= 2100 and 1 <= month <= 12 else None


class VisitedForm(BaseForm):
    """Who was visited before this app was there."""

    visits = story(
        lazy_gettext("Whom, and in which month?"),
        20_000,
        NEEDED,
        hint=lazy_gettext(
            "One on each line: a name or a number, a semicolon, and the month. "
            "For example “Jansen; May 2025” or “10023; 5-2025”. You may paste a list."
        ),
    )

    def validate_visits(self, field: TextAreaField) -> None:
        """Refuse a line without somebody, or without a month that has come."""
        for number, text in self.lines():
            who, _, month = text.rpartition(";")
            day = read_month(month)
            if not who.strip() or day is None or not date(1900, 1, 1) <= day <= today(now()):
                raise ValidationError(
                    lazy_gettext(
                        "Line %(number)s: write a name or a number, a semicolon, and a month "
                        "that has come.",
                        number=number,
                    )
                )

    def lines(self) -> list[tuple[int, str]]:
        """List the lines on which something stands, with their numbers; a tab parts them too."""
        lines = (self.visits.data or "").replace("\t", ";").splitlines()
        return [(number, text.strip(" ;")) for number, text in enumerate(lines, 1) if text.strip()]

    def listed(self) -> list[tuple[str, date]]:
        """List who was visited, and the first day of the month in which."""
        parts = [text.rpartition(";") for _, text in self.lines()]
        return [(who.strip(), month) for who, _, text in parts if (month := read_month(text))]


class UploadForm(BaseForm):
    """A file with tenants."""

    file = FileField(
        lazy_gettext("File from your own system"),
        description=lazy_gettext("Excel (xlsx), LibreOffice (ods) or CSV."),
        validators=[FileRequired(lazy_gettext("Choose a file first."))],
    )
    partial = BooleanField(
        lazy_gettext("This is only a part of all tenants"),
        description=lazy_gettext("Then nobody who is missing from it drops out of the draw."),
    )


class EraseForm(BaseForm):
    """A tenant is to be erased."""

    sure = BooleanField(
        lazy_gettext("Yes, delete everything about this tenant for good"),
        validators=[InputRequired(lazy_gettext("Tick this if you are sure."))],
    )
