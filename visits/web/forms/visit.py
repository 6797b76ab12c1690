"""Forms about a visit: the letter, a conversation, the facts at the door, how it ended."""

from datetime import datetime
from typing import Any

from flask_babel import LazyString, lazy_gettext
from wtforms import BooleanField, HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, StopValidation, ValidationError

from visits.domain.month import moment
from visits.domain.visit import LONGEST_DOOR, Result, State
from visits.web.forms.base import (
    FILL_IN,
    BaseForm,
    ClockField,
    DayField,
    NumberField,
    TicksField,
    line,
    pick,
    story,
    why,
)
from visits.words.labels import choices, options

OTHER = "other"


def door_field(label: LazyString, **more: Any) -> TextAreaField:
    """Make the field of what to know at the door."""
    hint = lazy_gettext(
        "What to do, not what somebody has: the bell, where to sit, language, who else is "
        "there, pets, parking. No names, and nothing about health."
    )
    return story(label, LONGEST_DOOR, hint=hint, **more)


def company_field() -> TicksField:
    """Make the field of who comes along."""
    return TicksField(
        lazy_gettext("Who comes along?"),
        description=lazy_gettext("Nobody is fine too."),
        coerce=int,
    )


class ContactForm(BaseForm):
    """A conversation, and honestly what came out of it."""

    result = pick(
        lazy_gettext("What came out of it?"),
        lazy_gettext("Choose what came out of it."),
        choices=options(Result),
        description=lazy_gettext("A no is a no. You need not write down a reason."),
    )
    later_from = DayField(
        lazy_gettext("If later: from when?"),
        description=lazy_gettext("For example 1-3-2027"),
        validators=[Optional()],
    )
    # The same words stand on the page once more, to be changed without a call.
    door = door_field(lazy_gettext("Something to take into account?"), id="door-in-call")


class DoorForm(BaseForm):
    """What the director should know at the door."""

    door = door_field(lazy_gettext("Good to know"))


class ReasonForm(BaseForm):
    """Why something is done after all."""

    reason = why(
        lazy_gettext("Why?"), lazy_gettext("One short sentence, and nothing about the person.")
    )


class HeldForm(BaseForm):
    """The visit took place."""

    on = DayField(lazy_gettext("Day of the visit"), validators=[InputRequired(FILL_IN)])
    minutes = NumberField(
        lazy_gettext("How many minutes?"),
        validators=[
            Optional(),
            NumberRange(1, 600, lazy_gettext("Choose a number from 1 to 600.")),
        ],
    )


class Unpicked:
    """A field that must be filled in when no moment of the list was chosen."""

    def __init__(self, message: LazyString) -> None:
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:
        """Ask for the field, or leave it alone; what was typed beside a choice is a question."""
        if form.pick.data == OTHER:
            InputRequired(self.message)(form, field)
        elif field.data and field.data != field.object_data:
            raise StopValidation(
                lazy_gettext("Choose “Another moment” too, or leave this as it was.")
            )
        else:
            field.errors[:] = []
            raise StopValidation


class SeenForm(BaseForm):
    """A form about an appointment: it carries what was seen when it was drawn."""

    seen = HiddenField()


class AppointmentForm(SeenForm):
    """Day, time and company of a visit."""

    pick = RadioField(
        lazy_gettext("Five good moments"),
        default=OTHER,
        validate_choice=False,
    )
    day = DayField(
        lazy_gettext("Day"),
        description=lazy_gettext("For example 17-12-2026"),
        validators=[Unpicked(lazy_gettext("Choose a day."))],
    )
    clock = ClockField(
        lazy_gettext("Time"),
        description=lazy_gettext("For example 10.30"),
        validators=[Unpicked(lazy_gettext("Choose a time."))],
    )
    minutes = NumberField(
        lazy_gettext("How many minutes?"),
        validators=[
            InputRequired(FILL_IN),
            NumberRange(15, 240, lazy_gettext("A visit lasts from 15 minutes to four hours.")),
        ],
    )
    despite = HiddenField()  # the odd moment that this page already asked about
    companions = company_field()
    tell_tenant = BooleanField(
        lazy_gettext("Send the tenant an e-mail with a file for the calendar"),
        description=lazy_gettext("Otherwise the tenant hears it by letter or telephone."),
    )

    def offer(self, accounts: Any) -> None:
        """Offer these accounts as company."""
        self.companions.choices = choices((account.id, account.name) for account in accounts)

    def offer_moments(self, moments: Any, *, read: bool) -> None:
        """Offer these moments, each a value and its words, and any other one.

        Only of a calendar that was `read` we know that the director is free.
        """
        self.pick.description = (
            lazy_gettext(
                "The director is free, it is no public holiday, and there is time to travel."
            )
            if read
            else lazy_gettext(
                "We know no calendar of the director. Ask whether these moments are free. "
                "None is a public holiday, or too near to another visit of ours."
            )
        )
        self.pick.choices = choices([*moments, (OTHER, lazy_gettext("Another moment"))])

    def validate_pick(self, field: Any) -> None:
        """Refuse a moment that was taken since the page was opened."""
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(lazy_gettext("That moment is no longer free. Choose another."))

    @property
    def starts_at(self) -> datetime:
        """The moment that was chosen, from the list or by hand."""
        if self.pick.data != OTHER:
            return datetime.fromisoformat(self.pick.data)
        return moment(self.day.data, self.clock.data)


class DetailsForm(SeenForm):
    """Who comes along to a planned visit, and what the calendars say besides."""

    companions = company_field()
    remark = line(
        lazy_gettext("What the calendar says besides"),
        200,
        hint=lazy_gettext(
            "For the director and who comes along. Nothing about the tenant. For example: "
            "we leave from the office at 10.10."
        ),
    )
    resend = BooleanField(
        lazy_gettext("Send the details to every calendar again"),
        description=lazy_gettext("For example because the address was corrected."),
    )
    inform = pick(
        lazy_gettext("Tell the tenant?"), lazy_gettext("Choose whether the tenant hears of this.")
    )

    def offer(self, accounts: Any, *, by_mail: bool) -> None:
        """Offer these accounts as company, and the ways to tell the tenant."""
        self.companions.choices = choices((account.id, account.name) for account in accounts)
        ways = [
            ("mail", lazy_gettext("By e-mail")),
            ("letter", lazy_gettext("By letter: I make it now")),
            ("no", lazy_gettext("No, or I call myself")),
        ]
        self.inform.choices = choices(ways if by_mail else ways[1:])


class HostForm(BaseForm):
    """Which director makes a visit."""

    host = pick(
        lazy_gettext("Who makes this visit?"),
        lazy_gettext("Choose who makes this visit."),
        coerce=int,
    )

    def offer(self, hosts: list[tuple[int, str]]) -> None:
        """Offer these directors."""
        self.host.choices = choices(hosts)


class CancelForm(SeenForm):
    """A planned visit does not go on."""

    who = pick(
        lazy_gettext("Who cancels?"),
        lazy_gettext("Choose who cancels."),
        choices=choices(
            [
                (State.CANCELLED_BY_TENANT, lazy_gettext("The tenant")),
                (State.CANCELLED_BY_US, lazy_gettext("We do")),
                (State.NOT_HOME, lazy_gettext("Nobody was home")),
            ]
        ),
    )
