"""The association's choices as a form: one field for each choice."""

import re
from typing import Any

from flask_babel import LazyString, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, FileField, RadioField, SelectField, StringField
from wtforms.validators import (
    Email,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)

from visits.domain import organisation
from visits.domain.organisation import FEED_STREET, LETTER_NEEDS, listed_hosts
from visits.domain.slot import read_hours
from visits.formats.holiday import REGIONS
from visits.web.forms.base import BaseForm, NumberField, TicksField, strip
from visits.words.labels import SETTINGS, choices

WEB = Regexp(
    r"^(https?://)?[\w.-]+\.[a-z]{2,}(/[\w./%-]*)?$",
    message=lazy_gettext("Write it like this: www.example.nl/privacy"),
)

HOST = re.compile(r"([a-z0-9-]+\.)+[a-z]{2,}")
# Monday is 0.
WEEKDAYS = (
    lazy_gettext("Monday"),
    lazy_gettext("Tuesday"),
    lazy_gettext("Wednesday"),
    lazy_gettext("Thursday"),
    lazy_gettext("Friday"),
)


def hours(_form: FlaskForm, field: StringField) -> None:
    """Refuse hours that cannot be read."""
    try:
        read_hours(field.data or "")
    except ValueError:
        said = lazy_gettext("Write the hours like this: 10.00-11.30, 14.00-15.30")
        raise ValidationError(said) from None


def hosts(_form: FlaskForm, field: StringField) -> None:
    """Refuse a list in which something is no name of a host."""
    if not all(HOST.fullmatch(host) for host in listed_hosts(field.data or "")):
        said = lazy_gettext("Write it like this: calendar.example.nl, www.example.nl")
        raise ValidationError(said)


def words(
    label: LazyString, hint: LazyString | str = "", *checks: Any, filters: Any = (strip,)
) -> StringField:
    """Make a field for a name or a number."""
    validators = [Optional(), Length(max=200), *checks]
    return StringField(label, description=hint, filters=filters, validators=validators)


def number(label: LazyString, least: int, most: int, hint: LazyString | str = "") -> NumberField:
    """Make a field for a count."""
    said = lazy_gettext("Choose a number from %(least)s to %(most)s.", least=least, most=most)
    return NumberField(
        label,
        description=hint,
        validators=[InputRequired(said), NumberRange(least, most, said)],
    )


class SettingsForm(BaseForm):
    """Some of what the association chooses: a page of the settings."""

    def chosen(self) -> dict[str, Any]:
        """Give the choices."""
        known = organisation.choices()
        return {field.name: field.data for field in self if field.name in known}


class LetterForm(SettingsForm):
    """What letters and papers say of the association."""

    NEEDED = LETTER_NEEDS

    name = words(SETTINGS["name"])
    place = words(SETTINGS["place"])
    sender_address = words(SETTINGS["sender_address"], lazy_gettext("On one line, as in a letter."))
    phone = words(SETTINGS["phone"])
    phone_hours = words(
        SETTINGS["phone_hours"],
        lazy_gettext(
            "In Dutch, as in the letter: van maandag tot en met vrijdag, van 9.00 tot 16.00 uur"
        ),
    )
    director_name = words(SETTINGS["director_name"])
    director_title = words(SETTINGS["director_title"], lazy_gettext("For example: directeur"))
    assistant_name = words(SETTINGS["assistant_name"])
    privacy_url = words(
        SETTINGS["privacy_url"], lazy_gettext("The address that the letter names."), WEB
    )
    privacy_address = words(
        SETTINGS["privacy_address"], "", Email(lazy_gettext("This is not an e-mail address."))
    )
    admin_phone = words(lazy_gettext("Telephone of the administrator"))
    board_label = words(
        lazy_gettext("What you call the board"), lazy_gettext("For example: Bestuur en RvC")
    )


class RulesForm(SettingsForm):
    """By which rules tenants are drawn and visits are planned."""

    minimum_years = number(
        lazy_gettext("Years after which somebody is a long-standing tenant"),
        1,
        60,
        lazy_gettext("Counts from the next draw."),
    )
    small_pool = number(
        lazy_gettext("Number of tenants under which we warn before a draw"), 0, 100_000
    )
    promise_brake = number(lazy_gettext("Open promises with which we warn before a draw"), 1, 100)
    not_now_months = number(lazy_gettext("Months after which “not now” is over"), 1, 60)
    no_reply_months = number(lazy_gettext("Months after which we ask again after silence"), 1, 120)
    declined_months = number(
        lazy_gettext("Months after which we ask again after a no"),
        0,
        240,
        lazy_gettext("0 means: never. A no is a no."),
    )
    visiting_days = TicksField(
        lazy_gettext("On which days does the director visit?"),
        choices=choices((str(number), name) for number, name in enumerate(WEEKDAYS)),
        validators=[InputRequired(lazy_gettext("Choose at least one day."))],
    )
    visiting_hours = StringField(
        lazy_gettext("Between which hours?"),
        description=lazy_gettext("For example: 10.00-11.30, 14.00-15.30"),
        filters=[strip],
        validators=[Length(max=200), hours],
    )
    visit_minutes = number(lazy_gettext("Minutes of a visit"), 15, 240)
    travel_minutes = number(lazy_gettext("Minutes of travel before and after a visit"), 0, 120)
    notice_days = number(
        lazy_gettext("Days that a letter needs before a visit"),
        0,
        60,
        lazy_gettext("No earlier moment is offered."),
    )
    school_region = SelectField(
        lazy_gettext("Warn of the school holidays of"),
        choices=choices(
            [("", lazy_gettext("No region")), *((region, region) for region in REGIONS)]
        ),
    )

    def chosen(self) -> dict[str, Any]:
        """Give the choices; the days as they are stored, one digit for each."""
        return super().chosen() | {"visiting_days": "".join(self.visiting_days.data or [])}


class PrivacyForm(SettingsForm):
    """Who sees what, how small a group may be, and how long a list is kept."""

    smallest_group = number(
        lazy_gettext("Visits on which a number for the board must rest"),
        3,
        10,
        lazy_gettext("Fewer than this is shown as “too few to show”."),
    )
    public_group = number(
        lazy_gettext("The same, for papers that tenants get"),
        3,
        20,
        lazy_gettext("Never fewer than for the board."),
    )
    import_days = number(lazy_gettext("Days after which the list of tenants is old"), 1, 366)
    erase_days = number(
        lazy_gettext("Days after which somebody who left the list is erased"),
        1,
        366,
        lazy_gettext("Not if we visited them, or have planned to."),
    )
    calendar_hosts = words(
        lazy_gettext("Where a director's calendar may be fetched"),
        lazy_gettext("For example: outlook.office365.com, calendar.google.com. Empty: nowhere."),
        hosts,
        filters=[strip, lambda text: ", ".join(listed_hosts(text or ""))],
    )
    invitation_shows_address = BooleanField(
        lazy_gettext("Show the address in the director's calendar")
    )
    assistant_releases = BooleanField(lazy_gettext("The assistant may release insights too"))
    feed_shows = RadioField(
        lazy_gettext("What a calendar subscription shows of a visit"),
        description=lazy_gettext("Whoever has the address of a subscription reads it."),
        choices=choices(
            [
                ("nothing", lazy_gettext("Only that there is a visit")),
                (FEED_STREET, lazy_gettext("Initials and address")),
            ]
        ),
        filters=[lambda chosen: chosen or "nothing"],
    )


class LogoForm(BaseForm):
    """The picture at the head of every letter."""

    picture = FileField(
        lazy_gettext("Choose a picture"),
        description=lazy_gettext("PNG or JPEG, at most 500 kB."),
    )
