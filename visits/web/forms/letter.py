"""Forms about a letter: its text, the day that it proposes, what was heard and promised."""

from flask_babel import lazy_gettext
from wtforms import BooleanField
from wtforms.validators import DataRequired, Optional

from visits.domain.letter import LONGEST
from visits.services.journal.letter_after import Parts
from visits.web.forms.base import BaseForm, ClockField, DayField, line, story

LONGEST_PART = 1800
LEFT_OUT = lazy_gettext(
    "A line that begins with - is a line of a list. Leave it empty to leave it out."
)
WRITTEN = DataRequired(lazy_gettext("A letter needs a subject and a text."))


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

    subject = line(lazy_gettext("Subject"), 120, WRITTEN)
    text = story(
        lazy_gettext("Text"),
        LONGEST,
        WRITTEN,
        hint=lazy_gettext(
            "An empty line begins a new part. A line that begins with # is a heading, "
            "one that begins with - is a line of a list."
        ),
    )
    large = BooleanField(
        lazy_gettext("Large print"),
        description=lazy_gettext("For who reads with difficulty: 18 points instead of 14."),
    )


class PartsForm(BaseForm):
    """What only the director writes in the letter after a visit."""

    heard = story(lazy_gettext("What you heard"), LONGEST_PART, hint=LEFT_OUT)
    promised = story(lazy_gettext("What you promised"), LONGEST_PART, hint=LEFT_OUT)

    def parts(self) -> Parts:
        """Give the parts as the service keeps them."""
        return Parts(self.heard.data or "", self.promised.data or "")
