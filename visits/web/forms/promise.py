"""Forms about promises: who sees to it, how it ended, what the tenant heard."""

from datetime import timedelta

from flask_babel import lazy_gettext
from wtforms import Form, RadioField, ValidationError
from wtforms.validators import DataRequired, InputRequired

from visits.domain.insight import STATEMENT_LENGTH
from visits.domain.month import today
from visits.domain.note import ANSWER_DAYS
from visits.domain.promise import OUTCOMES, AnswerChannel
from visits.services.journal.note import NewPromise
from visits.web.forms.base import FILL_IN, BaseForm, DayField, line, pick, story
from visits.web.kit.deed import now
from visits.words.labels import options

LATER = lazy_gettext("Choose a day after today.")


def owner_of(chosen: str) -> dict[str, int | None]:
    """Read who was chosen to see to a promise: a person, or a team."""
    kind, _, number = chosen.partition("-")
    return {
        "owner_id": int(number) if kind == "account" else None,
        "team_id": int(number) if kind == "team" else None,
    }


class OwnerForm(BaseForm):
    """Who sees to a promise, and by when."""

    owner = pick(lazy_gettext("Who will handle this?"), lazy_gettext("Choose who will handle it."))
    due = DayField(
        lazy_gettext("When will the tenant hear something?"),
        description=lazy_gettext("For example 15-1-2027"),
        validators=[InputRequired(LATER)],
    )


class OutcomeForm(BaseForm):
    """How a promise ended, perhaps with who took it over and who keeps watch."""

    outcome = pick(
        lazy_gettext("How did it end?"),
        lazy_gettext("Choose how it ended."),
        choices=options(OUTCOMES),
    )
    text = story(
        lazy_gettext("In words that the tenant understands"),
        1000,
        hint=lazy_gettext(
            "What was done? Or why can it not be done, to whom did it go, and who keeps watch?"
        ),
    )
    handed_to = line(
        lazy_gettext("To whom did it go?"),
        120,
        hint=lazy_gettext("Only if it went to another: the town, the police, the builder."),
    )
    watch = RadioField(
        lazy_gettext("Who keeps watch until the tenant has heard?"), validate_choice=False
    )


class AnswerForm(BaseForm):
    """What the tenant heard."""

    on = DayField(lazy_gettext("When did the tenant hear it?"), validators=[InputRequired(FILL_IN)])
    channel = pick(
        lazy_gettext("How?"), lazy_gettext("Choose how."), choices=options(AnswerChannel)
    )
    told = story(
        lazy_gettext("What did you tell?"),
        1000,
        DataRequired(lazy_gettext("Write down what the tenant heard.")),
    )


class BoardLineForm(BaseForm):
    """What the board may read about a promise."""

    line = line(
        lazy_gettext("Line for the board"),
        200,
        hint=lazy_gettext("For example: light on the back paths. No name, no street, no number."),
    )


class PromisePart(Form):
    """One promise in the note."""

    Meta = BaseForm.Meta

    what = story(
        lazy_gettext("What did you promise?"),
        500,
        hint=lazy_gettext("Do: what you will do. Not: why somebody needs it."),
    )
    owner = RadioField(lazy_gettext("Who will handle this?"), validate_choice=False)
    due = DayField(
        lazy_gettext("When will the tenant hear something?"),
        description=lazy_gettext("For example 15-1-2027"),
        default=lambda: today(now()) + timedelta(days=ANSWER_DAYS),
    )

    def validate_owner(self, field: RadioField) -> None:
        """A promise needs somebody who sees to it."""
        offered = {value for value, *_ in field.iter_choices()}
        if (self.what.data or field.data) and field.data not in offered:
            raise ValidationError(lazy_gettext("Choose who will handle it."))

    def validate_due(self, field: DayField) -> None:
        """A promise needs a day, and one that is still to come."""
        late = field.data and field.data <= today(now())
        if late or (self.what.data and not field.data):
            raise ValidationError(LATER)

    def written(self) -> NewPromise:
        """Give the promise as the service stores it."""
        return NewPromise(self.what.data or "", self.due.data, **owner_of(str(self.owner.data)))


class TeamPart(Form):
    """Something for a team: a signal that is theirs, or a compliment."""

    Meta = BaseForm.Meta

    what = story(
        lazy_gettext("What is it about?"),
        STATEMENT_LENGTH,
        hint=lazy_gettext("Do: what the house or the street needs. Not: what somebody has."),
    )
    team = RadioField(lazy_gettext("For whom?"), validate_choice=False)

    def validate_team(self, field: RadioField) -> None:
        """What is meant for a team needs to say for which."""
        offered = {value for value, *_ in field.iter_choices()}
        if self.what.data and field.data not in offered:
            raise ValidationError(lazy_gettext("Choose for whom it is."))
