"""Forms about a letter: its text, the day that it proposes, what was heard and promised."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from visits.domain.letter import LONGEST
from visits.services.journal.letter_after import Parts
from visits.web.forms.base import BaseForm, ClockField, DayField, strip

LONGEST_PART = 1800
LEFT_OUT = lazy_gettext(
    "A line that begins with - is a line of a list. Leave it empty to leave it out."
)
EMPTY = lazy_gettext("A letter needs a subject and a text.")


class ProposalForm(BaseForm):
    """The day that an invitation proposes."""

    day = DayField(
        lazy_gettext("Day that the letter proposes"),
        description=lazy_gettext("For example 17-12-2026. You may leave this empty."),
        validators=[Optional()],
    )
    clock = ClockField(
        lazy_gettext("Time"),
        description=lazy_gettext("For example 10.30"),
        validators=[Optional()],
    )


class LetterForm(BaseForm):
    """What the assistant makes of a letter."""

    subject = StringField(
        lazy_gettext("Subject"),
        filters=[strip],
        validators=[DataRequired(EMPTY), Length(max=120)],
    )
    text = TextAreaField(
        lazy_gettext("Text"),
        description=lazy_gettext(
            "An empty line begins a new part. A line that begins with # is a heading, "
            "one that begins with - is a line of a list."
        ),
        filters=[strip],
        validators=[DataRequired(EMPTY), Length(max=LONGEST)],
    )
    large = BooleanField(
        lazy_gettext("Large print"),
        description=lazy_gettext("For who reads with difficulty: 18 points instead of 14."),
    )


class PartsForm(BaseForm):
    """What only the director writes in the letter after a visit."""

    heard = TextAreaField(
        lazy_gettext("What you heard"),
        description=LEFT_OUT,
        filters=[strip],
        validators=[Length(max=LONGEST_PART)],
    )
    promised = TextAreaField(
        lazy_gettext("What you promised"),
        description=LEFT_OUT,
        filters=[strip],
        validators=[Length(max=LONGEST_PART)],
    )

    def parts(self) -> Parts:
        """Give the parts as the service keeps them."""
        return Parts(self.heard.data or "", self.promised.data or "")
