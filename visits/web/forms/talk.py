"""A short talk of a colleague: three fields, and not one more."""

from flask_babel import lazy_gettext
from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from visits.domain.insight import STATEMENT_LENGTH, Source
from visits.web.forms.base import BaseForm, strip
from visits.words.labels import choices, options


class TalkForm(BaseForm):
    """What was heard, where, and whether it may be used."""

    statement = TextAreaField(
        lazy_gettext("What did you hear?"),
        description=lazy_gettext(
            "Do: one sentence about house, neighbourhood or service. Not: a name, an address, "
            "illness or money."
        ),
        filters=[strip],
        validators=[
            DataRequired(lazy_gettext("Write down in one sentence what you heard.")),
            Length(max=STATEMENT_LENGTH),
        ],
    )
    source = RadioField(
        lazy_gettext("Where was it?"),
        choices=options(Source),
        validators=[InputRequired(lazy_gettext("Choose where you heard it."))],
    )
    shared = RadioField(
        lazy_gettext("May we use it without a name?"),
        description=lazy_gettext(
            "Did you not ask? Then choose no: the subject counts all the same."
        ),
        choices=choices([("yes", lazy_gettext("Yes, I asked")), ("no", lazy_gettext("No"))]),
        validators=[InputRequired(lazy_gettext("Choose yes or no."))],
    )
