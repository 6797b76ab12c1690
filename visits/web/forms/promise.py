"""Forms about promises: who sees to it, how it ended, what the tenant heard."""

from datetime import timedelta

from flask_babel import lazy_gettext
from wtforms import Form, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from visits.domain.insight import STATEMENT_LENGTH
from visits.domain.month import today
from visits.domain.note import ANSWER_DAYS
from visits.domain.promise import OUTCOMES, AnswerChannel
from visits.services.journal.note import NewPromise
from visits.web.forms.base import BaseForm, DayField, strip
from visits.web.kit.deed import now
from visits.words.labels import options


class OwnerForm(BaseForm):
    """Who sees to a promise, and by when."""

    owner = RadioField(
        lazy_gettext("Who sees to it?"),
        validators=[InputRequired(lazy_gettext("Choose who sees to it."))],
    )
    due = DayField(
        lazy_gettext("When will the tenant hear something?"),
        description=lazy_gettext("For example 15-1-2027"),
        validators=[InputRequired(lazy_gettext("Choose a day after today."))],
    )


class OutcomeForm(BaseForm):
    """How a promise ended."""

    outcome = RadioField(
        lazy_gettext("How did it end?"),
        choices=options(OUTCOMES),
        validators=[InputRequired(lazy_gettext("Choose how it ended."))],
    )
    text = TextAreaField(
        lazy_gettext("In words that the tenant understands"),
        description=lazy_gettext(
            "What was done? Or why can it not be done, to whom did it go, and who keeps watch?"
        ),
        filters=[strip],
        validators=[Length(max=1000)],
    )


class HandOverForm(OutcomeForm):
    """How a promise ended, with who took it over and who keeps watch."""

    handed_to = StringField(
        lazy_gettext("To whom did it go?"),
        description=lazy_gettext("Only if it went to another: the town, the police, the builder."),
        filters=[strip],
        validators=[Length(max=120)],
    )
    watch = RadioField(
        lazy_gettext("Who keeps watch until the tenant has heard?"), validate_choice=False
    )


class AnswerForm(BaseForm):
    """What the tenant heard."""

    on = DayField(
        lazy_gettext("When did the tenant hear it?"),
        validators=[InputRequired(lazy_gettext("Fill this in."))],
    )
    channel = RadioField(
        lazy_gettext("How?"),
        choices=options(AnswerChannel),
        validators=[InputRequired(lazy_gettext("Choose how."))],
    )
    told = TextAreaField(
        lazy_gettext("What did you tell?"),
        filters=[strip],
        validators=[
            DataRequired(lazy_gettext("Write down what the tenant heard.")),
            Length(max=1000),
        ],
    )


class BoardLineForm(BaseForm):
    """What the board may read about a promise."""

    line = StringField(
        lazy_gettext("Line for the board"),
        description=lazy_gettext(
            "For example: light on the back paths. No name, no street, no number."
        ),
        filters=[strip],
        validators=[Length(max=200)],
    )


class PromisePart(Form):
    """One promise in the note."""

    Meta = BaseForm.Meta

    what = TextAreaField(
        lazy_gettext("What did you promise?"),
        description=lazy_gettext("Do: what you will do. Not: why somebody needs it."),
        filters=[strip],
        validators=[Length(max=500)],
    )
    owner = RadioField(lazy_gettext("Who sees to it?"), validate_choice=False)
    due = DayField(
        lazy_gettext("When will the tenant hear something?"),
        description=lazy_gettext("For example 15-1-2027"),
        default=lambda: today(now()) + timedelta(days=ANSWER_DAYS),
    )

    def validate_owner(self, field: RadioField) -> None:
        """A promise needs somebody who sees to it."""
        offered = {value for value, *_ in field.iter_choices()}
        if (self.what.data or field.data) and field.data not in offered:
            raise ValidationError(lazy_gettext("Choose who sees to it."))

    def validate_due(self, field: DayField) -> None:
        """A promise needs a day, and one that is still to come."""
        if self.what.data and not field.data:
            raise ValidationError(lazy_gettext("Choose a day after today."))
        if field.data and field.data <= today(now()):
            raise ValidationError(lazy_gettext("Choose a day after today."))

    def written(self) -> NewPromise:
        """Give the promise as the service stores it."""
        kind, _, number = str(self.owner.data).partition("-")
        return NewPromise(
            what=self.what.data or "",
            due=self.due.data,
            owner_id=int(number) if kind == "account" else None,
            team_id=int(number) if kind == "team" else None,
        )


class TeamPart(Form):
    """Something for a team: a signal that is theirs, or a compliment."""

    Meta = BaseForm.Meta

    what = TextAreaField(
        lazy_gettext("What is it about?"),
        description=lazy_gettext("Do: what the house or the street needs. Not: what somebody has."),
        filters=[strip],
        validators=[Length(max=STATEMENT_LENGTH)],
    )
    team = RadioField(lazy_gettext("For whom?"), validate_choice=False)

    def validate_team(self, field: RadioField) -> None:
        """What is meant for a team needs to say for which."""
        offered = {value for value, *_ in field.iter_choices()}
        if self.what.data and field.data not in offered:
            raise ValidationError(lazy_gettext("Choose for whom it is."))
