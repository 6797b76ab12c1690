"""The association's choices as a form: one field for each choice."""

from typing import Any

from flask_babel import LazyString, lazy_gettext
from wtforms import BooleanField, StringField
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional, Regexp

from visits.web.forms.base import BaseForm, NumberField, plain_text, strip

WEB = Regexp(
    r"^(https?://)?[\w.-]+\.[a-z]{2,}(/[\w./%-]*)?$",
    message=lazy_gettext("Write it like this: www.example.nl/privacy"),
)


def words(label: LazyString, hint: LazyString | str = "", *checks: Any) -> StringField:
    """Make a field for a name or a number."""
    return StringField(
        label,
        description=hint,
        filters=[strip],
        validators=[Optional(), Length(max=200), plain_text, *checks],
    )


def number(label: LazyString, least: int, most: int, hint: LazyString | str = "") -> NumberField:
    """Make a field for a count."""
    said = lazy_gettext("Choose a number from %(least)s to %(most)s.", least=least, most=most)
    return NumberField(
        label,
        description=hint,
        validators=[InputRequired(said), NumberRange(least, most, said)],
    )


class OrganisationForm(BaseForm):
    """What the association chooses."""

    name = words(lazy_gettext("Name of the association"))
    place = words(lazy_gettext("Town of the office"))
    sender_address = words(
        lazy_gettext("Address of the office"), lazy_gettext("On one line, as in a letter.")
    )
    phone = words(lazy_gettext("Telephone for tenants"))
    phone_hours = words(
        lazy_gettext("When tenants can call"),
        lazy_gettext(
            "In Dutch, as in the letter: van maandag tot en met vrijdag, van 9.00 tot 16.00 uur"
        ),
    )
    director_name = words(lazy_gettext("Name of the director"))
    director_title = words(
        lazy_gettext("Title of the director"), lazy_gettext("For example: directeur")
    )
    assistant_name = words(lazy_gettext("Name of the assistant"))
    privacy_url = words(
        lazy_gettext("Page about privacy"), lazy_gettext("The address that the letter names."), WEB
    )
    privacy_address = words(
        lazy_gettext("Address for questions about privacy"),
        "",
        Email(lazy_gettext("This is not an e-mail address.")),
    )
    admin_phone = words(lazy_gettext("Telephone of the administrator"))
    board_label = words(
        lazy_gettext("What you call the board"), lazy_gettext("For example: Bestuur en RvC")
    )
    minimum_years = number(
        lazy_gettext("Years after which somebody is a long-standing tenant"),
        1,
        60,
        lazy_gettext("Counts from the next draw."),
    )
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
    not_now_months = number(lazy_gettext("Months after which “not now” is over"), 1, 60)
    no_reply_months = number(lazy_gettext("Months after which we ask again after silence"), 1, 120)
    promise_brake = number(lazy_gettext("Open promises with which we warn before a draw"), 1, 100)
    import_days = number(lazy_gettext("Days after which the list of tenants is old"), 1, 366)
    visit_minutes = number(lazy_gettext("Minutes of a visit"), 15, 240)
    invitation_shows_address = BooleanField(
        lazy_gettext("Show the address in the director's calendar")
    )
    feed_shows_address = BooleanField(lazy_gettext("Show the address in calendar subscriptions"))
    assistant_releases = BooleanField(lazy_gettext("The assistant may release insights too"))

    LETTER = tuple(
        (
            "name place sender_address phone phone_hours director_name director_title "
            "assistant_name privacy_url privacy_address admin_phone board_label"
        ).split()
    )
    RULES = tuple(
        (
            "minimum_years smallest_group public_group not_now_months no_reply_months "
            "promise_brake import_days visit_minutes"
        ).split()
    )
    SHARING = ("invitation_shows_address", "feed_shows_address", "assistant_releases")

    def chosen(self) -> dict[str, Any]:
        """Give the choices."""
        return {name: self.data[name] for name in [*self.LETTER, *self.RULES, *self.SHARING]}
