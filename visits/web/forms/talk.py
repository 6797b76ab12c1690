"""A short talk of a colleague: three fields, and not one more."""

from flask_babel import lazy_gettext
from wtforms.validators import DataRequired

from visits.domain.insight import STATEMENT_LENGTH, Source
from visits.web.forms.base import BaseForm, pick, story
from visits.words.labels import choices, options


class TalkForm(BaseForm):
    """What was heard, where, and whether it may be used."""

    statement = story(
        lazy_gettext("What did you hear?"),
        STATEMENT_LENGTH,
        DataRequired(lazy_gettext("Write down in one sentence what you heard.")),
        hint=lazy_gettext(
            "Do: one sentence about house, neighbourhood or service. Not: a name, an address, "
            "illness or money."
        ),
    )
    source = pick(
        lazy_gettext("Where was it?"),
        lazy_gettext("Choose where you heard it."),
        choices=options(Source),
    )
    shared = pick(
        lazy_gettext("May we use it without a name?"),
        lazy_gettext("Choose yes or no."),
        description=lazy_gettext(
            "Did you not ask? Then choose no: the subject counts all the same."
        ),
        choices=choices([("yes", lazy_gettext("Yes, I asked")), ("no", lazy_gettext("No"))]),
    )
