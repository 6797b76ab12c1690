"""Forms about the draw: a month opened or let lapse by hand, a tenant left out for a while."""

from flask_babel import lazy_gettext
from wtforms.validators import InputRequired, ValidationError

from visits.domain.eligibility import ExclusionReason
from visits.domain.month import same_day, today
from visits.web.forms.base import BaseForm, DayField, pick, why
from visits.web.kit.deed import now
from visits.words.labels import options


class OpenForm(BaseForm):
    """A month is drawn at another moment than its first working day."""

    reason = why(
        lazy_gettext("Why do you draw by hand?"),
        lazy_gettext("One short sentence, and no names. For example: the list came in late."),
    )


class LapseForm(BaseForm):
    """Nobody is visited for a month."""

    reason = why(
        lazy_gettext("Why do you skip this month?"),
        lazy_gettext("One short sentence, and no names. For example: the director is away."),
    )


class ExclusionForm(BaseForm):
    """A tenant is left out of the draw for a while."""

    reason = pick(
        lazy_gettext("Why?"),
        lazy_gettext("Choose why."),
        choices=options(ExclusionReason),
        description=lazy_gettext("Another reason does not exist. So nothing about the person."),
    )
    until = DayField(
        lazy_gettext("Until which day?"),
        description=lazy_gettext("A year from today at most. From then on the tenant takes part."),
        validators=[InputRequired(lazy_gettext("Choose a day."))],
    )

    def validate_until(self, field: DayField) -> None:
        """Refuse a day that has passed, and one that is more than a year away."""
        day = today(now())
        if field.data and field.data <= day:
            raise ValidationError(lazy_gettext("Choose a day after today."))
        if field.data and field.data > same_day(day, 1):
            raise ValidationError(lazy_gettext("Choose a day within a year."))
